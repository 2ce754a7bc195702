"""What alice owns when a stranger comes by. A new kind of thing gets a line here, and its name goes into paths."""

from allauth.usersessions.models import UserSession
from django.db.models import Model

from accounts.models import User
from gallery.models import Notice, Photo
from gallery.services import (
    album_create,
    appeal_create,
    photo_create,
    photo_trash,
    photos_hide,
    report_create,
    selection_start,
    share_create,
)
from tests.gallery.conftest import arguments

Things = dict[str, tuple[Model, str]]
"""Name in a path → the row, and what stands in the path for it."""


def things_of(owner: User) -> Things:
    photo = photo_create(**arguments(owner))
    trashed = photo_trash(photo=photo_create(**arguments(owner)))
    job = selection_start(owner=owner, photos=[photo.uid])
    device = UserSession.objects.create(user=owner, session_key="f" * 32, ip="::1", user_agent="Firefox")
    album = album_create(owner=owner, name="Picnic")
    share = share_create(owner=owner, photo=photo)
    report = report_create(share=share, photo=photo, reason="other", text="Look at this.")
    notice, appealed = _hidden(owner), _hidden(owner)
    appeal = appeal_create(notice=appealed, text="Look again.")
    return {
        "notice": (notice, str(notice.uid)),
        "report_pk": (report, str(report.pk)),
        "appeal_pk": (appeal, str(appeal.pk)),
        "device": (device, str(device.pk)),
        "photo": (photo, str(photo.uid)),
        "trashed": (trashed, str(trashed.uid)),
        "job": (job, str(job.uid)),
        "photo_pk": (photo, str(photo.pk)),
        "job_pk": (job, str(job.pk)),
        "album_pk": (album, str(album.pk)),
        "share_pk": (share, str(share.pk)),
        "album": (album, str(album.uid)),
        "share": (share, str(share.uid)),
        "user_pk": (owner, str(owner.pk)),
    }


def _hidden(owner: User) -> Notice:
    """What the owner was told of a photo that is hidden."""
    photo = photo_create(**arguments(owner))
    moderator, _new = User.objects.get_or_create(username="mo", is_staff=True)
    photos_hide(photos=Photo.objects.filter(pk=photo.pk), by=moderator, reason="reported")
    return Notice.objects.get(photo=photo)
