"""`manage.py purge_accounts`: what the server does by itself every hour, for cron."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from accounts.leaving import account_delete, accounts_due


class Command(BaseCommand):
    help = "Delete the accounts whose owners asked for it seven days ago, with everything that is theirs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say which they are")

    def handle(self, *, dry_run: bool, **_options: Any) -> None:
        due = list(accounts_due())
        if dry_run:
            for user in due:
                self.stdout.write(f"{user.pk}\t{user.deletion_due_at:%Y-%m-%d %H:%M %Z}")
            self.stdout.write(f"{len(due)} accounts are due")
        else:
            gone = sum(account_delete(user=user) for user in tqdm(due, unit="account", disable=None))
            self.stdout.write(f"{gone} accounts deleted")
