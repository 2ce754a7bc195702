"""What a visitor with a link sees, and what nobody does."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from gallery import services
from gallery.models import Photo, Share
from tests.conftest import UNKNOWN_ID
from tests.gallery.conftest import MakePhoto


def at(share: Share, rest: str = "") -> str:
    return f"/s/{share.token}/{rest}"


def files_of(share: Share, photo: Photo) -> list[str]:
    return [at(share, f"{photo.uid}/{name}") for name in ("", "photo.jpg", "small.jpg")]


@pytest.fixture
def photo(make_photo: MakePhoto) -> Photo:
    return make_photo(memo="비밀 <memo>")


@pytest.fixture
def share(alice: User, photo: Photo) -> Share:
    return services.share_create(owner=alice, photo=photo)


@pytest.fixture
def of_album(alice: User, photo: Photo) -> Share:
    album = services.album_create(owner=alice, name="소풍 <2026>")
    services.album_add(album=album, photos=[photo])
    return services.share_create(owner=alice, album=album)


def nothing_shows(client: Client, share: Share, photo: Photo) -> bool:
    answers = [client.get(path) for path in (at(share), *files_of(share, photo))]
    return all(answer.status_code == 404 and b'src="/s/' not in answer.content for answer in answers)


# What shows


def test_whoever_has_the_link_sees_the_photo(anonymous: Client, share: Share, photo: Photo) -> None:
    page = anonymous.get(at(share))
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    assert f'src="{at(share, f"{photo.uid}/photo.jpg")}"' in page.content.decode()
    assert [anonymous.get(path).status_code for path in files_of(share, photo)] == [200, 200, 200]


def test_whoever_has_the_link_sees_the_album(anonymous: Client, of_album: Share, photo: Photo) -> None:
    page = anonymous.get(at(of_album)).content.decode()
    assert "소풍 &lt;2026&gt;" in page
    assert at(of_album, f"{photo.uid}/small.jpg") in page
    assert [anonymous.get(path).status_code for path in files_of(of_album, photo)] == [200, 200, 200]


@pytest.mark.parametrize("whole", [False, True])
def test_nothing_says_whose_it_is_or_what_the_file_is_called(
    anonymous: Client, alice: User, share: Share, of_album: Share, photo: Photo, *, whole: bool
) -> None:
    link = of_album if whole else share
    for path in (at(link), *files_of(link, photo)):
        answer = anonymous.get(f"{path}?download")
        told = f"{answer.headers} {answer.content.decode(errors='replace')}"
        for secret in ("alice", "example.org", "비밀", "2026-11-20", "Seoul", "happy-", str(photo.capture_id)):
            assert secret not in told, (path, secret)
        if path.endswith(".jpg"):
            with Image.open(BytesIO(answer.content)) as image:
                assert not image.getexif()
                assert not {"exif", "xmp", "comment", "icc_profile"} & set(image.info)
            assert answer["Content-Disposition"] in {
                'attachment; filename="photo.jpg"',
                'attachment; filename="photo-small.jpg"',
            }


def test_memos_and_days_show_only_if_the_owner_said_so(anonymous: Client, alice: User, photo: Photo) -> None:
    told = services.share_create(owner=alice, photo=photo, details=True)
    page = anonymous.get(at(told)).content.decode()
    assert "비밀 &lt;memo&gt;" in page
    assert "Nov. 20, 2026" in page
    assert "alice" not in page


def test_a_file_is_asked_for_again_each_time_and_not_sent_twice(anonymous: Client, share: Share, photo: Photo) -> None:
    path = at(share, f"{photo.uid}/photo.jpg")
    first = anonymous.get(path)
    assert first["Cache-Control"] == "private, no-cache"
    assert first["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert anonymous.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    services.share_revoke(share=share)
    assert anonymous.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 404


# What doesn't


def revoked(share: Share, _photo: Photo) -> None:
    services.share_revoke(share=share)


def over(share: Share, _photo: Photo) -> None:
    now = timezone.now()
    Share.objects.filter(pk=share.pk).update(created_at=now - timedelta(days=2), expires_at=now - timedelta(seconds=1))


def of_somebody_banned(share: Share, _photo: Photo) -> None:
    User.objects.filter(pk=share.owner_id).update(is_active=False)


def of_somebody_leaving(share: Share, _photo: Photo) -> None:
    User.objects.filter(pk=share.owner_id).update(deletion_due_at=timezone.now() + timedelta(days=7))


def gone(_share: Share, photo: Photo) -> None:
    services.photo_delete(photo=photo)


ENDS: list[Callable[[Share, Photo], None]] = [revoked, over, of_somebody_banned, of_somebody_leaving, gone]


@pytest.mark.parametrize("end", ENDS)
def test_a_link_that_ended_leads_nowhere(
    anonymous: Client, charlie_client: Client, share: Share, photo: Photo, end: Callable[[Share, Photo], None]
) -> None:
    end(share, photo)
    assert nothing_shows(anonymous, share, photo)
    assert nothing_shows(charlie_client, share, photo)
    assert "It may have ended" in anonymous.get(at(share)).content.decode()


def trashed(photo: Photo, _other: Photo) -> None:
    services.photo_trash(photo=photo)


def hidden(photo: Photo, _other: Photo) -> None:
    Photo.objects.filter(pk=photo.pk).update(hidden_at=timezone.now(), hidden_reason="reported")


def folded(photo: Photo, other: Photo) -> None:
    Photo.objects.filter(pk=photo.pk).update(folded_behind=other)


@pytest.mark.parametrize("away", [trashed, hidden, folded])
def test_what_is_trashed_hidden_or_folded_never_shows(
    anonymous: Client, make_photo: MakePhoto, share: Share, of_album: Share, photo: Photo, away: Any
) -> None:
    away(photo, make_photo())
    assert nothing_shows(anonymous, share, photo)
    album = anonymous.get(at(of_album))
    assert (album.status_code, str(photo.uid) in album.content.decode()) == (200, False)
    assert [anonymous.get(path).status_code for path in files_of(of_album, photo)] == [404, 404, 404]


def test_a_photo_that_comes_back_from_the_trash_shows_again(anonymous: Client, share: Share, photo: Photo) -> None:
    services.photo_trash(photo=photo)
    services.photo_restore(photo=photo)
    assert anonymous.get(at(share)).status_code == 200


def test_a_link_opens_its_own_thing_and_no_other(
    anonymous: Client, alice: User, bob: User, make_photo: MakePhoto, share: Share, of_album: Share
) -> None:
    for other in (make_photo(), make_photo(bob)):
        for link in (share, of_album):
            assert [anonymous.get(path).status_code for path in files_of(link, other)] == [404, 404, 404]
    services.album_remove(album=of_album.album, photos=list(of_album.album.photos.all()))  # type: ignore[union-attr,arg-type]
    assert "no photos here yet" in anonymous.get(at(of_album)).content.decode()


@pytest.mark.parametrize("token", ["x", "x" * 22, "x" * 3000, "0", "-", UNKNOWN_ID])
def test_a_made_up_token_opens_nothing(anonymous: Client, share: Share, token: str) -> None:
    assert anonymous.get(f"/s/{token}/").status_code == 404


@pytest.mark.parametrize("after", ["x", "", UNKNOWN_ID])
def test_a_made_up_place_in_an_album_is_a_404(anonymous: Client, of_album: Share, after: str) -> None:
    assert anonymous.get(f"{at(of_album)}?after={after}").status_code == 404


def test_a_place_in_an_album_tells_of_no_photo_that_is_not_in_it(
    anonymous: Client, make_photo: MakePhoto, of_album: Share, photo: Photo
) -> None:
    other = make_photo()
    assert anonymous.get(f"{at(of_album)}?after={other.uid}").status_code == 404
    assert anonymous.get(f"{at(of_album)}?after={photo.uid}").status_code == 200
    hidden(photo, other)
    assert anonymous.get(f"{at(of_album)}?after={photo.uid}").status_code == 404


def test_a_smart_album_shows_what_fits(anonymous: Client, alice: User, make_photo: MakePhoto) -> None:
    album = services.album_create(owner=alice, name="Sad", rules=services.Rules(emotion="sad"))
    fits, other = make_photo(emotion="sad"), make_photo()
    link = services.share_create(owner=alice, album=album)
    assert anonymous.get(files_of(link, fits)[1]).status_code == 200
    assert anonymous.get(files_of(link, other)[1]).status_code == 404


# The counter


def test_pages_that_others_open_are_counted(
    anonymous: Client, alice_client: Client, share: Share, photo: Photo
) -> None:
    anonymous.get(at(share))
    anonymous.get(at(share))
    anonymous.head(at(share))
    for path in files_of(share, photo)[1:]:
        anonymous.get(path)
    alice_client.get(at(share))
    share.refresh_from_db()
    assert share.views == 2


# The password


@pytest.fixture
def locked(alice: User, photo: Photo) -> Share:
    return services.share_create(owner=alice, photo=photo, password="\u1112\u1161\u11ab글 1")


def test_a_password_stands_before_everything(anonymous: Client, locked: Share, photo: Photo) -> None:
    for path in (at(locked), *files_of(locked, photo)):
        answer = anonymous.get(path)
        assert answer.status_code == 403
        assert 'src="/s/' not in answer.content.decode()
    locked.refresh_from_db()
    assert locked.views == 0


def test_the_right_password_opens_the_link_in_this_browser(
    anonymous: Client, locked: Share, share: Share, photo: Photo
) -> None:
    wrong = anonymous.post(at(locked), {"password": "wrong"})
    assert wrong.status_code == 403
    assert "does not open the link" in wrong.content.decode()
    opened = anonymous.post(at(locked), {"password": "한글 1"}, follow=True)
    assert opened.status_code == 200
    assert [anonymous.get(path).status_code for path in files_of(locked, photo)] == [200, 200, 200]
    cookie = anonymous.cookies["happythings_share"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (at(locked), True, "Lax")
    assert Client().get(at(locked)).status_code == 403


def test_the_proof_of_one_link_opens_no_other(anonymous: Client, alice: User, locked: Share, photo: Photo) -> None:
    other = services.share_create(owner=alice, photo=photo, password="한글 1")
    anonymous.post(at(locked), {"password": "한글 1"})
    anonymous.cookies["happythings_share"]["path"] = "/"
    assert anonymous.get(at(locked)).status_code == 200
    assert anonymous.get(at(other)).status_code == 403


def test_passwords_are_not_tried_for_long(anonymous: Client, locked: Share) -> None:
    tries = [anonymous.post(at(locked), {"password": f"wrong {number}"}) for number in range(6)]
    assert [answer.status_code for answer in tries] == [403] * 5 + [429]
    assert tries[-1]["Retry-After"] == "300"
    forged = anonymous.post(at(locked), {"password": "한글 1"}, headers={"X-Forwarded-For": "9.9.9.9"})
    assert forged.status_code == 429
    elsewhere = Client(REMOTE_ADDR="198.51.100.7").post(at(locked), {"password": "한글 1"})
    assert elsewhere.status_code == 302


def test_the_right_password_counts_as_no_try(locked: Share) -> None:
    for _ in range(6):
        assert Client().post(at(locked), {"password": "한글 1"}).status_code == 302


def test_the_addresses_of_one_ipv6_network_are_one_visitor(locked: Share) -> None:
    tries = [
        Client(REMOTE_ADDR=f"2001:db8::{number}").post(at(locked), {"password": "wrong"}).status_code
        for number in range(1, 7)
    ]
    assert tries == [403] * 5 + [429]


@pytest.mark.parametrize("network", ["203.0.113.9", "2001:db8::"])
def test_one_address_tries_no_more_passwords_at_many_links(alice: User, photo: Photo, network: str) -> None:
    links = [services.share_create(owner=alice, photo=photo, password="한글 1") for _ in range(8)]
    addresses = [f"{network}{number}" if network.endswith(":") else network for number in range(1, 32)]
    tries = [
        Client(REMOTE_ADDR=address).post(at(links[number // 4]), {"password": "wrong"}).status_code
        for number, address in enumerate(addresses)
    ]
    assert tries == [403] * 30 + [429]
    elsewhere = Client(REMOTE_ADDR="198.51.100.7").post(at(links[7]), {"password": "한글 1"})
    assert elsewhere.status_code == 302


def test_the_password_form_comes_from_our_page(locked: Share) -> None:
    assert Client(enforce_csrf_checks=True).post(at(locked), {"password": "한글 1"}).status_code == 403


# Queries


@pytest.mark.parametrize("count", [2, 12])
def test_a_shared_album_costs_the_same_however_many_photos(
    anonymous: Client,
    alice: User,
    make_photo: MakePhoto,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    album = services.album_create(owner=alice, name="Many")
    services.album_add(album=album, photos=[make_photo() for _ in range(count)])
    link = services.share_create(owner=alice, album=album)
    with django_assert_num_queries(4):
        anonymous.get(at(link))
