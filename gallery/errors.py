"""What can go wrong with a photo. `code` is what the camera socket and the API tell a client."""


class PhotoNotSavedError(Exception):
    """Base of the three: nothing was kept, and nothing of it lies about."""

    code = "save_failed"


class CaptureConflictError(PhotoNotSavedError):
    """The owner has another picture under the same capture id."""

    code = "conflict"


class StorageFullError(PhotoNotSavedError):
    """No room is left on the disk; the same call may succeed later."""

    code = "storage_full"


class SaveFailedError(PhotoNotSavedError):
    """Anything else, with the reason as `__cause__`; the same call may succeed later."""


class PhotoChangedError(Exception):
    """Somebody, or another device of the same person, changed the photo since the caller saw it."""
