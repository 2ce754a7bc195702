"""A video file as a camera visit: the same analyzer and the same gate, the file's own clock."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from capture.protocol import Verdict
from capture.session import CameraSession, Commit
from mlmodels.analyzer import Analyzer
from mlmodels.decode import Pixels
from mlmodels.reading import FaceReading

LOOK_WIDTH: Final = 480
"""Frames are looked at in the width that the camera page sends; what is kept is the full frame."""
USUAL_FPS: Final = 30.0


class VideoError(Exception):
    """The file can't be opened as a video; the text says so in a sentence."""


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """A frame worth keeping: its number from 0, its time in the file (s), its face, its full picture (RGB), the moment
    it belongs to (a UUID), and whether it folds behind that moment's first picture."""

    frame: int
    time: float
    face: FaceReading
    picture: Pixels
    moment: str
    alternate: bool


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """One frame that was looked at, with its moment if it is one."""

    frame: int
    moment: Moment | None


class Video:
    """An opened file. Raises VideoError when there is no picture in it."""

    def __init__(self, path: Path) -> None:
        self._capture = cv2.VideoCapture(str(path))
        if not self._capture.isOpened():
            raise VideoError(f"{path} can't be opened as a video")
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self.fps = fps if math.isfinite(fps) and 1 <= fps <= 1000 else USUAL_FPS  # noqa: PLR2004
        self.frames = max(0, int(self._capture.get(cv2.CAP_PROP_FRAME_COUNT)))

    @property
    def seconds(self) -> float:
        """The length that the file claims."""
        return self.frames / self.fps

    def watch(self, analyzer: Analyzer) -> Iterator[Seen]:
        """Look at every frame in turn."""
        session = CameraSession()
        frame, held = 0, (0.0, np.empty((0, 0, 3), np.uint8))
        for frame, (time, bgr) in enumerate(self._read()):
            reading, track = analyzer.read_frame(_rgb(_shrink(bgr)), session.track)
            outcome = session.judge(frame, reading, track, time)
            if outcome.answer.verdict is not Verdict.DROP:
                held = time, _rgb(bgr)
            yield Seen(frame, _picture(outcome.commit, *held) if outcome.commit else None)
        # The file may end in the middle of a smile.
        last = session.end()
        if last:
            yield Seen(frame, _picture(last, *held))

    def _read(self) -> Iterator[tuple[float, Pixels]]:
        """Frames with their times. A phone's video has no even pace, so the file's own stamp counts where it grows."""
        last = -1.0
        number = 0
        while True:
            stamp = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
            there, bgr = self._capture.read()
            if not there:
                break
            time = stamp if math.isfinite(stamp) and stamp > last else max(number / self.fps, last + 1e-3)
            yield time, np.asarray(bgr, dtype=np.uint8)
            last, number = time, number + 1
        self._capture.release()
        if number == 0:
            raise VideoError("there is no readable frame in the file")


def _picture(commit: Commit, time: float, picture: Pixels) -> Moment:
    return Moment(commit.frame.seq, time, commit.frame.face, picture, commit.moment, commit.alternate)


def _shrink(bgr: Pixels) -> Pixels:
    height, width = bgr.shape[:2]
    if width <= LOOK_WIDTH:
        return bgr
    size = (LOOK_WIDTH, max(1, round(height * LOOK_WIDTH / width)))
    return np.asarray(cv2.resize(bgr, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _rgb(bgr: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), dtype=np.uint8)
