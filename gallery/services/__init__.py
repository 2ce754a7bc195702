"""The gallery's one door: everything that changes photos, and a photo's JSON for those who only show it."""

from gallery.errors import (
    CaptureConflictError,
    PhotoGoneError,
    PhotoNotSavedError,
    QuotaExceededError,
    ReaderBusyError,
    SaveFailedError,
    StorageFullError,
)
from gallery.services.albums import MAX_ALBUMS, Rules, album_add, album_change, album_create, album_delete, album_remove
from gallery.services.analyses import picture_read
from gallery.services.appeals import appeal_create, appeals_grant, appeals_uphold
from gallery.services.favourites import photo_favourite_set, photos_favourite_set
from gallery.services.impartial import cases_of_others
from gallery.services.jobs import MAX_SELECTION, export_start, job_delete, jobs_delete, jobs_expire, selection_start
from gallery.services.keeping import (
    photo_delete,
    photo_restore,
    photo_trash,
    photos_delete,
    photos_restore,
    photos_trash,
)
from gallery.services.memos import photo_memo_set
from gallery.services.moderation import photo_hide, photo_unhide, photos_hide, photos_unhide
from gallery.services.moments import photo_make_main
from gallery.services.name_reviews import names_review
from gallery.services.notices import notices_give, notices_read, notices_trim
from gallery.services.reports import report_create, reports_dismiss, reports_hide, reports_resolve, reports_take
from gallery.services.representation import EMOTION_LABELS, photo_json, photos_newest
from gallery.services.reviews import photos_review
from gallery.services.saving import photo_create
from gallery.services.selection import SELECTION_ACTIONS, selection_apply
from gallery.services.shares import (
    PASSWORD_CHARS,
    share_create,
    share_password_fits,
    share_revoke,
    share_viewed,
    shares_expire,
    shares_revoke,
)
from gallery.services.tidying import TRASH_KEPT, Tidied, files_sweep, tidy, trash_purge
from gallery.services.uploads import Uploaded, upload_create

__all__ = [
    "EMOTION_LABELS",
    "MAX_ALBUMS",
    "MAX_SELECTION",
    "PASSWORD_CHARS",
    "SELECTION_ACTIONS",
    "TRASH_KEPT",
    "CaptureConflictError",
    "PhotoGoneError",
    "PhotoNotSavedError",
    "QuotaExceededError",
    "ReaderBusyError",
    "Rules",
    "SaveFailedError",
    "StorageFullError",
    "Tidied",
    "Uploaded",
    "album_add",
    "album_change",
    "album_create",
    "album_delete",
    "album_remove",
    "appeal_create",
    "appeals_grant",
    "appeals_uphold",
    "cases_of_others",
    "export_start",
    "files_sweep",
    "job_delete",
    "jobs_delete",
    "jobs_expire",
    "names_review",
    "notices_give",
    "notices_read",
    "notices_trim",
    "photo_create",
    "photo_delete",
    "photo_favourite_set",
    "photo_hide",
    "photo_json",
    "photo_make_main",
    "photo_memo_set",
    "photo_restore",
    "photo_trash",
    "photo_unhide",
    "photos_delete",
    "photos_favourite_set",
    "photos_hide",
    "photos_newest",
    "photos_restore",
    "photos_review",
    "photos_trash",
    "photos_unhide",
    "picture_read",
    "report_create",
    "reports_dismiss",
    "reports_hide",
    "reports_resolve",
    "reports_take",
    "selection_apply",
    "selection_start",
    "share_create",
    "share_password_fits",
    "share_revoke",
    "share_viewed",
    "shares_expire",
    "shares_revoke",
    "tidy",
    "trash_purge",
    "upload_create",
]
