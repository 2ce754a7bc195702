"""“Delete my account”, and the way back."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.leaving import GRACE, account_keep
from accounts.leaving_mail import account_leave_and_tell
from accounts.views.common import person_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def leave(request: HttpRequest) -> HttpResponse:
    """Says what will be gone and when; POST asks for it, and signs out everywhere."""
    person = person_of(request)
    unticked = request.method == "POST" and "sure" not in request.POST
    if request.method != "POST" or unticked:
        context = {"days": GRACE.days, "unticked": unticked}
        return render(request, "accounts/leave.html", context, status=400 if unticked else 200)
    due = account_leave_and_tell(request, user=person)
    logout(request)
    return render(request, "accounts/left.html", {"due": due})


@require_safe
@never_cache
@login_required
def leaving(request: HttpRequest) -> HttpResponse:
    """All that is open to somebody whose account is going: until when, and the way back."""
    due = person_of(request).deletion_due_at
    if due is None:
        return redirect("account")
    return render(request, "accounts/leaving.html", {"due": due, "over": due <= timezone.now()})


@require_POST
@login_required
def leaving_keep(request: HttpRequest) -> HttpResponse:
    """The way back; once the days are over, the page that says so."""
    person = person_of(request)
    if account_keep(user=person):
        messages.success(request, _("Good to have you back. Your account and everything in it stays."))
    return redirect("leaving" if person.deletion_due_at else "account")
