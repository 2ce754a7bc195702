"""A shared link as JSON, for its owner."""

from datetime import UTC

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from gallery import selectors
from gallery.api.strict import InstantField, StrictSerializer, TextField, TruthField
from gallery.models import Share
from gallery.services import PASSWORD_CHARS


class ShareSerializer(serializers.ModelSerializer[Share]):
    """What is told of a link. `url` is what is given to others; the password is told to nobody."""

    id = serializers.UUIDField(source="uid", read_only=True)
    url = serializers.SerializerMethodField()
    photo = serializers.SerializerMethodField()
    album = serializers.UUIDField(source="album.uid", read_only=True, allow_null=True, default=None)
    has_password = serializers.SerializerMethodField()
    hidden = serializers.SerializerMethodField()
    waiting = serializers.SerializerMethodField()
    name_waiting = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField(default_timezone=UTC, read_only=True)
    expires_at = serializers.DateTimeField(default_timezone=UTC, read_only=True, allow_null=True)
    expired = serializers.BooleanField(read_only=True)

    class Meta:
        model = Share
        fields = (
            "id", "url", "photo", "album", "hidden", "waiting", "name_waiting", "details", "has_password", "created_at",
            "expires_at", "expired", "views",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, share: Share) -> str:
        """The whole address."""
        address: str = self.context["request"].build_absolute_uri(reverse("shared", args=[share.token]))
        return address

    @extend_schema_field({"type": "string", "format": "uuid", "nullable": True})
    def get_photo(self, share: Share) -> str | None:
        """The photo's id; null for an album, and while staff hide the photo."""
        return str(share.photo.uid) if share.photo and not share.photo.hidden_at else None

    def get_hidden(self, share: Share) -> bool:
        """Whether staff hide the photo, so that the link leads nowhere."""
        return share.photo is not None and share.photo.hidden_at is not None

    def get_waiting(self, share: Share) -> bool:
        """Whether staff look at the photo, or at what comes into the album, before the link shows it."""
        return selectors.waits(share)

    def get_name_waiting(self, share: Share) -> bool:
        """Whether staff look at the album's name before the link says it."""
        return selectors.name_waits(share)

    def get_has_password(self, share: Share) -> bool:
        """Whether a visitor is asked for one."""
        return bool(share.password)


class ShareStartSerializer(StrictSerializer):
    """One photo or one album, and for how long."""

    photo = serializers.UUIDField(required=False, allow_null=True)
    album = serializers.UUIDField(required=False, allow_null=True)
    expires_at = InstantField(
        required=False, allow_null=True, default=None, help_text="Never, when it is null or not there."
    )
    password = TextField(
        required=False,
        allow_blank=True,
        default="",
        trim_whitespace=False,
        max_length=PASSWORD_CHARS[1],
        help_text=f"At least {PASSWORD_CHARS[0]} characters; none when it is empty.",
    )
    details = TruthField(required=False, default=False, help_text="Show memos and dates too.")
