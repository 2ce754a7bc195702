"""A sample person with an album full of smiles, and one who has just begun; built by `manage.py shell`."""

import json
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

import numpy as np
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.consent import UPLOADS, consent_give
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
    """Prints one line of JSON: session keys, and addresses of things whose ids are made here."""
    mina, sori = _person("mina"), _person("sori")
    consent_give(user=mina, purpose=UPLOADS)
    photos = _photos(mina)
    album = _albums(mina, photos)
    selection_start(owner=mina, photos=[photo.uid for photo in photos[:4]], name=album.name)
    export_start(owner=mina)
    keys = {who.username: _key(who) for who in (mina, sori)}
    paths = _paths(mina, photos, album)
    print("WORLD=" + json.dumps({"cookie": settings.SESSION_COOKIE_NAME, "keys": keys, "paths": paths}))


def _person(name: str) -> User:
    person = User.objects.create_user(username=name, email=f"{name}@example.org", password=uuid4().hex)
    consent_give(user=person)
    return person


def _key(person: User) -> str:
    client = Client()
    client.force_login(person)
    return str(client.session.session_key)


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
