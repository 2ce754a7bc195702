"""The full picture of a committed frame: put together from its chunks, guarded, looked at once more, and kept."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import numpy as np

from accounts.models import User
from capture.conditions import SHARPNESS_SHARE
from capture.likeness import Likeness, is_like, likeness
from capture.protocol import BadMessageError, StillChunk, StillStart
from capture.tickets import Ticket
from gallery import services
from mlmodels.analyzer import FrameAnalyzer
from mlmodels.decode import STILL, Pixels, decode_jpeg
from mlmodels.errors import ImageRejectedError
from mlmodels.reading import FaceReading

logger = logging.getLogger(__name__)

SAVERS: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="saver")
"""Threads that write photos, apart from the one thread that every consumer's own database work goes through."""


class StillInbox:
    """Collects the chunks of one still."""

    def __init__(self, start: StillStart, ticket: Ticket) -> None:
        self.capture_id = start.capture_id
        self.ticket = ticket
        self._size = start.size
        self._data = bytearray()

    def add(self, chunk: StillChunk) -> bytes | None:
        """Add the next chunk; the whole picture once it is complete. Raises BadMessageError for a gap or an overrun."""
        if chunk.offset != len(self._data) or not chunk.data or chunk.offset + len(chunk.data) > self._size:
            raise BadMessageError
        self._data += chunk.data
        return bytes(self._data) if len(self._data) == self._size else None


def check_still(jpeg: bytes, ticket: Ticket, analyzer: FrameAnalyzer) -> Pixels:
    """Decode a full picture and look once more: a face is on it, it is the judged picture, and it is as sharp.

    Raises ImageRejectedError (also `no_face` and `bad_still`).
    """
    pixels = decode_jpeg(jpeg, STILL)
    face = analyzer.read_picture(pixels).face
    if face is None:
        raise ImageRejectedError("no_face")
    if face.sharpness < SHARPNESS_SHARE * ticket.sharpness or not is_like(pixels, face, ticket.likeness):
        raise ImageRejectedError("bad_still")
    return pixels


def judged_likeness(jpeg: bytes, face: FaceReading, _analyzer: FrameAnalyzer) -> Likeness:
    """What the full picture of this frame has to look like; a job for the engine, which has the threads for it."""
    return likeness(decode_jpeg(jpeg), face)


class NotSavedError(Exception):
    """The picture is fine but could not be kept; with `retry` the same ticket may be used again."""

    def __init__(self, code: str, *, retry: bool) -> None:
        super().__init__(code)
        self.code = code
        self.retry = retry


def keep(owner: User, ticket: Ticket, pixels: Pixels) -> dict[str, Any]:
    """Put the picture (RGB) into the owner's album and return its JSON. Raises NotSavedError."""
    try:
        photo = services.photo_create(
            owner=owner,
            capture_id=UUID(ticket.capture_id),
            picture=np.ascontiguousarray(pixels[..., ::-1]),
            taken_at=datetime.fromtimestamp(ticket.taken_at, UTC),
            time_zone=ticket.time_zone,
            source=ticket.source,
            emotion=ticket.emotion,
            scores=ticket.scores_by_class,
            happy=ticket.happy,
            sharpness=ticket.sharpness,
            frame=ticket.frame,
            moment=UUID(ticket.moment),
            alternate=ticket.alternate,
            manual=ticket.manual,
        )
    except services.CaptureConflictError as error:
        raise NotSavedError("conflict", retry=False) from error
    except services.PhotoGoneError as error:
        raise NotSavedError("gone", retry=False) from error
    except services.QuotaExceededError as error:
        raise NotSavedError("quota_exceeded", retry=False) from error
    except services.StorageFullError as error:
        logger.warning("a photo was not kept: the disk is full")
        raise NotSavedError("storage_full", retry=True) from error
    except services.SaveFailedError as error:
        logger.warning("a photo was not kept: %s", error.__cause__ or error)
        raise NotSavedError("save_failed", retry=True) from error
    return services.photo_json(photo)
