"""What one agreed to, purpose by purpose."""

from datetime import UTC
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.consent import TEXT_VERSIONS, Standing, consent_give, consent_revoke, standings
from accounts.models import Consent, User
from gallery.api.owner import person_of
from gallery.api.schema import errors
from gallery.api.strict import StrictSerializer

_PURPOSE = OpenApiParameter(
    "purpose", OpenApiTypes.STR, OpenApiParameter.PATH, enum=Consent.Purpose.values, description="What for."
)


class RecordSerializer(serializers.Serializer[Consent]):
    """One agreement: when it was given, when it was taken back."""

    text_version = serializers.IntegerField()
    given_at = serializers.DateTimeField(default_timezone=UTC)
    revoked_at = serializers.DateTimeField(default_timezone=UTC, allow_null=True)


class ConsentSerializer(serializers.Serializer[Any]):
    """How one stands to a purpose. `text_version` is today's text, which a person reads at `text` on this site."""

    purpose = serializers.ChoiceField(choices=Consent.Purpose.choices)
    given = serializers.SerializerMethodField()
    outdated = serializers.BooleanField(help_text="An older text was agreed to: it has to be asked again.")
    text_version = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()
    given_at = serializers.DateTimeField(source="active.given_at", default=None, default_timezone=UTC, allow_null=True)
    past = RecordSerializer(many=True)

    def get_given(self, standing: Standing) -> bool:
        """Whether it may be done now."""
        return standing.active is not None

    def get_text_version(self, standing: Standing) -> int:
        """What agreeing now would be agreeing to."""
        return TEXT_VERSIONS[standing.purpose]

    def get_text(self, standing: Standing) -> str:
        """A path on this site."""
        return f"{reverse('privacy')}#{standing.purpose}"


class AgreementSerializer(StrictSerializer):
    """Which text was read."""

    text_version = serializers.IntegerField()


class ConsentsView(APIView):
    """All purposes."""

    @extend_schema(operation_id="v1_consents_list", responses={200: ConsentSerializer(many=True), **errors(401, 403)})
    def get(self, request: Request) -> Response:
        """How the signed-in person stands to each purpose; `past` has what was taken back, newest first."""
        return Response(ConsentSerializer(standings(person_of(request)), many=True).data)


class ConsentView(APIView):
    """One purpose."""

    @extend_schema(
        operation_id="v1_consents_give",
        parameters=[_PURPOSE],
        request=AgreementSerializer,
        responses={200: ConsentSerializer, **errors(400, 401, 403, 404, 413, 415)},
    )
    def put(self, request: Request, purpose: str) -> Response:
        """Agree, after today's text was shown to the person. Agreeing again changes nothing."""
        asked = _purpose(purpose)
        read = AgreementSerializer(data=request.data)
        read.is_valid(raise_exception=True)
        if read.validated_data["text_version"] != TEXT_VERSIONS[asked]:
            raise serializers.ValidationError({"text_version": [_("That is not today's text.")]}, "outdated")
        consent_give(user=person_of(request), purpose=asked)
        return Response(_told(person_of(request), asked))

    @extend_schema(
        operation_id="v1_consents_take_back",
        parameters=[_PURPOSE],
        request=None,
        responses={200: ConsentSerializer, **errors(401, 403, 404)},
    )
    def delete(self, request: Request, purpose: str) -> Response:
        """Take it back. One that was not given stays so."""
        asked = _purpose(purpose)
        consent_revoke(user=person_of(request), purpose=asked)
        return Response(_told(person_of(request), asked))


def _purpose(name: str) -> Consent.Purpose:
    try:
        return Consent.Purpose(name)
    except ValueError:
        raise NotFound from None


def _told(person: User, purpose: Consent.Purpose) -> Any:
    return ConsentSerializer(next(each for each in standings(person) if each.purpose == purpose)).data
