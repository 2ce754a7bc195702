"""What visitors report, and what owners say against a hiding."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gallery.models import APPEAL_CHARS, REPORT_CHARS, ReportReason


class ReportForm(forms.Form):
    """Why a shared photo should not be shown. Who is signed in is told on their own page, and asked for no address."""

    reason = forms.ChoiceField(
        label=_("What is wrong with this photo?"), choices=ReportReason.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What should we know? (optional)"),
        required=False,
        max_length=REPORT_CHARS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    email = forms.EmailField(
        label=_("Your email address (optional)"),
        required=False,
        help_text=_("Only to tell you what came of it. We forget it then."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, data: Any, *, signed_in: bool) -> None:
        super().__init__(data)
        if signed_in:
            del self.fields["email"]

    def add_faults(self, error: ValidationError) -> None:
        """What the service found; what is no field of the form stands above it."""
        for name, faults in error.error_dict.items():
            self.add_error(name if name in self.fields else None, faults)


class AppealForm(forms.Form):
    """Why staff should look again."""

    text = forms.CharField(
        label=_("Why should the photo be visible again?"),
        max_length=APPEAL_CHARS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
