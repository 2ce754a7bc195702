"""Uploading pictures and having them looked at, as a program does it."""

import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import cv2
import numpy as np
import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from gallery import files, reader
from gallery.api.picture_parser import MAX_BODY_BYTES
from gallery.api.throttles import PictureThrottle
from gallery.errors import ReaderBusyError
from gallery.models import Photo
from gallery.services import picture_read, upload_create
from mlmodels.analyzer import Analyzer
from tests import portrait
from tests.gallery.conftest import MakePhoto
from tests.gallery.pictures import form, frame, person, saved
from tests.gallery.test_api import is_error, token_of
from tests.mlmodels.test_decode import claims, zip_bytes
from tests.mlmodels.test_pictures import exif, png_claiming, real_png_bomb

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("uploads_agreed")]
UPLOADS, ANALYSES = "/api/v1/uploads/", "/api/v1/analyses/"
BOTH = pytest.mark.parametrize("path", [UPLOADS, ANALYSES])


def upload(client: Client, data: bytes, **fields: Any) -> Any:
    return client.post(UPLOADS, form(data, **{"capture_id": str(uuid4())} | fields))


def send(client: Client, path: str, data: bytes) -> Any:
    return upload(client, data) if path == UPLOADS else client.post(path, form(data))


def nothing_is_kept(photo_dir: Path) -> bool:
    return not Photo.objects.exists() and not (photo_dir.is_dir() and any(photo_dir.iterdir()))


# Kept


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_picture_of_each_format_is_kept_and_read(alice_client: Client, alice: User, kind: str) -> None:
    answer = upload(alice_client, person(kind=kind), time_zone="Asia/Seoul", taken_at="2020-02-03T04:05:06Z")
    assert answer.status_code == 201, answer.json()
    body = answer.json()
    assert (body["emotion"], body["source"], body["blurry"]) == ("happy", "upload", False)
    assert body["happy"] > 0.8
    assert (body["taken_at"], body["time_zone"]) == ("2020-02-03T04:05:06Z", "Asia/Seoul")
    assert body["duplicates"] == []
    photo = Photo.objects.get(owner=alice, uid=body["id"])
    with Image.open(files.photo_path(photo.uid)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (640, 480))
    told = alice_client.get(f"/api/v1/photos/{photo.uid}/").json()
    assert told | {"duplicates": []} == body


def test_by_token_it_needs_neither_cookie_nor_csrf(alice_client: Client) -> None:
    program = Client(enforce_csrf_checks=True)
    answer = program.post(UPLOADS, form(person(), capture_id=str(uuid4())), headers=token_of(alice_client))
    assert answer.status_code == 201


@BOTH
def test_a_cookie_needs_the_csrf_token(alice: User, path: str, photo_dir: Path) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    assert is_error(send(strict, path, person()), 403, "forbidden")
    assert nothing_is_kept(photo_dir)


@BOTH
def test_nobody_gets_in(anonymous: Client, db: None, path: str) -> None:
    assert is_error(send(anonymous, path, person()), 401, "auth_required")


