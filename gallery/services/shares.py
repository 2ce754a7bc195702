"""Links that show a photo or an album to whoever has them, for as long as their owner wants."""

import unicodedata
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import audit, audit_each
from accounts.audit_actions import AuditAction
from accounts.models import User
from gallery import selectors
from gallery.models import Album, Photo, Share

PASSWORD_CHARS: Final = (4, 128)
MAX_SHARES: Final = 500
"""Links of one person at a time."""
SHARE_KEPT: Final = timedelta(days=30)
"""So long after its end a link is forgotten."""


@transaction.atomic
def share_create(
    *,
    owner: User,
    photo: Photo | None = None,
    album: Album | None = None,
    expires_at: datetime | None = None,
    password: str = "",
    details: bool = False,
) -> Share:
    """A link to `photo` or `album`, both `owner`'s. It never ends without `expires_at`; `details`: with memos and days.

    Raises ValidationError: not exactly one thing, a photo that could not be seen through it (in the trash, or folded
    behind another), a time that is over, a password that is too short or too long, or too many links.
    """
    _check(owner, photo, album, expires_at, password)
    share = Share(owner=owner, photo=photo, album=album, expires_at=expires_at, details=details)
    share.password = make_password(_plain(password)) if password else ""
    share.full_clean()
    share.save()
    audit(AuditAction.SHARE_CREATED, thing=share, of="photo" if photo else "album", asks_password=bool(password))
    return share


@transaction.atomic
def share_revoke(*, share: Share) -> None:
    """From now on it leads nowhere. Revoking twice is revoking once."""
    if Share.objects.filter(pk=share.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit(AuditAction.SHARE_REVOKED, thing=share)


@transaction.atomic
def shares_revoke(*, shares: QuerySet[Share], by: User, reason: str) -> int:
    """Staff do the same with many, in one statement; how many led anywhere before."""
    living = list(Share.objects.filter(pk__in=shares.order_by().values("pk"), revoked_at=None).select_for_update())
    audit_each(AuditAction.SHARE_REVOKED, living, by=by, reason=reason)
    ids = [share.pk for share in living]
    return Share.objects.filter(pk__in=ids, revoked_at=None).update(revoked_at=timezone.now())


def share_viewed(*, share: Share) -> None:
    """Somebody opened the link's page."""
    Share.objects.filter(pk=share.pk).update(views=F("views") + 1)


def share_password_fits(*, share: Share, password: str) -> bool:
    """Whether this opens a link that asks for a password."""
    return check_password(_plain(password), share.password)


def shares_expire() -> int:
    """Forget links that ended, by time or by their owner, over 30 days ago; how many."""
    before = timezone.now() - SHARE_KEPT
    gone, _kinds = Share.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before)).delete()
    return gone


def _check(owner: User, photo: Photo | None, album: Album | None, expires_at: datetime | None, password: str) -> None:
    if (photo is None) == (album is None):
        raise _fault("photo", _("Name one photo or one album."))
    if photo is not None and not selectors.album(owner).filter(pk=photo.pk).exists():
        raise _fault("photo", _("This photo lies in the trash or behind another, where no link can show it."))
    if expires_at is not None and expires_at <= timezone.now():
        raise _fault("expires_at", _("This time is over already."))
    shortest, longest = PASSWORD_CHARS
    if password and not shortest <= len(_plain(password)) <= longest:
        message = _("A password has between %(shortest)d and %(longest)d characters.")
        raise _fault("password", message % {"shortest": shortest, "longest": longest})
    # Two tabs at once wait for each other on the person's row.
    User.objects.select_for_update().get(pk=owner.pk)
    if selectors.shares(owner).count() >= MAX_SHARES:
        raise _fault("photo" if photo else "album", _("You have as many links as there can be. Revoke some first."))


def _fault(field: str, message: str) -> ValidationError:
    return ValidationError({field: ValidationError(message, "invalid")})


def _plain(password: str) -> str:
    """However a keyboard composes it: 한글 from a Mac is the same password."""
    return unicodedata.normalize("NFKC", password)
