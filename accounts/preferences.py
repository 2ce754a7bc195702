"""How a person wants it, and what their own undoing and keeping teaches the camera. Nothing is learnt unasked."""

from typing import Final

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest, Least

from accounts.audit import audit
from accounts.audit_actions import AuditAction
from accounts.consent import LEARNING, consent_give, consent_revoke
from accounts.models import MAX_SMILE_SHIFT, Preferences, User

KEPT_STEP: Final = -0.03
"""A photo that is kept says that its smile was one: a little fainter will do as well."""
UNDONE_STEP: Final = 0.15
"""One that is undone says more than one that stays: five kept photos make up for it."""


def preferences_of(user: User) -> Preferences:
    """What this person chose, or the defaults (not saved)."""
    return Preferences.objects.filter(user=user).first() or Preferences(user=user)


@transaction.atomic
def preferences_set(
    *,
    user: User,
    sensitivity: str | None = None,
    learn_smile: bool | None = None,
    keep_alternates: bool | None = None,
    sound: bool | None = None,
    voice: bool | None = None,
    language: str | None = None,
    time_zone: str | None = None,
) -> Preferences:
    """Choose; what is None stays. Raises ValidationError (by field) for what is unknown, and then changes nothing.

    Learning is a purpose of its own: switching it on is the consent to it; off takes that back, and forgets.
    """
    chosen, _new = Preferences.objects.select_for_update().get_or_create(user=user)
    theirs = _change(user, language=language, time_zone=time_zone)
    camera = _change(
        chosen,
        sensitivity=sensitivity,
        learn_smile=learn_smile,
        keep_alternates=keep_alternates,
        sound=sound,
        voice=voice,
    )
    if learn_smile is False:
        chosen.smile_shift = 0.0
        camera.append("smile_shift")
    user.save(update_fields=theirs)
    chosen.save(update_fields=camera)
    audit(AuditAction.PREFERENCES_CHANGED, about=user, fields=",".join([*theirs, *camera]))
    if learn_smile is not None:
        (consent_give if learn_smile else consent_revoke)(user=user, purpose=LEARNING)
    return chosen


def _change(row: User | Preferences, **changes: str | bool | None) -> list[str]:
    """Set what is not None, check it, and say which those were. The other fields of the row are not looked at."""
    wanted = {name: value for name, value in changes.items() if value is not None}
    for name, value in wanted.items():
        setattr(row, name, value)
    row.clean_fields(exclude={field.name for field in row._meta.get_fields()} - wanted.keys())  # noqa: SLF001
    return list(wanted)


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