def test_the_same_upload_again_is_the_same_photo(alice_client: Client) -> None:
    capture_id = str(uuid4())
    first, second = (upload(alice_client, person(), capture_id=capture_id) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert Photo.objects.count() == 1


def test_the_same_upload_of_what_staff_hid_is_told_nothing(alice_client: Client) -> None:
    capture_id = str(uuid4())
    first = upload(alice_client, person(), capture_id=capture_id).json()
    Photo.objects.update(hidden_at=timezone.now(), hidden_reason="reported")
    again = upload(alice_client, person(), capture_id=capture_id)
    assert is_error(again, 409, "conflict")
    assert first["id"] not in again.content.decode()


def test_another_picture_under_the_same_id_is_a_conflict(alice_client: Client) -> None:
    capture_id = str(uuid4())
    upload(alice_client, person(), capture_id=capture_id)
    assert is_error(upload(alice_client, person(0.0), capture_id=capture_id), 409, "conflict")
    assert Photo.objects.count() == 1


def test_two_people_may_use_the_same_id(alice_client: Client, bob_client: Client) -> None:
    capture_id = str(uuid4())
    answers = [upload(client, person(), capture_id=capture_id) for client in (alice_client, bob_client)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[1].json()["duplicates"] == []


def test_a_picture_without_a_face_is_kept_and_says_so(alice_client: Client) -> None:
    scene = portrait.portrait()[:160, 330:512]
    body = upload(alice_client, saved(Image.fromarray(scene).resize((800, 600)))).json()
    assert (body["emotion"], body["happy"], body["scores"]) == ("no_face", 0.0, {})
    found = alice_client.get("/api/v1/photos/?emotion=no_face").json()["results"]
    assert [photo["id"] for photo in found] == [body["id"]]


def test_a_blurred_picture_is_kept_with_a_hint(alice_client: Client) -> None:
    answer = upload(alice_client, saved(blurred(3)))
    assert answer.status_code == 201
    assert answer.json()["blurry"] is True


def blurred(sigma: float) -> Image.Image:
    return Image.fromarray(np.asarray(cv2.GaussianBlur(frame(), (0, 0), sigma), np.uint8))


# What is stored is never the client's bytes


def test_exif_gps_and_a_tail_are_gone_and_the_picture_is_upright(alice_client: Client) -> None:
    lying = Image.fromarray(frame()).transpose(Image.Transpose.ROTATE_90)  # as a camera held upright writes it
    data = saved(lying, exif=exif(6, x9003="2024:05:06 07:08:09", x9011="+09:00")) + b"<script>alert(1)</script>"
    body = upload(alice_client, data, time_zone="Asia/Seoul").json()
    kept = files.photo_path(Photo.objects.get().uid).read_bytes()
    small = files.thumbnail_path(Photo.objects.get().uid).read_bytes()
    for stored in (kept, small):
        assert b"<script" not in stored
        assert b"Secret" not in stored
        with Image.open(io.BytesIO(stored)) as image:
            assert not image.getexif()
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (640, 480)
        assert np.abs(np.asarray(image).astype(int) - frame()).mean() < 4
    assert body["taken_at"] == "2024-05-05T22:08:09Z"
    assert body["time_zone"] == "Asia/Seoul"


def test_its_name_is_kept_nowhere(alice_client: Client) -> None:
    body = client_upload_named(alice_client, "../../한글\r\nX: y 우리집.jpg" + "a" * 300).json()
    row = Photo.objects.filter(uid=body["id"]).values().get()
    assert "우리집" not in f"{row} {body}"
    address = f"/api/v1/photos/{body['id']}/photo?download"
    disposition = alice_client.get(address)["Content-Disposition"]
    assert disposition == f'attachment; filename="happy-{datetime.now(UTC):%Y-%m-%d-%H%M}.jpg"'


def client_upload_named(client: Client, name: str) -> Any:
    return client.post(UPLOADS, form(person(), name, capture_id=str(uuid4())))


# When it was


def taken(client: Client, **more: Any) -> tuple[str, str]:
    tags = more.pop("tags", {})
    body = upload(client, person(exif=exif(1, **tags)) if tags else person(), **more).json()
    return body["taken_at"], body["time_zone"]


@pytest.mark.parametrize(
    ("tags", "zone", "expected"),
    [
        ({"x9003": "2024:07:01 12:00:00"}, "Asia/Seoul", ("2024-07-01T03:00:00Z", "Asia/Seoul")),
        ({"x9003": "2024:07:01 12:00:00"}, "Mars/Olympus", ("2024-07-01T12:00:00Z", "UTC")),
        ({"x9003": "2024:07:01 12:00:00", "x9011": "+09:00"}, "Europe/Berlin", ("2024-07-01T03:00:00Z", "Etc/GMT-9")),
        (
            {"x9003": "2024:07:01 12:00:00", "x9011": "+02:00"},
            "Europe/Berlin",
            ("2024-07-01T10:00:00Z", "Europe/Berlin"),
        ),
        (
            {"x9003": "2024:07:01 12:00:00", "x9011": "+05:30"},
            "Europe/Berlin",
            ("2024-07-01T06:30:00Z", "Europe/Berlin"),
        ),
        ({"x9003": "2024:07:01 12:00:00", "x9011": "+00:00"}, "Asia/Seoul", ("2024-07-01T12:00:00Z", "UTC")),
    ],
)
def test_the_cameras_own_time_counts(
    alice_client: Client, tags: dict[str, str], zone: str, expected: tuple[str, str]
) -> None:
    assert taken(alice_client, tags=tags, time_zone=zone, taken_at="2001-01-01T00:00:00Z") == expected


@pytest.mark.parametrize("wrong", ["0001:01:01 00:00:00", "1700:01:01 00:00:00", "9999:12:31 23:59:59"])
def test_a_clock_that_was_never_set_does_not(alice_client: Client, wrong: str) -> None:
    for offset in ({}, {"x9011": "+14:00"}, {"x9011": "-14:00"}):
        seen = taken(alice_client, tags={"x9003": wrong} | offset, taken_at="2001-01-01T00:00:00Z")
        assert seen[0] == "2001-01-01T00:00:00Z"


@pytest.mark.parametrize("said", [None, "2999-01-01T00:00:00Z", "1500-01-01T00:00:00Z"])
def test_without_any_time_it_is_now(alice_client: Client, said: str | None) -> None:
    seen, _ = taken(alice_client, **({"taken_at": said} if said else {}))
    assert abs(datetime.fromisoformat(seen) - timezone.now()) < timedelta(minutes=1)


# Same and similar


def test_the_same_and_similar_ones_are_shown_and_not_dropped(alice_client: Client) -> None:
    first = upload(alice_client, person(kind="PNG")).json()
    small = Image.open(io.BytesIO(person(kind="PNG"))).resize((320, 240))
    near = upload(alice_client, saved(small, quality=60)).json()
    exact = upload(alice_client, person(kind="PNG")).json()
    assert [(each["id"], each["exact"]) for each in near["duplicates"]] == [(first["id"], False)]
    assert [(each["id"], each["exact"]) for each in exact["duplicates"]] == [(first["id"], True), (near["id"], False)]
    assert exact["duplicates"][0]["page"] == f"/photos/{first['id']}/"
    assert Photo.objects.count() == 3
    told = alice_client.get(f"/api/v1/photos/{first['id']}/duplicates/").json()
    assert [(each["id"], each["exact"]) for each in told] == [(exact["id"], True), (near["id"], False)]


# Bad input, in the words of the camera


BAD = {
    "empty": (b"", 400, "empty_frame"),
    "one byte": (b"\xff", 400, "bad_image"),
    "half a jpeg": (person()[: len(person()) // 2], 400, "bad_image"),
    "half a png": (person(kind="PNG")[:5000], 400, "bad_image"),
    "half a webp": (person(kind="WEBP")[:3000], 400, "bad_image"),
    "half a heif": (person(kind="HEIF")[:3000], 400, "bad_image"),
    "random": (bytes(range(256)) * 9, 415, "not_jpeg"),
    "html": (b"<!doctype html><script>alert(1)</script>", 415, "not_jpeg"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 415, "not_jpeg"),
    "zip": (zip_bytes(), 415, "not_jpeg"),
    "pdf": (b"%PDF-1.7\n", 415, "not_jpeg"),
    "gif": (saved(Image.new("RGB", (64, 64)), "GIF"), 415, "not_jpeg"),
    "tiff": (saved(Image.new("RGB", (64, 64)), "TIFF"), 415, "not_jpeg"),
    "bmp": (saved(Image.new("RGB", (64, 64)), "BMP"), 415, "not_jpeg"),
    "jpeg 65500": (claims(65_500, 65_500), 400, "too_many_pixels"),
    "jpeg 30000": (claims(30_000, 30_000), 400, "too_many_pixels"),
    "jpeg 20000": (claims(20_000, 20_000), 400, "too_many_pixels"),
    "png 15000": (real_png_bomb(), 400, "too_many_pixels"),
    "1x1": (png_claiming(1, 1), 400, "too_small"),
    "1x65000": (png_claiming(1, 65_000), 400, "too_small"),
    "16x16": (claims(16, 16), 400, "too_small"),
}


@BOTH
@pytest.mark.parametrize("name", BAD)
def test_bad_pictures_are_refused_by_name(alice_client: Client, photo_dir: Path, path: str, name: str) -> None:
    data, status, code = BAD[name]
    assert is_error(send(alice_client, path, data), status, code)
    assert nothing_is_kept(photo_dir)


def test_a_real_picture_of_144_megapixels_is_refused(alice_client: Client) -> None:
    assert is_error(upload(alice_client, saved(Image.new("L", (12_000, 12_000)))), 400, "too_many_pixels")


@pytest.mark.parametrize(("marker", "bits"), [(0xC1, 12), (0xC9, 8)])
def test_rare_kinds_of_jpeg_are_read_or_refused(alice_client: Client, marker: int, bits: int) -> None:
    data = bytearray(person())
    place = data.find(b"\xff\xc0")
    data[place + 1], data[place + 4] = marker, bits
    answer = upload(alice_client, bytes(data))
    assert answer.status_code == 201 or is_error(answer, 400, "bad_image")


def test_a_thousand_scans_are_refused_and_cmyk_is_read(alice_client: Client) -> None:
    data = person(progressive=True)
    scan = data[data.rfind(b"\xff\xda") : -2]
    assert is_error(upload(alice_client, data[:-2] + scan * 1_000 + b"\xff\xd9"), 400, "bad_image")
    cmyk = Image.open(io.BytesIO(person())).convert("CMYK")
    assert upload(alice_client, saved(cmyk)).status_code == 201


@BOTH
def test_a_file_over_the_limit_is_too_large(alice_client: Client, photo_dir: Path, path: str) -> None:
    fits_the_form = person() + bytes(32 * 1024 * 1024 + 1 - len(person()))
    assert is_error(send(alice_client, path, fits_the_form), 413, "too_large")
    assert nothing_is_kept(photo_dir)


@BOTH
def test_a_body_over_the_limit_is_not_even_parsed(alice_client: Client, path: str) -> None:
    answer = alice_client.generic(
        "POST", path, b"--x", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(MAX_BODY_BYTES + 1)
    )
    assert is_error(answer, 413, "too_large")


@BOTH
@pytest.mark.parametrize("by_token", [False, True])
@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{}", "application/json", 415, "unsupported_media_type"),
        (b"<a/>", "application/xml", 415, "unsupported_media_type"),
        (b"", "multipart/form-data; boundary=x", 400, "invalid"),
        (b"--x\r\nnonsense", "multipart/form-data", 400, "bad_request"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x", 400, "invalid"),
        (b"--x--", "multipart/form-data; boundary=x; charset=bz2_codec", 400, "bad_request"),
    ],
)
def test_a_body_that_is_no_form_is_refused(
    alice_client: Client, path: str, body: bytes, kind: str, status: int, code: str, *, by_token: bool
) -> None:
    client = Client(raise_request_exception=False) if by_token else alice_client
    headers = token_of(alice_client) if by_token else {}
    assert is_error(client.generic("POST", path, body, kind, headers=headers), status, code)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"capture_id": "1"}, "capture_id"),
        ({"capture_id": ""}, "capture_id"),
        ({"taken_at": "yesterday"}, "taken_at"),
        ({"taken_at": "0001-01-01T00:00:00+14:00"}, "taken_at"),
        ({"time_zone": "x" * 65}, "time_zone"),
        ({"time_zone": "a\0b"}, "time_zone"),
        ({"memo": "x"}, "memo"),
    ],
)
def test_wrong_values_are_named(alice_client: Client, photo_dir: Path, fields: dict[str, str], wrong: str) -> None:
    answer = upload(alice_client, person(), **fields)
    assert is_error(answer, 400, "invalid")
    assert set(answer.json()["fields"]) == {wrong}
    assert nothing_is_kept(photo_dir)


