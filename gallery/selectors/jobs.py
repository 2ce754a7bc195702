"""Reading jobs, the owner first."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from gallery.models import Job


def jobs(owner: User) -> QuerySet[Job]:
    """All of `owner`'s jobs, newest first, without the lists of chosen photos."""
    return Job.objects.filter(owner=owner).order_by("-id").defer("photos")


def job_for(owner: User, uid: UUID) -> Job:
    """One job of `owner`'s. Raises Job.DoesNotExist."""
    return Job.objects.filter(owner=owner).get(uid=uid)


def job_photos(job: Job) -> set[UUID]:
    """The public ids of a selection's photos."""
    return {UUID(uid) for uid in job.photos}
