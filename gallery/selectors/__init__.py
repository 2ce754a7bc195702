"""Reading what is kept, the owner first: what isn't one's own does not exist, and a hidden photo exists for nobody."""

from gallery.selectors.albums import album_for, album_photos, albums, holding, placed, rules, shelf
from gallery.selectors.alike import Alike, alike
from gallery.selectors.days import (
    in_earlier_years,
    month_named,
    month_of_smiles,
    months_around,
    newest_month,
    next_month,
    today_of,
)
from gallery.selectors.jobs import job_for, job_photos, jobs
from gallery.selectors.photos import (
    ORDER,
    Place,
    album,
    chosen,
    favourites,
    in_front,
    kept,
    neighbours,
    newer_than,
    older_than,
    page_after,
    photo_for,
    photos,
    trash,
)
from gallery.selectors.shares import share_for, share_open, shared_photo, shared_photos, shares
from gallery.selectors.words import with_words

__all__ = [
    "ORDER",
    "Alike",
    "Place",
    "album",
    "album_for",
    "album_photos",
    "albums",
    "alike",
    "chosen",
    "favourites",
    "holding",
    "in_earlier_years",
    "in_front",
    "job_for",
    "job_photos",
    "jobs",
    "kept",
    "month_named",
    "month_of_smiles",
    "months_around",
    "neighbours",
    "newer_than",
    "newest_month",
    "next_month",
    "older_than",
    "page_after",
    "photo_for",
    "photos",
    "placed",
    "rules",
    "share_for",
    "share_open",
    "shared_photo",
    "shared_photos",
    "shares",
    "shelf",
    "today_of",
    "trash",
    "with_words",
]
