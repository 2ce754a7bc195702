"""What collects photos: albums that their owner fills, and smart ones that fill themselves by date or expression."""

import uuid
from typing import Final

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from gallery.models.photo import EMOTION_CHOICES, Photo

NAME_CHARS: Final = 80

_NO_RULE = Q(emotion="", happy_min__isnull=True, day_from__isnull=True, day_to__isnull=True)


class Album(models.Model):
    """One person's album. `uid` is the public name. A smart one has at least one rule and holds what fits all of them.

    Days are those of the place where a photo was taken (`Photo.taken_on`); both ends belong to it. `reviewed_name` is
    staff's (moderation): the name as they last found nothing wrong with it.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(_("id"), default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="albums", verbose_name=_("owner"), db_index=False
    )
    name = models.CharField(_("name"), max_length=NAME_CHARS)
    reviewed_name = models.CharField(
        _("name as reviewed"), max_length=NAME_CHARS, blank=True, default="", editable=False
    )
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    photos = models.ManyToManyField(Photo, through="Placement", related_name="albums", verbose_name=_("photos"))

    smart = models.BooleanField(_("fills itself"), default=False)
    emotion = models.CharField(_("expression"), max_length=16, choices=EMOTION_CHOICES, blank=True, default="")
    happy_min = models.FloatField(
        _("happy at least"), null=True, blank=True, validators=[MinValueValidator(0.0), MaxValueValidator(1.0)]
    )
    day_from = models.DateField(_("from"), null=True, blank=True)
    day_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("album")
        verbose_name_plural = _("albums")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="album_name_once"),
            models.CheckConstraint(condition=GreaterThan(Length(F("name")), 0), name="album_has_name"),
            models.CheckConstraint(
                condition=Q(smart=False) & _NO_RULE | Q(smart=True) & ~_NO_RULE,
                name="album_smart_has_rule",
                violation_error_message=_("Choose at least one rule."),
            ),
            models.CheckConstraint(
                condition=Q(emotion__in=["", *dict(EMOTION_CHOICES)]), name="album_emotion_is_known"
            ),
            models.CheckConstraint(
                condition=Q(happy_min=None) | Q(happy_min__gte=0, happy_min__lte=1), name="album_happy_is_probability"
            ),
            models.CheckConstraint(
                condition=Q(day_from=None) | Q(day_to=None) | Q(day_to__gte=F("day_from")),
                name="album_days_in_order",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name_reviewed(self) -> bool:
        """Whether staff have looked at the name as it is now."""
        return self.name == self.reviewed_name


class Placement(models.Model):
    """A photo in an album that its owner fills. `taken_on` repeats the photo's: so an index has the album's order."""

    album = models.ForeignKey(Album, models.CASCADE, related_name="placements", verbose_name=_("album"), db_index=False)
    photo = models.ForeignKey(Photo, models.CASCADE, related_name="placements", verbose_name=_("photo"))
    taken_on = models.DateField(_("taken on"))

    class Meta:
        verbose_name = _("place in an album")
        verbose_name_plural = _("places in albums")
        constraints = [models.UniqueConstraint(fields=["album", "photo"], name="placement_once")]
        indexes = [models.Index(fields=["album", "-taken_on", "-photo"], name="placement_order")]

    def __str__(self) -> str:
        return f"{self.photo} in {self.album}"
