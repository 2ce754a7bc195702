"""Very many rows for the admin site's lists besides photos: people, albums, links, reports, notices with appeals."""

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from accounts.models import User

OPEN_IN: Final = 100
"""One report, and one appeal, in so many has still to be looked at."""
_BATCH: Final = 2_000


def fill(owner: "User", count: int) -> None:
    """`count` rows of each kind: as many people, each with an album and a link; reports and hidings are of `owner`'s
    photos, a photo each.
    """
    from accounts.models import User  # noqa: PLC0415 - Django is set up by whoever calls
    from gallery.models import Album, Share  # noqa: PLC0415

    names = (f"{owner.username}-{n}" for n in range(count))
    people = User.objects.bulk_create((User(username=name, email=f"{name}@example.org") for name in names), _BATCH)
    albums = Album.objects.bulk_create((Album(owner=person, name="Picnic") for person in people), _BATCH)
    Share.objects.bulk_create((Share(owner=album.owner, album=album) for album in albums), _BATCH)
    _judged(owner, count)


def _judged(owner: "User", count: int) -> None:
    from django.utils import timezone  # noqa: PLC0415

    from gallery.models import Appeal, Notice, Photo, Report  # noqa: PLC0415

    now = timezone.now()
    photos = list(islice(Photo.objects.filter(owner=owner).values_list("pk", flat=True).iterator(), count))
    Report.objects.bulk_create(
        (Report(photo_id=pk, reason="other", text="Look at this.", **_state(pk, "closed_at")) for pk in photos),
        batch_size=_BATCH,
    )
    same: dict[str, Any] = {"user": owner, "kind": "photo_hidden", "reason": "reported"}
    notices = Notice.objects.bulk_create(
        (Notice(photo_id=pk, created_at=now - timedelta(seconds=pk), **same) for pk in photos), batch_size=_BATCH
    )
    Appeal.objects.bulk_create(
        (Appeal(notice=notice, text="Look again.", **_state(n, "decided_at")) for n, notice in enumerate(notices)),
        batch_size=_BATCH,
    )


def _state(number: int, ended: str) -> dict[str, Any]:
    """Of a report, or of an appeal, by the field that says when it ended."""
    from django.utils import timezone  # noqa: PLC0415

    if number % OPEN_IN == 0:
        return {"state": "open"}
    return {"state": "dismissed" if ended == "closed_at" else "upheld", ended: timezone.now()}
