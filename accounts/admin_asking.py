"""One question before something is done with many rows of the admin site: why, and whether these are the ones."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin, helpers
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REASON_CHARS: Final = 500
MAX_AT_ONCE: Final = 10_000
"""Rows that one request may change: some seconds of work."""


@dataclass(frozen=True)
class Question:
    """What is asked: `action` is the one that goes on with the answer, `text` says what will come of it."""

    action: str
    title: str
    text: str
    button: str
    reason_needed: bool = True


@dataclass(frozen=True)
class Answer:
    """The reason, and the rows that it was given for."""

    rows: QuerySet[Any]
    reason: str


class ReasonForm(forms.Form):
    """Why staff does something, and the number of the newest row when they were asked."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=REASON_CHARS, widget=forms.Textarea(attrs={"rows": 3, "cols": 60})
    )
    newest = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needed

    def clean_reason(self) -> str:
        """In one line."""
        return " ".join(str(self.cleaned_data["reason"]).split())


def too_many() -> str:
    """What staff are told who chose more."""
    return _("At most %(limit)d at a time: narrow the list down first.") % {"limit": MAX_AT_ONCE}


def ask(
    asking: "ModelAdmin[Any]", request: HttpRequest, rows: QuerySet[Any], question: Question
) -> Answer | HttpResponse | None:
    """What staff answered; the page with the question while there is something to ask; None where these are too many.

    Rows that came since the question was shown are not in the answer, though everything may be chosen.
    """
    if rows.count() > MAX_AT_ONCE:
        asking.message_user(request, too_many(), messages.ERROR)
        return None
    newest = rows.order_by().aggregate(newest=Max("pk"))["newest"] or 0
    sent = request.POST if "apply" in request.POST else None
    form = ReasonForm(sent, needed=question.reason_needed, initial={"newest": newest})
    if form.is_valid():
        return Answer(rows.filter(pk__lte=form.cleaned_data["newest"]), form.cleaned_data["reason"])
    return _page(asking, request, question, form)


def settle(
    asking: "ModelAdmin[Any]",
    request: HttpRequest,
    rows: QuerySet[Any],
    question: Question,
    *,
    done: Callable[[Answer], int],
    said: Callable[[int], str],
) -> HttpResponse | None:
    """`ask`, and with the answer do it; `done` gives how many there were, `said` a sentence with room for %(count)d."""
    answer = ask(asking, request, rows, question)
    if not isinstance(answer, Answer):
        return answer
    say(asking, request, done(answer), said)
    return None


def say(asking: "ModelAdmin[Any]", request: HttpRequest, count: int, said: Callable[[int], str]) -> None:
    """How many there were."""
    asking.message_user(request, said(count) % {"count": count}, messages.SUCCESS if count else messages.WARNING)


def _page(asking: "ModelAdmin[Any]", request: HttpRequest, question: Question, form: ReasonForm) -> HttpResponse:
    context = {
        **asking.admin_site.each_context(request),
        "title": question.title,
        "opts": asking.opts,
        "question": question,
        "form": form,
        "chosen": request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
        "checkbox": helpers.ACTION_CHECKBOX_NAME,
        "select_across": request.POST.get("select_across", "0"),
    }
    return TemplateResponse(request, "accounts/admin/ask.html", context)
