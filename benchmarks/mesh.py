"""Our landmarks against MediaPipe's own FaceMesh object (plain mesh, tracking), which stays the reference."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from mlmodels.decode import Pixels
from mlmodels.face_finder import FaceFinder, Track

EYES = (33, 263)


def open_reference() -> Any:
    """A FaceMesh object as a tutorial would open it for a video."""
    from mediapipe.python.solutions.face_mesh import FaceMesh  # noqa: PLC0415

    return FaceMesh(static_image_mode=False, max_num_faces=1, refine_landmarks=False)


def mesh_distances(frames: Iterable[Pixels]) -> list[float]:
    """For each frame where both see a face: the mean distance of the 468 points, in % of the eye distance."""
    finder, track, out = FaceFinder(), Track(), []
    with open_reference() as reference:
        for pixels in frames:
            found, track = finder.follow(pixels, track)
            faces = reference.process(pixels).multi_face_landmarks
            if not found or not faces:
                continue
            height, width = pixels.shape[:2]
            theirs = np.array([(p.x * width, p.y * height) for p in faces[0].landmark], np.float32)
            eyes = float(np.linalg.norm(theirs[EYES[0]] - theirs[EYES[1]]))
            out.append(100 * float(np.linalg.norm(found.points - theirs, axis=1).mean()) / eyes)
    return out
