"""How a person wants their camera, and what their own undoing and keeping teaches it. Nothing is learnt unasked."""

from typing import Final

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest, Least

from accounts.models import MAX_SMILE_SHIFT, Preferences, User

KEPT_STEP: Final = -0.03
"""A photo that is kept says that its smile was one: a little fainter will do as well."""
UNDONE_STEP: Final = 0.15
"""One that is undone says more than one that stays: five kept photos make up for it."""


def preferences_of(user: User) -> Preferences:
    """What this person chose, or the defaults (not saved)."""
    return Preferences.objects.filter(user=user).first() or Preferences(user=user)


@transaction.atomic
def preferences_set(*, user: User, sensitivity: str, learn_smile: bool, keep_alternates: bool = True) -> Preferences:
    """Choose. Switching the learning off forgets what was learnt. Raises ValidationError for an unknown sensitivity."""
    chosen = preferences_of(user)
    chosen.sensitivity, chosen.learn_smile, chosen.keep_alternates = sensitivity, learn_smile, keep_alternates
    if not learn_smile:
        chosen.smile_shift = 0.0
    chosen.full_clean()
    chosen.save()
    return chosen


def smile_forget(*, user: User) -> None:
    """Forget what was learnt; learning goes on if it was on."""
    Preferences.objects.filter(user=user).update(smile_shift=0.0)


def smile_kept(*, user: User) -> None:
    """A smile's photo came into the album."""
    _shift(user, KEPT_STEP)


def smile_undone(*, user: User) -> None:
    """It was thrown away soon after; that it had been kept counts no more."""
    _shift(user, UNDONE_STEP - KEPT_STEP)


def smile_restored(*, user: User) -> None:
    """It was taken back out of the trash soon after."""
    _shift(user, KEPT_STEP - UNDONE_STEP)


def _shift(user: User, step: float) -> None:
    """In one statement, so that two sockets of one person lose nothing of each other."""
    learning = Preferences.objects.filter(user=user, learn_smile=True)
    learning.update(smile_shift=Least(Greatest(F("smile_shift") + step, -MAX_SMILE_SHIFT), MAX_SMILE_SHIFT))
