"""Albums, to be looked up: whose they are, what lies in them, and whether links may say their names."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.admin_asking import say
from accounts.admin_records import RecordAdmin, person_link, staff_of
from accounts.staff_log import log_add
from gallery.admin.filters import NameWaitingFilter
from gallery.admin.shown import shown, were_shown
from gallery.models import Album, Placement
from gallery.services import cases_of_others, names_review


@admin.register(Album)
class AlbumAdmin(RecordAdmin[Album]):
    """Their owners make, name and delete them."""

    list_display = ("name", "seen", "person", "smart", "holds", "created_at")
    list_filter = (NameWaitingFilter, "smart", "created_at")
    list_select_related = ("owner",)
    search_fields = ("name", "owner__username", "owner__email")
    ordering = ("-id",)
    actions = ("review",)
    fields = (
        ("uid", "owner"),
        ("name", "reviewed"),
        "created_at",
        "smart",
        ("emotion", "happy_min"),
        ("day_from", "day_to"),
    )

    class Media:
        """For the button on an album's page."""

        css: ClassVar = {"all": ["gallery/admin/photos.css"]}

    def has_change_permission(self, _request: HttpRequest, _obj: Album | None = None) -> bool:
        """It is the owner's."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Album | None = None) -> bool:
        """It is the owner's."""
        return False

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Who may say that names are fine."""
        return request.user.has_perm("gallery.change_album")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Album]:
        """With how many photos were put into each."""
        inside = Placement.objects.filter(album=OuterRef("pk")).order_by().values("album")
        placed = Coalesce(Subquery(inside.annotate(count=Count("pk")).values("count")), 0)
        return super().get_queryset(request).annotate(placed=placed)

    def change_view(self, request: HttpRequest, object_id: str, *arguments: Any, **named: Any) -> HttpResponse:
        """With the list's action as a button."""
        album = self.get_object(request, object_id)
        named["extra_context"] = {
            "album_actions": set(self.get_actions(request)),
            "shown": shown(album) if album else "",
        }
        return super().change_view(request, object_id, *arguments, **named)

    @admin.display(description=gettext_lazy("owner"), ordering="owner__username")
    def person(self, album: Album) -> str:
        """Who leads to their page."""
        return person_link(album.owner)

    @admin.display(description=gettext_lazy("name reviewed"))
    def seen(self, album: Album) -> str:
        """Whether staff looked at the name as it is now; and that it was on this page."""
        return format_html("{}{}", _("Yes") if album.name_reviewed else _("No"), shown(album))

    @admin.display(description=gettext_lazy("name reviewed"), boolean=True)
    def reviewed(self, album: Album) -> bool:
        """On the album's own page."""
        return album.name_reviewed

    @admin.display(description=gettext_lazy("photos"))
    def holds(self, album: Album) -> str:
        """How many lead to the photos; one that fills itself holds whatever fits."""
        if album.smart:
            return "–"
        page = reverse("admin:gallery_photo_changelist")
        return format_html('<a href="{}?albums__id__exact={}">{}</a>', page, album.pk, vars(album).get("placed", 0))

    @admin.action(description=gettext_lazy("Mark names of selected albums as reviewed"), permissions=["review"])
    def review(self, request: HttpRequest, queryset: QuerySet[Album]) -> None:
        """Nothing is wrong with them: links may say them. What the page did not show, or shows otherwise by now, is
        left for another look, though everything was chosen; and one's own for somebody else.
        """
        pks, still = were_shown(request)
        waiting = queryset.exclude(reviewed_name=F("name"))
        asked = waiting.count()
        albums = cases_of_others(waiting.filter(pk__in=pks), staff_of(request))
        looked_at = [album for album in albums if still(album)]
        count = names_review(albums=albums, by=staff_of(request), still=still)
        log_add(staff_of(request), looked_at, CHANGE, "Name reviewed")
        say(self, request, count, _reviewed)
        if left := asked - count:
            self.message_user(request, _left(left), messages.WARNING)


def _reviewed(count: int) -> str:
    return ngettext("%(count)d name is reviewed.", "%(count)d names are reviewed.", count)


def _left(count: int) -> str:
    text = ngettext(
        "%(count)d name was not on the page, has changed since, or is your own: it is left for another look.",
        "%(count)d names were not on the page, have changed since, or are your own: they are left for another look.",
        count,
    )
    return text % {"count": count}
