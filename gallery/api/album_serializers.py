"""Albums and selections as JSON."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from gallery.api.serializers import PlainTextField
from gallery.api.strict import NumberField, StrictSerializer, TruthField
from gallery.models import EMOTION_CHOICES, NAME_CHARS, Album
from gallery.services import MAX_SELECTION, SELECTION_ACTIONS, Rules


class AlbumSerializer(serializers.ModelSerializer[Album]):
    """What is told of an album. `cover` is its newest photo; `count` is null where it fills itself."""

    id = serializers.UUIDField(source="uid", read_only=True)
    emotion = serializers.ChoiceField(choices=EMOTION_CHOICES, allow_blank=True, read_only=True)
    count = serializers.SerializerMethodField()
    cover = serializers.UUIDField(read_only=True, allow_null=True)

    class Meta:
        model = Album
        fields = ("id", "name", "smart", "emotion", "happy_min", "day_from", "day_to", "count", "cover", "created_at")
        read_only_fields = fields

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_count(self, album: Any) -> int | None:
        """From `selectors.shelf`."""
        return None if album.smart else album.held


class AlbumChangeSerializer(StrictSerializer):
    """Name and rules."""

    name = PlainTextField(max_length=NAME_CHARS)
    emotion = serializers.ChoiceField(choices=EMOTION_CHOICES, required=False, allow_blank=True)
    happy_min = NumberField(required=False, allow_null=True, min_value=0, max_value=1)
    day_from = serializers.DateField(required=False, allow_null=True, input_formats=["%Y-%m-%d"])
    day_to = serializers.DateField(required=False, allow_null=True, input_formats=["%Y-%m-%d"])

    def rules(self) -> Rules:
        """Those that were given, and of the album at hand the others."""
        names = ("emotion", "happy_min", "day_from", "day_to")
        there = {name: getattr(self.instance, name) for name in names} if self.instance else {}
        return Rules(**there | {name: self.validated_data[name] for name in names if name in self.validated_data})

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Rules are a smart album's."""
        smart = self.instance.smart if self.instance else attrs["smart"]
        lost = [] if smart else [name for name in attrs if name not in {"name", "smart"}]
        if lost:
            raise serializers.ValidationError({name: [_("Only a smart album has rules.")] for name in lost})
        return attrs


class AlbumCreateSerializer(AlbumChangeSerializer):
    """`smart`: it fills itself with what fits the rules."""

    smart = TruthField(default=False)


class SelectionSerializer(StrictSerializer):
    """What to do with which photos."""

    action = serializers.ChoiceField(choices=SELECTION_ACTIONS)
    photos = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MAX_SELECTION)
    album = serializers.UUIDField(required=False, allow_null=True, help_text="For `add` and `remove`.")


class SelectionDoneSerializer(serializers.Serializer[Any]):
    """How many photos are otherwise now, and which ids are no photos of yours."""

    changed = serializers.IntegerField()
    missing = serializers.ListField(child=serializers.UUIDField())


class DaySerializer(serializers.Serializer[Any]):
    """A day with its photos' number and the happiest of them."""

    day = serializers.DateField(source="taken_on")
    count = serializers.IntegerField(source="of_day")
    photo = serializers.UUIDField(source="uid")


class CalendarSerializer(serializers.Serializer[Any]):
    """One month; `older` and `newer` are the next ones that have photos."""

    month = serializers.RegexField(r"^\d{4}-\d{2}$", allow_null=True)
    days = DaySerializer(many=True)
    older = serializers.RegexField(r"^\d{4}-\d{2}$", allow_null=True)
    newer = serializers.RegexField(r"^\d{4}-\d{2}$", allow_null=True)
