"""What can be wrong with a picture that is sent, or with keeping it, as the API says it."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException

from gallery.errors import PhotoNotSavedError, ReaderBusyError
from mlmodels.errors import ImageRejectedError, ModelUnavailableError

RETRY_S: Final = 10
_REFUSED: Final[Mapping[str, tuple[int, Promise]]] = {
    "empty_frame": (400, _("The file is empty.")),
    "bad_image": (400, _("The picture is damaged and can't be read.")),
    "not_jpeg": (415, _("This is no picture that can be read here. JPEG, PNG, WebP and HEIC can.")),
    "too_small": (400, _("The picture is too small.")),
    "too_many_pixels": (400, _("The picture has too many pixels, or is too long and narrow.")),
    "too_large": (413, _("The file is too large.")),
}
_NOT_KEPT: Final[Mapping[str, tuple[int, Promise]]] = {
    "conflict": (409, _("Another picture was sent under the same id.")),
    "storage_full": (507, _("The server's disk is full. The picture was not kept.")),
    "quota_exceeded": (403, _("Your album is full, or got as many photos today as it may.")),
    "save_failed": (503, _("The picture could not be kept just now. Try again.")),
}


class PictureError(APIException):
    """`code` is the contract. With `wait` (s) the same request may succeed later."""

    def __init__(self, status: int, code: str, message: Promise) -> None:
        self.status_code, self.default_code = status, code
        self.wait = RETRY_S if status in {503, 507} else None
        super().__init__(str(message), code)


def picture_error(error: Exception) -> PictureError | None:
    """The API's words for an error of `upload_create` or `picture_read`; None for any other."""
    match error:
        case ImageRejectedError():
            status, message = _REFUSED[error.code]
            return PictureError(status, error.code, message)
        case PhotoNotSavedError():
            status, message = _NOT_KEPT.get(error.code, _NOT_KEPT["save_failed"])
            return PictureError(status, error.code, message)
        case ReaderBusyError():
            return PictureError(503, "overloaded", _("The server is busy with other pictures. Try again in a moment."))
        case ModelUnavailableError():
            return PictureError(503, "model_unavailable", _("No picture can be read on this server at the moment."))
    return None
