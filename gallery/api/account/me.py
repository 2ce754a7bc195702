"""Who one is, how much room there is, and leaving."""

from datetime import UTC
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.leaving import account_keep
from accounts.leaving_mail import account_leave_and_tell
from accounts.models import User
from accounts.permissions import AccountLeavingError
from accounts.sessions import recently_confirmed
from gallery.api.account.session import session_of
from gallery.api.owner import person_of
from gallery.api.schema import errors
from gallery.quota import quota_of


class ReauthenticationRequiredError(APIException):
    """403: the password, or a second step, has to be given once more first."""

    status_code = 403
    default_code = "reauthentication_required"
    default_detail = _("Give your password once more first.")


class QuotaSerializer(serializers.Serializer[Any]):
    """Bytes kept, and photos of the last 24 hours, each with its limit; null where there is none."""

    used = serializers.IntegerField()
    limit = serializers.IntegerField(allow_null=True)
    today = serializers.IntegerField()
    per_day = serializers.IntegerField(allow_null=True)


class MeSerializer(serializers.ModelSerializer[User]):
    """What is told of the person who asks."""

    email = serializers.CharField()
    email_verified = serializers.SerializerMethodField()
    has_password = serializers.BooleanField(source="has_usable_password")
    second_steps = serializers.SerializerMethodField()
    joined_at = serializers.DateTimeField(source="date_joined", default_timezone=UTC)
    deletion_due_at = serializers.DateTimeField(default_timezone=UTC, allow_null=True)
    quota = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = (
            "username", "email", "email_verified", "has_password", "second_steps", "joined_at", "deletion_due_at",
            "quota",
        )  # fmt: skip
        read_only_fields = fields

    def get_email_verified(self, user: User) -> bool:
        """Whether the link to it was opened."""
        return bool(EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists())

    def get_second_steps(self, user: User) -> list[str]:
        """`totp`, `webauthn` and `recovery_codes`, as far as they are set up."""
        return sorted(set(Authenticator.objects.filter(user=user).values_list("type", flat=True)))

    def get_quota(self, user: User) -> QuotaSerializer:
        """How much room is left."""
        return QuotaSerializer(quota_of(user)).data  # type: ignore[return-value]  # the annotation is for the schema


class MeView(APIView):
    """The signed-in person, also while their account is on its way out."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="v1_me_retrieve", responses={200: MeSerializer, **errors(401)})
    def get(self, request: Request) -> Response:
        """Who is signed in."""
        return Response(MeSerializer(person_of(request)).data)

    @extend_schema(operation_id="v1_me_destroy", request=None, responses={202: MeSerializer, **errors(401, 403)})
    def delete(self, request: Request) -> Response:
        """Ask for the account's deletion, seven days from now. Every device is signed out, this one too."""
        person = person_of(request)
        if not recently_confirmed(session_of(request), person):
            raise ReauthenticationRequiredError
        account_leave_and_tell(request._request, user=person)  # noqa: SLF001
        return Response(MeSerializer(person).data, status=202)


class KeepView(APIView):
    """The way back."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="v1_me_keep", request=None, responses={200: MeSerializer, **errors(401, 403)})
    def post(self, request: Request) -> Response:
        """Keep the account after all, until its days are over. One that is not on its way out stays as it is."""
        person = person_of(request)
        account_keep(user=person)
        if person.deletion_due_at:
            raise AccountLeavingError(_("It is too late to keep this account: it is being deleted."))
        return Response(MeSerializer(person).data)
