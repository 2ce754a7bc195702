"""`make bench`: one JSON object on standard output, rounded to three places. Its parts stand in PARTS."""

import argparse
import os
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import numpy as np

from benchmarks.albums import albums
from benchmarks.calibration import calibration_ms
from benchmarks.cards import card_cost
from benchmarks.frame import frame_cost, stages
from benchmarks.mesh import compare_clips, mesh_distances
from benchmarks.moderation import moderation
from benchmarks.overlay import overlay_latency
from benchmarks.pictures import face_jpeg, video
from benchmarks.report import print_json
from benchmarks.scaling import engine_scaling
from mlmodels.decode import decode_jpeg

PARTS = ("frame", "mesh", "scaling", "overlay", "albums", "moderation", "card")


def main() -> None:
    """Measure the parts that were asked for and print what was seen."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", default=PARTS, help=f"any of {', '.join(PARTS)} (default: all)")
    parser.add_argument("--clip", type=Path, help="a video for the mesh distance instead of the tests' own clips")
    options = parser.parse_args()
    result: dict[str, Any] = {"cores": os.cpu_count(), "calibration_ms": calibration_ms()}
    jpeg = face_jpeg()
    if "frame" in options.parts:
        result |= frame_cost(jpeg) | {"stages_ms": stages(decode_jpeg(jpeg), jpeg)}
    if "mesh" in options.parts:
        result |= _clip(options.clip) if options.clip else compare_clips()
    if "scaling" in options.parts:
        result |= engine_scaling(jpeg)
    if "overlay" in options.parts:
        result |= overlay_latency()
    if "albums" in options.parts:
        result |= albums()
    if "moderation" in options.parts:
        result |= moderation()
    if "card" in options.parts:
        result |= card_cost()
    print_json(result)


def _clip(path: Path) -> dict[str, Any]:
    distances = mesh_distances(video(path))
    mean, p95 = float(np.mean(distances)), float(np.percentile(distances, 95))
    return {"mesh_distance": mean, "mesh_distance_p95": p95, "mesh_frames": len(distances)}


if __name__ == "__main__":
    main()
