"""What keeping and undoing teach the owner's camera."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.preferences import KEPT_STEP, UNDONE_STEP, preferences_of, preferences_set
from gallery import services
from gallery.models import Photo
from gallery.services import photo_create
from tests.gallery.conftest import MakePhoto, arguments


@pytest.fixture
def learning(alice: User) -> User:
    preferences_set(user=alice, sensitivity="normal", learn_smile=True)
    return alice


def shift(user: User) -> float:
    return preferences_of(user).smile_shift


def test_a_kept_photo_teaches_once_however_often_it_is_sent(learning: User) -> None:
    call = arguments(learning)
    photo_create(**call)
    photo_create(**call)
    assert shift(learning) == pytest.approx(KEPT_STEP)


def test_undo_through_the_api_teaches_once_and_restoring_takes_it_back(
    learning: User, alice_client: Client, make_photo: MakePhoto
) -> None:
    address = f"/api/v1/photos/{make_photo().uid}/"
    for _ in range(2):
        assert alice_client.delete(address).status_code == 204
    assert shift(learning) == pytest.approx(UNDONE_STEP)
    for _ in range(2):
        assert alice_client.post(f"{address}restore/").status_code == 200
    assert shift(learning) == pytest.approx(KEPT_STEP)


def test_tidying_up_later_teaches_nothing(learning: User, make_photo: MakePhoto) -> None:
    photo = make_photo(created_at=timezone.now() - timedelta(minutes=11))
    services.photo_trash(photo=photo)
    services.photo_restore(photo=photo)
    assert shift(learning) == pytest.approx(KEPT_STEP)


@pytest.mark.parametrize("source", ["file", "find_moments"])
def test_videos_teach_nothing(learning: User, make_photo: MakePhoto, source: str) -> None:
    services.photo_trash(photo=make_photo(source=source))
    assert shift(learning) == 0


def test_a_photo_that_could_not_be_kept_teaches_nothing(learning: User) -> None:
    with pytest.raises(services.SaveFailedError):
        photo_create(**arguments(learning, emotion="bored"))
    assert not Photo.objects.exists()
    assert shift(learning) == 0


def test_somebody_elses_photos_teach_nothing(learning: User, bob: User, make_photo: MakePhoto) -> None:
    services.photo_trash(photo=make_photo(bob))
    assert shift(learning) == 0
