"""Albums: all of them, one of them, and what can be changed of one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery import selectors, services
from gallery.forms import AlbumForm, SmartAlbumForm
from gallery.models import EMOTION_CHOICES, Album
from gallery.views.albums import photo_page
from gallery.views.common import album_or_404, owner_of


@require_safe
@never_cache
@login_required
def albums(request: HttpRequest) -> HttpResponse:
    """All albums, and what is one without being made: favourites and expressions."""
    shelf = selectors.shelf(owner_of(request))
    context = {"albums": shelf, "emotions": EMOTION_CHOICES, "form": AlbumForm()}
    return render(request, "gallery/albums.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def album_new(request: HttpRequest) -> HttpResponse:
    """A new album; with `?smart` one that fills itself, its rules taken from the address."""
    form_of = SmartAlbumForm if "smart" in request.GET else AlbumForm
    form = form_of(request.POST) if request.method == "POST" else form_of(initial=request.GET.dict())
    album = _saved(form, Album(owner=owner_of(request)))
    if album:
        return redirect("one_album", uid=album.uid)
    context = {"form": form, "smart": form_of is SmartAlbumForm}
    return render(request, "gallery/album_form.html", context, status=400 if form.is_bound else 200)


@require_safe
@never_cache
@login_required
def one_album(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What an album holds."""
    album = album_or_404(request, uid)
    context = photo_page(request, selectors.album_photos(owner_of(request), album))
    percent = None if album.happy_min is None else round(100 * album.happy_min)
    context |= {"album": album, "happy_percent": percent, "choices": selectors.albums(owner_of(request))}
    return render(request, "gallery/one_album.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def album_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Another name, other rules."""
    album = album_or_404(request, uid)
    form_of = SmartAlbumForm if album.smart else AlbumForm
    form = form_of(request.POST) if request.method == "POST" else form_of.of(album)
    if _saved(form, album):
        messages.success(request, _("The album is saved."))
        return redirect("one_album", uid=uid)
    context = {"form": form, "smart": album.smart, "album": album_or_404(request, uid)}
    return render(request, "gallery/album_form.html", context, status=400 if form.is_bound else 200)


@require_POST
@login_required
def album_delete(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The album goes, its photos stay."""
    services.album_delete(album=album_or_404(request, uid))
    messages.success(request, _("The album is gone. Its photos are still here."))
    return redirect("albums")


def _saved(form: AlbumForm, album: Album) -> Album | None:
    """The album as the form wants it, or None with the reasons in the form."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        if album.pk is None:
            return services.album_create(owner=album.owner, name=form.cleaned_data["name"], rules=form.rules())
        return services.album_change(album=album, name=form.cleaned_data["name"], rules=form.rules())
    except ValidationError as error:
        for name, reasons in error.message_dict.items():
            form.add_error(name if name in form.fields else None, reasons)
        return None
