"""An analyzer that guards and decodes like the real one but reads the expression from the colour of the picture."""

import io
import threading
import time

from PIL import Image

from mlmodels.decode import Pixels, decode_jpeg
from mlmodels.face_finder import Track
from mlmodels.reading import FrameReading
from tests.readings import face, frame

NEUTRAL, HAPPY, NOBODY, RAISES, HANGS = (40, 40, 40), (40, 220, 40), (0, 0, 0), (220, 40, 40), (40, 40, 220)


def coloured(colour: tuple[int, int, int], size: tuple[int, int] = (320, 240)) -> bytes:
    """A JPEG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", quality=90)
    return out.getvalue()


class PretendAnalyzer:
    """Green is a smile, black is an empty room, red raises, blue hangs until `release` is set."""

    def __init__(self, release: threading.Event) -> None:
        self._release = release

    def read_jpeg(self, jpeg: bytes, track: Track) -> tuple[FrameReading, Track]:
        return self.read_picture(decode_jpeg(jpeg)), track

    def read_picture(self, pixels: Pixels) -> FrameReading:
        red, green, blue = (int(level) for level in pixels.reshape(-1, 3).mean(axis=0))
        if red > 150:
            raise FloatingPointError("scripted")
        if blue > 150:
            self._release.wait(20)
        if max(red, green, blue) < 20:
            return frame()
        time.sleep(0.002)
        return frame(face(0.95 if green > 150 else 0.05))
