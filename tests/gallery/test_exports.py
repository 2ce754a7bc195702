import asyncio
import errno
import io
import json
import os
import zipfile
from collections.abc import Callable
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.test import AsyncClient, Client

from accounts.models import User
from gallery import files, jobs, selectors, services
from gallery.api.throttles import ExportThrottle
from gallery.archive import stream
from gallery.archive.selection import SelectionZip
from gallery.models import Job, Photo
from gallery.services import claims
from gallery.services.claims import JobLostError
from tests.gallery.conftest import MakePhoto, picture
from tests.gallery.test_api import is_error, token_of
from tests.gallery.test_jobs import work

LIST = "/api/v1/exports/"


def post(client: Client, body: Any, **kwargs: Any) -> Any:
    return client.post(LIST, json.dumps(body), content_type="application/json", **kwargs)


def settle() -> None:
    """Wait for what `stream` does after its last piece: every reader has to be free at the same moment."""
    together = Barrier(stream.READERS._max_workers)
    for each in [stream.READERS.submit(together.wait, 20) for _ in range(together.parties)]:
        each.result()


def fetch(user: User, path: str, **headers: str) -> tuple[Any, bytes]:
    """The response and its whole body, as an ASGI server would have it."""

    async def get() -> tuple[Any, bytes]:
        client = AsyncClient()
        await client.aforce_login(user)
        response: Any = await client.get(path, headers=headers)
        if not response.streaming:
            return response, response.content
        return response, b"".join([piece async for piece in response.streaming_content])

    try:
        return asyncio.run(get())
    finally:
        settle()


def test_everything_is_asked_for_made_and_listed(alice_client: Client, make_photo: MakePhoto) -> None:
    make_photo()
    answer = post(alice_client, {})
    job = answer.json()
    assert answer.status_code == 201
    assert (job["kind"], job["state"], job["done"], job["total"], job["file"]) == ("everything", "waiting", 0, 1, None)
    assert post(alice_client, {"kind": "everything"}).json()["id"] == job["id"]
    work()
    (listed,) = alice_client.get(LIST).json()["results"]
    assert (listed["state"], listed["done"], listed["error"]) == ("done", 1, "")
    assert listed["file"] == f"{LIST}{job['id']}/file"
    assert alice_client.get(f"{LIST}{job['id']}").json() == listed


@pytest.mark.django_db(transaction=True)
def test_a_selection_streams_as_a_zip_of_known_size(alice: User, make_photo: MakePhoto) -> None:
    photos = [make_photo(picture=picture(seed=number)) for number in range(3)]
    job = services.selection_start(owner=alice, photos=[photo.uid for photo in photos], name="생일")
    response, body = fetch(alice, f"{LIST}{job.uid}/file")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/zip"
    assert int(response["Content-Length"]) == len(body)
    assert "filename*=utf-8''%EC%83%9D%EC%9D%BC-" in response["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        stem = "happy-2026-11-20-1530"
        assert archive.namelist() == [f"{stem}.jpg", f"{stem}-2.jpg", f"{stem}-3.jpg"]
        for name, photo in zip(archive.namelist(), reversed(photos), strict=True):
            assert archive.read(name) == files.photo_path(photo.uid).read_bytes()
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 3, 3)


@pytest.mark.django_db(transaction=True)
def test_a_client_that_goes_away_leaves_a_selection_that_can_be_fetched_again(
    alice: User, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PIECE_BYTES", 100)
    job = services.selection_start(owner=alice, photos=[make_photo().uid, make_photo().uid])

    async def leave_early() -> None:
        client = AsyncClient()
        await client.aforce_login(alice)
        response: Any = await client.get(f"{LIST}{job.uid}/file")
        pieces = response.streaming_content
        assert await anext(pieces)
        await pieces.aclose()

    asyncio.run(leave_early())
    settle()
    job.refresh_from_db()
    assert (job.state, job.done, job.claim) == ("waiting", 0, None)
    _, body = fetch(alice, f"{LIST}{job.uid}/file")
    assert zipfile.ZipFile(io.BytesIO(body)).testzip() is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["fetched again", "removed"])
