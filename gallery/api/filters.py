"""Which photos of the album a client wants to see."""

from datetime import UTC
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ChoiceFilter, IsoDateTimeFilter
from django_filters.fields import IsoDateTimeField
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from gallery.models import EMOTION_CHOICES, Photo
from gallery.selectors import in_front


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


class PhotoFilter(FilterSet):  # type: ignore[misc]
    """`trashed` chooses between album and trash and so has a say even when it is not given. Alternates don't come by
    themselves: they are named by the photo that they fold behind."""

    emotion = ChoiceFilter(choices=EMOTION_CHOICES)
    taken_after = InstantFilter(field_name="taken_at", lookup_expr="gte", help_text="At this time or later.")
    taken_before = InstantFilter(field_name="taken_at", lookup_expr="lt", help_text="Before this time.")
    memo = StrictBooleanFilter(method="with_memo", help_text="Only photos with (true) or without (false) a memo.")
    trashed = StrictBooleanFilter(method="in_trash", help_text="The trash (true) instead of the album.")

    class Meta:
        model = Photo
        fields: list[str] = []

    def with_memo(self, queryset: QuerySet[Photo], _name: str, value: bool) -> QuerySet[Photo]:  # noqa: FBT001
        """Called when `memo` is given."""
        return queryset.exclude(memo="") if value else queryset.filter(memo="")

    def in_trash(self, queryset: QuerySet[Photo], _name: str, value: bool) -> QuerySet[Photo]:  # noqa: FBT001
        """Called when `trashed` is given."""
        return queryset.filter(trashed_at__isnull=not value)

    def filter_queryset(self, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        """All of the above, and the album when nothing was said about the trash."""
        found: QuerySet[Photo] = in_front(super().filter_queryset(queryset))
        return found if self.form.cleaned_data["trashed"] is not None else found.filter(trashed_at=None)


class StrictFilters(DjangoFilterBackend):  # type: ignore[misc]
    """A filter that is there says something: a program that sends `memo=` has a fault, and is told."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Photo], view: APIView) -> QuerySet[Photo]:
        """What the filters leave. Raises ValidationError for values that are empty or make no sense."""
        known = self.get_filterset_class(view, queryset).base_filters
        if empty := sorted(name for name in known if request.query_params.get(name) == ""):
            raise serializers.ValidationError({name: [_("A value is expected.")] for name in empty}, "required")
        found: QuerySet[Photo] = super().filter_queryset(request, queryset, view)
        return found
