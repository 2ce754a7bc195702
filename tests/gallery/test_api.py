import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from PIL import Image
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from gallery import files
from gallery.api.throttles import CardThrottle
from gallery.services import photo_json
from tests.gallery.conftest import MakePhoto

LIST = "/api/v1/photos/"
DETAILS = ["", "photo", "thumbnail", "png", "restore"]
METHODS = ["get", "head", "post", "put", "patch", "delete"]
ALLOWED = {
    "": {"get", "head", "patch", "delete"},
    "photo": {"get", "head"},
    "thumbnail": {"get", "head"},
    "png": {"get", "head"},
    "restore": {"post"},
}


def call(client: Client, method: str, path: str, **kwargs: Any) -> Any:
    return getattr(client, method)(path, **kwargs)


def token_of(client: Client) -> dict[str, str]:
    """The header with which a program uses this client's session."""
    key = client.session.session_key
    assert key
    return {"X-Session-Token": key}


def patch(client: Client, photo: Any, body: Any, **kwargs: Any) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    headers = {"If-Match": "*"} | kwargs.pop("headers", {})
    return client.patch(f"{LIST}{photo.uid}/", text, content_type="application/json", headers=headers, **kwargs)


def is_error(answer: Any, status: int, code: str) -> bool:
    body = answer.json()
    return (
        answer.status_code == status
        and body["code"] == code
        and isinstance(body["message"], str)
        and set(body) <= {"code", "message", "fields"}
    )


# Whose is it


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("rest", DETAILS)
def test_nobody_gets_anything_without_signing_in(
    anonymous: Client, make_photo: MakePhoto, rest: str, method: str
) -> None:
    answer = call(anonymous, method, f"{LIST}{make_photo().uid}/{rest}")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"]
    assert method == "head" or is_error(answer, 401, "auth_required")


@pytest.mark.parametrize("path", [LIST, "/api/v1/photos"])
def test_the_list_is_closed_to_visitors(anonymous: Client, db: None, path: str) -> None:
    assert is_error(anonymous.get(path), 401, "auth_required")


@pytest.mark.parametrize("by_token", [False, True])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("rest", DETAILS)
def test_someone_elses_photo_is_answered_as_one_that_is_not_there(
    charlie_client: Client, anonymous: Client, make_photo: MakePhoto, rest: str, method: str, *, by_token: bool
) -> None:
    photo = make_photo(memo="secret", trashed_at=timezone.now())
    client = anonymous if by_token else charlie_client
    headers = token_of(charlie_client) if by_token else {}
    foreign = call(client, method, f"{LIST}{photo.uid}/{rest}", headers=headers)
    missing = call(client, method, f"{LIST}{uuid4()}/{rest}", headers=headers)
    assert foreign.status_code == missing.status_code == (404 if method in ALLOWED[rest] else 405)
    assert foreign.content == missing.content
    photo.refresh_from_db()
    assert (photo.memo, photo.trashed_at is None) == ("secret", False)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("rest", DETAILS)
def test_the_owner_may_do_what_is_allowed_and_is_told_what_is_not(
    alice_client: Client, make_photo: MakePhoto, rest: str, method: str
) -> None:
    answer = call(alice_client, method, f"{LIST}{make_photo().uid}/{rest}")
    if method in ALLOWED[rest]:
        assert answer.status_code == (204 if method == "delete" else 200)
    else:
        assert answer.status_code == 405
        assert method == "head" or is_error(answer, 405, "method_not_allowed")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("rest", DETAILS)
def test_hidden_photos_are_not_there_for_owner_and_staff(
    alice_client: Client, staff_client: Client, make_photo: MakePhoto, rest: str, method: str
) -> None:
    photo = make_photo(hidden_at=timezone.now(), hidden_reason="reported", trashed_at=timezone.now())
    for client in (alice_client, staff_client):
        answer = call(client, method, f"{LIST}{photo.uid}/{rest}")
        assert answer.status_code == (404 if method in ALLOWED[rest] else 405)
    assert alice_client.get(LIST).json()["results"] == []
    assert alice_client.get(f"{LIST}?trashed=true").json()["results"] == []


