"""Pictures to model inputs, with the code that serves; kept in a cache so that a second training starts at once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from mlmodels.emotions import EMOTIONS
from mlmodels.errors import ImageRejectedError
from mlmodels.expression_input import CROP, GEOMETRY, expression_input
from mlmodels.face_finder import FaceFinder
from mlmodels.face_window import face_window
from mlmodels.training.dataset import Sample, Skipped

CODE = "2"
"""Raise it when the features of the same picture change, so that old caches are left alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Inputs and labels of the pictures with a face.

    crops: uint8 (n, 64, 64); geometry: float32 (n, 936); labels: int64 (n,), places in EMOTIONS.
    pictures: how many were readable; faceless: how many of those showed no face.
    """

    crops: npt.NDArray[np.uint8]
    geometry: npt.NDArray[np.float32]
    labels: npt.NDArray[np.int64]
    pictures: int
    faceless: int


def extract(samples: Sequence[Sample], skipped: Skipped, cache: Path | None) -> Features:
    """Find and align every face. A cache made from the same pictures is used instead, and one is written."""
    stored = cache / f"features-{_fingerprint(samples)}.npz" if cache else None
    if stored and stored.is_file():
        with np.load(stored) as arrays:
            return Features(
                arrays["crops"], arrays["geometry"], arrays["labels"], int(arrays["pictures"]), int(arrays["faceless"])
            )
    features = _extract(samples, skipped)
    if stored:
        stored.parent.mkdir(parents=True, exist_ok=True)
        scratch = stored.with_suffix(".tmp.npz")
        np.savez(
            scratch,
            crops=features.crops,
            geometry=features.geometry,
            labels=features.labels,
            pictures=features.pictures,
            faceless=features.faceless,
        )
        scratch.replace(stored)
    return features


def _extract(samples: Sequence[Sample], skipped: Skipped) -> Features:
    finder = FaceFinder()
    crops, geometry, labels = [], [], []
    pictures = faceless = 0
    for sample in tqdm(samples, desc="faces", unit="picture"):
        if sample.label not in EMOTIONS:
            skipped.add(sample.name, f"{sample.label!r} is not one of {', '.join(EMOTIONS)}")
            continue
        try:
            pixels = sample.read()
        except ImageRejectedError as error:
            skipped.add(sample.name, error.code)
            continue
        pictures += 1
        face = finder.search(pixels)
        if face is None:
            faceless += 1
            continue
        crop, points = expression_input(*face_window(pixels, face.points))
        crops.append(crop)
        geometry.append(points)
        labels.append(EMOTIONS.index(sample.label))
    return Features(
        np.array(crops, np.uint8).reshape(-1, CROP, CROP),
        np.array(geometry, np.float32).reshape(-1, GEOMETRY),
        np.array(labels, np.int64),
        pictures,
        faceless,
    )


def _fingerprint(samples: Sequence[Sample]) -> str:
    digest = hashlib.sha256(CODE.encode())
    for sample in samples:
        size = sample.path.stat().st_size if sample.path else len(sample.pixels)
        if sample.archive:
            size = sample.archive.getinfo(sample.name).CRC
        digest.update(f"{sample.name}\0{size}\n".encode())
    return digest.hexdigest()[:16]
