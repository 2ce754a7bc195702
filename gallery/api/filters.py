"""Filters for programs: what is there says something."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView


class StrictFilters(DjangoFilterBackend):  # type: ignore[misc]
    """A filter that is there says something: a program that sends `memo=` has a fault, and is told."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> QuerySet[Any]:
        """What the filters leave. Raises ValidationError for values that are empty or make no sense."""
        known = self.get_filterset_class(view, queryset).base_filters
        if empty := sorted(name for name in known if request.query_params.get(name) == ""):
            raise serializers.ValidationError({name: [_("A value is expected.")] for name in empty}, "required")
        found: QuerySet[Any] = super().filter_queryset(request, queryset, view)
        return found