def test_a_token_is_as_good_as_a_cookie_and_needs_no_csrf(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo()
    program = Client(enforce_csrf_checks=True)
    headers = token_of(alice_client)
    assert program.get(LIST, headers=headers).json()["results"] == [photo_json(photo)]
    assert patch(program, photo, {"memo": "x"}, headers=headers).json()["memo"] == "x"


def test_a_bad_token_is_refused_whatever_cookie_lies_beside_it(alice_client: Client) -> None:
    assert is_error(alice_client.get(LIST, headers={"X-Session-Token": "x" * 32}), 401, "auth_required")


def test_a_cookie_needs_the_csrf_token(alice: User, make_photo: MakePhoto) -> None:
    photo = make_photo()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    assert is_error(patch(strict, photo, {"memo": "x"}), 403, "forbidden")
    assert is_error(strict.delete(f"{LIST}{photo.uid}/"), 403, "forbidden")
    photo.refresh_from_db()
    assert (photo.memo, photo.trashed_at) == ("", None)


# Reading


def test_a_photo_is_told_as_on_the_socket(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo()
    for path in (f"{LIST}{photo.uid}/", f"/api/v1/photos/{photo.uid}"):
        assert alice_client.get(path).json() == photo_json(photo)


def test_the_list_goes_by_cursor_and_new_photos_move_nothing(
    alice_client: Client, make_photo: MakePhoto, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    photos = [make_photo() for _ in range(32)][::-1]
    with django_assert_max_num_queries(4):
        page = alice_client.get(LIST).json()
    assert [photo["id"] for photo in page["results"]] == [str(photo.uid) for photo in photos[:30]]
    make_photo()
    rest = alice_client.get(page["next"]).json()
    assert [photo["id"] for photo in rest["results"]] == [str(photo.uid) for photo in photos[30:]]
    assert rest["next"] is None


@pytest.mark.parametrize("cursor", ["x", "cD1hYmM=", "cD0tMQ==", "cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "한"])
def test_a_made_up_cursor_is_a_404(alice_client: Client, make_photo: MakePhoto, cursor: str) -> None:
    make_photo()
    assert is_error(alice_client.get(f"{LIST}?cursor={cursor}"), 404, "not_found")


def test_filters_choose(alice_client: Client, make_photo: MakePhoto) -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    sad = make_photo(emotion="sad", taken_at=noon)
    happy = make_photo(memo="x", taken_at=noon + timedelta(hours=1))
    gone = make_photo(emotion="unsure", trashed_at=noon)

    def found(query: str) -> set[str]:
        answer = alice_client.get(f"{LIST}?{query}")
        assert answer.status_code == 200, answer.content
        return {photo["id"] for photo in answer.json()["results"]}

    ids = {name: str(photo.uid) for name, photo in (("sad", sad), ("happy", happy), ("gone", gone))}
    assert found("") == {ids["sad"], ids["happy"]}
    assert found("trashed=true") == {ids["gone"]}
    assert found("trashed=false") == {ids["sad"], ids["happy"]}
    assert found("emotion=sad") == {ids["sad"]}
    assert found("emotion=unsure&trashed=true") == {ids["gone"]}
    assert found("memo=true") == {ids["happy"]}
    assert found("memo=false") == {ids["sad"]}
    assert found("taken_after=2026-11-20T12:30:00Z") == {ids["happy"]}
    assert found("taken_before=2026-11-20T12:30:00Z") == {ids["sad"]}
    assert found("taken_after=2026-11-20T12:00:00Z&taken_before=2026-11-20T13:00:00Z") == {ids["sad"]}
    assert found("taken_after=2026-11-20T21:30:00%2B09:00") == {ids["happy"]}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("emotion", "bored"),
        ("trashed", "perhaps"),
        ("memo", "2"),
        ("taken_after", "yesterday"),
        ("taken_after", "0001-01-01T00:00:00%2B14:00"),
        ("taken_before", "9999-12-31T23:59:59-14:00"),
        ("taken_before", "%00"),
        ("taken_before", ""),
        ("memo", ""),
        ("emotion", ""),
    ],
)
def test_a_filter_that_makes_no_sense_is_a_400_that_names_it(
    alice_client: Client, make_photo: MakePhoto, name: str, value: str
) -> None:
    make_photo()
    answer = alice_client.get(f"{LIST}?{name}={value}")
    assert is_error(answer, 400, "invalid")
    assert list(answer.json()["fields"]) == [name]


@pytest.mark.parametrize(
    "uid", ["1", "x", "%00", "%00/png", "x" * 3000, "한글", "..%2f..%2f", "{00000000-0000-0000-0000-000000000000}"]
)
def test_what_is_no_id_is_a_404_in_json(alice_client: Client, uid: str) -> None:
    assert is_error(alice_client.get(f"{LIST}{uid}/"), 404, "not_found")


@pytest.mark.parametrize("path", ["", "nothing/", "photos/x/y/z", "photo"])
def test_addresses_of_nothing_are_a_404_in_json(anonymous: Client, db: None, path: str) -> None:
    assert is_error(anonymous.get(f"/api/v1/{path}"), 404, "not_found")


# Writing


def test_the_memo_is_what_can_be_changed(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo()
    answer = patch(alice_client, photo, {"memo": " \u1112\u1161\u11ab글\r\n😀 "})
    assert answer.status_code == 200
    assert answer.json()["memo"] == "한글\n😀"
    photo.refresh_from_db()
    assert photo.memo == "한글\n😀"
    assert patch(alice_client, photo, {"memo": ""}).json()["memo"] == ""
    assert patch(alice_client, photo, {}).json()["memo"] == ""


@pytest.mark.parametrize("memo", ["<script>alert(1)</script>", "{{7*7}}", "=cmd|' /C calc'!A0", "a\r\nSet-Cookie: b"])
def test_a_memo_of_evil_text_is_text(alice_client: Client, make_photo: MakePhoto, memo: str) -> None:
    answer = patch(alice_client, make_photo(), {"memo": memo})
    assert answer.json()["memo"] == memo.replace("\r\n", "\n")
    assert answer["Content-Type"] == "application/json"
    assert "Set-Cookie" not in answer


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"memo": "가" * 201}, "memo"),
        ({"memo": None}, "memo"),
        ({"memo": 5}, "memo"),
        ({"memo": True}, "memo"),
        ({"memo": ["x"]}, "memo"),
        ({"memo": "x", "owner": 2}, "owner"),
        ({"hidden_at": None}, "hidden_at"),
        ({"id": str(uuid4())}, "id"),
        ([], "non_field_errors"),
        ("1", "non_field_errors"),
    ],
)
def test_anything_else_is_a_400_that_names_it(
    alice_client: Client, make_photo: MakePhoto, body: Any, field: str
) -> None:
    photo = make_photo(memo="before")
    answer = patch(alice_client, photo, body)
    assert is_error(answer, 400, "invalid")
    assert list(answer.json()["fields"]) == [field]
    photo.refresh_from_db()
    assert photo.memo == "before"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b'{"memo": NaN}',
        b'{"memo": 1e999}',
        b'{"memo": -Infinity}',
        b'{"memo": ' + b"9" * 5000 + b"}",
        b'{"memo": "\\ud800"}',
        b'{"memo": "a\\u0000b"}',
        b'{"\\u0000": 1}',
        b'{"memo": ["\\udfff"]}',
        b'\xff\xfe{"memo": "x"}',
        '{"memo": "한글"}'.encode("utf-16"),
    ],
)
def test_what_is_no_json_is_a_400(alice_client: Client, make_photo: MakePhoto, body: bytes) -> None:
    answer = patch(alice_client, make_photo(), body)
    # An empty body counts as an empty object with REST framework; everything else is refused.
    assert answer.status_code == 200 if body == b"" else is_error(answer, 400, "bad_json")


