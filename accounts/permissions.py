"""Who may use the REST API."""

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.consent import UPLOADS, consent_given
from accounts.models import User


class AccountLeavingError(APIException):
    """403: only `me/` is open, where the deletion can be taken back."""

    status_code = 403
    default_code = "account_leaving"
    default_detail = _("This account is going to be deleted. Keep it to go on.")


class IsStaying(BasePermission):
    """Somebody who has not asked for their account's deletion. After IsAuthenticated."""

    def has_permission(self, request: Request, _view: object) -> bool:
        """Raises AccountLeavingError, whose code says more than a plain refusal."""
        if isinstance(request.user, User) and request.user.deletion_due_at:
            raise AccountLeavingError
        return True


class ConsentRequiredError(APIException):
    """403: the person has not agreed to it, or took that back."""

    status_code = 403
    default_code = "consent_required"
    default_detail = _("Agree to it first, on your account page.")


class AgreesToUploads(BasePermission):
    """Somebody who agreed that the pictures they upload are analysed. After IsStaying."""

    def has_permission(self, request: Request, _view: object) -> bool:
        """Raises ConsentRequiredError."""
        if isinstance(request.user, User) and not consent_given(request.user, UPLOADS):
            raise ConsentRequiredError
        return True
