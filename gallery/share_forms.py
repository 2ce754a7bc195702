"""How long a link holds and who may use it; and the password that a visitor gives."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gallery.services import PASSWORD_CHARS

_FOR: Final = {"1": _("a day"), "7": _("a week"), "30": _("30 days"), "365": _("a year"), "": _("until I revoke it")}


class ShareForm(forms.Form):
    """A new link."""

    days = forms.ChoiceField(label=_("The link works for"), choices=list(_FOR.items()), initial="7", required=False)
    password = forms.CharField(
        label=_("Password (optional)"),
        required=False,
        strip=False,
        help_text=_("Whoever has the link then needs it too. Tell them some other way."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "maxlength": PASSWORD_CHARS[1]}),
    )
    details = forms.BooleanField(label=_("Show memos and dates too"), required=False)

    def choices(self) -> dict[str, Any]:
        """The arguments of `services.share_create`, once the form is valid."""
        days = self.cleaned_data["days"]
        return {
            "expires_at": timezone.now() + timedelta(days=int(days)) if days else None,
            "password": self.cleaned_data["password"],
            "details": self.cleaned_data["details"],
        }

    def add_faults(self, error: ValidationError) -> None:
        """What the service found; what is no field of the form stands above it."""
        for name, faults in error.error_dict.items():
            self.add_error(name if name in self.fields else None, faults)


class SharePasswordForm(forms.Form):
    """The way into a link that has a password."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=PASSWORD_CHARS[1],
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "autofocus": True}),
    )

    def wrong(self) -> None:
        """It does not open this link."""
        self.add_error("password", ValidationError(_("This password does not open the link."), "wrong"))
