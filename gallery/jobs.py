"""A server process's own thread for jobs, and for mails that tell people what staff did. Any number of processes may
have one: `services.claims` sees to it that each job has one run at a time, and that the job of a process that was
killed is taken up by another.
"""

import logging
import os
import sys
import threading
import time
from contextlib import suppress
from typing import Final

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import translation

from gallery import disk
from gallery.archive import folder
from gallery.archive.everything import write_everything
from gallery.errors import is_full
from gallery.models import Job
from gallery.quota import MEGABYTE
from gallery.services import claims
from gallery.services.claims import Claim, JobLostError
from gallery.services.notice_mail import notices_mail

logger = logging.getLogger(__name__)

POLL_S: Final = 1.0
"""How long a job may wait for an idle process to look."""
NICENESS: Final = 10
"""Cameras come first."""


class StoppingError(Exception):
    """The process is about to end."""


class JobThread:
    """Looks for jobs and does them, one after the other, until `stop` is called."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self, patience: float = 0.0) -> None:
        """Hand back what is being made, at its next photo, and wait for that up to `patience` seconds."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(patience)

    def _run(self) -> None:
        _be_nice()
        while not self._stopping.wait(POLL_S):
            try:
                work(self._stopping)
                post(self._stopping)
            except DatabaseError as error:
                logger.warning("jobs wait for the database: %s", error)
            except Exception:
                logger.exception("a job ended in an unforeseen way")
            finally:
                close_old_connections()


def work(stopping: threading.Event) -> int:
    """Do every job that is waiting; how many runs that were."""
    runs = 0
    while not stopping.is_set() and (claim := claims.job_claim()):
        runs += 1
        _do(claim, stopping)
    return runs


def post(stopping: threading.Event) -> None:
    """Send the mails that are due. One that can't be sent is tried again later."""
    try:
        while not stopping.is_set() and notices_mail():
            pass
    except OSError as error:
        logger.warning("a mail could not be sent: %s", error)


def _do(claim: Claim, stopping: threading.Event) -> None:
    try:
        _make(claim, stopping)
    except StoppingError:
        claims.job_release(claim=claim)
    except JobLostError:
        # Deleted by its owner, or given to another run, whose file must stay.
        if not Job.objects.filter(pk=claim.job.pk).exists():
            folder.remove(claim.job.uid)
    except DatabaseError:
        raise  # the job's heartbeat ends with this, and somebody takes it up when the database is back
    except Exception as error:
        full = is_full(error)
        if not full:
            logger.exception("job %s failed", claim.job.uid)
        claims.job_fail(claim=claim, error="storage_full" if full else "internal")


def _make(claim: Claim, stopping: threading.Event) -> None:
    beat = Heartbeat(claim, stopping)
    path = folder.path_of(claim.job.uid)
    disk.make_folder(path.parent)
    claims.older_remove(claim=claim)
    beat(0)
    with translation.override(claim.job.language), disk.whole(path) as file:
        total = write_everything(claim.job.owner, file, beat)
    disk.fsync_folder(path.parent)
    claims.job_finish(claim=claim, total=total, size=path.stat().st_size)


class Heartbeat:
    """Called at every step; tells the database once a second, and sees to it that the disk keeps its reserve."""

    def __init__(self, claim: Claim, stopping: threading.Event) -> None:
        self._claim = claim
        self._stopping = stopping
        self._next = 0.0

    def __call__(self, done: int) -> None:
        """Raises StoppingError, JobLostError, and OSError (ENOSPC) when the disk is nearly full."""
        if self._stopping.is_set():
            raise StoppingError
        if (now := time.monotonic()) >= self._next:
            self._next = now + claims.BEAT_S
            disk.room_check(folder.folder(), settings.DISK_RESERVE_MB * MEGABYTE)
            claims.job_beat(claim=self._claim, done=done, total=max(done, self._claim.job.total))


def _be_nice() -> None:
    # Linux counts niceness by thread; elsewhere this would slow the whole server.
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
