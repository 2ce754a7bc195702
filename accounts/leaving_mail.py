"""The mail that says that an account goes, and when: somebody else may have asked for it."""

from datetime import datetime

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from accounts.leaving import account_leave
from accounts.models import User


def account_leave_and_tell(request: HttpRequest, *, user: User) -> datetime:
    """Ask for the deletion, and tell the person by mail if there is an address. Returns when it is due."""
    due = account_leave(user=user)
    if user.email:
        get_adapter(request).send_mail("account/email/leaving", user.email, {"user": user, "due": due})
    return due
