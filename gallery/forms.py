"""What people fill in."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gallery.memo import memo_clean, memo_tag
from gallery.models import EMOTION_CHOICES, NAME_CHARS, Album
from gallery.services import Rules


class MemoForm(forms.Form):
    """The memo under a photo. No `maxlength`: browsers count UTF-16 units, and an emoji has two of them or twenty.

    `seen` is the tag of the memo that the writer saw when they began.
    """

    memo = forms.CharField(
        label=_("Memo"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-memo": "", "aria-describedby": "memo-count"}),
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, memo: str) -> "MemoForm":
        """The form with the memo that is there."""
        return cls(initial={"memo": memo, "seen": memo_tag(memo)})

    def changed_meanwhile(self, memo: str) -> None:
        """Somebody else's memo is there by now. Keeps what was written; sending it once more replaces theirs."""
        message = _("The memo was changed elsewhere meanwhile. Save again to replace it.")
        self.add_error("memo", ValidationError(message, "changed"))
        self.data = {**self.data, "seen": memo_tag(memo)}

    def clean_memo(self) -> str:
        """The memo as it will be kept."""
        try:
            return memo_clean(self.cleaned_data["memo"])
        except ValidationError as error:
            raise ValidationError(error.message_dict["memo"]) from error


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AlbumForm(forms.Form):
    """An album that its owner fills."""

    name = forms.CharField(
        label=_("Name"), max_length=NAME_CHARS, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    @classmethod
    def of(cls, album: Album) -> "AlbumForm":
        """The form with the album as it is."""
        return cls(initial={name: getattr(album, name) for name in cls.base_fields})

    def rules(self) -> Rules | None:
        """None: it has none."""
        return None


class SmartAlbumForm(AlbumForm):
    """An album that fills itself. That it has a rule at all is the service's to say."""

    emotion = forms.ChoiceField(label=_("Expression"), required=False, choices=[("", _("any")), *EMOTION_CHOICES])
    happy_min = forms.FloatField(
        label=_("Happy at least"),
        required=False,
        min_value=0,
        max_value=1,
        help_text=_("0 to 1; 0.9 is 90 %."),
        widget=forms.NumberInput(attrs={"step": "0.05", "min": "0", "max": "1"}),
    )
    day_from = forms.DateField(label=_("From"), required=False, input_formats=["%Y-%m-%d"], widget=_day())
    day_to = forms.DateField(label=_("To"), required=False, input_formats=["%Y-%m-%d"], widget=_day())

    def rules(self) -> Rules:
        """What was filled in."""
        return Rules(**{name: value for name, value in self.cleaned_data.items() if name != "name"})
