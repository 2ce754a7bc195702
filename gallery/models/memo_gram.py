"""The index behind the search in memos: every character, and every two in a row, of every memo."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gallery.models.photo import Photo


class MemoGram(models.Model):
    """One or two characters that a photo's memo has (`gallery.memo_search`), as a number.

    `owner` and `taken_on` repeat the photo's, so that an index has one person's finds in the album's order.
    """

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("owner"), db_index=False
    )
    gram = models.BigIntegerField(_("characters"))
    taken_on = models.DateField(_("taken on"))
    photo = models.ForeignKey(Photo, models.CASCADE, related_name="grams", verbose_name=_("photo"))

    class Meta:
        verbose_name = _("piece of a memo")
        verbose_name_plural = _("pieces of memos")
        indexes = [models.Index(fields=["owner", "gram", "-taken_on", "-photo"], name="memo_gram_order")]

    def __str__(self) -> str:
        return str(self.gram)
