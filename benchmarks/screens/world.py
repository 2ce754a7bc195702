"""A sample person with an album full of smiles; built by `manage.py shell`."""

import json
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

import numpy as np
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.consent import CAMERA, UPLOADS, consent_give
from accounts.models import User
from benchmarks.screens.sights import MEMOS, sights
from gallery.models import Album, Photo
from gallery.services import (
    Rules,
    album_add,
    album_create,
    export_start,
    photo_create,
    photo_favourite_set,
    photo_memo_set,
    photo_trash,
    selection_start,
    share_create,
)
from tests.portrait import Picture

DAYS: Final = (0, 1, 1, 3, 4, 6, 9, 12, 15, 19, 24, 27, 30, 33, 38, 41, 365, 366, 730)
"""How long ago (days) each photo was taken."""
PASSWORD: Final = "open sesame"


def build() -> None:
    """Prints one line of JSON: mina's session, and the addresses of what is hers, `sample_` before each name."""
    mina = User.objects.create_user(username="mina", email="mina@example.org", password=uuid4().hex)
    for purpose in (CAMERA, UPLOADS):
        consent_give(user=mina, purpose=purpose)
    photos = _photos(mina)
    album = _albums(mina, photos)
    selection_start(owner=mina, photos=[photo.uid for photo in photos[:4]], name=album.name)
    export_start(owner=mina)
    client = Client()
    client.force_login(mina)
    _remember_passwords()
    names = {f"sample_{name}": path for name, path in _paths(mina, photos, album).items()}
    print("WORLD=" + json.dumps({"session": client.session.session_key, "names": names}))


def _remember_passwords() -> None:
    """All pictures take longer than a password is remembered: nobody is asked for it again today."""
    for session in Session.objects.all():
        store = SessionStore(session.session_key)
        for typed in store.get("account_authentication_methods", []):
            typed["at"] += timedelta(days=1).total_seconds()
        store.save()


def _photos(owner: User) -> list[Photo]:
    shown, now = sights(), timezone.now().replace(hour=5, minute=20)
    photos = [_photo(owner, shown, now - timedelta(days=days), number) for number, days in enumerate(DAYS)]
    for number, photo in enumerate(photos):
        photo_memo_set(photo=photo, memo=MEMOS[number % len(MEMOS)])
    for favourite in photos[0:8:3]:
        photo_favourite_set(photo=favourite, favourite=True)
    for thrown in photos[14:16]:
        photo_trash(photo=thrown)
    return photos


def _photo(owner: User, shown: list[Picture], taken_at: datetime, number: int) -> Photo:
    # Mirrored the second time round: two photos of one picture would be called look-alikes.
    picture = np.ascontiguousarray(shown[number % len(shown)][:, :: -1 if number >= len(shown) else 1])
    return photo_create(
        owner=owner,
        capture_id=uuid4(),
        picture=picture,
        taken_at=taken_at,
        time_zone="Asia/Seoul",
        source="camera",
        emotion="happy",
        scores={"happy": 0.93, "neutral": 0.05, "surprise": 0.02},
        happy=0.93,
        sharpness=130.0,
        frame=number,
    )


def _albums(owner: User, photos: list[Photo]) -> Album:
    album = album_create(owner=owner, name="우리 집 사계절")
    album_add(album=album, photos=photos[:7])
    album_add(album=album_create(owner=owner, name="Grandma's garden"), photos=photos[4:6])
    album_create(owner=owner, name="활짝 웃은 날", rules=Rules(emotion="happy", happy_min=0.9))
    return album


def _paths(owner: User, photos: list[Photo], album: Album) -> dict[str, str]:
    shared = share_create(owner=owner, photo=photos[0], details=True)
    whole = share_create(owner=owner, album=album, details=True)
    locked = share_create(owner=owner, photo=photos[2], password=PASSWORD)
    return {
        "photo": reverse("photo", args=[photos[0].uid]),
        "photo_without_memo": reverse("photo", args=[photos[3].uid]),
        "photo_in_trash": reverse("photo", args=[photos[14].uid]),
        "one_album": reverse("one_album", args=[album.uid]),
        "album_edit": reverse("album_edit", args=[album.uid]),
        "share_new": reverse("photo_share", args=[photos[0].uid]),
        "share": reverse("share", args=[shared.uid]),
        "shared_photo": reverse("shared", args=[shared.token]),
        "shared_album": reverse("shared", args=[whole.token]),
        "shared_locked": reverse("shared", args=[locked.token]),
        "strip_made": reverse("strip") + "?" + "&".join(f"photo={photo.uid}" for photo in photos[:3]),
    }
