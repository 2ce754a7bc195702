"""Timeline, albums, calendar, memories, slideshow and selections on the pages."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from gallery import selectors, services
from gallery.models import Album, Photo
from gallery.services import Rules
from tests.gallery.conftest import TAKEN_AT, MakePhoto
from tests.gallery.test_pages import urls_in

SELECTION = "/album/selection/"


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def uids(*photos: Photo) -> list[str]:
    return [str(photo.uid) for photo in photos]


# The timeline


def test_photos_stand_under_their_months(alice_client: Client, make_photo: MakePhoto) -> None:
    make_photo(taken_at=TAKEN_AT - timedelta(days=40))
    make_photo(), make_photo()
    page = text(alice_client, "/album/")
    assert re.findall(r'data-month="([^"]+)"', page) == ["2026-11", "2026-10"]
    assert ">November 2026</h2>" in page


def test_filters_and_words_narrow_the_timeline_and_its_next_page(
    alice: User, alice_client: Client, make_photo: MakePhoto
) -> None:
    wanted = [services.photo_memo_set(photo=make_photo(happy=0.95), memo="생일 파티") for _ in range(25)]
    make_photo(happy=0.95)
    services.photo_memo_set(photo=make_photo(happy=0.2), memo="생일 파티")
    page = text(alice_client, "/album/?q=생일&happy_min=0.9&day_from=2026-11-20&emotion=happy")
    assert urls_in(page) == uids(*wanted[::-1][:24])
    [more] = re.findall(r'href="(\?[^"]*after=[^"]+)"', page)
    assert urls_in(text(alice_client, f"/album/{more.replace('&amp;', '&')}")) == uids(wanted[0])
    album = services.album_create(owner=alice, name="a")
    services.album_add(album=album, photos=[wanted[3]])
    assert urls_in(text(alice_client, f"/album/?album={album.uid}&favourite=")) == uids(wanted[3])
    services.photo_favourite_set(photo=wanted[5], favourite=True)
    assert urls_in(text(alice_client, "/album/?favourite=true")) == uids(wanted[5])


def test_what_is_not_found_says_so_and_shows_the_way_back(alice_client: Client, make_photo: MakePhoto) -> None:
    make_photo()
    page = text(alice_client, "/album/?q=nothing+of+the+kind")
    assert "No photo fits" in page
    assert "No happy moments yet" not in page


@pytest.mark.parametrize("query", ["day_from=2026-02-02&day_to=2026-02-01", "happy_min=7", "album=x", "q=%00"])
def test_a_filter_that_makes_no_sense_is_marked(alice_client: Client, make_photo: MakePhoto, query: str) -> None:
    make_photo()
    answer = alice_client.get(f"/album/?{query}")
    assert answer.status_code == 400
    assert "Change what is marked below" in answer.content.decode()
    assert "errorlist" in answer.content.decode()


def test_somebody_elses_album_is_no_filter(alice: User, charlie_client: Client, make_photo: MakePhoto) -> None:
    album = services.album_create(owner=alice, name="secret")
    services.album_add(album=album, photos=[make_photo()])
    answer = charlie_client.get(f"/album/?album={album.uid}")
    assert answer.status_code == 400
    assert "secret" not in answer.content.decode()


# Albums


def test_an_album_is_made_changed_and_given_up_on_its_pages(
    alice: User, alice_client: Client, make_photo: MakePhoto
) -> None:
    assert "No albums yet" in text(alice_client, "/albums/")
    answer = alice_client.post("/albums/new/", {"name": "소풍"})
    album = Album.objects.get(owner=alice)
    assert answer["Location"] == f"/albums/{album.uid}/"
    assert "Nothing in here yet" in text(alice_client, f"/albums/{album.uid}/")
    photo = make_photo()
    services.album_add(album=album, photos=[photo])
    assert urls_in(text(alice_client, f"/albums/{album.uid}/")) == uids(photo)
    shelf = text(alice_client, "/albums/")
    assert "소풍" in shelf
    assert f"/photos/{photo.uid}/thumbnail.jpg" in shelf
    assert "1 photo<" in shelf
    alice_client.post(f"/albums/{album.uid}/change/", {"name": "봄 소풍"})
    assert "봄 소풍" in text(alice_client, "/albums/")
    assert alice_client.post(f"/albums/{album.uid}/delete/")["Location"] == "/albums/"
    assert selectors.album(alice).count() == 1


def test_what_was_filtered_becomes_a_smart_album(alice_client: Client, make_photo: MakePhoto) -> None:
    sad, _happy = make_photo(emotion="sad"), make_photo()
    page = text(alice_client, "/album/?emotion=sad&day_from=2026-11-01")
    [link] = re.findall(r'href="(/albums/new/\?[^"]+)"', page)
    link = link.replace("&amp;", "&")
    form = text(alice_client, link)
    assert '<option value="sad" selected>' in form
    assert 'value="2026-11-01"' in form
    answer = alice_client.post(link, {"name": "hm", "emotion": "sad", "day_from": "2026-11-01"})
    assert urls_in(text(alice_client, answer["Location"])) == uids(sad)


@pytest.mark.parametrize(
    ("path", "form", "message"),
    [
        ("/albums/new/", {"name": ""}, "This field is required."),
        ("/albums/new/", {"name": "taken"}, "You have an album of that name already."),
        ("/albums/new/?smart=1", {"name": "a"}, "Choose at least one rule."),
        ("/albums/new/?smart=1", {"name": "a", "happy_min": "2"}, "less than or equal to 1"),
        (
            "/albums/new/?smart=1",
            {"name": "a", "day_from": "2026-02-02", "day_to": "2026-02-01"},
            "The last day is before the first.",
        ),
    ],
)
def test_an_album_that_makes_no_sense_comes_back_with_the_reason(
    alice: User, alice_client: Client, path: str, form: dict[str, str], message: str
) -> None:
    services.album_create(owner=alice, name="taken")
    answer = alice_client.post(path, form)
    assert answer.status_code == 400
    assert message in answer.content.decode()
    assert Album.objects.count() == 1


@pytest.mark.parametrize("rest", ["", "change/", "delete/"])
def test_somebody_elses_album_is_a_plain_404(alice: User, charlie_client: Client, rest: str) -> None:
    album = services.album_create(owner=alice, name="secret")
    for uid in (album.uid, uuid4()):
        call = charlie_client.post if rest == "delete/" else charlie_client.get
        assert call(f"/albums/{uid}/{rest}").status_code == 404
    assert Album.objects.exists()


# Many at once


def do(client: Client, action: str, photos: list[Photo], **more: str) -> Any:
    return client.post(SELECTION, {"action": action, "photos": ",".join(uids(*photos)), **more}, follow=True)


def test_a_selection_is_starred_put_away_and_brought_back(
    alice: User, alice_client: Client, make_photo: MakePhoto
) -> None:
    photos = [make_photo() for _ in range(3)]
    assert "2 photos are favourites now." in do(alice_client, "favourite", photos[:2]).content.decode()
    assert "1 photo is no favourite now." in do(alice_client, "unfavourite", photos[:1]).content.decode()
    assert list(selectors.favourites(alice)) == [photos[1]]
    page = do(alice_client, "trash", photos[:2]).content.decode()
    assert "2 photos are in the trash." in page
    [undo] = re.findall(r'name="photos" value="([^"]+,[^"]+)"', page)
    alice_client.post(SELECTION, {"action": "restore", "photos": undo})
    assert selectors.album(alice).count() == 3


def test_the_session_stays_small_however_many_photos_went(
    alice: User, alice_client: Client, make_photo: MakePhoto
) -> None:
    earlier = make_photo()
    services.photo_trash(photo=earlier)
    photos = [make_photo() for _ in range(30)]
    alice_client.post(SELECTION, {"action": "trash", "photos": ",".join(uids(*photos))})
    assert len(json.dumps(dict(alice_client.session))) < 1000
    [undo] = re.findall(r'name="photos" value="([^"]+,[^"]+)"', text(alice_client, "/album/"))
    assert set(undo.split(",")) == set(uids(*photos))
    assert "Undo" not in text(alice_client, "/album/")


def test_a_selection_goes_into_an_album_old_or_new_and_out_of_it(
    alice: User, alice_client: Client, make_photo: MakePhoto
) -> None:
    photos = [make_photo(), make_photo()]
    do(alice_client, "add", photos, new_album="우리 가족")
    album = Album.objects.get(name="우리 가족")
    assert album.placements.count() == 2
    way_back = f"/albums/{album.uid}/"
    answer = do(alice_client, "remove", photos[:1], **{"from": str(album.uid), "next": way_back})
    assert answer.redirect_chain == [(way_back, 302)]
    assert list(selectors.album_photos(alice, album)) == photos[1:]
    do(alice_client, "add", photos, album=str(album.uid))
    assert album.placements.count() == 2
    assert "Choose an album." in do(alice_client, "add", photos).content.decode()
    assert "an album of that name already" in do(alice_client, "add", photos, new_album="우리 가족").content.decode()


def test_only_what_lies_in_the_trash_is_deleted_for_good(
    alice_client: Client, make_photo: MakePhoto, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    kept, gone = make_photo(), make_photo(trashed_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        page = do(alice_client, "delete", [kept, gone]).content.decode()
    assert "1 photo is deleted for good." in page
    assert list(Photo.objects.all()) == [kept]


def test_a_selection_touches_nobody_elses(charlie_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo(trashed_at=timezone.now())
    for action in ("trash", "restore", "favourite", "delete", "add"):
        do(charlie_client, action, [photo], new_album=action)
    before = (photo.trashed_at, photo.favourite)
    photo.refresh_from_db()
    assert (photo.trashed_at, photo.favourite) == before
    assert not photo.placements.exists()


@pytest.mark.parametrize("form", [{"action": "explode"}, {"action": "trash", "photos": "x"}, {}])
def test_a_selection_that_makes_no_sense_is_a_400(
    alice_client: Client, make_photo: MakePhoto, form: dict[str, str]
) -> None:
    assert alice_client.post(SELECTION, {"photos": str(make_photo().uid)} | form).status_code == 400


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil", ""])
def test_the_way_back_stays_on_this_site(alice_client: Client, make_photo: MakePhoto, target: str) -> None:
    form = {"action": "favourite", "photos": str(make_photo().uid), "next": target}
    assert alice_client.post(SELECTION, form)["Location"] == "/album/"


# Jumping


def test_the_wall_leads_to_every_month_with_photos_and_begins_there(
    alice: User, alice_client: Client, make_photo: MakePhoto
) -> None:
    november, october = make_photo(), make_photo(taken_at=TAKEN_AT - timedelta(days=40))
    march = make_photo(taken_at=datetime(2024, 3, 9, tzinfo=UTC))
    older = make_photo(taken_at=datetime(2024, 1, 9, tzinfo=UTC))
    make_photo(taken_at=datetime(2025, 5, 5, tzinfo=UTC), hidden_at=TAKEN_AT, hidden_reason="x")
    make_photo(taken_at=datetime(2022, 5, 5, tzinfo=UTC), trashed_at=TAKEN_AT)
    page = text(alice_client, "/album/")
    assert months_in(page) == ["2026", "2024", "2026-11", "2026-10"]
    page = text(alice_client, "/album/?month=2024-03")
    assert urls_in(page) == uids(march, older)
    assert months_in(page) == ["2026", "2024", "2024-03", "2024-01", "2026-10"], "the last is the way to newer ones"
    assert re.findall(r'href="\?month=([0-9-]+)" aria-current', page) == ["2024", "2024-03"]
    page = text(alice_client, "/album/?month=2026")
    assert urls_in(page) == uids(november, october, march, older)
    assert '<details class="menu jumps" open>' in page
    shown = text(alice_client, "/album/slideshow/?month=2024-02")
    assert re.findall(r'src="/photos/([0-9a-f-]+)/photo.jpg"', shown) == uids(older)


def test_a_jump_goes_with_filters_and_the_next_page(alice_client: Client, make_photo: MakePhoto) -> None:
    old = [make_photo(taken_at=datetime(2024, 3, 9, tzinfo=UTC)) for _ in range(26)]
    make_photo()
    page = text(alice_client, "/album/?month=2024-03")
    [more] = re.findall(r'href="(\?[^"]*after=[^"]+)"', page)
    assert urls_in(text(alice_client, f"/album/{more.replace('&amp;', '&')}")) == uids(old[1], old[0])
    services.photo_favourite_set(photo=old[3], favourite=True)
    page = text(alice_client, "/album/?month=2024-03&favourite=true")
    assert urls_in(page) == uids(old[3])
    assert months_in(page) == []


def test_before_the_first_photo_there_is_a_way_back(
    alice_client: Client, charlie_client: Client, make_photo: MakePhoto
) -> None:
    make_photo()
    assert "No photo is that old" in text(alice_client, "/album/?month=2001-01")
    page = text(charlie_client, "/album/?month=2026")
    assert months_in(page) == []
    assert "No happy moments yet" in page


@pytest.mark.parametrize("month", ["x", "2026-13", "9999", "9999-11", "0000", "20", "%00", "2026-11-01"])
def test_a_jump_to_nowhere_is_a_404(alice_client: Client, make_photo: MakePhoto, month: str) -> None:
    make_photo()
    assert alice_client.get(f"/album/?month={month}").status_code == 404


def months_in(page: str) -> list[str]:
    return re.findall(r'href="\?month=([0-9-]+)"', page)


# Days


def test_the_calendar_shows_the_newest_month_and_leads_to_days_and_other_months(
    alice_client: Client, make_photo: MakePhoto
) -> None:
    make_photo(taken_at=TAKEN_AT - timedelta(days=60))
    make_photo(happy=0.5)
    best = make_photo(happy=0.99)
    services.photo_memo_set(photo=best, memo='바다 <3 "봄"')
    page = text(alice_client, "/album/calendar/")
    assert 'alt="바다 &lt;3 &quot;봄&quot;"' in page
    assert "November 2026" in page
    assert "2 smiles kept" in page
    assert f'src="/photos/{best.uid}/thumbnail.jpg"' in page
    assert 'href="/album/?day_from=2026-11-20&amp;day_to=2026-11-20"' in page
    assert 'href="?month=2026-09"' in page
    assert len(re.findall(r"<td", page)) == 35
    assert "1 smile kept" in text(alice_client, "/album/calendar/?month=2026-09")
    assert "No photo was taken" in text(alice_client, "/album/calendar/?month=2020-01")


@pytest.mark.parametrize("month", ["x", "2026-13", "9999-12", "0001-01", "%00"])
def test_a_month_that_is_none_is_a_404(alice_client: Client, month: str) -> None:
    assert alice_client.get(f"/album/calendar/?month={month}").status_code == 404


def test_on_this_day_remembers_other_years_by_the_clock_of_the_place(
    alice_client: Client, make_photo: MakePhoto
) -> None:
    assert "No memories of this day yet" in text(alice_client, "/album/on-this-day/")
    now = timezone.now()
    make_photo(taken_at=now, time_zone="Pacific/Kiritimati")
    today = selectors.today_of(Photo.objects.get().owner)
    there = datetime(today.year - 4, today.month, min(today.day, 28), 3, tzinfo=UTC)
    old = make_photo(taken_at=there, time_zone="Pacific/Kiritimati")
    Photo.objects.filter(pk=old.pk).update(taken_on=today.replace(year=today.year - 4))
    make_photo(taken_at=now, time_zone="Pacific/Kiritimati")
    assert urls_in(text(alice_client, "/album/on-this-day/")) == uids(old)


def test_a_year_shows_its_months_and_leads_to_those_with_photos(alice_client: Client, make_photo: MakePhoto) -> None:
    for days in (0, 0, 0, 1, 40):
        make_photo(taken_at=TAKEN_AT - timedelta(days=days))
    make_photo(taken_at=datetime(2024, 3, 9, tzinfo=UTC))
    make_photo(hidden_at=TAKEN_AT, hidden_reason="x")
    make_photo(trashed_at=TAKEN_AT)
    page = text(alice_client, "/album/calendar/?year=2026")
    assert re.findall(r'href="\?(year|month)=([0-9-]+)"', page) == [
        ("year", "2024"),
        ("month", "2026-10"),
        ("month", "2026-11"),
    ]
    assert "5 smiles kept" in page
    assert (page.count('<i class="some">'), page.count('<i class="many">')) == (2, 1)
    assert "0 smiles kept" in text(alice_client, "/album/calendar/?year=2020")
    assert 'href="?year=2026"' in text(alice_client, "/album/calendar/")


@pytest.mark.parametrize("year", ["x", "2026-11", "9999", "0001", "0000", "%00", "-1"])
def test_a_year_that_is_none_is_a_404(alice_client: Client, year: str) -> None:
    assert alice_client.get(f"/album/calendar/?year={year}").status_code == 404


# The slideshow


def test_the_slideshow_shows_what_the_timeline_shows(alice: User, alice_client: Client, make_photo: MakePhoto) -> None:
    photos = [make_photo() for _ in range(13)][::-1]
    page = text(alice_client, "/album/slideshow/")
    assert re.findall(r'src="/photos/([0-9a-f-]+)/photo.jpg"', page) == uids(*photos[:12])
    assert 'href="?after=' in page
    album = services.album_create(owner=alice, name="a")
    services.album_add(album=album, photos=photos[:1])
    page = text(alice_client, f"/album/slideshow/?album={album.uid}")
    assert re.findall(r'src="/photos/([0-9a-f-]+)/photo.jpg"', page) == uids(photos[0])
    assert f'href="/albums/{album.uid}/"' in page
    assert "No photo fits" in text(alice_client, "/album/slideshow/?q=none")


# All of them


def test_every_page_asks_the_database_as_often_for_many_as_for_few(
    alice: User, alice_client: Client, make_photo: MakePhoto
) -> None:
    own = services.album_create(owner=alice, name="own")
    smart = services.album_create(owner=alice, name="smart", rules=Rules(emotion="happy"))
    paths = ["/album/", "/album/?q=ab", "/album/?favourite=true", "/album/?happy_min=0.5", "/albums/"]
    paths += [f"/albums/{own.uid}/", f"/albums/{smart.uid}/", "/album/calendar/", "/album/on-this-day/"]
    paths += ["/album/slideshow/", "/album/trash/", "/album/?month=2024-11", "/album/calendar/?year=2026"]
    seen: list[dict[str, int]] = []
    for _ in range(2):
        for number in range(5):
            photo = services.photo_memo_set(photo=make_photo(), memo="abc")
            services.photo_favourite_set(photo=photo, favourite=True)
            services.album_add(album=own, photos=[photo])
            services.photo_trash(photo=make_photo())
            make_photo(taken_at=TAKEN_AT - timedelta(days=365 * number))
        counts = {}
        for path in paths:
            with CaptureQueriesContext(connection) as counted:
                text(alice_client, path)
            counts[path] = len(counted)
        seen.append(counts)
    assert seen[0] == seen[1]
    assert max(seen[0].values()) <= 8


def test_nothing_inline_that_the_policy_would_block(alice: User, alice_client: Client, make_photo: MakePhoto) -> None:
    photo = services.photo_memo_set(photo=make_photo(), memo="<b>{{7*7}}</b>")
    album = services.album_create(owner=alice, name='<script>alert(1)</script>"')
    services.album_add(album=album, photos=[photo])
    paths = ["/album/", "/albums/", f"/albums/{album.uid}/", f"/albums/{album.uid}/change/", f"/photos/{photo.uid}/"]
    paths += ["/album/calendar/", "/album/on-this-day/", "/album/slideshow/", "/albums/new/?smart=1"]
    for path in paths:
        page = text(alice_client, path)
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", page), path
        assert "<script>alert" not in page
        assert "<b>" not in page
