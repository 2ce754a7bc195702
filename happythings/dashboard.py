"""The admin site's first page: how much there is, what waits for somebody, and whether the server is well. Each part is
shown to whoever may see the rows that it counts.
"""

import shutil
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gallery import selectors
from happythings import bar_chart
from happythings.health import CHECKS

DAYS: Final = 30
_NAMES: Final = {
    "database": _("Database"),
    "photos": _("Photos’ folder"),
    "model": _("Expression model"),
    "engine": _("Engine that reads frames"),
}


@dataclass(frozen=True, slots=True)
class People:
    """Accounts, those that signed in within 30 days, those that came within 7, and those that are closed."""

    all: int
    active: int
    fresh: int
    closed: int


def dashboard(request: HttpRequest) -> dict[str, Any]:
    """What the template needs, for whoever asks."""
    context: dict[str, Any] = {"health": health(), "engine": engine()}
    if request.user.has_perm("accounts.view_user"):
        context["people"] = people()
    if request.user.has_perm("gallery.view_photo"):
        context |= {"figures": selectors.figures(), "disk_free": _disk_free(), "links": _links(), **chart()}
    return context


def people() -> People:
    """One query."""
    now = timezone.now()
    return People(
        **User.objects.aggregate(
            all=Count("pk"),
            active=Count("pk", filter=Q(last_login__gt=now - timedelta(days=30))),
            fresh=Count("pk", filter=Q(date_joined__gt=now - timedelta(days=7))),
            closed=Count("pk", filter=Q(is_active=False)),
        )
    )


def chart() -> dict[str, Any]:
    """The photos of the last 30 days."""
    drawn = bar_chart.bars(selectors.photos_by_day(DAYS))
    total = sum(bar.count for bar in drawn)
    return {"bars": drawn, "chart": bar_chart, "chart_days": DAYS, "chart_day": drawn[-1].day, "chart_total": total}


def health() -> list[tuple[Any, str | None]]:
    """Each part of this server process by name, and what is wrong with it."""
    return [(_NAMES.get(name, name), check()) for name, check in CHECKS.items()]


def engine() -> dict[str, int]:
    """How many cameras this process has, with how many threads, and how old their answers are, in milliseconds."""
    from capture import engine_host  # noqa: PLC0415 - loads the models' libraries, which commands do not need
    from capture.visitors import REGISTER  # noqa: PLC0415

    load = engine_host.load()
    return {"cameras": REGISTER.cameras(), "threads": load.threads, "age_ms": round(1000 * load.age_s)}


def _disk_free() -> int | None:
    try:
        return shutil.disk_usage(settings.DATA_DIR).free
    except OSError:
        return None


def _links() -> dict[str, str]:
    """Where the figures lead, as far as there is a page."""
    pages = {
        "photos": ("gallery_photo", ""),
        "hidden": ("gallery_photo", "?hidden=yes"),
        "waiting": ("gallery_photo", "?waiting=yes"),
        "names": ("gallery_album", "?waiting=yes"),
        "reports": ("gallery_report", ""),
        "appeals": ("gallery_appeal", ""),
        "jobs": ("gallery_job", ""),
    }
    found = {}
    for name, (model, query) in pages.items():
        try:
            found[name] = reverse(f"admin:{model}_changelist") + query
        except NoReverseMatch:
            continue
    return found
