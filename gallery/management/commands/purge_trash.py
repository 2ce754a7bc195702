"""`manage.py purge_trash`: what the server does by itself every hour, for those who would rather run it from cron."""

from typing import Any

from django.core.management.base import BaseCommand

from gallery.services import tidy


class Command(BaseCommand):
    help = "Delete photos that have been in the trash for 30 days, old downloads, and files that belong to nothing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        done = tidy()
        self.stdout.write(
            f"{done.purged} photos deleted, {done.expired} downloads forgotten, "
            f"{done.temporary} unfinished files and {done.orphans} stray files removed"
        )
