"""What this site decides differently from django-allauth."""

import logging
import unicodedata
from hashlib import sha256
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.addresses import network_of
from accounts.audit import audit
from accounts.audit_actions import AuditAction
from accounts.models import User

logger = logging.getLogger(__name__)
REFUSAL_NOTED_S: Final = 300


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Names are one however they are typed; a wrong password counts against the account, not against its spelling."""

    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: FBT001, FBT002  allauth's own signature
        """Sign-up: the name as it will be stored, checked by allauth."""
        return str(super().clean_username(User.normalize_username(username), shallow=shallow))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language that the reader chose, if any. A mail server that is down fails no page; it is said there."""
        reader = context.get("user") or self.request.user
        language = getattr(reader, "language", "") or translation.get_language()
        try:
            with translation.override(language):
                super().send_mail(template_prefix, email, context)
        except OSError:
            logger.exception("a mail could not be sent")
            problem = _("Our mail server does not answer, so no email was sent. Please try again later.")
            self.add_message(self.request, messages.ERROR, message=problem)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Signing up with a known address makes no account, and takes as long as making one: a clock tells nothing."""
        make_password(email)
        super().send_account_already_exists_mail(email)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Sign-in: looks the name up as it is stored, so that composed and decomposed Hangul are one name."""
        if username := credentials.get("username"):
            credentials["username"] = User.normalize_username(username)
        user: User | None = super().authenticate(request, **credentials)
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuses with 429 after too many wrong passwords, where allauth would show the form again with 200."""
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed",
            key=self._get_login_attempts_cache_key(request, **credentials),
        )
        if not self._login_failed_rl_usage:
            self._note_refusal(request, self._get_login_attempts_cache_key(request, **credentials))
            raise ImmediateHttpResponse(ratelimit.respond_429(request))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password. What was typed as a name may be a password, too: it is not noted."""
        account = _account(self._get_login_attempts_cache_key(request, **credentials))
        audit(AuditAction.SIGN_IN_FAILED, about=account, request=request, step="password")

    def _note_refusal(self, request: HttpRequest, key: str) -> None:
        """Once in five minutes for one account from one network: whoever goes on trying fills no trail."""
        if cache.add(f"refused:{sha256(f'{key} {network_of(request)}'.encode()).hexdigest()}", 1, REFUSAL_NOTED_S):
            audit(AuditAction.SIGN_IN_REFUSED, about=_account(key), request=request)

    def _get_login_attempts_cache_key(self, _request: HttpRequest, **credentials: Any) -> str:
        """One key for one account, whether its name or its address is tried, and on whichever of the site's hosts."""
        login = str(credentials.get("email") or credentials.get("username") or "")
        ids = {user.pk for user in filter_users_by_email(login, for_login=True)} if "@" in login else set()
        ids |= set(User.objects.filter(username=User.normalize_username(login)).values_list("pk", flat=True))
        return f"account:{min(ids)}" if ids else f"nobody:{_bare(login)}"


def _account(key: str) -> int | None:
    kind, _colon, number = key.partition(":")
    return int(number) if kind == "account" else None


def _bare(login: str) -> str:
    """Without case, accents and compatibility forms: near-identical spellings share their tries."""
    letters = unicodedata.normalize("NFKD", login).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip()
