"""How much somebody may keep, and how much of that is used. Everything that is kept counts, the trash too."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils import timezone

from accounts.models import User
from gallery.errors import QuotaExceededError
from gallery.models import Allowance, Photo

MEGABYTE: Final = 1024 * 1024
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quota:
    """`used` bytes of at most `limit`, `today` photos in the last 24 hours of at most `per_day`; None: no limit."""

    used: int
    limit: int | None
    today: int
    per_day: int | None

    @property
    def percent(self) -> int:
        """How full it is, 0–100; 0 without a limit."""
        return min(100, 100 * self.used // self.limit) if self.limit else 0

    @property
    def nearly_full(self) -> bool:
        """Whether it is time to say so."""
        return self.limit is not None and self.used >= 0.9 * self.limit

    def has_room(self, size: int) -> bool:
        """Whether one more photo of `size` bytes may be kept now."""
        fits = self.limit is None or self.used + size <= self.limit
        return fits and (self.per_day is None or self.today < self.per_day)


def quota_of(owner: User) -> Quota:
    """Two queries, whatever is kept; an index answers the one about photos by itself."""
    allowed = Allowance.objects.filter(owner=owner).first() or Allowance()
    recent = Q(created_at__gt=timezone.now() - DAY)
    kept = Photo.objects.filter(owner=owner).order_by()
    seen = kept.aggregate(used=Sum("bytes", default=0), today=Count("pk", filter=recent))
    megabytes = _limit(allowed.megabytes, settings.QUOTA_MB)
    return Quota(
        used=seen["used"],
        limit=megabytes and megabytes * MEGABYTE,
        today=seen["today"],
        per_day=_limit(allowed.photos_per_day, settings.PHOTOS_PER_DAY),
    )


def quota_check(owner: User, size: int) -> None:
    """Raises QuotaExceededError when `owner` may not keep another photo of `size` bytes now."""
    if not quota_of(owner).has_room(size):
        raise QuotaExceededError(f"no room for {size} bytes more")


def _limit(own: int | None, for_all: int) -> int | None:
    return (for_all if own is None else own) or None
