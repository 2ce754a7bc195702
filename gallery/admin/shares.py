"""Shared links: who shows what to whoever has the link, and their end. The links themselves are not shown: staff look
at photos where it is written down.
"""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.admin_asking import Answer, Question, settle
from accounts.admin_records import RecordAdmin, person_link, staff_of
from gallery.models import Share
from gallery.services import shares_revoke


class OpenFilter(admin.SimpleListFilter):
    """Whether a link still leads anywhere."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """The three."""
        return [("open", _("open")), ("expired", _("expired")), ("revoked", _("revoked"))]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Share]) -> QuerySet[Share]:
        """Those that fit, or all."""
        now, living = timezone.now(), queryset.filter(revoked_at=None)
        found = {
            "open": living.exclude(expires_at__lte=now),
            "expired": living.filter(expires_at__lte=now),
            "revoked": queryset.filter(revoked_at__isnull=False),
        }
        return found.get(self.value() or "", queryset)


@admin.register(Share)
class ShareAdmin(RecordAdmin[Share]):
    """Neither its token nor its password."""

    list_display = ("uid", "person", "shows", "state", "details", "locked", "views", "created_at", "expires_at")
    list_filter = (OpenFilter, "details", "created_at")
    list_select_related = ("owner", "photo", "album")
    search_fields = ("uid", "owner__username", "owner__email")
    ordering = ("-id",)
    actions = ("revoke",)
    fields = (("uid", "owner"), "shows", ("details", "locked"), ("created_at", "expires_at", "revoked_at"), "views")

    def has_delete_permission(self, _request: HttpRequest, _obj: Share | None = None) -> bool:
        """Revoking is what staff do; the row stays until it is forgotten."""
        return False

    @admin.display(description=gettext_lazy("owner"), ordering="owner__username")
    def person(self, share: Share) -> str:
        """Who leads to their page."""
        return person_link(share.owner)

    @admin.display(description=gettext_lazy("shows"))
    def shows(self, share: Share) -> str:
        """The photo or the album, as a way there."""
        if share.photo_id:
            page = reverse("admin:gallery_photo_change", args=[share.photo_id])
            return format_html('<a href="{}">{}</a>', page, _("a photo"))
        page = reverse("admin:gallery_album_change", args=[share.album_id])
        return format_html('<a href="{}">{}</a>', page, _("an album"))

    @admin.display(description=gettext_lazy("state"))
    def state(self, share: Share) -> str:
        """Whether it leads anywhere."""
        if share.revoked_at:
            return _("revoked")
        return _("expired") if share.expired else _("open")

    @admin.display(description=gettext_lazy("password"), boolean=True)
    def locked(self, share: Share) -> bool:
        """Whether it asks for one."""
        return bool(share.password)

    @admin.action(description=gettext_lazy("Revoke selected links…"), permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Share]) -> HttpResponse | None:
        """From now on they lead nowhere."""
        living = queryset.filter(revoked_at=None)

        def done(answer: Answer) -> int:
            return shares_revoke(shares=answer.rows, by=staff_of(request), reason=answer.reason)

        return settle(self, request, living, _revoking(living.count()), done=done, said=_revoked)


def _revoked(count: int) -> str:
    return ngettext("%(count)d link is revoked.", "%(count)d links are revoked.", count)


def _revoking(count: int) -> Question:
    text = ngettext(
        "%(count)d link will lead nowhere from now on. Its owner can make a new one.",
        "%(count)d links will lead nowhere from now on. Their owners can make new ones.",
        count,
    )
    return Question("revoke", _("Revoke links"), text % {"count": count}, _("Revoke"))
