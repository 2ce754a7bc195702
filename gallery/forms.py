"""What people fill in."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gallery.memo import memo_clean
from gallery.models import REASON_CHARS


class MemoForm(forms.Form):
    """The memo under a photo. No `maxlength`: browsers count UTF-16 units, and an emoji has two of them or twenty."""

    memo = forms.CharField(
        label=_("Memo"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-memo": "", "aria-describedby": "memo-count"}),
    )

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
