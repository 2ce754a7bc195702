"""The gallery's one door: everything that changes photos, and a photo's JSON for those who only show it."""

from gallery.errors import CaptureConflictError, PhotoNotSavedError, SaveFailedError, StorageFullError
from gallery.services.keeping import photo_delete, photo_memo_set, photo_restore, photo_trash
from gallery.services.moderation import photo_hide, photo_unhide, photos_hide, photos_unhide
from gallery.services.moments import photo_make_main
from gallery.services.representation import EMOTION_LABELS, photo_json
from gallery.services.saving import photo_create
from gallery.services.tidying import TRASH_KEPT, Tidied, files_sweep, tidy, trash_purge

__all__ = [
    "EMOTION_LABELS",
    "TRASH_KEPT",
    "CaptureConflictError",
    "PhotoNotSavedError",
    "SaveFailedError",
    "StorageFullError",
    "Tidied",
    "files_sweep",
    "photo_create",
    "photo_delete",
    "photo_hide",
    "photo_json",
    "photo_make_main",
    "photo_memo_set",
    "photo_restore",
    "photo_trash",
    "photo_unhide",
    "photos_hide",
    "photos_unhide",
    "tidy",
    "trash_purge",
]
