"""Agreeing, purpose by purpose, and taking it back. Without an agreement to today's text nothing of it is done."""

from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.audit import audit
from accounts.audit_actions import AuditAction
from accounts.models import Consent, Preferences, User

CAMERA, UPLOADS, LEARNING = Consent.Purpose.CAMERA, Consent.Purpose.UPLOADS, Consent.Purpose.LEARNING
TEXT_VERSIONS: Final = {CAMERA: 1, UPLOADS: 1, LEARNING: 1}
"""One counts up when its text in templates/accounts/consents/ changes its meaning; everyone is then asked again."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands to one purpose."""

    purpose: Consent.Purpose
    active: Consent | None
    """The agreement to today's text that is in force."""
    outdated: bool
    """Whether they agreed to an older text, and have not been asked about today's yet."""
    past: tuple[Consent, ...]
    """What was agreed to before and taken back, newest first."""


def consent_active(user: User, purpose: Consent.Purpose = CAMERA) -> Consent | None:
    """The agreement to today's text that is in force, if any."""
    return user.consents.filter(purpose=purpose, text_version=TEXT_VERSIONS[purpose], revoked_at=None).first()


def consent_given(user: User, purpose: Consent.Purpose = CAMERA) -> bool:
    """Whether this may be done for this person now."""
    return consent_active(user, purpose) is not None


def consent_outdated(user: User, purpose: Consent.Purpose = CAMERA) -> bool:
    """Whether this person agreed to an older text, and has not been asked about today's yet."""
    older = Consent.objects.filter(user=user, purpose=purpose, revoked_at=None)
    return older.exclude(text_version=TEXT_VERSIONS[purpose]).exists()


def standings(user: User) -> list[Standing]:
    """Every purpose and how this person stands to it, in one query."""
    records = list(user.consents.order_by("-given_at", "-pk"))
    return [_standing(purpose, [each for each in records if each.purpose == purpose]) for purpose in Consent.Purpose]


def _standing(purpose: Consent.Purpose, records: list[Consent]) -> Standing:
    open_ones = [each for each in records if each.revoked_at is None]
    active = next((each for each in open_ones if each.text_version == TEXT_VERSIONS[purpose]), None)
    past = tuple(each for each in records if each.revoked_at is not None)
    return Standing(purpose, active, bool(open_ones) and active is None, past)


@transaction.atomic
def consent_give(*, user: User, purpose: Consent.Purpose = CAMERA) -> Consent:
    """Agree to today's text. Agreeing twice is agreeing once; an agreement to an older text ends here. Agreeing to the
    learning switches it on.
    """
    # Two tabs agreeing at once wait for each other on the person's row.
    User.objects.select_for_update().get(pk=user.pk)
    if active := consent_active(user, purpose):
        return active
    _end(user, purpose)
    consent = Consent(user=user, purpose=purpose, text_version=TEXT_VERSIONS[purpose])
    consent.full_clean()
    consent.save()
    audit(AuditAction.CONSENT_GIVEN, thing=consent, purpose=purpose.value, version=consent.text_version)
    if purpose == LEARNING:
        Preferences.objects.update_or_create(user=user, defaults={"learn_smile": True})
    return consent


@transaction.atomic
def consent_revoke(*, user: User, purpose: Consent.Purpose = CAMERA) -> bool:
    """Take the agreement back, whichever text it was to; what was learnt by it goes. Returns whether there was one."""
    if purpose == LEARNING:
        Preferences.objects.filter(user=user).update(learn_smile=False, smile_shift=0.0)
    ended = _end(user, purpose)
    if ended:
        audit(AuditAction.CONSENT_TAKEN_BACK, about=user, purpose=purpose.value)
    return ended


def _end(user: User, purpose: Consent.Purpose) -> bool:
    active = Consent.objects.filter(user=user, purpose=purpose, revoked_at=None)
    # A clock set back must not keep anyone from taking their consent back.
    return active.update(revoked_at=Greatest("given_at", Value(timezone.now()))) > 0
