"""What this site decides differently from django-allauth's two-factor sign-in."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import User


def second_step_set_up(user: User) -> bool:
    """Whether a sign-in asks this person for more than a password: recovery codes alone do not count."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    found: bool = Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists()
    return found


def second_step_taken(request: HttpRequest, user: User) -> bool:
    """Whether this session was opened, or confirmed, with one: somebody may have set it up elsewhere since."""
    return any(each.get("method") == "mfa" for each in get_authentication_records(request, user))


def second_step_page(request: HttpRequest, user: User) -> str:
    """Where this person takes it in a session that lacks it, and comes back from."""
    methods = get_adapter(request).get_reauthentication_methods(user)
    page: str = next(each["url"] for each in methods if each["id"].startswith("mfa_"))
    return f"{page}?{urlencode({'next': request.path})}"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Names of our own for keys, and for the site."""

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  allauth's name
        """The first proposal for a passkey's name; its owner may change it."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        """The site as a passkey shows it."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Happy Things"}
