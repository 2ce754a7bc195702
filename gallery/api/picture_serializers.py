"""What an upload and an analysis take and give."""

from datetime import UTC
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from gallery import selectors
from gallery.api.serializers import PhotoSerializer
from gallery.models import EMOTION_CHOICES, Photo
from mlmodels.obstacles import NO_FACE, TOO_BLURRY, TOO_DARK, TOO_SMALL

FACE_EMOTIONS = [choice for choice in EMOTION_CHOICES if choice[0] != NO_FACE]


class PictureSerializer(serializers.Serializer[Any]):
    """The one picture of a form. Any other field is an error, never silently dropped."""

    file = serializers.FileField(allow_empty_file=True, help_text="JPEG, PNG, WebP or HEIC.")

    def to_internal_value(self, data: Any) -> Any:
        """The known values. Raises ValidationError that names every other key."""
        values = super().to_internal_value(data)
        if unknown := sorted(set(data) - set(self.fields)):
            raise serializers.ValidationError({name: [_("There is no such field.")] for name in unknown}, "unknown")
        return values

    @property
    def picture(self) -> "UploadedFile[bytes]":
        """The file, unread: many may wait for their turn, and a large one waits on the disk."""
        file: UploadedFile[bytes] = self.validated_data["file"]
        return file


class UploadSerializer(PictureSerializer):
    """A picture to keep."""

    capture_id = serializers.UUIDField(help_text="Your own id for it: the same again gives the same photo.")
    taken_at = serializers.DateTimeField(
        required=False, default_timezone=UTC, help_text="When it was, if the picture's EXIF doesn't say."
    )
    time_zone = serializers.CharField(
        required=False, max_length=64, default="UTC", help_text="IANA name of where it was."
    )


class AlikeSerializer(serializers.Serializer[Any]):
    """A photo of the album that looks the same."""

    id = serializers.UUIDField(source="photo.uid", read_only=True)
    exact = serializers.BooleanField(read_only=True, help_text="Not one pixel differs.")
    page = serializers.SerializerMethodField(help_text="Its page, for a browser that is signed in.")

    def get_page(self, found: selectors.Alike) -> str:
        """A path on this site."""
        return reverse("photo", args=[found.photo.uid])


class UploadedSerializer(PhotoSerializer):
    """The photo, and what the album has that looks the same."""

    duplicates = serializers.SerializerMethodField()

    class Meta(PhotoSerializer.Meta):
        model = Photo
        fields = (*PhotoSerializer.Meta.fields, "duplicates")
        read_only_fields = fields

    @extend_schema_field(AlikeSerializer(many=True))
    def get_duplicates(self, photo: Photo) -> Any:
        """The most similar first."""
        return AlikeSerializer(selectors.alike(photo.owner, photo), many=True).data


class FaceSerializer(serializers.Serializer[Any]):
    """The largest face."""

    emotion = serializers.ChoiceField(choices=FACE_EMOTIONS)
    happy = serializers.FloatField()
    scores = serializers.DictField(child=serializers.FloatField())
    sharpness = serializers.FloatField()
    brightness = serializers.FloatField(help_text="Mean grey, 0–255.")
    size = serializers.FloatField(help_text="Its height, as a part of the picture's shorter side.")
    presence = serializers.FloatField(help_text="How sure the mesh is that this is a face, 0–1.")
    landmarks = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2),
        help_text="468 points of MediaPipe's Face Mesh, as parts of the picture's width and height.",
    )


class AnalysisSerializer(serializers.Serializer[Any]):
    """What was seen on a picture."""

    width = serializers.IntegerField()
    height = serializers.IntegerField()
    brightness = serializers.FloatField(help_text="Mean grey, 0–255.")
    hint = serializers.ChoiceField(choices=[NO_FACE, TOO_SMALL, TOO_DARK, TOO_BLURRY], allow_null=True)
    face = FaceSerializer(allow_null=True)