def test_a_download_ends_when_its_selection_is_fetched_again_or_removed(
    alice: User, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(stream, "PIECE_BYTES", 100)
    monkeypatch.setattr(claims, "BEAT_S", 0)
    job = services.selection_start(owner=alice, photos=[make_photo().uid, make_photo().uid])

    async def begin() -> Any:
        client = AsyncClient()
        await client.aforce_login(alice)
        response: Any = await client.get(f"{LIST}{job.uid}/file")
        return response.streaming_content

    async def overtaken() -> bytes:
        older = await begin()
        assert await anext(older)
        if how == "removed":
            await Job.objects.all().adelete()
            whole = b""
        else:
            whole = b"".join([piece async for piece in await begin()])
        with pytest.raises(JobLostError):
            async for _piece in older:
                pass
        return whole

    whole = asyncio.run(overtaken())
    settle()
    if how == "fetched again":
        assert zipfile.ZipFile(io.BytesIO(whole)).testzip() is None
        assert Job.objects.get().state == "done"


def test_what_a_download_holds_of_its_photos_is_little(
    alice: User, make_photo: MakePhoto, django_assert_num_queries: Any
) -> None:
    photos = [make_photo(memo="long"), make_photo()]
    with django_assert_num_queries(1):
        held = selectors.chosen_to_name(alice, {photo.uid for photo in photos})
        archive = SelectionZip(held)
    assert {"memo", "scores", "digest", "phash"} <= held[0].get_deferred_fields()
    assert archive.size > 0


@pytest.mark.django_db(transaction=True)
def test_photos_hidden_deleted_or_lost_since_are_left_out(alice: User, bob: User, make_photo: MakePhoto) -> None:
    photos = [make_photo() for _ in range(4)]
    job = services.selection_start(owner=alice, photos=[photo.uid for photo in photos])
    services.photo_hide(photo=photos[0], by=bob, reason="no")
    services.photo_delete(photo=photos[1])
    files.remove(photos[2].uid)
    _, body = fetch(alice, f"{LIST}{job.uid}/file")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert [archive.read(name) for name in archive.namelist()] == [files.photo_path(photos[3].uid).read_bytes()]
    Photo.objects.all().delete()
    response, _ = fetch(alice, f"{LIST}{job.uid}/file")
    assert response.status_code == 404


@pytest.mark.django_db(transaction=True)
def test_an_export_may_be_fetched_in_parts(alice: User, make_photo: MakePhoto) -> None:
    make_photo()
    job = services.export_start(owner=alice)
    assert fetch(alice, f"{LIST}{job.uid}/file")[0].status_code == 404
    work()
    path = f"{LIST}{job.uid}/file"
    response, whole = fetch(alice, path)
    assert response["Accept-Ranges"] == "bytes"
    size = len(whole)
    first, start = fetch(alice, path, Range="bytes=0-99")
    rest, end = fetch(alice, path, Range="bytes=100-", If_Range=response["ETag"])
    assert (first.status_code, rest.status_code) == (206, 206)
    assert first["Content-Range"] == f"bytes 0-99/{size}"
    assert rest["Content-Range"] == f"bytes 100-{size - 1}/{size}"
    assert start + end == whole
    assert fetch(alice, path, Range="bytes=100-", If_Range='"another"')[1] == whole
    assert fetch(alice, path, Range=f"bytes={size}-")[0].status_code == 416
    for odd in ("bytes=-5", "bytes=9-3", "bytes=0-1,4-5", "lines=1-2", "bytes=x-"):
        response, body = fetch(alice, path, Range=odd)
        assert (response.status_code, body) == (200, whole)


@pytest.mark.parametrize("rest", ["", "file"])
@pytest.mark.parametrize("method", ["get", "head", "delete"])
def test_a_stranger_gets_the_404_of_nothing(
    alice: User, charlie_client: Client, anonymous: Client, make_photo: MakePhoto, rest: str, method: str
) -> None:
    job = services.selection_start(owner=alice, photos=[make_photo().uid])
    call: Callable[..., Any] = getattr(charlie_client, method)
    expected = 405 if (rest, method) == ("file", "delete") else 404
    answers = [call(f"{LIST}{uid}/{rest}") for uid in (job.uid, uuid4(), "no-id")]
    answers.append(Client().__getattribute__(method)(f"{LIST}{job.uid}/{rest}", headers=token_of(charlie_client)))
    assert {answer.status_code for answer in answers} == {expected}
    assert getattr(anonymous, method)(f"{LIST}{job.uid}/{rest}").status_code == 401
    assert Job.objects.filter(pk=job.pk).exists()
    assert charlie_client.get(LIST).json()["results"] == []


def test_deleting_stops_and_forgets(alice_client: Client, alice: User) -> None:
    job = services.export_start(owner=alice)
    assert alice_client.delete(f"{LIST}{job.uid}/").status_code == 204
    assert work() == 0
    assert is_error(alice_client.get(f"{LIST}{job.uid}/"), 404, "not_found")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "something"}, "kind"),
        ({"kind": "selection"}, "photos"),
        ({"kind": "selection", "photos": []}, "photos"),
        ({"kind": "selection", "photos": "all"}, "photos"),
        ({"kind": "selection", "photos": ["1"]}, "photos"),
        ({"kind": "selection", "photos": [str(uuid4())]}, "photos"),
        ({"kind": "everything", "photos": []}, "photos"),
        ({"name": "mine"}, "name"),
        ({"kind": "selection", "photos": [str(uuid4())], "name": "x" * 101}, "name"),
        ({"state": "done"}, "state"),
        ([], "non_field_errors"),
    ],
)
def test_what_makes_no_sense_is_a_400_that_names_it(alice_client: Client, body: Any, field: str) -> None:
    answer = post(alice_client, body)
    assert is_error(answer, 400, "invalid")
    assert list(answer.json()["fields"]) == [field]
    assert not Job.objects.exists()


