"""What can go wrong with a photo. `code` is what the camera socket and the API tell a client."""

import errno

from django.db import Error as DatabaseError


class PhotoNotSavedError(Exception):
    """Base of all below: nothing was kept, and nothing of it lies about."""

    code = "save_failed"


class CaptureConflictError(PhotoNotSavedError):
    """The owner has another picture under the same capture id, or one that staff hid."""

    code = "conflict"


class PhotoGoneError(PhotoNotSavedError):
    """It was kept before and deleted for good."""

    code = "gone"


class StorageFullError(PhotoNotSavedError):
    """No room is left on the disk; the same call may succeed later."""

    code = "storage_full"


class SaveFailedError(PhotoNotSavedError):
    """Anything else, with the reason as `__cause__`; the same call may succeed later."""


class QuotaExceededError(PhotoNotSavedError):
    """The owner keeps as much as they may, or added as many photos today; nothing kept is touched."""

    code = "quota_exceeded"


class PhotoChangedError(Exception):
    """Somebody, or another device of the same person, changed the photo since the caller saw it."""


def is_full(error: BaseException) -> bool:
    """Whether the disk has no room left, whoever noticed it."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return isinstance(error, DatabaseError) and "disk is full" in str(error)


class ReaderBusyError(Exception):
    """No picture can be read just now: others wait, or a reading hangs. The same call may succeed later."""
