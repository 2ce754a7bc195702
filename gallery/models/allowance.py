"""How much one person may keep, where that differs from the setting for all."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Allowance(models.Model):
    """Set by staff for one person; a value left empty is the setting's, 0 is no limit."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="allowance", verbose_name=_("owner")
    )
    megabytes = models.PositiveIntegerField(
        _("megabytes"), null=True, blank=True, help_text=_("Empty: as for everyone. 0: no limit.")
    )
    photos_per_day = models.PositiveIntegerField(
        _("photos a day"), null=True, blank=True, help_text=_("Empty: as for everyone. 0: no limit.")
    )

    class Meta:
        verbose_name = _("allowance")
        verbose_name_plural = _("allowances")

    def __str__(self) -> str:
        # Staff's log keeps this word, and no name may outlive its account there.
        return str(self.pk)
