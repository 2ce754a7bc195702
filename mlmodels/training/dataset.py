"""Labelled pictures from a folder of class folders, a zip of one, or Kaggle's fer2013.csv."""

import csv
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np

from mlmodels.decode import Pixels, read_picture
from mlmodels.errors import ImageRejectedError

SUFFIXES: Final = {".jpg", ".jpeg", ".png", ".bmp", ".webp"}
CSV_EMOTIONS: Final = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
"""The meaning of fer2013.csv's column `emotion`, 0–6 (Kaggle, Challenges in Representation Learning, 2013)."""
SPLITS: Final = {
    "train": ("train", "training"),
    "validation": ("validation", "val", "publictest", "test", "privatetest"),
}
CSV_SIDE: Final = 48


class DatasetError(Exception):
    """The data set is not one of the three kinds; the text says what was looked for."""


@dataclass(slots=True)
class Skipped:
    """What could not be read: counted and named, never a reason to stop."""

    names: list[str] = field(default_factory=list)

    def add(self, name: str, why: str) -> None:
        """Count one more and remember its name and the reason."""
        self.names.append(f"{name}: {why}")

    def __len__(self) -> int:
        return len(self.names)

    def report(self, named: int = 20) -> None:
        """Name the first of them on standard error, and count the rest."""
        for line in self.names[:named]:
            print(f"skipped {line}", file=sys.stderr)
        if len(self) > named:
            print(f"… and {len(self) - named} more", file=sys.stderr)


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture of a class, not read yet. `data` is set for pictures that come in one archive or table."""

    name: str
    label: str
    path: Path | None = None
    archive: zipfile.ZipFile | None = None
    pixels: str = ""

    def read(self) -> Pixels:
        """RGB, uint8 (height, width, 3). Raises ImageRejectedError."""
        if self.pixels:
            return _from_numbers(self.pixels)
        if self.archive is not None:
            try:
                return read_picture(self.archive.read(self.name))
            except (zipfile.BadZipFile, RuntimeError, EOFError) as error:
                raise ImageRejectedError("bad_image") from error
        return read_picture(self.path or Path(self.name))


def _from_numbers(text: str) -> Pixels:
    try:
        grey = np.array(text.split(), dtype=np.uint8)
    except (ValueError, OverflowError) as error:
        raise ImageRejectedError("bad_image") from error
    if grey.size != CSV_SIDE**2:
        raise ImageRejectedError("bad_image")
    return np.repeat(grey.reshape(CSV_SIDE, CSV_SIDE, 1), 3, axis=2)


def samples(source: Path, split: str | None, skipped: Skipped) -> list[Sample]:
    """All pictures of `source`; `split` ("train", "validation") picks a half where the data set has halves, None takes
    everything. Sorted by name. Raises DatasetError when there is nothing to read.
    """
    if source.is_dir():
        found = list(_from_folder(source))
    elif source.suffix.lower() == ".csv" and source.is_file():
        found = list(_from_csv(source, skipped))
    elif zipfile.is_zipfile(source):
        found = list(_from_zip(source))
    else:
        raise DatasetError(f"{source}: not a folder of class folders, not a zip of one, not fer2013.csv")
    chosen = _choose(found, split)
    if not chosen:
        raise DatasetError(f"{source}: no pictures in class folders" + (f" under {split}/" if split else ""))
    return sorted(chosen, key=lambda sample: sample.name)


def _choose(found: list[Sample], split: str | None) -> list[Sample]:
    """Only halves that are named can be told apart; a set without names is taken whole."""
    if split is None or not any(_split(sample.name) for sample in found):
        return found
    return [sample for sample in found if _split(sample.name) == split]


def _split(name: str) -> str | None:
    for part in PurePosixPath(name).parts[:-2]:
        for split, names in SPLITS.items():
            if part.lower() in names:
                return split
    return None


def _from_folder(folder: Path) -> Iterator[Sample]:
    for path in folder.rglob("*"):
        if path.suffix.lower() in SUFFIXES and path.parent != folder and path.is_file():
            yield Sample(path.relative_to(folder).as_posix(), path.parent.name.lower(), path=path)


def _from_zip(source: Path) -> Iterator[Sample]:
    archive = zipfile.ZipFile(source)  # stays open: the pictures are read one by one, later
    for name in archive.namelist():
        path = PurePosixPath(name)
        if path.suffix.lower() in SUFFIXES and len(path.parts) > 1 and "__MACOSX" not in path.parts:
            yield Sample(name, path.parent.name.lower(), archive=archive)


def _from_csv(source: Path, skipped: Skipped) -> Iterator[Sample]:
    csv.field_size_limit(min(sys.maxsize, 10_000_000))
    with source.open(newline="", encoding="utf-8", errors="replace") as file:
        rows = csv.DictReader(file)
        if not {"emotion", "pixels"} <= {(name or "").strip() for name in rows.fieldnames or []}:
            raise DatasetError(f"{source}: the columns emotion and pixels are not there")
        for number, row in enumerate(rows, start=2):
            try:
                label = CSV_EMOTIONS[_index(row["emotion"])]
            except (ValueError, IndexError, TypeError):
                skipped.add(f"row {number}", f"no emotion 0–6 but {row.get('emotion')!r}")
                continue
            usage = (row.get("Usage") or row.get(" Usage") or "Training").strip()
            yield Sample(f"{usage}/{label}/{number:06}", label, pixels=row.get("pixels") or "-")


def _index(text: str) -> int:
    index = int(text)
    if index < 0:
        raise ValueError(text)
    return index
