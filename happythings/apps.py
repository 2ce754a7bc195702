from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class HappyThingsConfig(AppConfig):
    name = "happythings"

    def ready(self) -> None:
        """Register the system checks."""
        from happythings import checks  # noqa: F401, PLC0415


class HappyAdminConfig(AdminConfig):
    default_site = "happythings.admin_site.HappyAdminSite"
