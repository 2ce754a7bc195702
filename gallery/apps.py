from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GalleryConfig(AppConfig):
    name = "gallery"
    verbose_name = _("Gallery")

    def ready(self) -> None:
        """Say what becomes of what somebody who leaves had here."""
        from accounts.leaving import on_parting  # noqa: PLC0415
        from gallery.services.parting import leave_nothing  # noqa: PLC0415

        on_parting(leave_nothing)
