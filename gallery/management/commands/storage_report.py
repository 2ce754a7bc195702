"""`manage.py storage_report`: who keeps how much, and what is left of the disk. It changes nothing, ever."""

import json
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db.models import Count, F, Q, Sum
from django.template.defaultfilters import filesizeformat
from tqdm import tqdm

from gallery import disk, files
from gallery.archive import folder
from gallery.models import Photo


class Command(BaseCommand):
    help = "Say how much each person keeps, how large the folders are, and how much of the disk is free."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--top", type=int, default=20, help="how many people, those who keep most first")
        parser.add_argument("--json", action="store_true", help="all of it as one JSON object, in bytes")
        parser.add_argument("--dry-run", action="store_true", help="as without: nothing is changed either way")

    def handle(self, *, top: int, json: bool, **_options: Any) -> None:
        report = {"people": _people(top), "all": _all(), "folders": _folders(), "disk": _disk()}
        self.stdout.write(_json(report) if json else _text(report))


_FIGURES = {
    "photos": Count("pk"),
    "kept_bytes": Sum("bytes", default=0),
    "trash_bytes": Sum("bytes", filter=Q(trashed_at__isnull=False), default=0),
    "hidden": Count("pk", filter=Q(hidden_at__isnull=False)),
}


def _people(top: int) -> list[dict[str, Any]]:
    each = Photo.objects.order_by().values("owner__username").annotate(**_FIGURES)
    return [
        {"person": row.pop("owner__username"), **row}
        for row in map(dict, each.order_by(F("kept_bytes").desc())[: max(top, 0)])
    ]


def _all() -> dict[str, int]:
    return Photo.objects.order_by().aggregate(people=Count("owner", distinct=True), **_FIGURES)


def _folders() -> dict[str, dict[str, int]]:
    """What really lies there, thumbnails too: more than the rows say."""
    places = {"photos": files.folder(), "exports": folder.folder()}
    found = {name: _measured(name, place) for name, place in places.items()}
    database = Path(str(settings.DATABASES["default"]["NAME"]))
    if database.is_file():
        found["database"] = {"files": 1, "bytes": database.stat().st_size}
    return found


def _measured(name: str, place: Path) -> dict[str, int]:
    sizes = [size for _path, size in tqdm(disk.sizes(place), desc=name, unit="file", disable=None)]
    return {"files": len(sizes), "bytes": sum(sizes)}


def _disk() -> dict[str, int]:
    usage = shutil.disk_usage(settings.DATA_DIR)
    return {"bytes": usage.total, "free_bytes": usage.free}


def _json(report: dict[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False)


def _text(report: dict[str, Any]) -> str:
    whole, lines = report["all"], [_person(row) for row in report["people"]]
    lines.append(
        f"{whole['people']} people keep {whole['photos']} photos: {_size(whole['kept_bytes'])}, "
        f"{_size(whole['trash_bytes'])} of it in the trash; {whole['hidden']} are hidden"
    )
    lines += [f"{name}: {found['files']} files, {_size(found['bytes'])}" for name, found in report["folders"].items()]
    lines.append(f"{_size(report['disk']['free_bytes'])} of {_size(report['disk']['bytes'])} are free")
    return "\n".join(lines)


def _person(row: dict[str, Any]) -> str:
    trash = f"{_size(row['trash_bytes'])} in the trash"
    return f"{row['person']}\t{row['photos']} photos\t{_size(row['kept_bytes'])}\t{trash}"


def _size(count: int) -> str:
    return filesizeformat(count).replace("\xa0", " ")
