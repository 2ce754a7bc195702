"""Where new people's shared photos wait until staff have looked at them."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from accounts.trust import users_trust_set
from gallery import selectors, services
from gallery.models import Notice, NoticeKind, Photo, Share
from tests.gallery.conftest import MakePhoto


@pytest.fixture(autouse=True)
def _reviewing(settings: Settings) -> None:
    settings.SHARES_WAIT_FOR_REVIEW = True


@pytest.fixture
def photo(make_photo: MakePhoto) -> Photo:
    return make_photo(memo="나들이")


@pytest.fixture
def share(alice: User, photo: Photo) -> Share:
    return services.share_create(owner=alice, photo=photo, details=True)


def of_album(owner: User, *photos: Photo) -> Share:
    album = services.album_create(owner=owner, name="Picnic")
    services.album_add(album=album, photos=photos)
    return services.share_create(owner=owner, album=album)


def addresses(share: Share, photo: Photo) -> list[str]:
    return [f"/s/{share.token}/", *(f"/s/{share.token}/{photo.uid}/{name}" for name in ("", "photo.jpg", "small.jpg"))]


def statuses(share: Share, photo: Photo) -> list[int]:
    return [Client().get(address).status_code for address in addresses(share, photo)]


def test_what_a_new_person_shares_shows_once_it_is_reviewed(share: Share, photo: Photo) -> None:
    assert statuses(share, photo) == [404] * 4
    assert services.photos_review(photos=Photo.objects.filter(pk=photo.pk)) == 1
    assert statuses(share, photo) == [200] * 4


def test_what_a_trusted_person_shares_shows_at_once(alice: User, share: Share, photo: Photo) -> None:
    assert users_trust_set(users=User.objects.filter(pk=alice.pk), trust="trusted") == 1
    assert statuses(share, photo) == [200] * 4


def test_without_the_setting_nothing_waits(settings: Settings, share: Share, photo: Photo) -> None:
    settings.SHARES_WAIT_FOR_REVIEW = False
    assert statuses(share, photo) == [200] * 4
    assert not selectors.waiting().exists()


def test_an_album_shows_its_reviewed_photos_and_is_there_only_then(
    alice: User, make_photo: MakePhoto, anonymous: Client
) -> None:
    fine, fresh = make_photo(), make_photo()
    link = of_album(alice, fine, fresh)
    assert anonymous.get(f"/s/{link.token}/").status_code == 404
    services.photos_review(photos=Photo.objects.filter(pk=fine.pk))
    page = anonymous.get(f"/s/{link.token}/").content.decode()
    assert str(fine.uid) in page
    assert str(fresh.uid) not in page
    assert [statuses(link, each)[1:] for each in (fine, fresh)] == [[200] * 3, [404] * 3]
    assert list(selectors.waiting_in(link)) == [fresh]


def test_a_new_memo_is_looked_at_again(share: Share, photo: Photo) -> None:
    services.photos_review(photos=Photo.objects.filter(pk=photo.pk))
    services.photo_memo_set(photo=photo, memo="나들이")
    assert statuses(share, photo) == [200] * 4
    services.photo_memo_set(photo=photo, memo="something nasty")
    assert statuses(share, photo) == [404] * 4


def test_who_shared_enough_that_was_fine_is_trusted(alice: User, make_photo: MakePhoto, settings: Settings) -> None:
    settings.TRUSTED_AFTER = 2
    first, second, third = make_photo(), make_photo(), make_photo()
    link = of_album(alice, first, second, third)
    services.photos_review(photos=Photo.objects.filter(pk=first.pk))
    services.photos_review(photos=Photo.objects.filter(pk=first.pk))
    alice.refresh_from_db()
    assert (alice.trust, alice.unread_notices) == ("new", 1)
    services.photos_review(photos=Photo.objects.filter(pk=second.pk))
    alice.refresh_from_db()
    assert (alice.trust, alice.unread_notices) == ("trusted", 2)
    assert statuses(link, third)[1:] == [200] * 3
    assert [each.kind for each in Notice.objects.order_by("id")] == [NoticeKind.REVIEWED, NoticeKind.TRUSTED]


def test_nobody_is_trusted_by_number_where_staff_say_who_is(
    alice: User, make_photo: MakePhoto, settings: Settings
) -> None:
    settings.TRUSTED_AFTER = 0
    make_photo()
    make_photo()
    services.photos_review(photos=Photo.objects.all())
    alice.refresh_from_db()
    assert alice.trust == "new"


def test_no_trust_that_nobody_knows_is_given(alice: User) -> None:
    with pytest.raises(ValueError, match="emperor"):
        users_trust_set(users=User.objects.all(), trust="emperor")


def test_the_queue_has_what_links_would_show(alice: User, bob: User, make_photo: MakePhoto) -> None:
    alone, placed, smart, private = make_photo(), make_photo(), make_photo(emotion="sad"), make_photo()
    theirs = make_photo(bob, emotion="sad")
    services.share_create(owner=alice, photo=alone)
    of_album(alice, placed)
    album = services.album_create(
        owner=alice, name="Sad", rules=services.Rules(emotion="sad", happy_min=0.5, day_from=date(2026, 1, 1))
    )
    services.share_create(owner=alice, album=album)
    assert list(selectors.waiting()) == [alone, placed, smart]
    assert {private, theirs} <= set(Photo.objects.all())


def test_the_queue_has_nothing_that_no_link_shows(alice: User, make_photo: MakePhoto) -> None:
    hidden = make_photo(hidden_at=timezone.now(), hidden_reason="x")
    trashed, reviewed = make_photo(), make_photo(reviewed_at=timezone.now())
    of_album(alice, hidden, trashed, reviewed)
    services.photo_trash(photo=trashed)
    revoked, over, folded, shown = make_photo(), make_photo(), make_photo(), make_photo()
    for each in (revoked, over, folded):
        services.share_create(owner=alice, photo=each)
    services.share_revoke(share=Share.objects.get(photo=revoked))
    now = timezone.now()
    Share.objects.filter(photo=over).update(created_at=now - timedelta(days=2), expires_at=now - timedelta(days=1))
    Photo.objects.filter(pk=folded.pk).update(folded_behind=shown)
    assert list(selectors.waiting()) == []


@pytest.mark.parametrize("out", [{"is_active": False}, {"deletion_due_at": timezone.now()}, {"trust": "trusted"}])
def test_the_queue_has_nobody_whose_links_lead_nowhere_or_do_not_wait(
    alice: User, share: Share, photo: Photo, out: dict[str, object]
) -> None:
    assert list(selectors.waiting()) == [photo]
    User.objects.filter(pk=alice.pk).update(**out)
    assert list(selectors.waiting()) == []


@pytest.mark.parametrize("count", [1, 20])
def test_reviewing_many_costs_the_same_as_one(
    make_photo: MakePhoto, django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        make_photo()
    with django_assert_max_num_queries(18):
        services.photos_review(photos=Photo.objects.all())
