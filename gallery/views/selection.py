"""What is done with many photos at once. The page's script sends ids in one field, a browser without it in many."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gallery import selectors, services
from gallery.models import Album, Photo
from gallery.views.common import album_or_404, owner_of
from gallery.views.undo import undo_offer

_SAY: Final[dict[str, Callable[[int], str]]] = {
    "trash": lambda n: ngettext("%(n)d photo is in the trash.", "%(n)d photos are in the trash.", n),
    "restore": lambda n: ngettext("%(n)d photo is back in your album.", "%(n)d photos are back in your album.", n),
    "favourite": lambda n: ngettext("%(n)d photo is a favourite now.", "%(n)d photos are favourites now.", n),
    "unfavourite": lambda n: ngettext("%(n)d photo is no favourite now.", "%(n)d photos are no favourites now.", n),
    "add": lambda n: ngettext("%(n)d photo was put into the album.", "%(n)d photos were put into the album.", n),
    "remove": lambda n: ngettext("%(n)d photo was taken out.", "%(n)d photos were taken out.", n),
    "delete": lambda n: ngettext("%(n)d photo is deleted for good.", "%(n)d photos are deleted for good.", n),
}


@require_POST
@login_required
def selection(request: HttpRequest) -> HttpResponse:
    """Do it, say what was done, and back to where it was asked for."""
    photos = selectors.chosen(owner_of(request), _uids(request))
    try:
        changed = _apply(request, photos)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(_way_back(request))
    if request.POST["action"] == "trash" and changed:
        undo_offer(request, selectors.last_trashed_at(owner_of(request)))
    else:
        messages.success(request, _SAY[request.POST["action"]](changed) % {"n": changed})
    return redirect(_way_back(request))


def _apply(request: HttpRequest, photos: list[Photo]) -> int:
    action = request.POST.get("action", "")
    if action == "delete":
        in_trash = [photo for photo in photos if photo.trashed_at]
        services.photos_delete(photos=in_trash)
        return len(in_trash)
    if action not in services.SELECTION_ACTIONS:
        raise SuspiciousOperation("action")
    if not photos:
        raise ValidationError(_("Choose at least one photo."))
    album = _album(request, "from" if action == "remove" else "album") if action in {"add", "remove"} else None
    return services.selection_apply(action=action, photos=photos, album=album)


def _uids(request: HttpRequest) -> set[UUID]:
    """Every id; raises SuspiciousOperation (a 400) for what is none and for more than anyone can choose."""
    texts = [text for field in request.POST.getlist("photos") for text in field.split(",") if text]
    if len(texts) > services.MAX_SELECTION:
        raise SuspiciousOperation("too many photos")
    try:
        return set(map(UUID, texts))
    except ValueError as error:
        raise SuspiciousOperation("photos") from error


def _album(request: HttpRequest, field: str) -> Album | None:
    """The album that was chosen, made now when its name was typed."""
    name, uid = request.POST.get("new_album", "").strip(), request.POST.get(field, "")
    if name and field == "album":
        return services.album_create(owner=owner_of(request), name=name)
    try:
        return album_or_404(request, UUID(uid)) if uid else None
    except ValueError as error:
        raise SuspiciousOperation("album") from error


def _way_back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else "album"
