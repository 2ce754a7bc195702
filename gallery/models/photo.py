"""A kept moment. Its picture lies in PHOTO_DIR under names made from `uid` (see `gallery.files`)."""

import uuid
from typing import Final

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mlmodels.emotions import EMOTIONS, NO_FACE, UNSURE
from mlmodels.obstacles import BLURRED_FACE, BLURRED_PICTURE

MEMO_CHARS: Final = 200
"""Code points after clean-up (`gallery.memo`), as the form's counter and the database count."""

REASON_CHARS: Final = 500

EMOTION_LABELS: Final = {
    "angry": pgettext_lazy("expression", "Angry"),
    "disgust": pgettext_lazy("expression", "Disgusted"),
    "fear": pgettext_lazy("expression", "Afraid"),
    "happy": pgettext_lazy("expression", "Happy"),
    "neutral": pgettext_lazy("expression", "Neutral"),
    "sad": pgettext_lazy("expression", "Sad"),
    "surprise": pgettext_lazy("expression", "Surprised"),
    UNSURE: pgettext_lazy("expression", "Hard to tell"),
    NO_FACE: pgettext_lazy("expression", "No face"),
}
KNOWN_EMOTIONS: Final = (*EMOTIONS, UNSURE, NO_FACE)
EMOTION_CHOICES = [(emotion, EMOTION_LABELS[emotion]) for emotion in KNOWN_EMOTIONS]

BANDS: Final = 4
"""Parts of 16 bits that `phash` is cut into, each with an index: hashes that differ in at most 7 bits agree in at least
one part but for one bit at most (multi-index hashing: Norouzi et al., 2012)."""
_BAND_MASK: Final = 0xFFFF


def _band(number: int) -> models.GeneratedField:
    """Part `number` of `phash`, the lowest first, 0–65535; kept by the database itself."""
    return models.GeneratedField(
        expression=F("phash").bitrightshift(16 * number).bitand(_BAND_MASK),
        output_field=models.IntegerField(null=True),
        db_persist=True,
    )


class Source(models.TextChoices):
    """Where the picture came from."""

    CAMERA = "camera", _("camera")
    FILE = "file", _("video file in the browser")
    FIND_MOMENTS = "find_moments", _("video file on the server")
    UPLOAD = "upload", _("uploaded picture")


