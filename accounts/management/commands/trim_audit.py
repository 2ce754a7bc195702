"""`manage.py trim_audit --days 365`: the audit trail keeps no longer than it is needed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from accounts.audit_keeping import audit_older_than, audit_trim


class Command(BaseCommand):
    help = "Delete entries of the audit trail that are older than so many days, 30 at least."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, required=True, help="how old an entry may become")
        parser.add_argument("--dry-run", action="store_true", help="only say how many there are")

    def handle(self, *, days: int, dry_run: bool, **_options: Any) -> None:
        try:
            due = audit_older_than(days).count()
        except ValueError as error:
            raise CommandError(str(error)) from error
        if dry_run:
            self.stdout.write(f"{due} entries are older than {days} days")
            return
        with tqdm(total=due, unit="entry", disable=None) as bar:
            for count in audit_trim(days=days):
                bar.update(count)
        self.stdout.write(f"{due} entries deleted")
