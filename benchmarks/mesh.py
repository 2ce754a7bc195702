"""Our landmarks against MediaPipe's own FaceMesh object (plain mesh, tracking), which stays the reference."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np

from mlmodels.decode import Pixels
from mlmodels.face_finder import FaceFinder, Track
from mlmodels.reading import FloatArray
from tests import clips_motion

EYES = (33, 263)
Both = tuple[FloatArray, FloatArray]


def open_reference() -> Any:
    """A FaceMesh object as a tutorial would open it for a video."""
    from mediapipe.python.solutions.face_mesh import FaceMesh  # noqa: PLC0415

    return FaceMesh(static_image_mode=False, max_num_faces=1, refine_landmarks=False)


def both_meshes(frames: Iterable[Pixels]) -> list[Both]:
    """For each frame where both see a face: our points and theirs, in pixels, float32 (468, 2) each."""
    finder, track, out = FaceFinder(), Track(), []
    with open_reference() as reference:
        for pixels in frames:
            found, track = finder.follow(pixels, track)
            faces = reference.process(pixels).multi_face_landmarks
            if not found or not faces:
                continue
            height, width = pixels.shape[:2]
            theirs = np.array([(p.x * width, p.y * height) for p in faces[0].landmark], np.float32)
            out.append((found.points, theirs))
    return out


def eye_distance(points: FloatArray) -> float:
    """Pixels between the outer corners of the eyes."""
    return float(np.linalg.norm(points[EYES[0]] - points[EYES[1]]))


def distances(pairs: list[Both]) -> list[float]:
    """For each frame the mean distance of the 468 points, in % of the eye distance."""
    return [100 * float(np.linalg.norm(a - b, axis=1).mean()) / eye_distance(b) for a, b in pairs]


def jitter(points: list[FloatArray]) -> float:
    """Mean distance of a point from where it was in the frame before, in % of the eye distance; on a still clip that
    is noise alone.
    """
    steps = [np.linalg.norm(b - a, axis=1).mean() for a, b in pairwise(points)]
    return 100 * float(np.mean(steps)) / eye_distance(points[0])


def mesh_distances(frames: Iterable[Pixels]) -> list[float]:
    """`distances` of a clip's frames."""
    return distances(both_meshes(frames))


def compare_clips() -> dict[str, Any]:
    """Every clip's mean distance and how many of its frames both followed; jitter of ours over theirs on the still."""
    found = {clip: both_meshes(clips_motion.frames(clip)) for clip in clips_motion.CLIPS}
    means = {clip: float(np.mean(distances(pairs))) for clip, pairs in found.items()}
    still = found["still"]
    ours, theirs = jitter([a for a, _ in still]), jitter([b for _, b in still])
    return {
        "mesh_distance": max(means.values()),
        "mesh_distance_by_clip": means,
        "mesh_distance_p95": float(np.percentile([d for pairs in found.values() for d in distances(pairs)], 95)),
        "mesh_frames": {clip: len(pairs) for clip, pairs in found.items()},
        "jitter_percent": ours,
        "jitter_ratio": ours / theirs,
    }
