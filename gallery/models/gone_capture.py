"""What a photo that was deleted for good leaves for a week: that its picture is not to come back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class GoneCapture(models.Model):
    """The capture id of one such photo, and nothing else of it. A device that was away may still have its picture."""

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("owner"), db_index=False
    )
    capture_id = models.UUIDField(_("capture"))
    gone_at = models.DateTimeField(_("deleted at"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("capture of a deleted photo")
        verbose_name_plural = _("captures of deleted photos")
        constraints = [models.UniqueConstraint(fields=["owner", "capture_id"], name="gone_once")]

    def __str__(self) -> str:
        return str(self.capture_id)
