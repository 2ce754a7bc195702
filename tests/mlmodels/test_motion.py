"""Our landmarks against MediaPipe's FaceMesh on faces that move, turn, talk, are half covered, and keep still."""

import numpy as np
import pytest

from benchmarks.mesh import both_meshes, distances, jitter
from tests import clips_motion


@pytest.mark.parametrize("clip", sorted(clips_motion.CLIPS))
def test_our_mesh_is_facemesh_on_every_clip(clip: str) -> None:
    pairs = both_meshes(clips_motion.frames(clip, seconds=1.6))
    assert len(pairs) >= 20
    assert np.mean(distances(pairs)) <= 1.0
    if clip == "still":
        assert jitter([ours for ours, _ in pairs]) <= 1.05 * jitter([theirs for _, theirs in pairs])
