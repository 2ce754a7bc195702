"""Albums, favourites, filters, calendar and selections through the REST API."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from gallery import services
from gallery.models import Album, Photo
from gallery.services import Rules, photo_create
from tests.conftest import UNKNOWN_ID
from tests.gallery.conftest import MakePhoto, arguments, picture
from tests.gallery.test_api import is_error

PHOTOS, ALBUMS, SELECTION, CALENDAR = (f"/api/v1/{name}/" for name in ("photos", "albums", "selection", "calendar"))


def _counting() -> CaptureQueriesContext:
    return CaptureQueriesContext(connection)


def send(client: Client, method: str, path: str, body: Any) -> Any:
    return client.generic(method.upper(), path, json.dumps(body), content_type="application/json")


def found(client: Client, query: str) -> list[str]:
    answer = client.get(f"{PHOTOS}?{query}")
    assert answer.status_code == 200, answer.content
    return [photo["id"] for photo in answer.json()["results"]]


def uids(*photos: Photo) -> list[str]:
    return [str(photo.uid) for photo in photos]


# Albums


def test_one_album_too_many_is_refused_on_page_and_api(alice_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gallery.services.albums.MAX_ALBUMS", 1)
    assert send(alice_client, "post", ALBUMS, {"name": "one"}).status_code == 201
    refused = send(alice_client, "post", ALBUMS, {"name": "two"})
    assert is_error(refused, 400, "invalid")
    assert "as many as there can be" in refused.json()["fields"]["name"][0]
    page = alice_client.post("/albums/new/", {"name": "two"})
    assert (page.status_code, "as many as there can be" in page.content.decode()) == (400, True)


def test_an_album_is_made_filled_renamed_and_given_up(alice_client: Client, make_photo: MakePhoto) -> None:
    photo, other = make_photo(), make_photo()
    made = send(alice_client, "post", ALBUMS, {"name": " 소풍 "})
    assert made.status_code == 201
    album = made.json()
    assert (album["name"], album["smart"], album["count"], album["cover"]) == ("소풍", False, 0, None)
    done = send(alice_client, "post", SELECTION, {"action": "add", "album": album["id"], "photos": uids(photo)})
    assert done.json() == {"changed": 1, "missing": []}
    (told,) = alice_client.get(ALBUMS).json()["results"]
    assert (told["count"], told["cover"]) == (1, str(photo.uid))
    assert found(alice_client, f"album={album['id']}") == uids(photo)
    assert [each["id"] for each in alice_client.get(f"{ALBUMS}?photo={photo.uid}").json()["results"]] == [album["id"]]
    assert alice_client.get(f"{ALBUMS}?photo={other.uid}").json()["results"] == []
    changed = send(alice_client, "patch", f"{ALBUMS}{album['id']}/", {"name": "봄 소풍"})
    assert changed.json() == told | {"name": "봄 소풍"} == alice_client.get(f"{ALBUMS}{album['id']}").json()
    done = send(
        alice_client, "post", SELECTION, {"action": "remove", "album": album["id"], "photos": uids(photo, other)}
    )
    assert done.json() == {"changed": 1, "missing": []}
    assert alice_client.delete(f"{ALBUMS}{album['id']}/").status_code == 204
    assert is_error(alice_client.get(f"{ALBUMS}{album['id']}/"), 404, "not_found")
    assert Photo.objects.count() == 2


def test_a_smart_album_is_made_and_its_rules_changed_one_by_one(alice_client: Client, make_photo: MakePhoto) -> None:
    sad, happy = make_photo(emotion="sad", happy=0.1), make_photo()
    album = send(alice_client, "post", ALBUMS, {"name": "a", "smart": True, "emotion": "sad"}).json()
    assert (album["smart"], album["emotion"], album["count"], album["cover"]) == (True, "sad", None, str(sad.uid))
    assert found(alice_client, f"album={album['id']}") == uids(sad)
    path = f"{ALBUMS}{album['id']}/"
    assert send(alice_client, "patch", path, {"emotion": "", "happy_min": 0.5}).json()["cover"] == str(happy.uid)
    assert send(alice_client, "patch", path, {"day_to": "2020-01-01"}).json()["happy_min"] == 0.5
    assert found(alice_client, f"album={album['id']}") == []
    assert is_error(send(alice_client, "patch", path, {"happy_min": None, "day_to": None}), 400, "invalid")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": 5}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "\u202e"}, "name"),
        ({"name": "taken"}, "name"),
        ({"name": "a", "smart": True}, "non_field_errors"),
        ({"name": "a", "emotion": "sad"}, "emotion"),
        ({"name": "a", "smart": True, "emotion": "bored"}, "emotion"),
        ({"name": "a", "smart": True, "happy_min": 2}, "happy_min"),
        ({"name": "a", "smart": True, "happy_min": False}, "happy_min"),
        ({"name": "a", "smart": True, "happy_min": "0.5"}, "happy_min"),
        ({"name": "a", "smart": True, "day_from": "20.11.2026"}, "day_from"),
        ({"name": "a", "smart": True, "day_from": "2026-02-01", "day_to": "2026-01-01"}, "non_field_errors"),
        ({"name": "a", "owner": 1}, "owner"),
        ([], "non_field_errors"),
    ],
)
def test_an_album_that_makes_no_sense_is_a_400_that_says_why(
    alice: User, alice_client: Client, body: Any, field: str
) -> None:
    services.album_create(owner=alice, name="taken")
    answer = send(alice_client, "post", ALBUMS, body)
    assert is_error(answer, 400, "invalid")
    assert list(answer.json()["fields"]) == [field]
    assert Album.objects.count() == 1


def test_albums_go_by_name_page_by_page(
    alice: User, alice_client: Client, make_photo: MakePhoto, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    photo = make_photo()
    for number in range(101):
        services.album_add(album=services.album_create(owner=alice, name=f"{number:03}"), photos=[photo])
    with django_assert_num_queries(3):
        page = alice_client.get(ALBUMS).json()
    assert [each["name"] for each in page["results"]] == [f"{number:03}" for number in range(100)]
    assert [each["name"] for each in alice_client.get(page["next"]).json()["results"]] == ["100"]
    for cursor in ("x", "cD0lMDA=", "한"):
        assert is_error(alice_client.get(f"{ALBUMS}?cursor={cursor}"), 404, "not_found")


def test_somebody_elses_album_is_as_one_that_is_not_there(
    alice: User, charlie_client: Client, make_photo: MakePhoto
) -> None:
    album, photo = services.album_create(owner=alice, name="secret"), make_photo()
    services.album_add(album=album, photos=[photo])
    for uid in (album.uid, uuid4(), "x"):
        for method, body in (("get", None), ("patch", {"name": "b"}), ("delete", None)):
            assert is_error(send(charlie_client, method, f"{ALBUMS}{uid}/", body), 404, "not_found")
    assert charlie_client.get(ALBUMS).json()["results"] == []
    for query in (f"{PHOTOS}?album=", f"{ALBUMS}?photo="):
        foreign, missing = (charlie_client.get(f"{query}{uid}") for uid in (album.uid, uuid4()))
        assert is_error(foreign, 400, "invalid")
        assert foreign.content == missing.content
    adding: Any = {"action": "add", "album": str(album.uid), "photos": uids(photo)}
    assert is_error(send(charlie_client, "post", SELECTION, adding), 404, "not_found")
    assert list(album.photos.all()) == [photo]


# Favourites


def test_the_star_is_put_and_taken_as_often_as_one_likes(alice_client: Client, make_photo: MakePhoto) -> None:
    photo, other = make_photo(), make_photo()
    for _ in range(2):
        answer = alice_client.put(f"{PHOTOS}{photo.uid}/favourite/")
        assert answer.json()["favourite"] is True
        assert answer["ETag"] == alice_client.get(f"{PHOTOS}{photo.uid}/")["ETag"]
    assert (found(alice_client, "favourite=true"), found(alice_client, "favourite=false")) == (uids(photo), uids(other))
    for _ in range(2):
        assert alice_client.delete(f"{PHOTOS}{photo.uid}/favourite").json()["favourite"] is False
    assert found(alice_client, "favourite=true") == []


@pytest.mark.parametrize("method", ["put", "delete"])
def test_nobody_stars_what_is_not_theirs(charlie_client: Client, make_photo: MakePhoto, method: str) -> None:
    photo = make_photo()
    assert is_error(getattr(charlie_client, method)(f"{PHOTOS}{photo.uid}/favourite/"), 404, "not_found")
    assert is_error(getattr(Client(), method)(f"{PHOTOS}{photo.uid}/favourite/"), 401, "auth_required")


# Filters


def test_filters_of_day_happiness_and_words_choose_and_go_together(alice_client: Client, make_photo: MakePhoto) -> None:
    old = make_photo(taken_at=datetime(2025, 11, 20, 3, tzinfo=UTC), happy=0.5)
    new = services.photo_memo_set(photo=make_photo(happy=0.95), memo="우리가족 Birthday")
    assert found(alice_client, "day_from=2026-11-20") == uids(new)
    assert found(alice_client, "day_to=2025-11-20") == uids(old)
    assert found(alice_client, "day_from=2025-11-20&day_to=2026-11-20") == uids(new, old)
    assert found(alice_client, "happy_min=0.95") == uids(new)
    assert found(alice_client, "q=가족") == found(alice_client, "q=birth+가") == uids(new)
    assert found(alice_client, "q=가족&happy_min=0.96") == found(alice_client, "q=가족+생일") == []
    assert found(alice_client, "on_this_day=2026-11-20") == uids(old)
    assert found(alice_client, "on_this_day=2027-11-20&happy_min=0.9") == uids(new)
    assert found(alice_client, "q=\u3000+") == uids(new, old)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("happy_min=2", "happy_min"),
        ("happy_min=nan", "happy_min"),
        ("day_from=yesterday", "day_from"),
        ("day_from=2026-02-30", "day_from"),
        ("day_from=2026-02-02&day_to=2026-02-01", "day_to"),
        ("favourite=perhaps", "favourite"),
        ("album=x", "album"),
        ("album=%00", "album"),
        ("q=%00", "q"),
        ("q=" + "x" * 201, "q"),
        ("on_this_day=2026-13-01", "on_this_day"),
    ],
)
def test_a_filter_that_makes_no_sense_is_a_400_that_names_it(alice_client: Client, query: str, field: str) -> None:
    answer = alice_client.get(f"{PHOTOS}?{query}")
    assert is_error(answer, 400, "invalid")
    assert list(answer.json()["fields"]) == [field]


def test_an_alternate_comes_by_itself_where_it_was_chosen_or_found(alice: User, alice_client: Client) -> None:
    moment, album = uuid4(), services.album_create(owner=alice, name="a")
    main, behind = (
        photo_create(**arguments(alice, picture=picture(seed=n)), moment=moment, alternate=n > 0) for n in range(2)
    )
    services.photo_memo_set(photo=behind, memo="blink")
    services.photo_favourite_set(photo=behind, favourite=True)
    services.album_add(album=album, photos=[behind])
    for query in ("favourite=true", f"album={album.uid}", "q=blink"):
        assert found(alice_client, query) == uids(behind), query
    assert found(alice_client, "") == uids(main)


def test_pages_go_both_ways_over_days(alice: User, alice_client: Client, make_photo: MakePhoto) -> None:
    noon = datetime(2026, 11, 20, 3, tzinfo=UTC)
    photos = [make_photo(taken_at=noon - timedelta(days=7 * number % 20)) for number in range(65)]
    order = uids(*sorted(photos, key=lambda photo: (photo.taken_on, photo.id), reverse=True))
    first = alice_client.get(PHOTOS).json()
    second = alice_client.get(first["next"]).json()
    third = alice_client.get(second["next"]).json()
    assert [each["id"] for page in (first, second, third) for each in page["results"]] == order
    assert (first["previous"], third["next"]) == (None, None)
    back = alice_client.get(third["previous"]).json()
    assert back["results"] == second["results"]
    assert alice_client.get(back["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize("query", ["", "q=ab", "favourite=true", "album=ALBUM"])
def test_a_page_asks_the_database_as_often_for_many_as_for_few(alice: User, alice_client: Client, query: str) -> None:
    album = services.album_create(owner=alice, name="a")
    path = f"{PHOTOS}?{query.replace('ALBUM', str(album.uid))}"
    counts = []
    for _ in range(2):
        moment = uuid4()
        for number in range(3):
            made = photo_create(**arguments(alice, picture=picture(seed=number)), moment=moment, alternate=number > 0)
            services.photo_memo_set(photo=made, memo="abc")
            services.photo_favourite_set(photo=made, favourite=True)
            services.album_add(album=album, photos=[made])
        with _counting() as counted:
            assert alice_client.get(path).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1] <= 6


# The calendar


def test_the_calendar_names_each_days_happiest_and_the_months_around(
    alice_client: Client, bob: User, make_photo: MakePhoto
) -> None:
    noon = datetime(2026, 11, 20, 3, tzinfo=UTC)
    older = make_photo(taken_at=noon - timedelta(days=60))
    best, _plain = make_photo(happy=0.99), make_photo(happy=0.8)
    alone = make_photo(taken_at=noon - timedelta(days=1))
    make_photo(trashed_at=timezone.now(), happy=1.0)
    make_photo(bob)
    month = alice_client.get(CALENDAR).json()
    assert month == {
        "month": "2026-11",
        "days": [
            {"day": "2026-11-19", "count": 1, "photo": str(alone.uid)},
            {"day": "2026-11-20", "count": 2, "photo": str(best.uid)},
        ],
        "older": "2026-09",
        "newer": None,
    }
    month = alice_client.get(f"{CALENDAR}?month=2026-09").json()
    assert (month["days"][0]["photo"], month["older"], month["newer"]) == (str(older.uid), None, "2026-11")
    assert alice_client.get(f"{CALENDAR}?month=2026-10").json()["days"] == []


def test_the_calendar_of_nobody_yet_is_empty(alice_client: Client) -> None:
    assert alice_client.get(CALENDAR).json() == {"month": None, "days": [], "older": None, "newer": None}


@pytest.mark.parametrize("month", ["", "x", "2026", "2026-13", "2026-1", "0000-01", "9999-12", "٢٠٢٦-11", "%00"])
def test_what_is_no_month_is_a_400(alice_client: Client, month: str) -> None:
    answer = alice_client.get(f"{CALENDAR}?month={month}")
    assert is_error(answer, 400, "invalid")
    assert list(answer.json()["fields"]) == ["month"]


def test_who_smiled_on_the_29th_of_february_remembers_on_the_28th(alice_client: Client, make_photo: MakePhoto) -> None:
    leap = make_photo(taken_at=datetime(2024, 2, 29, 3, tzinfo=UTC))
    day_before = make_photo(taken_at=datetime(2024, 2, 28, 3, tzinfo=UTC))
    assert leap.taken_on == date(2024, 2, 29)
    assert found(alice_client, "on_this_day=2026-02-28") == uids(leap, day_before)
    assert found(alice_client, "on_this_day=2028-02-28") == uids(day_before)
    assert found(alice_client, "on_this_day=2028-02-29") == uids(leap)


# Many at once


def test_a_selection_changes_ones_own_and_names_the_rest(
    alice: User, alice_client: Client, bob: User, make_photo: MakePhoto
) -> None:
    mine, theirs, nobodys = make_photo(), make_photo(bob), uuid4()
    hidden = make_photo(hidden_at=timezone.now(), hidden_reason="x")
    ids = [str(mine.uid), str(theirs.uid), str(nobodys), str(hidden.uid), str(mine.uid)]
    missing = sorted([str(theirs.uid), str(nobodys), str(hidden.uid)])
    for action in ("favourite", "unfavourite", "trash", "restore"):
        answer = send(alice_client, "post", SELECTION, {"action": action, "photos": ids})
        assert answer.json() == {"changed": 1, "missing": missing}, action
    theirs.refresh_from_db()
    assert (theirs.favourite, theirs.trashed_at) == (False, None)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"action": "explode", "photos": [UNKNOWN_ID]}, "action"),
        ({"action": "trash", "photos": []}, "photos"),
        ({"action": "trash"}, "photos"),
        ({"action": "trash", "photos": "x"}, "photos"),
        ({"action": "trash", "photos": ["x"]}, "photos"),
        ({"action": "trash", "photos": [str(uuid4())] * 5001}, "photos"),
        ({"action": "add", "photos": [str(uuid4())]}, "album"),
        ({"action": "add", "photos": [str(uuid4())], "album": "SMART"}, "album"),
        ({"action": "trash", "photos": [str(uuid4())], "owner": 1}, "owner"),
    ],
)
def test_a_selection_that_makes_no_sense_is_a_400(alice: User, alice_client: Client, body: Any, field: str) -> None:
    smart = services.album_create(owner=alice, name="s", rules=Rules(emotion="sad"))
    body = body | ({"album": str(smart.uid)} if body.get("album") else {})
    answer = send(alice_client, "post", SELECTION, body)
    assert is_error(answer, 400, "invalid")
    assert list(answer.json()["fields"]) == [field]


def test_two_thousand_photos_are_one_request_of_few_queries(
    alice: User, alice_client: Client, make_photo: MakePhoto
) -> None:
    one = make_photo()
    names = [f.name for f in Photo._meta.fields if not f.generated and f.name not in {"id", "uid", "capture_id"}]
    Photo.objects.bulk_create(
        Photo(**{name: getattr(one, name) for name in names}, capture_id=uuid4()) for _ in range(1999)
    )
    Photo.objects.update(created_at=timezone.now() - timedelta(days=1))
    ids = [str(uid) for uid in Photo.objects.values_list("uid", flat=True)]
    with _counting() as counted:
        assert send(alice_client, "post", SELECTION, {"action": "trash", "photos": ids}).json()["changed"] == 2000
    assert len(counted) < 15
    with _counting() as counted:
        assert send(alice_client, "post", SELECTION, {"action": "restore", "photos": ids}).json()["changed"] == 2000
    assert len(counted) < 15
