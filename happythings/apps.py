from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class HappyThingsConfig(AppConfig):
    name = "happythings"

    def ready(self) -> None:
        """Register the system checks, and make staff's groups after every migration."""
        from happythings import checks  # noqa: F401, PLC0415
        from happythings.groups import groups_make  # noqa: PLC0415

        post_migrate.connect(groups_make, dispatch_uid="groups_make")


class HappyAdminConfig(AdminConfig):
    default_site = "happythings.admin_site.HappyAdminSite"
