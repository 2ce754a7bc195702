"""What staff hid leaves the ZIPs that were made before, are being made, or are on their way out."""

import json
import zipfile
from collections.abc import AsyncIterator
from typing import cast

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.http import StreamingHttpResponse
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from gallery import jobs, services
from gallery.archive import folder
from gallery.models import Job, JobState
from gallery.services import claims
from gallery.services.claims import JobLostError
from tests.gallery.conftest import MakePhoto, picture
from tests.gallery.test_jobs import work


def test_a_finished_export_goes_when_a_photo_in_it_is_hidden(
    alice: User,
    alice_client: Client,
    bob: User,
    staff: User,
    make_photo: MakePhoto,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    photo = make_photo(memo="nasty")
    mine, theirs = services.export_start(owner=alice), services.export_start(owner=bob)
    work()
    address = f"/api/v1/exports/{mine.uid}/file/"
    assert alice_client.get(address).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        services.photo_hide(photo=photo, by=staff, reason="reported")
    assert alice_client.get(address).status_code == 404
    assert [path.stem for path in folder.folder().iterdir()] == [str(theirs.uid)]


@pytest.mark.django_db(transaction=True)
def test_a_finished_export_on_its_way_out_breaks_off(
    alice: User, alice_client: Client, staff: User, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = make_photo()
    job = services.export_start(owner=alice)
    work()
    monkeypatch.setattr("gallery.services.claims.BEAT_S", 0)
    monkeypatch.setattr("gallery.archive.stream.PIECE_BYTES", 500)
    pieces = cast("StreamingHttpResponse", alice_client.get(f"/api/v1/exports/{job.uid}/file/")).streaming_content

    async def fetch() -> None:
        going = aiter(cast("AsyncIterator[bytes]", pieces))
        assert await anext(going)
        await sync_to_async(services.photo_hide)(photo=photo, by=staff, reason="reported")
        with pytest.raises(JobLostError):
            await anext(going)

    async_to_sync(fetch)()


def test_an_export_in_the_making_begins_anew_without_what_is_hidden_meanwhile(
    alice: User, staff: User, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, hidden = make_photo(), make_photo(picture=picture(seed=1))
    first = services.export_start(owner=alice)
    beat = jobs.Heartbeat.__call__

    def hide_in_the_middle(self: jobs.Heartbeat, done: int) -> None:
        if done == 1:
            services.photo_hide(photo=hidden, by=staff, reason="reported")
        beat(self, done)

    monkeypatch.setattr(jobs.Heartbeat, "__call__", hide_in_the_middle)
    assert work() == 2
    again = Job.objects.get()
    assert (again.state, again.uid != first.uid) == (JobState.DONE, True)
    assert [path.stem for path in folder.folder().iterdir()] == [str(again.uid)]
    with zipfile.ZipFile(folder.path_of(again.uid)) as archive:
        assert [entry["id"] for entry in json.loads(archive.read("photos.json"))] == [str(kept.uid)]


def test_a_selection_on_its_way_out_breaks_off(alice: User, bob: User, staff: User, make_photo: MakePhoto) -> None:
    photos = {person: make_photo(person) for person in (alice, bob)}
    going = {
        person: claims.selection_begin(job=services.selection_start(owner=person, photos=[photo.uid]))
        for person, photo in photos.items()
    }
    services.photo_hide(photo=photos[alice], by=staff, reason="reported")
    with pytest.raises(JobLostError):
        claims.job_beat(claim=going[alice], done=0, total=1)
    claims.job_beat(claim=going[bob], done=0, total=1)


def test_an_export_that_only_waits_keeps_its_place(alice: User, staff: User, make_photo: MakePhoto) -> None:
    photo = make_photo()
    job = services.export_start(owner=alice)
    services.photo_hide(photo=photo, by=staff, reason="reported")
    assert list(Job.objects.values_list("uid", "state")) == [(job.uid, JobState.WAITING)]
