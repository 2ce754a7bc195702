"""`manage.py moderate`: list, hide and restore photos from scripts. The trail says who did it and why."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import QuerySet
from tqdm import tqdm

from accounts.models import User
from gallery.models import Photo
from gallery.services import photos_hide, photos_unhide

_BATCH: Final = 500


class Command(BaseCommand):
    help = "List photos for moderation, hide them with a reason, or make them visible again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        listing = verbs.add_parser("list", help="photos, newest first")
        listing.add_argument("--owner", help="of this person alone: a username")
        listing.add_argument("--state", choices=["all", "visible", "hidden"], default="all")
        listing.add_argument("--limit", type=int, default=100)
        hiding = verbs.add_parser("hide", help="hide photos, all of them or none")
        hiding.add_argument("--reason", required=True, help="what their owners are told")
        restoring = verbs.add_parser("restore", help="make photos visible again, all of them or none")
        for changing in (hiding, restoring):
            changing.add_argument("ids", nargs="+", help="their ids; - reads them from the standard input")
            changing.add_argument(
                "--by", required=True, help="who does it: a username of the staff; not with their own photos"
            )
        for each in (listing, hiding, restoring):
            each.add_argument("--json", action="store_true", help="one JSON object a photo")
            each.add_argument("--dry-run", action="store_true", help="change nothing, only say which photos they are")

    def handle(self, *, verb: str, json: bool, dry_run: bool, **options: Any) -> None:
        if verb == "list":
            found = _listed(owner=options["owner"], state=options["state"], limit=options["limit"])
            self._tell(tqdm(found.iterator(), total=found.count(), unit="photo", disable=None), as_json=json)
            return
        staff, photos = _staff(options["by"]), _photos(options["ids"])
        judged = (photo for photo in photos if photo.owner_id != staff.pk)
        changing = [photo for photo in judged if (photo.hidden_at is None) == (verb == "hide")]
        if not dry_run:
            _change(changing, staff, options.get("reason"))
        self._tell(_as_they_are(changing), as_json=json)
        said = f"{verb}: {len(changing)} of {len(photos)} photos"
        self.stderr.write(f"{said} would change (--dry-run)" if dry_run else f"{said} changed")

    def _tell(self, photos: Any, *, as_json: bool) -> None:
        for photo in photos:
            self.stdout.write(_json(photo) if as_json else _line(photo))


def _listed(*, owner: str | None, state: str, limit: int) -> QuerySet[Photo]:
    photos = Photo.objects.select_related("owner").order_by("-id")
    if owner is not None:
        photos = photos.filter(owner=_person(owner))
    if state != "all":
        photos = photos.filter(hidden_at__isnull=state == "visible")
    return photos[: max(limit, 0)]


@transaction.atomic
def _change(photos: list[Photo], staff: User, reason: str | None) -> None:
    for start in tqdm(range(0, len(photos), _BATCH), unit="batch", disable=None):
        some = Photo.objects.filter(pk__in=[photo.pk for photo in photos[start : start + _BATCH]])
        if reason is None:
            photos_unhide(photos=some, by=staff)
            continue
        try:
            photos_hide(photos=some, by=staff, reason=reason)
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error


def _photos(names: list[str]) -> list[Photo]:
    """In the order in which they were named. Raises CommandError for one that is not there."""
    words = [word for name in names for word in (sys.stdin.read().split() if name == "-" else [name])]
    try:
        uids = list(dict.fromkeys(UUID(word) for word in words))
    except ValueError as error:
        raise CommandError("that is no photo's id") from error
    found: dict[UUID, Photo] = {}
    for start in range(0, len(uids), _BATCH):
        found |= {photo.uid: photo for photo in Photo.objects.filter(uid__in=uids[start : start + _BATCH])}
    if missing := [str(uid) for uid in uids if uid not in found]:
        raise CommandError(f"there is no photo {', '.join(missing)}; nothing is changed")
    return [found[uid] for uid in uids]


def _as_they_are(photos: list[Photo]) -> Iterator[Photo]:
    for start in range(0, len(photos), _BATCH):
        some = [photo.pk for photo in photos[start : start + _BATCH]]
        yield from Photo.objects.filter(pk__in=some).select_related("owner").order_by("-id")


def _staff(name: str) -> User:
    """Raises CommandError for somebody who might not do it in the admin site either."""
    person = _person(name)
    if not (person.is_staff and person.has_perm("gallery.change_photo")):
        raise CommandError(f"{name} may not moderate: give them the group “moderator”")
    return person


def _person(name: str) -> User:
    person = User.objects.filter(username=User.normalize_username(name)).first()
    if person is None:
        raise CommandError(f"there is no user {name!r}")
    return person


def _line(photo: Photo) -> str:
    state = f"hidden {photo.hidden_at:%Y-%m-%d %H:%M}: {photo.hidden_reason}" if photo.hidden_at else "visible"
    return f"{photo.uid}\t{photo.owner.username}\t{photo.created_at:%Y-%m-%d %H:%M}\t{photo.emotion}\t{state}"


def _json(photo: Photo) -> str:
    said = {
        "id": str(photo.uid),
        "owner": photo.owner.username,
        "saved_at": photo.created_at.isoformat(),
        "emotion": photo.emotion,
        "trashed": photo.trashed_at is not None,
        "hidden_at": photo.hidden_at.isoformat() if photo.hidden_at else None,
        "hidden_reason": photo.hidden_reason,
    }
    return json.dumps(said, ensure_ascii=False)
