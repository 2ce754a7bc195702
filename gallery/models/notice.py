"""What somebody is told about their photos, or about what they reported."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gallery.models.photo import REASON_CHARS, Photo


class NoticeKind(models.TextChoices):
    """What happened. The words for it are in `gallery.notice_words`, in the reader's language."""

    HIDDEN = "photo_hidden", _("photo hidden")
    RESTORED = "photo_restored", _("photo visible again")
    DELETED = "photo_deleted", _("photo deleted by staff")
    UPHELD = "appeal_upheld", _("appeal: stays hidden")
    KEPT = "photo_kept", _("report of the photo dismissed")
    REVIEWED = "photos_reviewed", _("shared photos reviewed")
    TRUSTED = "trusted", _("trusted from now on")
    REPORT_RESOLVED = "report_resolved", _("own report resolved")
    REPORT_DISMISSED = "report_dismissed", _("own report dismissed")


class Notice(models.Model):
    """One piece of news, for a person or, after a report without an account, for an address that is forgotten then.

    Of a hidden photo it says why and when, and of which day it was; never the picture. The notice of a hiding has the
    hiding's own time (`Photo.hidden_at`), so that an appeal is to that one. `mail_due_at`: a mail is still to be sent.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(_("id"), default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("for"),
        db_index=False,
    )
    email = models.EmailField(_("email"), blank=True, default="")
    language = models.CharField(_("language"), max_length=8, default="en")
    kind = models.CharField(_("kind"), max_length=20, choices=NoticeKind.choices)
    photo = models.ForeignKey(
        Photo, models.CASCADE, null=True, blank=True, related_name="notices", verbose_name=_("photo")
    )
    taken_on = models.DateField(_("taken on"), null=True, blank=True, help_text=_("Of a photo that is gone."))
    count = models.PositiveIntegerField(_("photos"), default=1)
    reason = models.CharField(_("reason"), max_length=REASON_CHARS, blank=True, default="")
    reported_at = models.DateTimeField(_("reported at"), null=True, blank=True, help_text=_("For who reported it."))
    created_at = models.DateTimeField(_("at"), default=timezone.now)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    mail_due_at = models.DateTimeField(_("mail due at"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_kind_is_known"),
            models.CheckConstraint(condition=Q(user__isnull=False) | ~Q(email=""), name="notice_is_for_somebody"),
            models.CheckConstraint(
                condition=~Q(kind=NoticeKind.HIDDEN) | Q(photo__isnull=False), name="notice_of_a_hiding_has_its_photo"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_list"),
            models.Index(fields=["mail_due_at"], name="notice_mail", condition=Q(mail_due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"
