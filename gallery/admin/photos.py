"""Moderation: staff see every photo, hide those that must not be seen, with a reason, and bring them back."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from gallery import serving
from gallery.admin.filters import HiddenFilter, TrashedFilter
from gallery.forms import HideForm
from gallery.models import Photo
from gallery.services import photo_delete, photos_hide, photos_unhide

_LIST_THUMBNAIL_SIDE = 96
_PAGE_SIDE = 640

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Photo]
else:
    _ModelAdmin = admin.ModelAdmin


@admin.register(Photo)
class PhotoAdmin(_ModelAdmin):
    """Nothing of a photo can be changed here; what it shows is evidence."""

    list_display = ("thumbnail", "owner", "taken_at", "emotion", "happy_percent", "is_hidden", "is_trashed", "memo")
    list_display_links = ("thumbnail",)
    list_filter = ("emotion", HiddenFilter, TrashedFilter, "taken_at", "source")
    list_select_related = ("owner",)
    list_per_page = 50
    search_fields = ("owner__username", "owner__email", "memo", "uid")
    search_help_text = _("Owner's name or e-mail address, memo, or id")
    show_full_result_count = False
    ordering = ("-id",)
    actions = ("hide", "unhide")
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
        ("hidden_at", "hidden_by"),
        "hidden_reason",
    )

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Photos come from cameras."""
        return False

    def get_readonly_fields(self, _request: HttpRequest, _obj: Photo | None = None) -> tuple[str, ...]:
        """All of them."""
        return tuple(name for row in self.fields for name in ([row] if isinstance(row, str) else row))

    def get_urls(self) -> list[URLPattern]:
        """Also the pictures: the owner's addresses are closed to staff, and know nothing of hidden photos."""
        wrap = self.admin_site.admin_view
        own = [
            path("<uuid:uid>/photo.jpg", wrap(self.photo_view), name="gallery_photo_file"),
            path("<uuid:uid>/thumbnail.jpg", wrap(self.thumbnail_view), name="gallery_photo_thumbnail"),
        ]
        return own + super().get_urls()

    def photo_view(self, request: HttpRequest, uid: UUID) -> HttpResponseBase:
        """The picture in full size."""
        return self._serve(request, uid, serving.PHOTO)

    def thumbnail_view(self, request: HttpRequest, uid: UUID) -> HttpResponseBase:
        """The small picture."""
        return self._serve(request, uid, serving.THUMBNAIL)

    def _serve(self, request: HttpRequest, uid: UUID, rendition: serving.Rendition) -> HttpResponseBase:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return serving.serve(request, get_object_or_404(Photo, uid=uid), rendition)

    @admin.display(description=_("photo"))
    def thumbnail(self, photo: Photo) -> str:
        """For the list."""
        return _image(photo, "gallery_photo_thumbnail", _LIST_THUMBNAIL_SIDE)

    @admin.display(description=_("photo"))
    def picture(self, photo: Photo) -> str:
        """For the photo's own page."""
        return _image(photo, "gallery_photo_file", _PAGE_SIDE)

    @admin.display(description=_("happiness"), ordering="happy")
    def happy_percent(self, photo: Photo) -> str:
        """As people say it."""
        return f"{photo.happy:.0%}"

    @admin.display(description=_("hidden"), boolean=True, ordering="hidden_at")
    def is_hidden(self, photo: Photo) -> bool:
        """By staff."""
        return photo.hidden_at is not None

    @admin.display(description=_("in the trash"), boolean=True, ordering="trashed_at")
    def is_trashed(self, photo: Photo) -> bool:
        """By the owner."""
        return photo.trashed_at is not None

    @admin.action(description=_("Hide selected photos…"), permissions=["change"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Photo]) -> HttpResponse | None:
        """Ask why, then hide them all at once."""
        form = HideForm(request.POST if "apply" in request.POST else None)
        if form.is_valid():
            chosen = list(queryset)
            count = photos_hide(photos=queryset, by=_staff(request), reason=form.cleaned_data["reason"])
            self._log(request, chosen, f"Hidden: {form.cleaned_data['reason']}")
            text = ngettext("%(count)d photo is hidden.", "%(count)d photos are hidden.", count)
            self.message_user(request, text % {"count": count}, messages.SUCCESS)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Hide photos"),
            "opts": Photo._meta,  # noqa: SLF001
            "form": form,
            "count": queryset.count(),
            "chosen": request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
            "checkbox": helpers.ACTION_CHECKBOX_NAME,
            "select_across": request.POST.get("select_across", "0"),
        }
        return TemplateResponse(request, "gallery/admin/hide.html", context)

    @admin.action(description=_("Make selected photos visible again"), permissions=["change"])
    def unhide(self, request: HttpRequest, queryset: QuerySet[Photo]) -> None:
        """Take the hiding back."""
        chosen = list(queryset.filter(hidden_at__isnull=False))
        count = photos_unhide(photos=queryset, by=_staff(request))
        self._log(request, chosen, "Made visible again")
        text = ngettext("%(count)d photo is visible again.", "%(count)d photos are visible again.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS)

    def delete_model(self, _request: HttpRequest, obj: Photo) -> None:
        """With its files."""
        photo_delete(photo=obj)

    def delete_queryset(self, _request: HttpRequest, queryset: QuerySet[Photo]) -> None:
        """With their files."""
        for photo in queryset:
            photo_delete(photo=photo)

    def _log(self, request: HttpRequest, photos: list[Photo], message: str) -> None:
        LogEntry.objects.log_actions(_staff(request).pk, photos, CHANGE, message)


def _staff(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def _image(photo: Photo, view: str, side: int) -> str:
    """An image that says its size by attributes: the site's CSP allows no inline styles."""
    scale = min(1.0, side / max(photo.width, photo.height))
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        reverse(f"admin:{view}", args=[photo.uid]),
        round(photo.width * scale),
        round(photo.height * scale),
        photo.get_emotion_display(),
    )