def test_a_pair_of_surrogates_is_an_emoji(alice_client: Client, make_photo: MakePhoto) -> None:
    assert patch(alice_client, make_photo(), '{"memo": "\\ud83d\\ude00"}').json()["memo"] == "😀"


def test_a_large_body_is_refused_unread(alice_client: Client, make_photo: MakePhoto) -> None:
    assert is_error(patch(alice_client, make_photo(), {"memo": "x" * 1_000_000}), 413, "too_large")


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "x"])
def test_other_kinds_of_bodies_are_refused(alice_client: Client, make_photo: MakePhoto, content_type: str) -> None:
    answer = alice_client.patch(f"{LIST}{make_photo().uid}/", '{"memo": "x"}', content_type=content_type)
    assert is_error(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize("charset", ["bz2_codec", "utf-16", "nonsense"])
def test_json_is_utf8_whatever_the_header_says(alice_client: Client, make_photo: MakePhoto, charset: str) -> None:
    content_type = f"application/json; charset={charset}"
    answer = alice_client.patch(
        f"{LIST}{make_photo().uid}/", '{"memo": "한"}'.encode(), content_type=content_type, headers={"If-Match": "*"}
    )
    assert answer.json()["memo"] == "한"


@examples(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.one_of(st.binary(max_size=80), st.recursive(st.none() | st.floats() | st.text(), st.lists).map(json.dumps))
)
def test_no_body_at_all_makes_a_server_error(alice_client: Client, make_photo: MakePhoto, body: Any) -> None:
    photo = make_photo()
    assert patch(alice_client, photo, body).status_code in {200, 400}


# The trash


def test_deleting_is_into_the_trash_and_again_is_the_same(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo()
    assert alice_client.delete(f"{LIST}{photo.uid}/").status_code == 204
    since = alice_client.get(f"{LIST}{photo.uid}/").json()["trashed_at"]
    assert since
    assert alice_client.delete(f"{LIST}{photo.uid}/").status_code == 204
    assert alice_client.get(f"{LIST}{photo.uid}/").json()["trashed_at"] == since
    assert alice_client.post(f"{LIST}{photo.uid}/restore/").json()["trashed_at"] is None
    assert alice_client.post(f"{LIST}{photo.uid}/restore").json()["trashed_at"] is None
    assert [found["id"] for found in alice_client.get(LIST).json()["results"]] == [str(photo.uid)]


# Pictures


@pytest.mark.parametrize("accept", ["*/*", "image/png", "application/json", "text/html"])
def test_the_card_comes_as_png_whatever_is_accepted(alice_client: Client, make_photo: MakePhoto, accept: str) -> None:
    photo = make_photo(memo="한글 😀")
    answer = alice_client.get(f"/api/v1/photos/{photo.uid}/png?download", headers={"Accept": accept})
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"] == 'attachment; filename="happy-2026-11-20-1530.png"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    with Image.open(BytesIO(answer.content)) as image:
        assert image.format == "PNG"
        assert image.width == 1328


def test_photo_and_thumbnail_come_as_they_lie_on_the_disk(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo()
    assert alice_client.get(f"{LIST}{photo.uid}/photo").content == files.photo_path(photo.uid).read_bytes()
    assert alice_client.get(f"{LIST}{photo.uid}/thumbnail").content == files.thumbnail_path(photo.uid).read_bytes()


def test_a_lost_file_is_a_404_in_json_also_for_who_wants_a_picture(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo()
    files.remove(photo.uid)
    for rest in ("png", "photo", "thumbnail"):
        answer = alice_client.get(f"{LIST}{photo.uid}/{rest}", headers={"Accept": "image/*"})
        assert is_error(answer, 404, "not_found")


def test_too_many_cards_are_a_429_that_says_when(
    alice_client: Client, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CardThrottle, "rate", "1/min")
    path = f"{LIST}{make_photo().uid}/png"
    assert alice_client.get(path).status_code == 200
    answer = alice_client.get(path)
    assert is_error(answer, 429, "rate_limited")
    assert 0 < int(answer["Retry-After"]) <= 60


def test_who_asks_too_often_waits_and_nobody_else_does(
    alice_client: Client, bob_client: Client, settings: Settings
) -> None:
    settings.API_RATE = "3/min"
    assert [alice_client.get(LIST).status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = alice_client.get(LIST, headers=token_of(alice_client))
    assert is_error(answer, 429, "rate_limited")
    assert 0 < int(answer["Retry-After"]) <= 60
    assert bob_client.get(LIST).status_code == 200


def test_what_nobody_foresaw_is_a_500_in_json(
    alice: User, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("gallery.api.views.selectors.photo_for", broken)
    client = Client(raise_request_exception=False)
    client.force_login(alice)
    answer = client.get(f"{LIST}{make_photo().uid}/")
    assert is_error(answer, 500, "internal")
    assert "boom" not in answer.content.decode()


def test_not_acceptable_is_told_in_json(alice_client: Client) -> None:
    assert is_error(alice_client.get(LIST, headers={"Accept": "text/html"}), 406, "not_acceptable")


def test_a_fault_deep_in_a_list_is_told_as_a_plain_text(alice_client: Client) -> None:
    body = {"kind": "selection", "photos": [str(uuid4()), "x", "y"]}
    answer = alice_client.post("/api/v1/exports/", body, content_type="application/json")
    assert is_error(answer, 400, "invalid")
    assert answer.json()["fields"] == {"photos": ["Must be a valid UUID."]}
