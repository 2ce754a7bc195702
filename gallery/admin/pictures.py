"""A photo's picture for staff: blurred, until somebody clicks on it. The click is what counts as having seen it."""

from typing import ClassVar
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms import Script
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_records import RecordAdmin, staff_of
from accounts.audit import audit
from accounts.audit_actions import AuditAction
from gallery import serving
from gallery.models import Photo

_CARD_SIDE = 180
_PAGE_SIDE = 640


class VeiledMedia:
    """What a page with `veiled` pictures needs."""

    css: ClassVar = {"all": ["gallery/admin/photos.css"]}
    js: ClassVar = [Script("gallery/admin/reveal.js", type="module")]


class PicturesAdmin(RecordAdmin[Photo]):
    """The addresses of the pictures: the owner's are closed to staff, and know nothing of hidden photos."""

    class Media(VeiledMedia):
        """Looks and works like that."""

    def get_urls(self) -> list[URLPattern]:
        """Also the pictures."""
        wrap = self.admin_site.admin_view
        own = [
            path("<uuid:uid>/photo.jpg", wrap(self.photo_view), name="gallery_photo_file"),
            path("<uuid:uid>/thumbnail.jpg", wrap(self.thumbnail_view), name="gallery_photo_thumbnail"),
            path("<uuid:uid>/blurred.jpg", wrap(self.blurred_view), name="gallery_photo_blurred"),
        ]
        return own + super().get_urls()

    def photo_view(self, request: HttpRequest, uid: UUID) -> HttpResponseBase:
        """The picture in full size."""
        return self._serve(request, uid, serving.PHOTO, seen="photo")

    def thumbnail_view(self, request: HttpRequest, uid: UUID) -> HttpResponseBase:
        """The small picture."""
        return self._serve(request, uid, serving.THUMBNAIL, seen="thumbnail")

    def blurred_view(self, request: HttpRequest, uid: UUID) -> HttpResponseBase:
        """Colours and light alone; nobody can be recognised on it."""
        return self._serve(request, uid, serving.BLURRED)

    def _serve(
        self, request: HttpRequest, uid: UUID, rendition: serving.Rendition, *, seen: str = ""
    ) -> HttpResponseBase:
        if not self.has_view_permission(request):
            raise PermissionDenied
        photo = get_object_or_404(Photo, uid=uid)
        if seen:
            audit(AuditAction.PHOTO_VIEWED, by=staff_of(request), thing=photo, request=request, rendition=seen)
        return serving.serve(request, photo, rendition)

    @admin.display(description=gettext_lazy("photo"))
    def preview(self, photo: Photo) -> str:
        """For the list: a click shows the small picture."""
        return veiled(photo)

    @admin.display(description=gettext_lazy("photo"))
    def picture(self, photo: Photo) -> str:
        """For the photo's own page: a click shows it in full size."""
        return veiled(photo, "gallery_photo_file", _PAGE_SIDE)


def veiled(photo: Photo, view: str = "gallery_photo_thumbnail", side: int = _CARD_SIDE) -> str:
    """The blurred picture in a link to the sharp one. Sizes by attributes: the site's CSP allows no inline styles."""
    scale = min(1.0, side / max(photo.width, photo.height))
    return format_html(
        '<a class="veiled" href="{}" data-reveal data-hide="{}" data-missing="{}">'
        '<img src="{}" width="{}" height="{}" alt="{}" loading="lazy"><span>{}</span></a>',
        reverse(f"admin:{view}", args=[photo.uid]),
        _("Hide the picture"),
        _("The picture’s file can’t be read."),
        reverse("admin:gallery_photo_blurred", args=[photo.uid]),
        round(photo.width * scale),
        round(photo.height * scale),
        _("%(expression)s, blurred") % {"expression": photo.get_emotion_display()},
        _("Show the picture"),
    )
