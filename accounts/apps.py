from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """The API's schema, the audit trail's ears, and its lock after every migration."""
        from accounts import audit_sign_in, openapi  # noqa: F401, PLC0415
        from accounts.audit_lock import audit_lock  # noqa: PLC0415

        post_migrate.connect(audit_lock, sender=self, dispatch_uid="audit_lock")
