"""Looking at a picture without keeping it."""

from typing import IO, Any, Final

from mlmodels.emotions import EMOTIONS
from mlmodels.obstacles import obstacle
from mlmodels.reading import FaceReading

_DECIMALS: Final = 4


def picture_read(*, file: IO[bytes]) -> dict[str, Any]:
    """What the analyzer sees on a picture, in plain values (docs/api.md). Nothing of it is kept.

    `file` is read when its turn has come.
    Raises ImageRejectedError, ModelUnavailableError and ReaderBusyError.
    """
    from gallery import reader  # noqa: PLC0415 - loads the models' libraries, which commands do not need

    with reader.place():
        _, reading = reader.look(file.read())
    return {
        "width": reading.width,
        "height": reading.height,
        "brightness": round(reading.brightness, 2),
        "hint": obstacle(reading),
        "face": _face(reading.face) if reading.face else None,
    }


def _face(face: FaceReading) -> dict[str, Any]:
    return {
        "emotion": face.emotion,
        "happy": round(face.happy, _DECIMALS),
        "scores": scores_by_class(face),
        "sharpness": round(face.sharpness, 2),
        "brightness": round(face.brightness, 2),
        "size": round(face.size, _DECIMALS),
        "presence": round(face.presence, _DECIMALS),
        "landmarks": [[round(float(x), _DECIMALS), round(float(y), _DECIMALS)] for x, y in face.landmarks],
    }


def scores_by_class(face: FaceReading) -> dict[str, float]:
    """Probabilities by class name, four decimals."""
    return {emotion: round(score, _DECIMALS) for emotion, score in zip(EMOTIONS, face.scores, strict=True)}
