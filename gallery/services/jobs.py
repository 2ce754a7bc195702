"""What a person asks for that takes longer than a request: everything of theirs as a ZIP, or chosen photos."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.audit import audit
from accounts.audit_actions import AuditAction
from accounts.models import User
from gallery import selectors
from gallery.archive import folder
from gallery.archive.names import safe_name
from gallery.models import JOB_NAME_CHARS, Job, JobKind, JobState
from gallery.models.job import EVERYTHING_KEPT, SELECTION_KEPT, UNFINISHED

MAX_SELECTION: Final = 5_000
SELECTIONS_KEPT: Final = 10
"""Of one person; the oldest goes when another comes."""


def export_start(*, owner: User) -> Job:
    """Ask for everything of `owner`'s as a ZIP. While one is being made, asking again gives that one."""
    running = Job.objects.filter(owner=owner, kind=JobKind.EVERYTHING, state__in=UNFINISHED)
    if found := running.first():
        return found
    job = Job(
        owner=owner,
        kind=JobKind.EVERYTHING,
        language=(get_language() or "en")[:8],
        total=selectors.photos(owner).count(),
        expires_at=timezone.now() + EVERYTHING_KEPT,
    )
    try:
        with transaction.atomic():
            # Whoever is hiding a photo of theirs has this row: the export is begun before or after, never between.
            User.objects.select_for_update().get(pk=owner.pk)
            job.save(force_insert=True)
            audit(AuditAction.EXPORT_ASKED, thing=job, kind=job.kind, photos=job.total)
    except IntegrityError:
        # Asked for twice at once: the database let one in.
        return running.get()
    return job


@transaction.atomic
def selection_start(*, owner: User, photos: Sequence[UUID], name: str = "") -> Job:
    """Make a ZIP of these photos available for a day. It is made while it is fetched, and no file is kept.

    `name` (an album's title, say) becomes the archive's name, made safe. A photo named twice counts once.
    Raises ValidationError (`photos`) without photos, with more than 5,000, or with one that isn't `owner`'s to see.
    """
    chosen = list(dict.fromkeys(photos))
    if not chosen:
        raise ValidationError({"photos": ValidationError(_("Choose at least one photo."), "required")})
    if len(chosen) > MAX_SELECTION:
        message = _("At most %(limit)d photos fit into one ZIP.") % {"limit": MAX_SELECTION}
        raise ValidationError({"photos": ValidationError(message, "too_many")})
    if len(selectors.chosen_to_name(owner, set(chosen))) != len(chosen):
        message = _("Some of these photos are not in your album any more.")
        raise ValidationError({"photos": ValidationError(message, "not_found")})
    _make_room(owner)
    job = Job.objects.create(
        owner=owner,
        kind=JobKind.SELECTION,
        name=safe_name(name)[:JOB_NAME_CHARS] if name else "",
        photos=[str(uid) for uid in chosen],
        total=len(chosen),
        expires_at=timezone.now() + SELECTION_KEPT,
    )
    audit(AuditAction.EXPORT_ASKED, thing=job, kind=job.kind, photos=job.total)
    return job


@transaction.atomic
def job_delete(*, job: Job, by: User | None = None) -> None:
    """Forget the job, and with its commit its file. Whoever works on it notices and stops. That a person did it, and
    not the clock, is in the audit trail.
    """
    uid = job.uid
    if by is not None:
        audit(AuditAction.EXPORT_DELETED, by=by, thing=job, kind=job.kind)
    Job.objects.filter(pk=job.pk).delete()
    transaction.on_commit(lambda: folder.remove(uid))


def jobs_delete(*, owner: User) -> int:
    """Forget all of a person's jobs with their files; how many."""
    mine = list(Job.objects.filter(owner=owner).defer("photos"))
    for job in mine:
        job_delete(job=job)
    return len(mine)


@transaction.atomic
def exports_renew(*, owners: Collection[int]) -> None:
    """Something of these people's was hidden: finished exports go with their files, one in the making begins anew, and
    a selection on its way out breaks off. Call it with the owners' rows locked, so that no export begins meanwhile.
    """
    theirs = Job.objects.filter(owner__in=owners)
    made = theirs.filter(kind=JobKind.EVERYTHING).exclude(state=JobState.FAILED).defer("photos")
    # Locked also where it waits: it is not taken up before what is hidden can be seen to be.
    begun = [job for job in made.select_for_update() if job.state != JobState.WAITING]
    for job in begun:
        job_delete(job=job)
    # Under another name: the run that is going on ends with a file of the old one.
    Job.objects.bulk_create(_again(job) for job in begun if job.state == JobState.RUNNING)
    theirs.filter(kind=JobKind.SELECTION, state=JobState.RUNNING).update(
        state=JobState.WAITING, claim=None, beat_at=None, done=0
    )


def jobs_due() -> QuerySet[Job]:
    """Jobs whose time is over, unless one is being worked on."""
    over = Job.objects.filter(expires_at__lt=timezone.now()).exclude(kind=JobKind.EVERYTHING, state=JobState.RUNNING)
    return over.defer("photos")


def jobs_expiring() -> Iterator[int]:
    """Forget those, a step each."""
    for job in list(jobs_due()):
        job_delete(job=job)
        yield 1


def jobs_expire() -> int:
    """All at once; how many."""
    return sum(jobs_expiring())


def _again(job: Job) -> Job:
    same = ("owner_id", "kind", "language", "total", "created_at", "expires_at")
    return Job(**{name: getattr(job, name) for name in same})


def _make_room(owner: User) -> None:
    kept = Job.objects.filter(owner=owner, kind=JobKind.SELECTION).order_by("-id").values_list("pk", flat=True)
    oldest = list(kept[SELECTIONS_KEPT - 1 :])
    if oldest:
        Job.objects.filter(pk__in=oldest).delete()
