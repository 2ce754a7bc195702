"""Pictures that people bring along: through the same guard and analyzer as the camera's, and into the album."""

from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from uuid import UUID

import numpy as np

from accounts.models import User
from gallery.models import Photo, Source
from gallery.services.analyses import scores_by_class
from gallery.services.saving import known_time_zone, photo_create
from gallery.taken import taken_at
from mlmodels.emotions import NO_FACE
from mlmodels.reading import FaceReading
from mlmodels.sharpness import picture_sharpness


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A picture's photo, and whether it is new: the same upload again gives the same photo."""

    photo: Photo
    new: bool


def upload_create(
    *, owner: User, capture_id: UUID, file: IO[bytes], time_zone: str = "UTC", said_taken_at: datetime | None = None
) -> Uploaded:
    """Keep an uploaded picture, whatever is on it: no face and a blur are said, and keep nothing out.

    `file` is read when its turn has come (mlmodels.pictures says what it may be). EXIF says when it was, else
    `said_taken_at` (aware), else now; of EXIF nothing is kept. An unknown `time_zone` counts as UTC.
    Raises ImageRejectedError, ModelUnavailableError, ReaderBusyError, and what `photo_create` raises.
    """
    from gallery import reader  # noqa: PLC0415 - loads the models' libraries, which commands do not need

    zone = known_time_zone(time_zone)
    known = Photo.objects.filter(owner=owner, capture_id=capture_id).exists()
    with reader.place():
        picture, reading = reader.look(file.read())
        when, where = taken_at(picture.taken, said_taken_at, zone)
        photo = photo_create(
            owner=owner,
            capture_id=capture_id,
            picture=np.ascontiguousarray(picture.pixels[..., ::-1]),
            taken_at=when,
            time_zone=where,
            source=Source.UPLOAD,
            frame=None,
            **(_of_face(reading.face) if reading.face else _without_face(picture_sharpness(picture.pixels))),
        )
    return Uploaded(photo, new=not known)


def _of_face(face: FaceReading) -> dict[str, Any]:
    return {
        "emotion": face.emotion,
        "scores": scores_by_class(face),
        "happy": face.happy,
        "sharpness": face.sharpness,
    }


def _without_face(sharpness: float) -> dict[str, Any]:
    return {"emotion": NO_FACE, "scores": {}, "happy": 0.0, "sharpness": sharpness}
