"""`make bench`: one JSON object on standard output, rounded to three places. Parts: frame, mesh, scaling, overlay."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import cv2
import numpy as np

from benchmarks.calibration import calibration_ms
from benchmarks.frame import frame_cost, stages
from benchmarks.mesh import mesh_distances
from benchmarks.overlay import overlay_latency
from benchmarks.scaling import engine_scaling
from mlmodels.decode import Pixels, decode_jpeg
from tests import portrait

PARTS = ("frame", "mesh", "scaling", "overlay")


def face_jpeg() -> bytes:
    """One 480×360 frame of the smiling portrait."""
    picture = next(portrait.frames((portrait.Segment(0.1, (1, 1)),)))
    return portrait.jpeg(np.asarray(cv2.resize(picture, (480, 360), interpolation=cv2.INTER_AREA), np.uint8), 80)


def video(path: Path) -> list[Pixels]:
    """A video file's frames, RGB."""
    capture, out = cv2.VideoCapture(str(path)), []
    while (read := capture.read())[0]:
        out.append(np.asarray(cv2.cvtColor(read[1], cv2.COLOR_BGR2RGB), np.uint8))
    return out


def main() -> None:
    """Measure the parts that were asked for and print what was seen."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", default=PARTS, help=f"any of {', '.join(PARTS)} (default: all)")
    parser.add_argument("--clip", type=Path, help="a video for the mesh distance instead of the tests' own clip")
    options = parser.parse_args()
    result: dict[str, Any] = {"cores": os.cpu_count(), "calibration_ms": calibration_ms()}
    jpeg = face_jpeg()
    if "frame" in options.parts:
        result |= frame_cost(jpeg) | {"stages_ms": stages(decode_jpeg(jpeg), jpeg)}
    if "mesh" in options.parts:
        distances = mesh_distances(video(options.clip) if options.clip else portrait.frames())
        result |= {"mesh_distance": float(np.mean(distances)), "mesh_distance_p95": float(np.percentile(distances, 95))}
        result["mesh_frames"] = len(distances)
    if "scaling" in options.parts:
        result |= engine_scaling(jpeg)
    if "overlay" in options.parts:
        result |= overlay_latency()
    print(json.dumps(_rounded(result)))
    sys.stdout.flush()


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(inner) for name, inner in value.items()}
    return round(value, 3) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
