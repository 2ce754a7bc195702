"""Walk a video file and keep its happy moments in somebody's album."""

import hashlib
import json
import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import numpy as np
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from tqdm import tqdm

from accounts.models import User
from capture.engine_host import make_analyzer
from capture.video import Moment, Video, VideoError
from gallery import services
from mlmodels.emotions import EMOTIONS
from mlmodels.errors import ModelUnavailableError


class Command(BaseCommand):
    help = "Find the happy moments of a video file, with the analyzer and the gate of the camera page, and keep them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("video", type=Path)
        parser.add_argument("--user", help="whose album: username or e-mail (not needed with --dry-run)")
        parser.add_argument("--dry-run", action="store_true", help="keep nothing")
        parser.add_argument("--jsonl", action="store_true", help="print one JSON object a moment")

    def handle(self, *, video: Path, user: str | None, dry_run: bool, jsonl: bool, **_: Any) -> None:
        owner = None if dry_run else _owner(user)
        try:
            opened, analyzer = Video(_existing(video)), make_analyzer()
            fingerprint = _fingerprint(video)
            began = video.stat().st_mtime - opened.seconds
            moments = 0
            with tqdm(total=opened.frames or None, unit="frame", file=sys.stderr) as bar:
                for seen in opened.watch(analyzer):
                    bar.update()
                    if seen.moment is None:
                        continue
                    moments += not seen.moment.alternate
                    photo = _keep(owner, seen.moment, moments, fingerprint, began) if owner else None
                    if seen.moment.alternate:
                        continue
                    with bar.external_write_mode(file=sys.stdout):
                        self.stdout.write(_line(seen.moment, photo, jsonl=jsonl))
        except services.QuotaExceededError as error:
            raise CommandError(f"quota_exceeded: {owner} keeps as much as they may, or as many a day") from error
        except (VideoError, ModelUnavailableError, services.StorageFullError, services.SaveFailedError) as error:
            raise CommandError(str(error) or type(error).__name__) from error
        kept = "found, none kept (--dry-run)" if dry_run else f"kept in {owner}'s album"
        self.stderr.write(f"{moments} moment{'' if moments == 1 else 's'} {kept}")


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise CommandError(f"{path}: there is no such file")
    return path


def _owner(name: str | None) -> User:
    if not name:
        raise CommandError("say whose album with --user NAME, or keep nothing with --dry-run")
    owner = User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name)).order_by("pk").first()
    if owner is None:
        raise CommandError(f"there is no user {name!r}: sign up first, or `manage.py createsuperuser`")
    return owner


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep(owner: User, moment: Moment, number: int, fingerprint: str, began: float) -> str | None:
    """Keep one picture of the file's moment `number`; the same frame of the same file is the same capture, so a second
    run adds nothing. None for one that staff hid meanwhile.
    """
    try:
        photo = services.photo_create(
            owner=owner,
            capture_id=UUID(str(uuid5(NAMESPACE_URL, f"happythings:{fingerprint}:{moment.frame}"))),
            picture=np.ascontiguousarray(moment.picture[..., ::-1]),
            taken_at=datetime.fromtimestamp(max(0.0, began + moment.time), UTC),
            time_zone=settings.TIME_ZONE,
            source="find_moments",
            emotion=moment.face.emotion,
            scores={e: round(score, 4) for e, score in zip(EMOTIONS, moment.face.scores, strict=True)},
            happy=moment.face.happy,
            sharpness=moment.face.sharpness,
            frame=moment.frame,
            moment=uuid5(NAMESPACE_URL, f"happythings:{fingerprint}:moment:{number}"),
            alternate=moment.alternate,
        )
    except services.CaptureConflictError:
        return None
    return str(photo.uid)


def _line(moment: Moment, photo: str | None, *, jsonl: bool) -> str:
    if not jsonl:
        return f"{moment.time:8.2f} s  frame {moment.frame:6}  happy {moment.face.happy:.2f}  {photo or 'not kept'}"
    return json.dumps(
        {
            "time": round(moment.time, 3),
            "frame": moment.frame,
            "happy": round(moment.face.happy, 4),
            "sharpness": round(moment.face.sharpness, 2),
            "photo": photo,
        }
    )
