"""Albums, to be looked up: whose they are, and what lies in them."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin_records import RecordAdmin, person_link
from gallery.models import Album


@admin.register(Album)
class AlbumAdmin(RecordAdmin[Album]):
    """Their owners make and delete them."""

    list_display = ("name", "person", "smart", "holds", "created_at")
    list_filter = ("smart", "created_at")
    list_select_related = ("owner",)
    search_fields = ("name", "owner__username", "owner__email")
    ordering = ("-id",)
    fields = (("uid", "owner"), "name", "created_at", "smart", ("emotion", "happy_min"), ("day_from", "day_to"))

    def has_change_permission(self, _request: HttpRequest, _obj: Album | None = None) -> bool:
        """It is the owner's."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Album | None = None) -> bool:
        """It is the owner's."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Album]:
        """With how many photos were put into each."""
        return super().get_queryset(request).annotate(placed=Count("placements"))

    @admin.display(description=_("owner"), ordering="owner__username")
    def person(self, album: Album) -> str:
        """Who leads to their page."""
        return person_link(album.owner)

    @admin.display(description=_("photos"))
    def holds(self, album: Album) -> str:
        """How many lead to the photos; one that fills itself holds whatever fits."""
        if album.smart:
            return "–"
        page = reverse("admin:gallery_photo_changelist")
        return format_html('<a href="{}?albums__id__exact={}">{}</a>', page, album.pk, vars(album).get("placed", 0))
