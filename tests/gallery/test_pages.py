import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from accounts.models import User
from gallery import files
from gallery.models import Photo
from tests.conftest import UNKNOWN_ID
from tests.gallery.conftest import MakePhoto

READ = ["", "photo.jpg", "thumbnail.jpg", "card.png"]
ACT = ["trash/", "restore/", "delete/"]
METHODS = ["get", "head", "post", "put", "patch", "delete"]


def urls_in(page: str, css_class: str = "wall") -> list[str]:
    grid = page.partition(f'class="{css_class}"')[2].partition("</ul>")[0]
    return re.findall(r'<a href="/photos/([0-9a-f-]+)/"', grid)


# Whose is it


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("rest", READ + ACT)
def test_someone_elses_photo_is_answered_as_one_that_is_not_there(
    charlie_client: Client, make_photo: MakePhoto, rest: str, method: str
) -> None:
    photo = make_photo(memo="secret", trashed_at=timezone.now())
    call = getattr(charlie_client, method)
    foreign, missing = call(f"/photos/{photo.uid}/{rest}"), call(f"/photos/{uuid4()}/{rest}")
    allowed = {"get", "head"} if rest in READ[1:] else {"post"} if rest in ACT else {"get", "head", "post"}
    assert foreign.status_code == missing.status_code == (404 if method in allowed else 405)
    assert b"secret" not in foreign.content
    photo.refresh_from_db()
    assert photo.trashed_at
    assert photo.memo == "secret"


@pytest.mark.parametrize("method", ["get", "head", "post"])
@pytest.mark.parametrize("rest", READ + ACT)
def test_nobody_gets_anything_without_signing_in(
    anonymous: Client, make_photo: MakePhoto, rest: str, method: str
) -> None:
    photo = make_photo()
    answer = getattr(anonymous, method)(f"/photos/{photo.uid}/{rest}")
    if answer.status_code == 405:
        return
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("page", ["/album/", "/album/trash/"])
def test_the_album_asks_visitors_to_sign_in(anonymous: Client, db: None, page: str) -> None:
    assert anonymous.get(page)["Location"] == f"/accounts/login/?next={page}"


@pytest.mark.parametrize("rest", READ)
def test_a_hidden_photo_is_gone_for_its_owner_and_for_staff_alike(
    alice_client: Client, staff_client: Client, make_photo: MakePhoto, rest: str
) -> None:
    photo = make_photo(hidden_at=timezone.now(), hidden_reason="reported")
    assert alice_client.get(f"/photos/{photo.uid}/{rest}").status_code == 404
    assert staff_client.get(f"/photos/{photo.uid}/{rest}").status_code == 404
    assert str(photo.uid) not in alice_client.get("/album/").content.decode()


@pytest.mark.parametrize("rest", READ)
def test_the_owner_reads_everything(alice_client: Client, make_photo: MakePhoto, rest: str) -> None:
    photo = make_photo()
    assert alice_client.get(f"/photos/{photo.uid}/{rest}").status_code == 200
    assert alice_client.head(f"/photos/{photo.uid}/{rest}").status_code == 200


@pytest.mark.parametrize("uid", ["1", "x" * 300, "..%2f..", "%00", "한글", "00000000-0000-0000-0000-00000000000g"])
def test_what_is_no_id_is_a_plain_404(alice_client: Client, uid: str) -> None:
    assert alice_client.get(f"/photos/{uid}/").status_code == 404


@pytest.mark.parametrize("rest", ["", *ACT])
def test_forms_need_their_token(alice: User, make_photo: MakePhoto, rest: str) -> None:
    photo = make_photo()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    assert strict.post(f"/photos/{photo.uid}/{rest}", {"memo": "x"}).status_code == 403
    photo.refresh_from_db()
    assert (photo.memo, photo.trashed_at) == ("", None)


# The album


def test_an_empty_album_shows_the_way_to_the_camera(alice_client: Client) -> None:
    page = alice_client.get("/album/").content.decode()
    assert "No happy moments yet" in page
    assert 'href="/camera/"' in page.split('class="empty"')[1]


