"""Photos of nobody: pictures made of numbers, in a folder of the test's own."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import numpy.typing as npt
import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from accounts.consent import UPLOADS, consent_give
from accounts.models import User
from gallery.models import Photo
from gallery.services import photo_create

MakePhoto = Callable[..., Photo]
Pixels = npt.NDArray[np.uint8]
TAKEN_AT = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)


def picture(width: int = 320, height: int = 240, seed: int = 0) -> Pixels:
    """A soft BGR picture, another one for every seed."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [x * 255 // width, y * 255 // height, np.full_like(x, seed % 256)]
    return np.asarray(np.stack(planes, axis=-1), dtype=np.uint8)


def arguments(owner: User, **changed: Any) -> dict[str, Any]:
    """What `photo_create` takes."""
    return {
        "owner": owner,
        "capture_id": uuid4(),
        "picture": picture(),
        "taken_at": TAKEN_AT,
        "time_zone": "Asia/Seoul",
        "source": "camera",
        "emotion": "happy",
        "scores": {"happy": 0.9, "neutral": 0.1},
        "happy": 0.9,
        "sharpness": 120.5,
        "frame": 17,
    } | changed


@pytest.fixture(autouse=True)
def photo_dir(settings: Settings, tmp_path: Path) -> Path:
    settings.PHOTO_DIR, settings.EXPORT_DIR = tmp_path / "photos", tmp_path / "exports"
    return tmp_path / "photos"


@pytest.fixture(autouse=True)
def fresh_throttles() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture
def make_photo(alice: User) -> MakePhoto:
    """Keep a photo, alice's unless said otherwise; `memo`, `trashed_at` and such are set behind the services."""

    def make(owner: User = alice, **changed: Any) -> Photo:
        row = {name: changed.pop(name) for name in list(changed) if name not in arguments(owner)}
        photo = photo_create(**arguments(owner, **changed))
        if row:
            Photo.objects.filter(pk=photo.pk).update(**row)
            photo.refresh_from_db()
        return photo

    return make


@pytest.fixture
def staff(db: None) -> User:
    """May see and hide photos, and is no superuser."""
    person = User.objects.create_user("sam", "sam@example.org", "correct-horse-battery", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=["view_photo", "change_photo"]))
    return person


@pytest.fixture
def staff_client(staff: User) -> Client:
    client = Client()
    client.force_login(staff)
    return client


@pytest.fixture
def anonymous() -> Client:
    return Client()


@pytest.fixture
def uploads_agreed(alice: User, bob: User, charlie: User) -> None:
    """Everybody of the cast agreed that what they upload is analysed."""
    for person in (alice, bob, charlie):
        consent_give(user=person, purpose=UPLOADS)
