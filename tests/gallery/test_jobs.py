import os
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import User
from gallery import jobs, services
from gallery.archive import folder
from gallery.models import Job, JobState
from gallery.quota import MEGABYTE
from gallery.services import claims
from gallery.services.claims import JobLostError
from gallery.services.jobs import SELECTIONS_KEPT
from tests.gallery.conftest import MakePhoto


def work() -> int:
    return jobs.work(threading.Event())


def silent_since(job: Job, seconds: float) -> None:
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now() - timedelta(seconds=seconds))


def test_an_export_is_made_and_then_there(alice: User, make_photo: MakePhoto) -> None:
    make_photo()
    job = services.export_start(owner=alice)
    assert (job.state, job.total) == ("waiting", 1)
    assert work() == 1
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.error) == ("done", 1, 1, "")
    assert folder.path_of(job.uid).stat().st_size == job.bytes
    assert job.finished_at is not None
    assert work() == 0


def test_asking_twice_is_asking_once_until_it_is_done(alice: User, bob: User) -> None:
    first = services.export_start(owner=alice)
    assert services.export_start(owner=alice).pk == first.pk
    assert services.export_start(owner=bob).pk != first.pk
    work()
    assert services.export_start(owner=alice).pk != first.pk


def test_the_database_itself_allows_one_export_at_a_time(alice: User) -> None:
    job = services.export_start(owner=alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(owner=alice, kind="everything", expires_at=job.expires_at)


def test_a_newer_export_takes_the_place_of_the_older(alice: User) -> None:
    older = services.export_start(owner=alice)
    work()
    newer = services.export_start(owner=alice)
    assert folder.path_of(older.uid).exists()
    work()
    assert [path.stem for path in folder.folder().iterdir()] == [str(newer.uid)]
    assert list(Job.objects.values_list("pk", flat=True)) == [newer.pk]


def test_the_older_export_makes_room_before_the_newer_takes_any(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []

    def look(*_: Any) -> int:
        seen.extend(path for path in folder.folder().iterdir() if path.suffix == ".zip")
        return 0

    services.export_start(owner=alice)
    work()
    newer = services.export_start(owner=alice)
    monkeypatch.setattr(jobs, "write_everything", look)
    assert work() == 1
    assert seen == []
    assert list(Job.objects.values_list("pk", flat=True)) == [newer.pk]


@pytest.mark.parametrize("full_after", [0, 1, 3])
def test_an_export_leaves_the_disk_its_reserve(
    alice: User, make_photo: MakePhoto, settings: Settings, monkeypatch: pytest.MonkeyPatch, full_after: int
) -> None:
    make_photo()
    make_photo()
    left = [512 * MEGABYTE] * full_after
    asked: list[Path] = []

    def usage(path: Path) -> Any:
        asked.append(path)
        return SimpleNamespace(free=left.pop() if left else 512 * MEGABYTE - 1)

    settings.DISK_RESERVE_MB = 512
    monkeypatch.setattr(claims, "BEAT_S", 0)
    monkeypatch.setattr(shutil, "disk_usage", usage)
    job = services.export_start(owner=alice)
    assert work() == 1
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "storage_full")
    assert asked == [folder.folder()] * (full_after + 1)
    assert list(folder.folder().iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_of_eight_that_ask_at_once_one_gets_the_job(alice: User) -> None:
    services.export_start(owner=alice)
    together = threading.Barrier(8)

    def claim(_: int) -> object:
        together.wait()
        try:
            return claims.job_claim()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        got = [claim for claim in pool.map(claim, range(8)) if claim]
    assert len(got) == 1


def test_a_job_that_lives_is_left_alone_and_a_dead_one_is_taken_up_again(alice: User) -> None:
    job = services.export_start(owner=alice)
    first = claims.job_claim()
    assert first is not None
    assert claims.job_claim() is None
    silent_since(job, 31)
    second = claims.job_claim()
    assert second is not None
    with pytest.raises(JobLostError):
        claims.job_beat(claim=first, done=1, total=1)
    with pytest.raises(JobLostError):
        claims.job_finish(claim=first, total=1, size=1)
    claims.job_fail(claim=first, error="internal")
    claims.job_release(claim=first)
    claims.job_beat(claim=second, done=1, total=2)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.attempts) == ("running", 1, 2, 2)


def test_a_clock_that_was_set_back_does_not_keep_a_dead_job_alive(alice: User) -> None:
    job = services.export_start(owner=alice)
    claims.job_claim()
    silent_since(job, -86_400)
    assert claims.job_claim() is not None


def test_a_job_that_ends_its_process_each_time_fails_honestly(alice: User, caplog: pytest.LogCaptureFixture) -> None:
    job = services.export_start(owner=alice)
    for _ in range(claims.MAX_ATTEMPTS):
        assert claims.job_claim() is not None
        silent_since(job, 31)
    assert claims.job_claim() is None
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "internal")
    assert "giving up" in caplog.text


def test_a_process_that_ends_hands_its_job_back(alice: User, make_photo: MakePhoto) -> None:
    make_photo()
    job = services.export_start(owner=alice)
    stopping = threading.Event()
    claim = claims.job_claim()
    assert claim is not None
    stopping.set()
    jobs._do(claim, stopping)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.done, job.claim) == ("waiting", 0, 0, None)
    assert list(folder.folder().iterdir()) == []
    assert work() == 1