def test_the_album_goes_on_page_by_page_with_the_newest_first(
    alice_client: Client, make_photo: MakePhoto, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = make_photo()
    rest = [
        Photo(**{f.attname: getattr(first, f.attname) for f in Photo._meta.fields if f.attname not in {"id", "uid"}})
        for _ in range(29)
    ]
    for photo in rest:
        photo.capture_id = uuid4()
    photos = [first, *Photo.objects.bulk_create(rest)][::-1]
    with django_assert_max_num_queries(7):
        page = alice_client.get("/album/").content.decode()
    assert urls_in(page) == [str(photo.uid) for photo in photos[:24]]
    [more] = re.findall(r'href="(\?after=[^"]+)"', page)
    second = alice_client.get(f"/album/{more}").content.decode()
    assert urls_in(second) == [str(photo.uid) for photo in photos[24:]]
    assert 'href="?after=' not in second


@pytest.mark.parametrize("cursor", ["x", "", "%00", UNKNOWN_ID])
@pytest.mark.parametrize("page", ["/album/", "/album/trash/"])
def test_a_made_up_cursor_leads_nowhere(alice_client: Client, page: str, cursor: str) -> None:
    assert alice_client.get(f"{page}?after={cursor}").status_code == 404


def test_someone_elses_photo_is_no_cursor(charlie_client: Client, make_photo: MakePhoto) -> None:
    assert charlie_client.get(f"/album/?after={make_photo().uid}").status_code == 404


def test_thumbnails_say_their_size_and_what_they_show(alice_client: Client, make_photo: MakePhoto) -> None:
    with_memo, without = make_photo(memo='a "smile" <3'), make_photo()
    page = alice_client.get("/album/").content.decode()
    assert f'src="/photos/{without.uid}/thumbnail.jpg" width="320" height="240" alt="Happy, Nov. 20, 2026"' in page
    assert (
        f'src="/photos/{with_memo.uid}/thumbnail.jpg" width="320" height="240" alt="a &quot;smile&quot; &lt;3"' in page
    )


def test_dates_are_those_of_the_place_where_it_was(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo(time_zone="Pacific/Kiritimati")
    assert "Nov. 20, 2026, 8:30 p.m." in alice_client.get(f"/photos/{photo.uid}/").content.decode()


# One photo


@pytest.mark.parametrize("memo", ["<script>alert(1)</script>", "{{7*7}}{% now 'Y' %}", "'\"><img src=x onerror=y>"])
def test_a_memo_is_shown_and_never_run(alice_client: Client, make_photo: MakePhoto, memo: str) -> None:
    photo = make_photo()
    alice_client.post(f"/photos/{photo.uid}/", {"memo": memo})
    photo.refresh_from_db()
    assert photo.memo == memo
    for page in (f"/photos/{photo.uid}/", "/album/"):
        text = alice_client.get(page).content.decode()
        assert memo not in text or memo.startswith("{{")
        assert "<script>alert" not in text
        assert "onerror=y>" not in text.replace("&gt;", "")
        assert ">49<" not in text


def test_a_memo_is_saved_with_a_word_about_it(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo()
    answer = alice_client.post(f"/photos/{photo.uid}/", {"memo": "한글\r\n둘째 줄 😀"}, follow=True)
    photo.refresh_from_db()
    assert photo.memo == "한글\n둘째 줄 😀"
    assert "The memo is saved." in answer.content.decode()
    assert answer.redirect_chain == [(f"/photos/{photo.uid}/", 302)]


def test_201_characters_come_back_with_what_was_typed(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo(memo="before")
    answer = alice_client.post(f"/photos/{photo.uid}/", {"memo": "가" * 201})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "가" * 201 in page
    assert "The memo is 1 character too long; 200 fit." in page
    photo.refresh_from_db()
    assert photo.memo == "before"


def test_200_emoji_are_a_memo(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo()
    assert alice_client.post(f"/photos/{photo.uid}/", {"memo": "😀" * 200}).status_code == 302
    photo.refresh_from_db()
    assert photo.memo == "😀" * 200


def test_newer_and_older_are_linked(alice_client: Client, make_photo: MakePhoto) -> None:
    older, middle, newer = make_photo(), make_photo(), make_photo()
    page = alice_client.get(f"/photos/{middle.uid}/").content.decode()
    assert f'rel="prev" href="/photos/{newer.uid}/"' in page
    assert f'rel="next" href="/photos/{older.uid}/"' in page


def test_nothing_inline_that_the_policy_would_block(alice_client: Client, make_photo: MakePhoto) -> None:
    photo, trashed = make_photo(memo="x"), make_photo(trashed_at=timezone.now())
    for page in ("/album/", "/album/trash/", f"/photos/{photo.uid}/", f"/photos/{trashed.uid}/"):
        text = alice_client.get(page).content.decode()
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", text), page


# The trash


def test_deleting_offers_undo_once_and_undo_brings_it_back(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo()
    page = alice_client.post(f"/photos/{photo.uid}/trash/", follow=True).content.decode()
    assert f'action="/photos/{photo.uid}/restore/"' in page
    assert "Undo" in page
    assert "Undo" not in alice_client.get("/album/").content.decode()
    alice_client.post(f"/photos/{photo.uid}/restore/")
    photo.refresh_from_db()
    assert photo.trashed_at is None


def test_the_trash_shows_what_is_in_it(alice_client: Client, make_photo: MakePhoto) -> None:
    kept, gone = make_photo(), make_photo(trashed_at=timezone.now())
    assert urls_in(alice_client.get("/album/trash/").content.decode()) == [str(gone.uid)]
    assert urls_in(alice_client.get("/album/").content.decode()) == [str(kept.uid)]
    assert "after 30 days" in alice_client.get("/album/trash/").content.decode()


def test_only_what_is_in_the_trash_can_be_deleted_for_good(
    alice_client: Client,
    make_photo: MakePhoto,
    photo_dir: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    photo = make_photo()
    assert alice_client.post(f"/photos/{photo.uid}/delete/").status_code == 404
    alice_client.post(f"/photos/{photo.uid}/trash/")
    with django_capture_on_commit_callbacks(execute=True):
        assert alice_client.post(f"/photos/{photo.uid}/delete/")["Location"] == "/album/trash/"
    assert not Photo.objects.exists()
    assert list(photo_dir.iterdir()) == []


# The bytes


@pytest.fixture
def serve(alice_client: Client, make_photo: MakePhoto) -> Callable[..., Any]:
    photo = make_photo(memo="비밀 메모")

    def get(name: str, **kwargs: Any) -> Any:
        return alice_client.get(f"/photos/{photo.uid}/{name}", **kwargs)

    return get


@pytest.mark.parametrize(
    ("name", "content_type", "file_name"),
    [
        ("photo.jpg", "image/jpeg", "happy-2026-11-20-1530.jpg"),
        ("thumbnail.jpg", "image/jpeg", "happy-2026-11-20-1530-small.jpg"),
        ("card.png", "image/png", "happy-2026-11-20-1530.png"),
    ],
)
def test_pictures_go_out_locked_down_and_named_by_their_date_alone(
    serve: Callable[..., Any], name: str, content_type: str, file_name: str
) -> None:
    answer = serve(name)
    assert answer["Content-Type"] == content_type
    assert answer["Content-Disposition"] == f'inline; filename="{file_name}"'
    assert serve(f"{name}?download")["Content-Disposition"] == f'attachment; filename="{file_name}"'
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Cookie" in answer["Vary"]


@pytest.mark.parametrize("name", ["photo.jpg", "thumbnail.jpg", "card.png"])
def test_a_browser_that_has_the_picture_is_told_so(serve: Callable[..., Any], name: str) -> None:
    etag = serve(name)["ETag"]
    again = serve(name, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == etag
    assert again["Cache-Control"] == "private, no-cache"
    assert serve(name, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_new_memo_makes_a_new_card_but_the_same_photo(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo()
    urls = [f"/photos/{photo.uid}/{name}" for name in ("card.png", "photo.jpg", "thumbnail.jpg")]
    before = [alice_client.get(url)["ETag"] for url in urls]
    alice_client.post(f"/photos/{photo.uid}/", {"memo": "new"})
    after = [alice_client.get(url)["ETag"] for url in urls]
    assert after[0] != before[0]
    assert after[1:] == before[1:]
    assert len(set(after)) == 3


@pytest.mark.parametrize("damage", ["gone", "empty"])
@pytest.mark.parametrize("name", ["photo.jpg", "thumbnail.jpg", "card.png"])
def test_a_file_that_was_lost_is_a_404_without_a_traceback(
    alice_client: Client, make_photo: MakePhoto, name: str, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    photo = make_photo()
    for path in (files.photo_path(photo.uid), files.thumbnail_path(photo.uid)):
        if damage == "gone":
            path.unlink()
        else:
            path.write_bytes(b"")
    if damage == "empty" and name != "card.png":
        return
    assert alice_client.get(f"/photos/{photo.uid}/{name}").status_code == 404
    assert not [record for record in caplog.records if record.exc_info]
    assert "can't be read" in caplog.text
