"""A photo as JSON."""

from datetime import UTC

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field, inline_serializer
from rest_framework import serializers

from gallery.api.strict import StrictSerializer
from gallery.models import MEMO_CHARS, Photo

_URLS = {"page": "photo", "photo": "photo_file", "thumbnail": "photo_thumbnail", "card": "photo_card"}
_UrlsSchema = inline_serializer("PhotoUrls", {name: serializers.CharField() for name in _URLS})


class PhotoSerializer(serializers.ModelSerializer[Photo]):
    """What is told of a photo. `urls` are paths on this site, for a browser that is signed in."""

    id = serializers.UUIDField(source="uid", read_only=True)
    taken_at = serializers.DateTimeField(default_timezone=UTC, read_only=True)
    trashed_at = serializers.DateTimeField(default_timezone=UTC, read_only=True, allow_null=True)
    scores = serializers.DictField(child=serializers.FloatField(), read_only=True)
    blurry = serializers.BooleanField(source="looks_blurry", read_only=True)
    alternates = serializers.SerializerMethodField()
    alternate_of = serializers.UUIDField(source="main.uid", read_only=True, allow_null=True, default=None)
    urls = serializers.SerializerMethodField()

    class Meta:
        model = Photo
        fields: tuple[str, ...] = (
            "id",
            "taken_at",
            "time_zone",
            "taken_on",
            "width",
            "height",
            "bytes",
            "emotion",
            "happy",
            "scores",
            "sharpness",
            "blurry",
            "memo",
            "favourite",
            "source",
            "manual",
            "moment",
            "alternates",
            "alternate_of",
            "trashed_at",
            "urls",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_alternates(self, photo: Photo) -> list[str]:
        """The ids of the pictures folded behind this one."""
        return [str(each.uid) for each in photo.behind]

    @extend_schema_field(_UrlsSchema)
    def get_urls(self, photo: Photo) -> dict[str, str]:
        """Where a browser finds the page and the pictures."""
        return {name: reverse(view, args=[photo.uid]) for name, view in _URLS.items()}


class PlainTextField(serializers.CharField):
    """Text stays as it is; numbers don't become one."""

    default_error_messages = {"not_text": _("A text is expected.")}

    def to_internal_value(self, data: object) -> str:
        """Whatever is no text is an error."""
        if not isinstance(data, str):
            self.fail("not_text")
        return data


@extend_schema_field({"type": "string", "description": f"At most {MEMO_CHARS} characters, counted after clean-up."})
class MemoField(PlainTextField):
    """Any text; `gallery.memo` cleans it first and counts afterwards."""


class PhotoChangeSerializer(StrictSerializer):
    """What may be changed of a photo."""

    unknown = _("This can't be changed.")
    memo = MemoField(required=False, allow_blank=True, trim_whitespace=False)
