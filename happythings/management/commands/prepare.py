"""Make the data folder ready for a server: `serve --prepare` runs it while its workers load."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from happythings import certificates
from happythings.settings_trail import settings_note
from happythings.static_collection import collect_static_if_changed


class Command(BaseCommand):
    help = "Migrate the database, collect static files, and with HTTPS make the certificate."

    requires_system_checks: list[str] = []

    def handle(self, **_: Any) -> None:
        call_command("migrate", verbosity=0, skip_checks=True)
        settings_note()
        collect_static_if_changed()
        if settings.HTTPS:
            certificates.prepare(settings.TLS_DIR, settings.ALLOWED_HOSTS)
