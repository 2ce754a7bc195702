"""Pictures to model inputs, with the code that serves; kept in a cache so that a second training starts at once."""

import hashlib
import json
import multiprocessing
import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from mlmodels.decode import Pixels
from mlmodels.emotions import EMOTIONS
from mlmodels.errors import ImageRejectedError
from mlmodels.expression_input import CROP, GEOMETRY, MARGIN, expression_input
from mlmodels.face_finder import FaceFinder
from mlmodels.face_window import face_window
from mlmodels.training.dataset import Sample, Skipped

CODE: Final = "6"
"""Raise it when the features of the same picture change, so that old caches are left alone."""
WIDE: Final = 96
"""Side of the crops kept for training: the served crop is their middle 64×64, so that a crop that is shifted, turned or
widened shows what is really there."""
ROOM: Final = 1.05
"""A little more window than the wide crop needs, against rounding at its corners."""
CHUNK: Final = 64
"""Pictures that a process takes at a time."""
SUMMARY: Final = "summary.json"


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Inputs and labels of the pictures with a face.

    crops: uint8 (n, 96, 96); geometry: float32 (n, 936); labels: int64 (n,), places in EMOTIONS.
    pictures: how many were readable; faceless: how many of those showed no face.
    """

    crops: npt.NDArray[np.uint8]
    geometry: npt.NDArray[np.float32]
    labels: npt.NDArray[np.int64]
    pictures: int
    faceless: int

    def middle(self) -> npt.NDArray[np.uint8]:
        """The crops as they are served, uint8 (n, 64, 64, 1)."""
        edge = (WIDE - CROP) // 2
        return self.crops[:, edge : edge + CROP, edge : edge + CROP, None]


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """The inputs of one face, as they are gathered into `Features`."""

    crop: Pixels
    geometry: npt.NDArray[np.float32]


def extract(samples: Sequence[Sample], skipped: Skipped, cache: Path | None) -> Features:
    """Find and align every face. A cache made from the same pictures is used instead, and one is written."""
    stored = cache / f"faces-{_fingerprint(samples)}" if cache else None
    if stored and (stored / SUMMARY).is_file():
        return _load(stored, skipped)
    before = len(skipped)
    features = _extract(samples, skipped)
    if stored:
        _store(features, skipped.names[before:], stored)
    return features


def _arrays() -> list[str]:
    return [field.name for field in fields(Features) if field.name not in {"pictures", "faceless"}]


def _load(stored: Path, skipped: Skipped) -> Features:
    summary = json.loads((stored / SUMMARY).read_text(encoding="utf-8"))
    skipped.names.extend(summary["skipped"])
    arrays: dict[str, Any] = {name: np.load(stored / f"{name}.npy") for name in _arrays()}
    return Features(**arrays, pictures=summary["pictures"], faceless=summary["faceless"])


def _store(features: Features, skipped: list[str], stored: Path) -> None:
    """The summary comes last, so that half a cache is never taken for a whole one."""
    shutil.rmtree(stored, ignore_errors=True)
    stored.mkdir(parents=True)
    for name in _arrays():
        np.save(stored / f"{name}.npy", getattr(features, name))
    summary = {"pictures": features.pictures, "faceless": features.faceless, "skipped": skipped}
    (stored / SUMMARY).write_text(json.dumps(summary), encoding="utf-8")


def _extract(samples: Sequence[Sample], skipped: Skipped) -> Features:
    faces: list[Face] = []
    labels = []
    pictures = 0
    known = _known(samples, skipped)
    for sample, face in tqdm(_faces(_readable(known, skipped)), desc="faces", unit="picture", total=len(known)):
        pictures += 1
        if face is None:
            continue
        faces.append(face)
        labels.append(EMOTIONS.index(sample.label))
    return Features(
        np.array([face.crop for face in faces], np.uint8).reshape(-1, WIDE, WIDE),
        np.array([face.geometry for face in faces], np.float32).reshape(-1, GEOMETRY),
        np.array(labels, np.int64),
        pictures,
        pictures - len(faces),
    )


def _known(samples: Sequence[Sample], skipped: Skipped) -> list[Sample]:
    for sample in samples:
        if sample.label not in EMOTIONS:
            skipped.add(sample.name, f"{sample.label!r} is not one of {', '.join(EMOTIONS)}")
    return [sample for sample in samples if sample.label in EMOTIONS]


def _readable(samples: Sequence[Sample], skipped: Skipped) -> Iterator[tuple[Sample, Pixels]]:
    for sample in samples:
        try:
            yield sample, sample.read()
        except ImageRejectedError as error:
            skipped.add(sample.name, error.code)


def _faces(pictures: Iterator[tuple[Sample, Pixels]]) -> Iterator[tuple[Sample, Face | None]]:
    """Spread over the cores by processes: MediaPipe's detector holds the interpreter lock."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # Fresh processes, not forked ones: a forked interpreter inherits locks that nobody will open.
    with ProcessPoolExecutor(cores, multiprocessing.get_context("spawn"), _open_finder) as pool:
        waiting: list[tuple[list[Sample], Future[list[Face | None]]]] = []
        for batch in _chunks(pictures):
            work = pool.submit(_look, [pixels for _, pixels in batch])
            waiting.append(([sample for sample, _ in batch], work))
            if len(waiting) > 2 * cores:
                samples, done = waiting.pop(0)
                yield from zip(samples, done.result(), strict=True)
        for samples, done in waiting:
            yield from zip(samples, done.result(), strict=True)


def _chunks(pictures: Iterator[tuple[Sample, Pixels]]) -> Iterator[list[tuple[Sample, Pixels]]]:
    batch = []
    for picture in pictures:
        batch.append(picture)
        if len(batch) == CHUNK:
            yield batch
            batch = []
    if batch:
        yield batch


_finders: list[FaceFinder] = []
"""The one of this process."""


def _open_finder() -> None:
    cv2.setNumThreads(1)
    _finders.append(FaceFinder())


def _look(batch: list[Pixels]) -> list[Face | None]:
    return [_face(pixels) for pixels in batch]


def _face(pixels: Pixels) -> Face | None:
    found = _finders[0].search(pixels)
    if found is None:
        return None
    return Face(*expression_input(*face_window(pixels, found.points, MARGIN * WIDE / CROP * ROOM), side=WIDE))


def _fingerprint(samples: Sequence[Sample]) -> str:
    digest = hashlib.sha256(CODE.encode())
    for sample in samples:
        size = sample.path.stat().st_size if sample.path else len(sample.pixels)
        if sample.archive:
            size = sample.archive.getinfo(sample.name).CRC
        digest.update(f"{sample.name}\0{size}\n".encode())
    return digest.hexdigest()[:16]
