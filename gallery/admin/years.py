"""The years above the list of photos. Django's own query has SQLite call Python for every photo there is."""

from datetime import date
from typing import Any

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast, Substr

from gallery.models import Photo


class QuickYears(QuerySet[Photo]):
    """The database knows a day by its text, too, whose first four characters are the year."""

    def dates(self, field_name: str, kind: Any, order: Any = "ASC") -> Any:
        """Called by Django's `date_hierarchy`; within one year it may ask as it does."""
        if kind != "year":
            return super().dates(field_name, kind, order)
        year = Substr(Cast(field_name, CharField()), 1, 4)
        found = self.filter(**{f"{field_name}__isnull": False}).order_by().values_list(year, flat=True).distinct()
        return [date(int(each), 1, 1) for each in sorted(found)]
