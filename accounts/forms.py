"""Sign-in and sign-up with this site's words, and the preferences."""

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Preferences, User
from accounts.preferences import preferences_of, preferences_set
from accounts.time_zones import known_time_zone, time_zones


class LoginForm(allauth_forms.LoginForm):  # type: ignore[misc]  # allauth has no types
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


class SignupForm(allauth_forms.SignupForm):  # type: ignore[misc]
    """Says what the address is for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        self.fields["email"].help_text = _("For signing in, and to reset a forgotten password.")
        # Filled in by time-zone.js: without it a new person's dates would be the server's.
        self.fields["time_zone"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_time_zone(self) -> str:
        """What the browser says, if it is known here; nobody is kept from signing up by it."""
        try:
            known_time_zone(self.cleaned_data["time_zone"])
        except ValidationError:
            return ""
        return str(self.cleaned_data["time_zone"])

    def custom_signup(self, _request: HttpRequest, user: User) -> None:
        """Called by allauth with the new person."""
        if zone := self.cleaned_data["time_zone"]:
            preferences_set(user=user, time_zone=zone)


class PreferencesForm(forms.Form):
    """What a person may choose. `cleaned_data` is what `preferences_set` takes."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("As my browser asks")), *User.Language.choices], required=False
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    sensitivity = forms.ChoiceField(choices=Preferences.Sensitivity.choices, widget=forms.RadioSelect)
    keep_alternates = forms.BooleanField(required=False)
    sound = forms.BooleanField(required=False)
    voice = forms.BooleanField(required=False)
    learn_smile = forms.BooleanField(required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, person: User) -> None:
        current = preferences_of(person)
        own = {"language": person.language, "time_zone": person.time_zone}
        super().__init__(data, initial={**model_to_dict(current), **own})
        zones = dict.fromkeys([*time_zones(), *filter(None, [person.time_zone])])
        self.fields["time_zone"].choices = [("", _("The server's")), *((name, _spoken(name)) for name in zones)]  # type: ignore[attr-defined]


def _spoken(zone: str) -> str:
    return zone.replace("_", " ")
