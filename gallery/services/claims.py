"""Who works on which job. A claim is one conditional UPDATE, so of any number of processes exactly one gets a job; it
lives by its heartbeat, so a process that was killed loses it to another.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from gallery.archive import folder
from gallery.models import Job, JobKind, JobState

logger = logging.getLogger(__name__)

BEAT_S: Final = 1.0
"""How often a run says that it lives, and how far it is."""
DEAD_AFTER: Final = timedelta(seconds=30)
"""A run silent for so long is dead: no step between two signs of life takes seconds."""
MAX_ATTEMPTS: Final = 3


class JobLostError(Exception):
    """The job was deleted, or given to another run: stop, and leave it alone."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to work on `job`, until somebody else has it. `token` names this run."""

    job: Job
    token: UUID

    @property
    def _held(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, claim=self.token)


def job_claim() -> Claim | None:
    """The oldest job that nobody works on, now ours; None when there is nothing to do."""
    while (job := _due().first()) is not None:
        if job.kind == JobKind.SELECTION:
            _selection_ended(job)
        elif job.attempts >= MAX_ATTEMPTS:
            _give_up(job)
        elif claim := _claim(job):
            return claim
    return None


def job_beat(*, claim: Claim, done: int, total: int) -> None:
    """Say that the run lives, and how far it is. Raises JobLostError when the job is not ours any more."""
    if not claim._held.update(done=done, total=total, beat_at=timezone.now()):  # noqa: SLF001
        raise JobLostError


def job_finish(*, claim: Claim, total: int, size: int) -> None:
    """The file lies in its place. Raises JobLostError."""
    finished = {"state": JobState.DONE, "done": total, "total": total, "bytes": size, "finished_at": timezone.now()}
    if not claim._held.update(**finished, claim=None, beat_at=None):  # noqa: SLF001
        raise JobLostError


def older_remove(*, claim: Claim) -> None:
    """Forget the same person's older finished export with its file: the disk holds one for each person."""
    older = Job.objects.filter(owner=claim.job.owner, kind=claim.job.kind, state=JobState.DONE, pk__lt=claim.job.pk)
    for job in list(older):
        Job.objects.filter(pk=job.pk).delete()
        folder.remove(job.uid)


def job_fail(*, claim: Claim, error: str) -> None:
    """It can't be done: `error` is what the person is told, as a code."""
    _end(claim._held, error)  # noqa: SLF001


def job_release(*, claim: Claim) -> None:
    """The process is about to end: somebody else may begin at once, and it doesn't count as an attempt."""
    claim._held.update(  # noqa: SLF001
        state=JobState.WAITING, claim=None, beat_at=None, done=0, attempts=F("attempts") - 1
    )


def selection_begin(*, job: Job) -> Claim:
    """Somebody fetches a selection: the last who does is the one that goes on."""
    token = uuid4()
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, claim=token, beat_at=timezone.now(), done=0, finished_at=None
    )
    return Claim(job, token)


def selection_end(*, claim: Claim, whole: bool) -> None:
    """All of it went out, or the client has gone. It can be fetched again either way."""
    if whole:
        ended = {"state": JobState.DONE, "done": claim.job.total, "finished_at": timezone.now()}
    else:
        ended = {"state": JobState.WAITING, "done": 0}
    claim._held.update(**ended, claim=None, beat_at=None)  # noqa: SLF001


def _due() -> QuerySet[Job]:
    now = timezone.now()
    # A beat from the future is a clock that was set back: as good as silence.
    silent = Q(beat_at__lt=now - DEAD_AFTER) | Q(beat_at__gt=now + DEAD_AFTER)
    waiting = Q(state=JobState.WAITING) & ~Q(kind=JobKind.SELECTION)
    return Job.objects.filter(waiting | Q(state=JobState.RUNNING) & silent).order_by("id")


def _claim(job: Job) -> Claim | None:
    token = uuid4()
    taken = _as_seen(job).update(
        state=JobState.RUNNING, claim=token, beat_at=timezone.now(), done=0, attempts=F("attempts") + 1
    )
    return Claim(job, token) if taken else None


def _give_up(job: Job) -> None:
    logger.error("job %s ended its process %d times; giving up", job.uid, job.attempts)
    _end(_as_seen(job), "internal")


def _selection_ended(job: Job) -> None:
    """The process that sent it died; it can be fetched again."""
    _as_seen(job).update(state=JobState.WAITING, claim=None, beat_at=None, done=0)


def _as_seen(job: Job) -> QuerySet[Job]:
    """The job, unless somebody did something with it since it was read."""
    return Job.objects.filter(pk=job.pk, state=job.state, claim=job.claim, attempts=job.attempts)


def _end(jobs: QuerySet[Job], error: str) -> None:
    jobs.update(state=JobState.FAILED, error=error, claim=None, beat_at=None, finished_at=timezone.now())
