"""Picture files for uploads: of a scripted person, and of nobody."""

import io
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests import portrait

Form = dict[str, Any]


@cache
def frame(smile: float = 1.0) -> portrait.Picture:
    """A person before a camera, RGB uint8 (480, 640, 3)."""
    return next(portrait.frames((portrait.Segment(0.1, (smile, smile)),)))


def person(smile: float = 1.0, kind: str = "JPEG", **options: Any) -> bytes:
    """The same as a file."""
    return saved(Image.fromarray(frame(smile)), kind, **options)


def saved(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    image.save(out, kind, **({} if kind == "PNG" else {"quality": 90}) | options)
    return out.getvalue()


def form(data: bytes, name: str = "IMG_1234.jpg", **fields: Any) -> Form:
    """What a browser sends."""
    return {"file": SimpleUploadedFile(name, data, "application/octet-stream")} | fields
