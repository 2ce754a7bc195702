"""How one wants it."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Preferences, User
from accounts.preferences import preferences_of, preferences_set
from accounts.time_zones import known_time_zone
from gallery.api.owner import person_of
from gallery.api.schema import errors
from gallery.api.strict import StrictSerializer, TruthField


class PreferencesSerializer(StrictSerializer):
    """`language` and `time_zone` may be empty: then the client's and the server's hold."""

    language = serializers.ChoiceField(choices=[("", ""), *User.Language.choices])
    time_zone = serializers.CharField(allow_blank=True, max_length=64)
    sensitivity = serializers.ChoiceField(choices=Preferences.Sensitivity.choices)
    keep_alternates = TruthField()
    sound = TruthField()
    voice = TruthField()
    learn_smile = TruthField()

    def validate_time_zone(self, name: str) -> str:
        """An IANA name, or nothing."""
        if name:
            known_time_zone(name)
        return name


class PreferencesView(APIView):
    """The signed-in person's."""

    @extend_schema(operation_id="v1_preferences_retrieve", responses={200: PreferencesSerializer, **errors(401, 403)})
    def get(self, request: Request) -> Response:
        """What was chosen, or the defaults."""
        return Response(_told(person_of(request)))

    @extend_schema(
        operation_id="v1_preferences_partial_update",
        request=PreferencesSerializer(partial=True),
        responses={200: PreferencesSerializer, **errors(400, 401, 403, 413, 415)},
    )
    def patch(self, request: Request) -> Response:
        """Change what is named. `learn_smile: true` is the consent to `learning`, `false` takes it back."""
        wanted = PreferencesSerializer(data=request.data, partial=True)
        wanted.is_valid(raise_exception=True)
        preferences_set(user=person_of(request), **wanted.validated_data)
        return Response(_told(person_of(request)))


def _told(person: User) -> dict[str, Any]:
    chosen = preferences_of(person)
    return {
        "language": person.language,
        "time_zone": person.time_zone,
        "sensitivity": chosen.sensitivity,
        "keep_alternates": chosen.keep_alternates,
        "sound": chosen.sound,
        "voice": chosen.voice,
        "learn_smile": chosen.learn_smile,
    }
