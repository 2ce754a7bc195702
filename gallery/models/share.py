"""A link that shows one photo or one album to whoever has it."""

import secrets
import uuid
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gallery.models.album import Album
from gallery.models.photo import Photo


def new_token() -> str:
    """128 bits by chance, 22 characters of an address: nobody guesses one."""
    return secrets.token_urlsafe(16)


class Share(models.Model):
    """What `token` opens, until when, and for whom. The token is kept as it is: its owner may look the link up again.

    `uid` names it to its owner, so that the token need not travel without need. `password` is a hash, or empty.
    """

    TOKEN_CHARS: Final = 22

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(_("id"), default=uuid.uuid4, unique=True, editable=False)
    token = models.CharField(_("token"), max_length=TOKEN_CHARS, default=new_token, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="shares", verbose_name=_("owner"), db_index=False
    )
    photo = models.ForeignKey(
        Photo, models.CASCADE, null=True, blank=True, related_name="shares", verbose_name=_("photo")
    )
    album = models.ForeignKey(
        Album, models.CASCADE, null=True, blank=True, related_name="shares", verbose_name=_("album")
    )
    details = models.BooleanField(_("with memos and dates"), default=False)
    password = models.CharField(_("password"), max_length=128, blank=True, default="")
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    views = models.PositiveBigIntegerField(_("views"), default=0)

    class Meta:
        verbose_name = _("shared link")
        verbose_name_plural = _("shared links")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(photo__isnull=False, album=None) | Q(photo=None, album__isnull=False),
                name="share_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("created_at")), name="share_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["owner", "-id"], name="share_list", condition=Q(revoked_at__isnull=True))]

    def __str__(self) -> str:
        return str(self.uid)

    @property
    def expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= timezone.now()
