"""`manage.py purge`: what the server does by itself every hour, for cron and for those who want to see it done."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from accounts.leaving import accounts_due, accounts_purging
from gallery.services.gone_captures import captures_due, captures_forgetting
from gallery.services.jobs import jobs_due, jobs_expiring
from gallery.services.tidying import old_strays, strays_removing, trash_due, trash_purging

Chore = tuple[Callable[[], int], Callable[[], Iterable[int]], str]
CHORES: Final[dict[str, Chore]] = {
    "trash": (lambda: trash_due().count(), trash_purging, "photos of the trash"),
    "exports": (lambda: jobs_due().count(), jobs_expiring, "exports and ZIPs"),
    "captures": (lambda: captures_due().count(), captures_forgetting, "captures of deleted photos"),
    "files": (lambda: sum(1 for _ in old_strays()), strays_removing, "unfinished or stray files"),
    "accounts": (lambda: accounts_due().count(), accounts_purging, "accounts"),
}
"""What may go: how many there are, and how they go, one by one."""


class Command(BaseCommand):
    help = (
        "Delete what is due: photos after 30 days in the trash, exports whose time is over, what is left of deleted "
        "photos after a week, files that belong to nothing, accounts seven days after their owners asked for it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", nargs="*", choices=[[], *CHORES], help="all of it unless named")
        parser.add_argument("--dry-run", action="store_true", help="only say how much is due")

    def handle(self, *, what: list[str], dry_run: bool, **_options: Any) -> None:
        for name in what or CHORES:
            count, go, things = CHORES[name]
            if dry_run:
                self.stdout.write(f"{count()} {things} are due")
            else:
                self.stdout.write(f"{sum(_seen(go(), count(), name))} {things} deleted")


def _seen(steps: Iterable[int], total: int, name: str) -> Iterator[int]:
    yield from tqdm(steps, total=total, desc=name, unit="", disable=None)