class Photo(models.Model):
    """One photo of one person's album.

    `id` is given by the server, only ever grows and is never shown. `uid` is the public name. An album goes by
    `taken_on`, the day on the clock of the place, and within a day by `id`: clocks jump, and an old picture that comes
    today belongs to its own day. `hidden_*` and `reviewed_at` are staff's (moderation), `trashed_at` the owner's.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(_("id"), default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="photos", verbose_name=_("owner"), db_index=False
    )
    capture_id = models.UUIDField(_("capture"), help_text=_("The client's own id: a retry gives the same photo."))
    digest = models.CharField(_("digest"), max_length=64, help_text=_("SHA-256 of size and pixels, in hex."))
    checksum = models.CharField(
        _("checksum"),
        max_length=64,
        blank=True,
        default="",
        editable=False,
        help_text=_("SHA-256 of the file as it was kept, in hex."),
    )
    phash = models.BigIntegerField(
        _("perceptual hash"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("What looks alike has nearly the same number."),
    )
    phash_band_0 = _band(0)
    phash_band_1 = _band(1)
    phash_band_2 = _band(2)
    phash_band_3 = _band(3)

    taken_at = models.DateTimeField(_("taken at"))
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    taken_on = models.DateField(_("taken on"), help_text=_("The day at the place where it was."))
    created_at = models.DateTimeField(_("saved at"), auto_now_add=True)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    bytes = models.PositiveBigIntegerField(_("bytes"))

    emotion = models.CharField(_("expression"), max_length=16, choices=EMOTION_CHOICES)
    happy = models.FloatField(_("happiness"), validators=[MinValueValidator(0.0), MaxValueValidator(1.0)])
    scores = models.JSONField(_("scores"), default=dict, blank=True, help_text=_("None without a face."))
    sharpness = models.FloatField(_("sharpness"))
    source = models.CharField(_("source"), max_length=16, choices=Source.choices)
    frame = models.PositiveBigIntegerField(_("frame"), null=True, blank=True)
    manual = models.BooleanField(_("by the shutter"), default=False)
    moment = models.UUIDField(_("moment"), null=True, blank=True, help_text=_("Pictures of one smile share it."))
    folded_behind = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="alternates",
        verbose_name=_("folded behind"),
        help_text=_("The moment's photo, for its alternates."),
    )

    memo = models.CharField(_("memo"), max_length=MEMO_CHARS, blank=True, default="")
    memo_folded = models.TextField(
        _("memo for the search"), blank=True, default="", editable=False, help_text=_("In small letters.")
    )
    favourite = models.BooleanField(_("favourite"), default=False)
    trashed_at = models.DateTimeField(_("in the trash since"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("hidden since"), null=True, blank=True)
    hidden_reason = models.CharField(_("reason for hiding"), max_length=REASON_CHARS, blank=True, default="")
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="hidden_photos",
        verbose_name=_("hidden by"),
    )
    reviewed_at = models.DateTimeField(
        _("reviewed at"),
        null=True,
        blank=True,
        help_text=_("Staff looked at it: it may be seen through shared links."),
    )

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "capture_id"], name="photo_once_per_capture"),
            models.CheckConstraint(condition=Q(happy__gte=0, happy__lte=1), name="photo_happy_is_probability"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length(F("memo")), MEMO_CHARS), name="photo_memo_is_short"
            ),
            models.CheckConstraint(condition=Q(emotion__in=KNOWN_EMOTIONS), name="photo_emotion_is_known"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="photo_source_is_known"),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True, hidden_reason="")
                | (Q(hidden_at__isnull=False) & ~Q(hidden_reason="")),
                name="photo_hidden_has_reason",
            ),
        ]
        # Each in the album's order. What follows lets days be counted, and happy ones be found, in the index alone.
        indexes = [
            models.Index(
                fields=["owner", "-taken_on", "-id", "folded_behind", "happy"],
                name="photo_timeline",
                condition=Q(trashed_at__isnull=True, hidden_at__isnull=True),
            ),
            models.Index(
                fields=["owner", "emotion", "-taken_on", "-id", "folded_behind"],
                name="photo_by_emotion",
                condition=Q(trashed_at__isnull=True, hidden_at__isnull=True),
            ),
            models.Index(
                fields=["owner", "-taken_on", "-id"],
                name="photo_favourites",
                condition=Q(favourite=True, trashed_at__isnull=True, hidden_at__isnull=True),
            ),
            models.Index(
                fields=["owner", "-taken_on", "-id"],
                name="photo_in_trash",
                condition=Q(trashed_at__isnull=False, hidden_at__isnull=True),
            ),
            models.Index(fields=["owner", "moment"], name="photo_moment", condition=Q(moment__isnull=False)),
            models.Index(fields=["owner", "digest"], name="photo_same"),
            *(
                models.Index(
                    fields=["owner", f"phash_band_{band}"],
                    name=f"photo_alike_{band}",
                    condition=Q(phash__isnull=False),
                )
                for band in range(BANDS)
            ),
            models.Index(fields=["owner"], name="photo_hidden", condition=Q(hidden_at__isnull=False)),
            models.Index(fields=["trashed_at"], name="photo_purge", condition=Q(trashed_at__isnull=False)),
            # How much somebody keeps, and how much since yesterday, without a look at the rows themselves.
            models.Index(fields=["owner", "created_at", "bytes"], name="photo_usage"),
        ]

    def __str__(self) -> str:
        return str(self.uid)

    @property
    def looks_blurry(self) -> bool:
        """A hint, and never more: nothing is refused or thrown away for it."""
        return self.sharpness < (BLURRED_PICTURE if self.emotion == NO_FACE else BLURRED_FACE)

    @property
    def main(self) -> "Photo | None":
        """The photo that stands for the moment instead of this one; what staff hid stands for nothing."""
        main = self.folded_behind
        return main if main is not None and main.hidden_at is None else None

    @property
    def behind(self) -> "list[Photo]":
        """The alternates folded behind this photo, oldest first: those that lie where it lies, and that staff left."""
        return sorted(
            (each for each in self.alternates.all() if each.trashed_at == self.trashed_at and each.hidden_at is None),
            key=lambda each: each.id,
        )
