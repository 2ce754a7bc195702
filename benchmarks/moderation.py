"""What staff's work costs: an action on 1,000 photos as one request, the admin site's lists with 100,000 rows each, and
the audit trail with 200,000.

`python -m benchmarks.moderation --many 10000 --entries 20000` for a quick look. Lists are asked for with a hundredth of
the rows in the database, and again with all: the number of queries is for both, the milliseconds (the median of ten)
for all.
"""

import argparse
import os
import statistics
import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from accounts.models import User

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from benchmarks import queues, trail
from benchmarks.many_photos import make
from benchmarks.report import print_json

ACTED: Final = 1_000
MANY: Final = 100_000
ROUNDS: Final = 10
PAGES: Final = {
    "dashboard": "/admin/",
    "photos": "/admin/gallery/photo/",
    "filtered": "/admin/gallery/photo/?emotion=surprise&hidden=no&trashed=no",
    "blurry": "/admin/gallery/photo/?blurry=no",
    "month": "/admin/gallery/photo/?taken_on__year=2026&taken_on__month=11",
    "by_happiness": "/admin/gallery/photo/?o=-4",
    "search": "/admin/gallery/photo/?q=무지개",
    "deep": "/admin/gallery/photo/?p=15",
    "people": "/admin/accounts/user/",
    "people_by_use": "/admin/accounts/user/?o=-7",
    "people_found": "/admin/accounts/user/?q=many-77",
    "albums": "/admin/gallery/album/",
    "shares": "/admin/gallery/share/",
    "jobs": "/admin/gallery/job/",
    "reports": "/admin/gallery/report/",
    "reports_all": "/admin/gallery/report/?queue=all",
    "reports_most": "/admin/gallery/report/?queue=all&o=-5",
    "appeals": "/admin/gallery/appeal/",
    "appeals_all": "/admin/gallery/appeal/?queue=all",
}
_LIST: Final = PAGES["photos"]


class Staff:
    """A superuser's browser."""

    def __init__(self) -> None:
        from django.test import Client  # noqa: PLC0415 - Django is set up by `moderation`

        from accounts.models import User  # noqa: PLC0415

        self.client: Client = Client(SERVER_NAME="localhost")
        self.user = User.objects.create_superuser("boss")
        self.client.force_login(self.user)

    def ms(self, path: str) -> float:
        """Milliseconds for a page, which must be there."""
        begun = time.perf_counter()
        answer = self.client.get(path)
        took = 1000 * (time.perf_counter() - begun)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return took

    def fetched(self, path: str) -> int:
        """Bytes of an answer that comes in pieces."""
        from asgiref.sync import async_to_sync  # noqa: PLC0415

        async def size(pieces: Any) -> int:
            return sum([len(piece) async for piece in pieces])

        answer: Any = self.client.get(path)
        return async_to_sync(size)(answer.streaming_content)

    def queries(self, path: str) -> int:
        """How often a page asks the database."""
        from django.db import connection  # noqa: PLC0415
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        with CaptureQueriesContext(connection) as counted:
            self.ms(path)
        return len(counted)

    def act(self, action: str, owner: int) -> float:
        """Seconds for an action on everything that this person has, as one request."""
        from gallery.admin.shown import shown  # noqa: PLC0415
        from gallery.models import Photo  # noqa: PLC0415

        photos = Photo.objects.filter(owner=owner).order_by("id")
        newest = photos.latest("id").pk
        form = {"action": action, "_selected_action": [newest], "select_across": "1"}
        answer = {"apply": "1", "reason": "measured", "newest": newest}
        if action == "review":  # of what was on the page alone
            form["shown"] = " ".join(shown(photo).split('"')[-2] for photo in photos)
        begun = time.perf_counter()
        done = self.client.post(f"{_LIST}?owner__id__exact={owner}", form | answer)
        took = time.perf_counter() - begun
        assert done.status_code == 302, f"{action}: {done.status_code}"
        return took


def moderation(acted: int = ACTED, many: int = MANY, entries: int = trail.ENTRIES) -> dict[str, Any]:
    """`moderate_…_s` for each action on `acted` photos; `admin_…_ms` and `admin_…_queries` for each page; `audit_…`."""
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    from accounts.models import User  # noqa: PLC0415

    staff = Staff()
    few = User.objects.create_user("few")
    _fill(staff, few, max(many // 100, 1_000), entries // 100)
    before = {name: staff.queries(path) for name, path in (PAGES | trail.pages(entries // 100)).items()}
    _fill(staff, User.objects.create_user("many"), many, entries)
    result: dict[str, Any] = {"moderated_photos": acted, "admin_rows": many, "audit_entries": entries}
    for name, path in (PAGES | trail.pages(entries)).items():
        result[f"admin_{name}_ms"] = statistics.median(staff.ms(path) for _ in range(ROUNDS))
        result[f"admin_{name}_queries"] = [before[name], staff.queries(path)]
    return result | _actions(staff, acted) | trail.costs(staff, few)


def _fill(staff: Staff, owner: "User", count: int, entries: int) -> None:
    make(owner, count)
    queues.fill(owner, count)
    trail.fill([staff.user, owner], entries)


def _actions(staff: Staff, acted: int) -> dict[str, Any]:
    """With the files, in the order in which there is something to do."""
    from accounts.models import User  # noqa: PLC0415
    from gallery import files  # noqa: PLC0415
    from gallery.models import Photo  # noqa: PLC0415

    owner = User.objects.create_user("moderated")
    make(owner, acted, files=True)
    uid = Photo.objects.filter(owner=owner).latest("id").uid
    took = {f"moderate_{action}_s": staff.act(action, owner.pk) for action in ("review", "hide", "unhide", "delete")}
    assert not Photo.objects.filter(owner=owner).exists()
    assert not files.photo_path(uid).exists()
    return took


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.moderation", description=__doc__)
    parser.add_argument("--acted", type=int, default=ACTED)
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument("--entries", type=int, default=trail.ENTRIES, help="of the audit trail")
    options = parser.parse_args()
    print_json(moderation(options.acted, options.many, options.entries))


if __name__ == "__main__":
    main()
