"""What the server pays for one analysed frame: decode to packed answer, one face, one thread, while tracking."""

import time
from collections.abc import Callable
from itertools import count

import numpy as np

from benchmarks.mesh import open_reference
from capture.protocol import pack_answer
from capture.session import CameraSession
from mlmodels.analyzer import Analyzer, analyzer_maker
from mlmodels.decode import Pixels, decode_jpeg

BLOCKS = 30
CAMERA_HZ = 30.0
"""Of the clock that the session sees: what it remembers of the last second is that many frames."""
BLOCK = 20
"""Calls of one side in a row: a server runs one side only, so single turns would charge each for the other's caches."""


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that one call takes."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def frame_cost(jpeg: bytes) -> dict[str, float]:
    """Interleave blocks of our whole frame with blocks of bare FaceMesh.process on the same pixels; the ratio is the
    median over pairs of blocks."""
    analyzer, session = analyzer_maker()(), CameraSession()
    pixels, clock = decode_jpeg(jpeg), count(0.0, 1 / CAMERA_HZ)
    ours: list[list[float]] = []
    theirs: list[list[float]] = []
    with open_reference() as reference:
        for _ in range(BLOCKS + 1):
            ours.append([timed(lambda: one_frame(analyzer, session, jpeg, next(clock))) for _ in range(BLOCK)])
            theirs.append([timed(lambda: reference.process(pixels)) for _ in range(BLOCK)])
    # The first block of each warms up.
    pairs = [(float(np.median(a)), float(np.median(b))) for a, b in zip(ours[1:], theirs[1:], strict=True)]
    return {
        "frame_p50_ms": float(np.percentile(ours[1:], 50)),
        "frame_p95_ms": float(np.percentile(ours[1:], 95)),
        "facemesh_p50_ms": float(np.percentile(theirs[1:], 50)),
        "frame_cost_ratio": float(np.median([a / b for a, b in pairs])),
    }


def one_frame(analyzer: Analyzer, session: CameraSession, jpeg: bytes, now: float) -> bytes:
    """Everything that stands between a frame's bytes and its answer's bytes; now: seconds of the session's clock."""
    reading, track = analyzer.read_jpeg(jpeg, session.track)
    return pack_answer(session.judge(1, reading, track, now).answer)


def stages(pixels: Pixels, jpeg: bytes) -> dict[str, float]:
    """Median milliseconds of each stage, to see where a frame's time goes."""
    from mlmodels.expression import ExpressionModel  # noqa: PLC0415
    from mlmodels.expression_input import expression_input  # noqa: PLC0415
    from mlmodels.face_finder import FaceFinder  # noqa: PLC0415
    from mlmodels.face_window import face_window  # noqa: PLC0415
    from mlmodels.mesh import FaceMesh  # noqa: PLC0415
    from mlmodels.region import around_landmarks  # noqa: PLC0415
    from mlmodels.sharpness import face_crop, sharpness  # noqa: PLC0415
    from mlmodels.weights import load_weights  # noqa: PLC0415

    found = FaceFinder().search(pixels)
    assert found is not None
    points = found.points
    mesh, region, model = FaceMesh(), around_landmarks(points), ExpressionModel(load_weights())
    frame = decode_jpeg(jpeg, spare=True)
    grey, local = face_window(frame, points)
    inputs = expression_input(grey, local)
    work: dict[str, Callable[[], object]] = {
        "face_window": lambda: face_window(frame, points),
        "decode": lambda: decode_jpeg(jpeg, spare=True),
        "mesh": lambda: mesh.find(frame, region),
        "sharpness": lambda: sharpness(face_crop(grey, local)),
        "expression_input": lambda: expression_input(grey, local),
        "expression": lambda: model.scores([inputs]),
    }
    return {name: float(np.median([timed(call) for _ in range(200)])) for name, call in work.items()}
