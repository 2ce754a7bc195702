"""Which photos somebody wants to see, on the page and in the API."""

from datetime import UTC, date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import (
    BooleanFilter,
    CharFilter,
    ChoiceFilter,
    DateFilter,
    IsoDateTimeFilter,
    ModelChoiceFilter,
    NumberFilter,
)
from django_filters.fields import IsoDateTimeField
from django_filters.rest_framework import FilterSet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from gallery import selectors
from gallery.models import EMOTION_CHOICES, Album, Photo


class _InstantField(IsoDateTimeField):  # type: ignore[misc]
    """Refuses what has no place on the UTC time line (0001-01-01T00:00+14:00), which the database would choke on."""

    def to_python(self, value: Any) -> Any:
        moment = super().to_python(value)
        try:
            return moment and moment.astimezone(UTC)
        except (OverflowError, ValueError) as error:
            raise ValidationError(self.error_messages["invalid"], "invalid") from error


class _StrictBooleanField(forms.Field):
    """`true` or `false`; Django's own reads anything else as "not given"."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> bool | None:
        words = {"": None, "true": True, "1": True, "false": False, "0": False}
        try:
            return words[str(value or "").lower()]
        except KeyError:
            raise ValidationError(_("true or false is expected."), "invalid") from None


class InstantFilter(IsoDateTimeFilter):  # type: ignore[misc]
    """A moment in time, ISO 8601."""

    field_class = _InstantField


class StrictBooleanFilter(BooleanFilter):  # type: ignore[misc]
    """Yes or no."""

    field_class = _StrictBooleanField


class _DaysInOrder(forms.Form):
    """The first day is not after the last."""

    def clean(self) -> dict[str, Any]:
        """What was given, checked together."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("day_from"), values.get("day_to")
        if first and last and first > last:
            self.add_error("day_to", _("The last day is before the first."))
        return values


class DayFilter(DateFilter):  # type: ignore[misc]
    """A day as ISO 8601 writes it: 2026-11-20."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(*args, input_formats=["%Y-%m-%d"], widget=widget, **kwargs)


def _own_albums(request: Any) -> QuerySet[Album]:
    """None of them while only the API's description is made."""
    return selectors.albums(request.user) if request else Album.objects.none()


class AlbumFilter(FilterSet):  # type: ignore[misc]
    """What page and API filter by. Alternates don't come by themselves: they are named by the photo that they fold
    behind. Only an album that its owner fills, the favourites and a search show exactly what was chosen or found.
    """

    emotion = ChoiceFilter(label=_("Expression"), choices=EMOTION_CHOICES, empty_label=_("any"))
    happy_min = NumberFilter(
        label=_("Happy at least"), field_name="happy", lookup_expr="gte", min_value=0, max_value=1, help_text="0 to 1."
    )
    day_from = DayFilter(
        label=_("From"), field_name="taken_on", lookup_expr="gte", help_text="On this day, at the place, or later."
    )
    day_to = DayFilter(
        label=_("To"), field_name="taken_on", lookup_expr="lte", help_text="On this day, at the place, or earlier."
    )
    favourite = StrictBooleanFilter(label=_("Favourites only"), help_text="Only those with (true) or without a star.")
    album = ModelChoiceFilter(
        label=_("Album"), queryset=_own_albums, to_field_name="uid", method="in_album", help_text="An album's `id`."
    )
    q = CharFilter(
        label=_("Search in memos"),
        max_length=200,
        method="with_words",
        help_text="Words, or parts of them, that the memo has; in any case, all of them.",
    )

    class Meta:
        model = Photo
        fields: list[str] = []
        form = _DaysInOrder

    @extend_schema_field(OpenApiTypes.UUID)
    def in_album(self, queryset: QuerySet[Photo], _name: str, album: Album) -> QuerySet[Photo]:
        """Called when `album` is given."""
        return queryset.filter(**selectors.rules(album)) if album.smart else selectors.placed(queryset, album)

    def with_words(self, queryset: QuerySet[Photo], _name: str, text: str) -> QuerySet[Photo]:
        """Called when `q` is given, after all others: the search brings its own order."""
        return selectors.with_words(queryset, self.request.user, text)

    def filter_queryset(self, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        """All of the above."""
        found: QuerySet[Photo] = super().filter_queryset(queryset)
        return found if self._is_chosen() else selectors.in_front(found)

    def _is_chosen(self) -> bool:
        wanted = self.form.cleaned_data
        return bool(wanted["q"] or wanted["favourite"] or (wanted["album"] and not wanted["album"].smart))


class PhotoFilter(AlbumFilter):
    """The API's: `trashed` chooses between album and trash and so has a say even when it is not given."""

    taken_after = InstantFilter(field_name="taken_at", lookup_expr="gte", help_text="At this time or later.")
    taken_before = InstantFilter(field_name="taken_at", lookup_expr="lt", help_text="Before this time.")
    on_this_day = DayFilter(method="in_earlier_years", help_text="Taken on this day of an earlier year.")
    memo = StrictBooleanFilter(method="with_memo", help_text="Only photos with (true) or without (false) a memo.")
    trashed = StrictBooleanFilter(method="in_trash", help_text="The trash (true) instead of the album.")

    def in_earlier_years(self, queryset: QuerySet[Photo], _name: str, day: date) -> QuerySet[Photo]:
        """Called when `on_this_day` is given."""
        return selectors.in_earlier_years(queryset, day)

    def with_memo(self, queryset: QuerySet[Photo], _name: str, value: bool) -> QuerySet[Photo]:  # noqa: FBT001
        """Called when `memo` is given."""
        return queryset.exclude(memo="") if value else queryset.filter(memo="")

    def in_trash(self, queryset: QuerySet[Photo], _name: str, value: bool) -> QuerySet[Photo]:  # noqa: FBT001
        """Called when `trashed` is given."""
        return queryset.filter(trashed_at__isnull=not value)

    def filter_queryset(self, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        """All of the above, and the album when nothing was said about the trash."""
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data["trashed"] is not None else found.filter(trashed_at=None)