@BOTH
def test_a_form_without_a_file_is_named(alice_client: Client, path: str) -> None:
    for fields in ({}, {"file": "text"}):
        answer = alice_client.post(path, {"capture_id": str(uuid4())} | fields if path == UPLOADS else fields)
        assert is_error(answer, 400, "invalid")
        assert set(answer.json()["fields"]) == {"file"}


def test_a_form_of_ten_thousand_fields_is_refused(alice_client: Client) -> None:
    answer = alice_client.post(UPLOADS, {f"f{number}": "" for number in range(10_000)})
    assert is_error(answer, 400, "bad_request")


@BOTH
def test_they_are_counted_by_person(
    alice_client: Client, bob_client: Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PictureThrottle, "rate", "1/min")
    send(alice_client, path, person())
    answer = send(alice_client, path, person())
    assert is_error(answer, 429, "rate_limited")
    assert int(answer["Retry-After"]) > 0
    assert send(bob_client, path, person()).status_code < 300


# Faults of the server


@BOTH
def test_a_missing_model_is_said(
    alice_client: Client, path: str, settings: Settings, tmp_path: Path, photo_dir: Path
) -> None:
    reader._engine.cache_clear()
    settings.EXPRESSION_WEIGHTS_DIR = tmp_path
    assert is_error(send(alice_client, path, person()), 503, "model_unavailable")
    assert nothing_is_kept(photo_dir)


