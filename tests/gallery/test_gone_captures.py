"""A photo that was deleted for good stays away, though its ticket is still good."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from capture.tickets import LIFETIME_S
from gallery import files, services
from gallery.models import GoneCapture, Photo
from gallery.services.gone_captures import TICKET_LIFE
from tests.gallery.conftest import arguments

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_deleted_for_good_is_not_kept_anew(alice: User, bob: User) -> None:
    sent = arguments(alice)
    services.photos_trash(photos=[photo := services.photo_create(**sent)])
    assert services.photo_create(**sent) == photo, "in the trash it is still theirs"
    services.photo_delete(photo=photo)
    with pytest.raises(services.PhotoGoneError):
        services.photo_create(**sent)
    assert not Photo.objects.exists()
    assert list(files.folder().iterdir()) == []
    assert services.photo_create(**sent | {"owner": bob}).owner == bob


def test_a_photo_that_is_deleted_while_it_is_sent_once_more_stays_away(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = arguments(alice)
    write = files.write

    def slow(*args: object, **named: bytes) -> None:
        write(*args, **named)  # type: ignore[arg-type]
        monkeypatch.setattr(files, "write", write)
        services.photo_delete(photo=services.photo_create(**sent))

    monkeypatch.setattr(files, "write", slow)
    with pytest.raises(services.PhotoGoneError):
        services.photo_create(**sent)
    assert list(files.folder().iterdir()) == []


def test_only_what_may_have_a_ticket_is_remembered_and_only_while_it_has(alice: User) -> None:
    uploaded, old = arguments(alice, source="upload", frame=None), arguments(alice)
    photos = [services.photo_create(**each) for each in (uploaded, old)]
    Photo.objects.filter(pk=photos[1].pk).update(created_at=timezone.now() - TICKET_LIFE)
    services.photos_delete(photos=photos)
    assert not GoneCapture.objects.exists()
    services.photo_delete(photo=services.photo_create(**uploaded))


@pytest.mark.parametrize("forget", [services.tidy, lambda: call_command("purge", "captures")], ids=["tidy", "purge"])
def test_a_week_later_nothing_is_known_of_it(alice: User, forget: Callable[[], object]) -> None:
    assert TICKET_LIFE.total_seconds() >= LIFETIME_S
    for _ in range(2):
        services.photo_delete(photo=services.photo_create(**arguments(alice)))
    first = GoneCapture.objects.earliest("pk")
    GoneCapture.objects.filter(pk=first.pk).update(gone_at=timezone.now() - TICKET_LIFE - timedelta(seconds=1))
    forget()
    assert GoneCapture.objects.count() == 1
    assert not GoneCapture.objects.filter(pk=first.pk).exists()
