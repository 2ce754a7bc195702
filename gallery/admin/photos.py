"""Moderation: staff find any photo, hide those that must not be seen, with a reason, and bring them back."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_records import person_link
from gallery.admin.filters import BlurryFilter, HiddenFilter, ReviewedFilter, TrashedFilter, WaitingFilter
from gallery.admin.memos import MemosAdmin
from gallery.admin.photo_actions import PhotoActionsAdmin
from gallery.admin.pictures import PicturesAdmin
from gallery.admin.shown import shown
from gallery.admin.years import QuickYears
from gallery.models import Photo
from gallery.when import local_time


@admin.register(Photo)
class PhotoAdmin(MemosAdmin, PicturesAdmin, PhotoActionsAdmin):
    """Nothing of a photo can be changed here; what it shows is evidence."""

    list_display = ("preview", "person", "taken", "expression", "sharp", "flags", "words", "more")
    list_display_links = None
    list_filter = (
        WaitingFilter,
        ReviewedFilter,
        HiddenFilter,
        TrashedFilter,
        "emotion",
        BlurryFilter,
        "source",
        "created_at",
    )
    linked_lookups = ("owner__id__exact", "albums__id__exact")
    list_select_related = ("owner",)
    date_hierarchy = "taken_on"
    search_fields = ("owner__username", "owner__email", "memo", "uid")
    search_help_text = gettext_lazy("Owner's name, memo, or id")
    ordering = ("-id",)
    fields = (
        "picture",
        ("uid", "owner", "source", "frame"),
        ("taken_at", "time_zone", "created_at"),
        ("emotion", "happy", "sharpness"),
        "scores",
        "memo",
        ("width", "height", "bytes"),
        ("capture_id", "digest"),
        "trashed_at",
        "reviewed_at",
        ("hidden_at", "hidden_by"),
        "hidden_reason",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        """For the years above it."""
        found = super().get_queryset(request)
        return QuickYears(found.model, found.query, found.db)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Deleting goes by our own action: Django's lists everything that hangs on a thousand photos first."""
        return {name: found for name, found in super().get_actions(request).items() if name != "delete_selected"}

    @admin.display(description=gettext_lazy("owner"), ordering="owner__username")
    def person(self, photo: Photo) -> str:
        """Who leads to their page, and to what else is theirs."""
        theirs = (f"?owner__id__exact={photo.owner_id}", _("all of theirs"))
        return format_html('{} <a href="{}">{}</a>', person_link(photo.owner), *theirs)

    @admin.display(description=gettext_lazy("taken at"), ordering="taken_on")
    def taken(self, photo: Photo) -> str:
        """On the clock of the place."""
        return format_html("<time>{}</time>", f"{local_time(photo):%Y-%m-%d %H:%M}")

    @admin.display(description=gettext_lazy("happiness"), ordering="happy")
    def expression(self, photo: Photo) -> str:
        """As people say it."""
        return f"{photo.get_emotion_display()} · {photo.happy:.0%}"

    @admin.display(description=gettext_lazy("sharpness"), ordering="sharpness")
    def sharp(self, photo: Photo) -> str:
        """Variance of the Laplacian, as it was when the photo was kept."""
        return _("Sharpness %(value).0f") % {"value": photo.sharpness}

    @admin.display(description=gettext_lazy("memo"), empty_value="")
    def words(self, photo: Photo) -> str:
        """What its owner wrote."""
        return photo.memo

    @admin.display(description=gettext_lazy("flags"), empty_value="")
    def flags(self, photo: Photo) -> str:
        """What sets it apart from others."""
        return format_html_join(" ", '<span class="flag {}" title="{}">{}</span>', _flags(photo))

    @admin.display(description="")
    def more(self, photo: Photo) -> str:
        """The way to its own page, and that it was on this one."""
        page = reverse("admin:gallery_photo_change", args=[photo.pk])
        return format_html('<a href="{}">{}</a>{}', page, _("Details"), shown(photo))

    def delete_view(self, *_arguments: Any, **_named: Any) -> HttpResponse:
        """There is one way to delete, which asks why: the action."""
        raise PermissionDenied

    def change_view(self, request: HttpRequest, object_id: str, *arguments: Any, **named: Any) -> HttpResponse:
        """With the list's actions as buttons."""
        nothing = {"show_delete": False, "show_save": False, "show_save_and_continue": False, "show_close": True}
        photo = self.get_object(request, object_id)
        mine = {"photo_actions": set(self.get_actions(request)), "shown": shown(photo) if photo else ""}
        named["extra_context"] = nothing | mine
        return super().change_view(request, object_id, *arguments, **named)


def _flags(photo: Photo) -> list[tuple[str, str, str]]:
    """Class, explanation and word of each."""
    found = []
    if photo.hidden_at:
        found.append(("concealed", photo.hidden_reason, _("hidden")))
    if photo.trashed_at:
        found.append(("trashed", _("By its owner"), _("in the trash")))
    if photo.reviewed_at:
        found.append(("reviewed", "", _("reviewed")))
    if photo.looks_blurry:
        found.append(("blurry", "", _("looks blurry")))
    return found