@BOTH
def test_who_waits_too_long_is_told_to_come_again(
    alice_client: Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "WAIT_S", 0.01)
    with reader.place():
        answer = send(alice_client, path, person())
    assert is_error(answer, 503, "overloaded")
    assert int(answer["Retry-After"]) > 0
    assert send(alice_client, path, person()).status_code < 300


@BOTH
def test_few_may_wait_and_whoever_comes_then_is_sent_away_at_once(alice_client: Client, path: str) -> None:
    done = threading.Event()

    def hold_the_place() -> bool:
        with reader.place():
            return done.wait(20)

    with ThreadPoolExecutor(1 + reader.MAX_WAITING) as threads:
        held = [threads.submit(hold_the_place) for _ in range(1 + reader.MAX_WAITING)]
        while reader._room._value:
            time.sleep(0.01)
        began = time.monotonic()
        answer = send(alice_client, path, person())
        took = time.monotonic() - began
        done.set()
    assert is_error(answer, 503, "overloaded")
    assert int(answer["Retry-After"]) > 0
    assert took < 10 < reader.WAIT_S
    assert all(each.result() for each in held)
    assert send(alice_client, path, person()).status_code < 300


def test_a_file_is_read_only_when_its_turn_has_come(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    class Watched(io.BytesIO):
        turns: tuple[bool, ...] = ()

        def read(self, size: int | None = -1, /) -> bytes:
            self.turns += (reader._place.locked(),)
            return super().read(size)

    kept, seen, refused = Watched(person()), Watched(person()), Watched(person())
    upload_create(owner=alice, capture_id=uuid4(), file=kept)
    picture_read(file=seen)
    assert kept.turns == seen.turns == (True,)
    monkeypatch.setattr(reader, "WAIT_S", 0.01)
    with reader.place(), pytest.raises(ReaderBusyError):
        picture_read(file=refused)
    assert refused.turns == ()


def test_a_reading_that_hangs_is_given_up_and_the_next_one_works(
    alice_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Analyzer.read_picture
    monkeypatch.setattr(reader, "READ_S", 0.2)
    monkeypatch.setattr(Analyzer, "read_picture", lambda *_args: time.sleep(1))
    assert is_error(upload(alice_client, person()), 503, "overloaded")
    monkeypatch.setattr(Analyzer, "read_picture", read)
    monkeypatch.setattr(reader, "READ_S", 20)
    assert upload(alice_client, person()).status_code == 201


def test_a_full_disk_keeps_nothing_and_the_same_upload_works_later(
    alice_client: Client, photo_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    capture_id = str(uuid4())
    write = files.write

    def full(*_args: Any, **_kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write", full)
    assert is_error(upload(alice_client, person(), capture_id=capture_id), 507, "storage_full")
    assert nothing_is_kept(photo_dir)
    monkeypatch.setattr(files, "write", write)
    assert upload(alice_client, person(), capture_id=capture_id).status_code == 201


# Only looked at


def test_an_analysis_is_what_the_camera_reads_and_nothing_is_kept(alice_client: Client, photo_dir: Path) -> None:
    answer = alice_client.post(ANALYSES, form(person()))
    assert answer.status_code == 200
    body = answer.json()
    assert (body["width"], body["height"], body["hint"]) == (640, 480, None)
    seen, reading = reader.look(person())
    assert reading.face is not None
    assert body["face"]["emotion"] == reading.face.emotion == "happy"
    assert body["face"]["happy"] == round(reading.face.happy, 4)
    assert sum(body["face"]["scores"].values()) == pytest.approx(1, abs=0.001)
    assert len(body["face"]["landmarks"]) == 468
    assert body["face"]["landmarks"][1] == pytest.approx(reading.face.landmarks[1].tolist(), abs=1e-4)
    assert seen.pixels.shape == (480, 640, 3)
    assert nothing_is_kept(photo_dir)


@pytest.mark.parametrize(
    ("picture", "hint"),
    [
        (Image.new("RGB", (640, 480)), "too_dark"),
        (Image.new("RGB", (640, 480), (200, 200, 200)), "no_face"),
        (blurred(3), "too_blurry"),
        (Image.fromarray(frame()), None),
    ],
    ids=["black", "empty", "blurred", "good"],
)
def test_an_analysis_names_what_the_camera_would_name(
    alice_client: Client, picture: Image.Image, hint: str | None
) -> None:
    body = alice_client.post(ANALYSES, form(saved(picture, "PNG"))).json()
    assert body["hint"] == hint
    assert (body["face"] is None) == (hint in {"too_dark", "no_face"})


def test_of_a_crowd_the_largest_face_decides(alice_client: Client) -> None:
    one = Image.fromarray(frame())
    crowd = Image.new("RGB", (1600, 700), (200, 190, 180))
    crowd.paste(one.resize((880, 660)), (20, 20))
    for place in range(3):
        crowd.paste(one.resize((213, 160)), (920, 20 + 170 * place))
        crowd.paste(one.resize((213, 160)), (1150, 20 + 170 * place))
    body = alice_client.post(ANALYSES, form(saved(crowd))).json()
    left = np.array(body["face"]["landmarks"])[:, 0].mean() * 1600
    assert 200 < left < 800


def test_the_rows_of_an_upload_are_few(alice: User, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(15):
        upload_create(owner=alice, capture_id=uuid4(), file=io.BytesIO(person()))


def test_similar_photos_are_found_by_the_same_queries_in_an_album_of_any_size(
    alice_client: Client, make_photo: MakePhoto, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    photo, _ = make_photo(), make_photo()
    address = f"/api/v1/photos/{photo.uid}/duplicates/"
    alice_client.get(address)

    def asked() -> int:
        with django_assert_num_queries(6):
            return len(alice_client.get(address).json())

    assert asked() == 1
    for _ in range(3):
        make_photo()
    assert asked() == 4
