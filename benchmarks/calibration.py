"""How fast this machine is right now: machines like CI's run at half speed for minutes, so every report says it."""

import time

import numpy as np


def calibration_ms() -> float:
    """Median milliseconds of one fixed piece of work (a 512×512 single-precision matrix product)."""
    matrix = np.random.default_rng(1).random((512, 512), dtype=np.float32)
    times = []
    for _ in range(30):
        start = time.perf_counter()
        matrix @ matrix
        times.append(1000 * (time.perf_counter() - start))
    return float(np.median(times))
