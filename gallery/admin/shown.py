"""What staff had before their eyes: a page sends along which photos, or albums' names, it showed and how they were, and
what they say of them is said of nothing else.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.html import format_html

from accounts.admin_asking import MAX_AT_ONCE
from gallery.models import Album, Photo

_ONE = re.compile(r"(\d{1,18}):([0-9a-f]+)", re.ASCII)


def shown(row: Photo | Album) -> str:
    """The hidden field that a page has for each of them on it."""
    return format_html('<input type="hidden" name="shown" value="{}:{}">', row.pk, _state(row))


def were_shown(request: HttpRequest) -> tuple[list[int], Callable[[Photo | Album], bool]]:
    """Those on the page that `request` comes from, and whether one of them is still as it was there."""
    words = map(_ONE.fullmatch, " ".join(request.POST.getlist("shown")).split()[:MAX_AT_ONCE])
    states = {int(word[1]): word[2] for word in words if word}
    return list(states), lambda row: constant_time_compare(states.get(row.pk, ""), _state(row))


def _state(row: Photo | Album) -> str:
    # Of a photo that is kept nothing else can change that a link shows; of an album nothing else is reviewed.
    words = row.memo if isinstance(row, Photo) else row.name
    return salted_hmac("gallery.admin.shown", f"{row.uid} {words}").hexdigest()[:24]
