"""Sign-in and sign-up with this site's words, and the preferences."""

from typing import Any

from allauth.account import forms
from django.forms import ModelForm, RadioSelect
from django.utils.translation import gettext_lazy as _

from accounts.models import Preferences


class LoginForm(forms.LoginForm):  # type: ignore[misc]  # allauth has no types
    """Says that either name will do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Username or email")
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["remember"].label = _("Stay signed in on this device")


class SignupForm(forms.SignupForm):  # type: ignore[misc]
    """Says what the address is for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        self.fields["email"].help_text = _("For signing in, and to reset a forgotten password.")


class PreferencesForm(ModelForm):  # type: ignore[type-arg]
    """What a person may choose about their camera."""

    class Meta:
        model = Preferences
        fields = ["sensitivity", "keep_alternates", "learn_smile"]
        widgets = {"sensitivity": RadioSelect}
