"""Agreeing to the camera, and taking it back. Without an agreement to today's text no frame is analysed."""

from typing import Final

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import Consent, User

CAMERA_TEXT_VERSION: Final = 1
"""Counts up when templates/accounts/consent_text.html changes its meaning; everyone is then asked again."""


def consent_active(user: User) -> Consent | None:
    """The agreement to today's text that is in force, if any."""
    return user.consents.filter(
        purpose=Consent.Purpose.CAMERA, text_version=CAMERA_TEXT_VERSION, revoked_at=None
    ).first()


def consent_given(user: User) -> bool:
    """Whether the camera may look at this person now."""
    return consent_active(user) is not None


def consent_outdated(user: User) -> bool:
    """Whether this person agreed to an older text, and has not been asked about today's yet."""
    older = Consent.objects.filter(user=user, purpose=Consent.Purpose.CAMERA, revoked_at=None)
    return older.exclude(text_version=CAMERA_TEXT_VERSION).exists()


@transaction.atomic
def consent_give(*, user: User) -> Consent:
    """Agree to today's text. Agreeing twice is agreeing once; an agreement to an older text ends here."""
    # Two tabs agreeing at once wait for each other on the person's row.
    User.objects.select_for_update().get(pk=user.pk)
    if active := consent_active(user):
        return active
    consent_revoke(user=user)
    consent = Consent(user=user, purpose=Consent.Purpose.CAMERA, text_version=CAMERA_TEXT_VERSION)
    consent.full_clean()
    consent.save()
    return consent


def consent_revoke(*, user: User) -> bool:
    """Take the agreement back, whichever text it was to. Returns whether there was one."""
    active = Consent.objects.filter(user=user, purpose=Consent.Purpose.CAMERA, revoked_at=None)
    # A clock set back must not keep anyone from taking their consent back.
    return active.update(revoked_at=Greatest("given_at", Value(timezone.now()))) > 0