def test_a_job_deleted_while_it_is_made_leaves_nothing(
    alice: User, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_photo()
    services.export_start(owner=alice)
    finish = claims.job_finish

    def deleted_just_before(**kwargs: Any) -> None:
        Job.objects.all().delete()
        finish(**kwargs)

    monkeypatch.setattr(claims, "job_finish", deleted_just_before)
    assert work() == 1
    assert list(folder.folder().iterdir()) == []


def test_what_nobody_foresaw_fails_the_job_and_is_logged(
    alice: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> int:
        raise ValueError("odd")

    monkeypatch.setattr(jobs, "write_everything", broken)
    job = services.export_start(owner=alice)
    assert work() == 1
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "internal")
    assert "odd" in caplog.text
    assert list(folder.folder().iterdir()) == []
    services.export_start(owner=alice)


def test_a_database_that_fails_leaves_the_job_to_its_heartbeat(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: Any) -> int:
        raise OperationalError("database is locked")

    monkeypatch.setattr(jobs, "write_everything", locked)
    job = services.export_start(owner=alice)
    with pytest.raises(OperationalError):
        work()
    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    monkeypatch.undo()
    silent_since(job, 31)
    assert work() == 1


def test_the_thread_does_what_waits_and_stops_when_told(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = threading.Event()

    def seen(_: threading.Event) -> int:
        ran.set()
        return 0

    monkeypatch.setattr(jobs, "POLL_S", 0.01)
    monkeypatch.setattr(jobs, "work", seen)
    thread = jobs.JobThread()
    thread.stop()  # before it was started: a server may be told to end while it loads
    thread = jobs.JobThread()
    thread.start()
    assert ran.wait(10)
    thread.stop(10)
    assert not thread._thread.is_alive()


def test_a_selection_waits_for_its_download_and_not_for_a_thread(alice: User, make_photo: MakePhoto) -> None:
    photo = make_photo()
    job = services.selection_start(owner=alice, photos=[photo.uid, photo.uid])
    assert (job.kind, job.state, job.total, job.photos) == ("selection", "waiting", 1, [str(photo.uid)])
    assert work() == 0
    job.refresh_from_db()
    assert job.state == "waiting"


def test_a_selection_whose_process_died_can_be_fetched_again(alice: User, make_photo: MakePhoto) -> None:
    job = services.selection_start(owner=alice, photos=[make_photo().uid])
    claims.selection_begin(job=job)
    silent_since(job, 31)
    assert work() == 0
    job.refresh_from_db()
    assert (job.state, job.claim, job.fetchable) == ("waiting", None, True)


def code_of(caught: pytest.ExceptionInfo[ValidationError]) -> str | None:
    (error,) = caught.value.error_dict["photos"]
    return error.code


def test_a_selection_needs_photos_of_ones_own(alice: User, bob: User, make_photo: MakePhoto) -> None:
    mine, theirs, hidden = make_photo(), make_photo(bob), make_photo()
    services.photo_hide(photo=hidden, by=bob, reason="no")
    for wrong in (theirs.uid, hidden.uid, uuid4()):
        with pytest.raises(ValidationError) as caught:
            services.selection_start(owner=alice, photos=[mine.uid, wrong])
        assert code_of(caught) == "not_found"
    with pytest.raises(ValidationError) as caught:
        services.selection_start(owner=alice, photos=[])
    assert code_of(caught) == "required"
    with pytest.raises(ValidationError) as caught:
        services.selection_start(owner=alice, photos=[uuid4() for _ in range(services.MAX_SELECTION + 1)])
    assert code_of(caught) == "too_many"
    assert not Job.objects.exists()


def test_the_oldest_selection_makes_room(alice: User, bob: User, make_photo: MakePhoto) -> None:
    theirs = services.selection_start(owner=bob, photos=[make_photo(bob).uid])
    photo = make_photo()
    made = [services.selection_start(owner=alice, photos=[photo.uid]) for _ in range(SELECTIONS_KEPT + 1)]
    assert set(Job.objects.values_list("pk", flat=True)) == {theirs.pk, *(job.pk for job in made[1:])}


def test_what_is_over_is_forgotten_with_its_file(
    alice: User, bob: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    old, kept = services.export_start(owner=alice), services.export_start(owner=bob)
    work()
    Job.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert services.tidy().expired == 1
    assert list(Job.objects.values_list("pk", flat=True)) == [kept.pk]
    assert [path.stem for path in folder.folder().iterdir()] == [str(kept.uid)]


def test_all_of_a_persons_jobs_go_with_their_files(
    alice: User, bob: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    services.export_start(owner=alice)
    kept = services.export_start(owner=bob)
    work()
    with django_capture_on_commit_callbacks(execute=True):
        assert services.jobs_delete(owner=alice) == 1
    assert [path.stem for path in folder.folder().iterdir()] == [str(kept.uid)]


def test_the_sweeper_takes_unfinished_and_stray_exports(alice: User, tmp_path: Path) -> None:
    job = services.export_start(owner=alice)
    work()
    kept, stray = folder.path_of(job.uid), folder.path_of(uuid4())
    scratch = kept.with_name(f"{kept.name}.abc.tmp")
    fresh = kept.with_name(f"{kept.name}.def.tmp")
    for path in (stray, scratch, fresh):
        path.write_bytes(b"x")
    for path in (kept, stray, scratch):
        then = time.time() - 3700
        os.utime(path, (then, then))
    assert services.files_sweep() == (1, 1)
    assert set(folder.folder().iterdir()) == {kept, fresh}
