"""What django-allauth tells of the ways in, for the audit trail: sign-ins, tokens, passwords, second steps.

Connected in AccountsConfig.ready; allauth offers these moments as signals and in no other way. A wrong password is
`accounts.adapter`'s, sessions that are ended by hand are `accounts.devices`'.
"""

from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as elsewhere
from django.contrib.auth.signals import user_logged_out
from django.dispatch import Signal, receiver
from django.http import HttpRequest

from accounts.audit import audit
from accounts.audit_actions import AuditAction
from accounts.models import User


@receiver(account.user_logged_in)
def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    """All steps are done. A program gets a token for it, a browser a cookie."""
    program = hasattr(getattr(request, "allauth", None), "headless")
    records = get_authentication_records(request, user)
    how = "+".join(str(each.get("type") or each.get("provider") or each["method"]) for each in records)
    audit(AuditAction.TOKEN_ISSUED if program else AuditAction.SIGNED_IN, by=user, about=user, request=request, how=how)


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    """By the person's own wish."""
    if user is not None:
        audit(AuditAction.SIGNED_OUT, by=user, about=user, request=request)


@receiver(mfa.authentication_failed)
def second_step_failed(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """A wrong code, after the right password."""
    audit(AuditAction.SIGN_IN_FAILED, about=user, request=request, step=str(authenticator.type))


@receiver(mfa.authenticator_added)
@receiver(mfa.authenticator_removed)
@receiver(mfa.authenticator_reset)
def second_step_changed(
    signal: Signal, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    """Of whichever kind."""
    actions = {
        mfa.authenticator_added: AuditAction.SECOND_FACTOR_ADDED,
        mfa.authenticator_removed: AuditAction.SECOND_FACTOR_REMOVED,
        mfa.authenticator_reset: AuditAction.RECOVERY_CODES_RENEWED,
    }
    audit(actions[signal], about=user, request=request, kind=str(authenticator.type))


@receiver(account.user_signed_up)
@receiver(account.password_changed)
@receiver(account.password_set)
@receiver(account.password_reset)
def account_changed(signal: Signal, request: HttpRequest, user: User, **_: Any) -> None:
    """An account is new, or opens with another password."""
    actions = {account.user_signed_up: AuditAction.SIGNED_UP, account.password_reset: AuditAction.PASSWORD_RESET}
    by = user if signal is account.user_signed_up else None
    audit(actions.get(signal, AuditAction.PASSWORD_CHANGED), by=by, about=user, request=request)


@receiver(account.email_added)
@receiver(account.email_removed)
@receiver(account.email_changed)
@receiver(account.email_confirmed)
def address_changed(signal: Signal, request: HttpRequest, email_address: Any = None, **more: Any) -> None:
    """What became of an address, and not which one it is."""
    became = {account.email_added: "added", account.email_removed: "removed", account.email_confirmed: "confirmed"}
    about = more.get("user") or email_address.user
    audit(AuditAction.ADDRESS_CHANGED, about=about, request=request, what=became.get(signal, "made-primary"))


@receiver(elsewhere.social_account_added)
def connected(request: HttpRequest, sociallogin: Any, **_: Any) -> None:
    """From now on an account from elsewhere opens this one."""
    found = sociallogin.account
    audit(AuditAction.ACCOUNT_CONNECTED, about=found.user_id, request=request, provider=found.provider)


@receiver(elsewhere.social_account_removed)
def disconnected(request: HttpRequest, socialaccount: Any, **_: Any) -> None:
    """And not any more."""
    about, provider = socialaccount.user_id, socialaccount.provider
    audit(AuditAction.ACCOUNT_DISCONNECTED, about=about, request=request, provider=provider)
