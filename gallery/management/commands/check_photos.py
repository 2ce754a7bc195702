"""`manage.py check_photos`: do rows and files agree? With --fix, what can be mended is."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from gallery.models import Photo
from gallery.services.checking import Finding, Problem, mend, photos_check, strays_check

_FEW: Final = 10
_SHARE: Final = 0.05
"""More rows than these without a picture look like a disk that is not there, as does a folder without any."""


class Command(BaseCommand):
    help = "Compare every photo's row with its files, by their checksums, and look for files that belong to nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fix", action="store_true", help="mend what can be mended; a damaged picture can not")
        parser.add_argument("--dry-run", action="store_true", help="with --fix: only say what would be mended")
        parser.add_argument(
            "--many", action="store_true", help="delete rows without a picture even if they are many, or all"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a problem")

    def handle(self, *, fix: bool, dry_run: bool, many: bool, json: bool, **_: Any) -> None:
        steps = list(tqdm(photos_check(), total=Photo.objects.count(), unit="photo", disable=None))
        found, total = [step for step in steps if step], len(steps)
        found += tqdm(strays_check(), unit="file", disable=None)
        if fix and not many:
            _check_disk(found, total)
        mended = _mend(found) if fix and not dry_run else set()
        for finding in found:
            self.stdout.write(_json(finding, mended) if json else _line(finding, mended))
        counts = Counter(finding.problem for finding in found)
        said = ", ".join(f"{counts[problem]} {problem}" for problem in Problem if counts[problem])
        self.stderr.write(f"{total} photos: {said or 'all is well'}; {len(mended)} mended")
        if len(mended) < len(found):
            raise CommandError(f"{len(found) - len(mended)} problems are left", returncode=1)


def _check_disk(found: list[Finding], total: int) -> None:
    counts = Counter(finding.problem for finding in found)
    missing = counts[Problem.MISSING]
    none_read = missing + counts[Problem.UNREADABLE] == total
    if missing > max(_FEW, _SHARE * total) or (missing and none_read):
        raise CommandError(
            f"{missing} of {total} photos have no picture. Is their folder there? Nothing was changed; --many deletes "
            "their rows all the same."
        )


def _mend(found: list[Finding]) -> set[Finding]:
    return {finding for finding in tqdm(found, unit="problem", disable=None, file=sys.stderr) if mend(finding)}


def _line(finding: Finding, mended: set[Finding]) -> str:
    return f"{finding.problem}\t{finding.name}" + ("\tmended" if finding in mended else "")


def _json(finding: Finding, mended: set[Finding]) -> str:
    return json.dumps({"problem": finding.problem, "name": finding.name, "mended": finding in mended})
