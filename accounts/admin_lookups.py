"""What the admin site's lists may be narrowed down by: their declared filters, and nothing else.

Django takes any field of a list's own model from the address. Asked often enough whether a key or a token begins with
one letter or another, a list tells it whole, though it shows it to nobody. `happythings.admin_site` puts this in front
of every class that is registered.
"""

from typing import Any, Final

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest

_WAYS: Final = frozenset({"exact", "in", "isnull", "isempty", "gte", "lt", "year", "month", "day"})
"""How Django's own filters ask; none goes letter by letter."""


class DeclaredLookupsAdmin(ModelAdmin):  # type: ignore[type-arg]  # Django's own class takes no brackets
    """A class lists in `linked_lookups` those that no filter declares and that other pages link to."""

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Called by Django for each parameter of a list's address that is not its own."""
        fields, parameters = self._declared(request)
        name, _, way = lookup.rpartition("__")
        known = lookup in fields | parameters or (name in fields and way in _WAYS)
        return known and super().lookup_allowed(lookup, value, request)

    def _declared(self, request: HttpRequest) -> tuple[set[str], set[str]]:
        """Names of fields that are filtered by, and whole parameters."""
        filters = [each[0] if isinstance(each, list | tuple) else each for each in self.get_list_filter(request)]
        parameters = {str(getattr(each, "parameter_name", "")) for each in filters}
        fields = {each for each in filters if isinstance(each, str)} | {str(self.date_hierarchy or "")}
        return fields - {""}, (parameters | set(getattr(self, "linked_lookups", ()))) - {""}
