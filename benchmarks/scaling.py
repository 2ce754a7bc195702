"""Frames a second of the engine with two threads over one, each with many cameras' frames waiting."""

import time

import numpy as np

from mlmodels.analyzer import analyzer_maker
from mlmodels.engine import Engine
from mlmodels.face_finder import Track

FRAMES = 300
PAIRS = 5


def rate(engine: Engine, jpeg: bytes, track: Track) -> float:
    """Frames a second over FRAMES frames that all wait at once."""
    start = time.perf_counter()
    for future in [engine.submit(lambda analyzer: analyzer.read_jpeg(jpeg, track)) for _ in range(FRAMES)]:
        future.result()
    return FRAMES / (time.perf_counter() - start)


def engine_scaling(jpeg: bytes) -> dict[str, float]:
    """Median over pairs of runs, one thread then two."""
    one, two = (Engine(analyzer_maker(), threads) for threads in (1, 2))
    _, track = one.submit(lambda analyzer: analyzer.read_jpeg(jpeg, Track())).result()
    for engine in (one, two):
        rate(engine, jpeg, track)
    pairs = [(rate(one, jpeg, track), rate(two, jpeg, track)) for _ in range(PAIRS)]
    one.close()
    two.close()
    return {
        "engine_fps_1": float(np.median([a for a, _ in pairs])),
        "engine_fps_2": float(np.median([b for _, b in pairs])),
        "engine_scaling": float(np.median([b / a for a, b in pairs])),
    }
