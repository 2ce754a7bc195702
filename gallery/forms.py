"""What people fill in."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gallery.memo import memo_clean, memo_tag
from gallery.models import REASON_CHARS


class MemoForm(forms.Form):
    """The memo under a photo. No `maxlength`: browsers count UTF-16 units, and an emoji has two of them or twenty.

    `seen` is the tag of the memo that the writer saw when they began.
    """

    memo = forms.CharField(
        label=_("Memo"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-memo": "", "aria-describedby": "memo-count"}),
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


class HideForm(forms.Form):
    """Why staff hides photos. Only the admin shows it."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_CHARS, widget=forms.Textarea(attrs={"rows": 3, "cols": 60})
    )