def test_five_thousand_ids_fit_and_a_megabyte_does_not(alice_client: Client) -> None:
    many = {"kind": "selection", "photos": [str(uuid4()) for _ in range(services.MAX_SELECTION)]}
    assert is_error(post(alice_client, many), 400, "invalid")
    assert is_error(post(alice_client, many | {"name": "x" * 1_000_000}), 413, "too_large")


def test_asking_is_limited_by_person(alice_client: Client, bob_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ExportThrottle, "rate", "2/min")
    assert [post(alice_client, {}).status_code for _ in range(3)] == [201, 201, 429]
    assert post(bob_client, {}).status_code == 201
    assert alice_client.get(LIST).status_code == 200


def test_a_page_needs_its_csrf_token_and_a_program_its_own(alice: User, alice_client: Client) -> None:
    page = Client(enforce_csrf_checks=True)
    page.force_login(alice)
    assert is_error(post(page, {}), 403, "forbidden")
    assert post(Client(enforce_csrf_checks=True), {}, headers=token_of(alice_client)).status_code == 201


def test_the_list_takes_the_same_queries_however_long_it_is(
    alice_client: Client, alice: User, make_photo: MakePhoto, django_assert_num_queries: Any
) -> None:
    photo = make_photo()
    for count in (1, 8):
        for _ in range(count):
            services.selection_start(owner=alice, photos=[photo.uid])
        with django_assert_num_queries(3):
            alice_client.get(LIST)


def test_the_disk_is_full_and_the_person_is_told(
    alice: User, alice_client: Client, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_photo()
    for step in ("write", "fsync", "replace"):
        with monkeypatch.context() as patch:

            def full(*_: Any) -> None:
                raise OSError(errno.ENOSPC, "no space left on device")

            if step == "write":
                patch.setattr(jobs, "write_everything", full)
            else:
                patch.setattr(os, step, full)
            uid = post(alice_client, {}).json()["id"]
            work()
        told = alice_client.get(f"{LIST}{uid}/").json()
        assert (told["state"], told["error"], told["file"]) == ("failed", "storage_full", None)
        assert not any((files.folder().parent / "exports").iterdir())
    post(alice_client, {})
    work()
    assert alice_client.get(LIST).json()["results"][0]["state"] == "done"
