"""What was tried for the engine, side by side: `python -m benchmarks.tried` prints frames a second and memory of each.

FaceMesh objects on threads and in worker processes, our engine on one and two threads and in two processes, LiteRT with
two threads a model, and the ways to decode. Its table stands in docs/architecture.md.
"""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import cv2
import numpy as np
import simplejpeg

from benchmarks.calibration import calibration_ms
from benchmarks.frame import timed
from benchmarks.mesh import open_reference
from benchmarks.pictures import face_jpeg
from benchmarks.processes import resident_mb
from benchmarks.report import print_json
from mlmodels.analyzer import analyzer_maker
from mlmodels.decode import decode_jpeg
from mlmodels.face_finder import Track
from mlmodels.library import bundled_model

FRAMES = 200
ROUNDS = 3
Look = Callable[[], object]


def facemesh_look() -> Look:
    """A FaceMesh object's work on one frame: decode and process, as in a tutorial."""
    mesh, jpeg = open_reference(), face_jpeg()
    return lambda: mesh.process(decode_jpeg(jpeg))


def analyzer_look() -> Look:
    """Our analyzer's work on one frame, expression included."""
    analyzer, jpeg = analyzer_maker()(), face_jpeg()
    _, track = analyzer.read_jpeg(jpeg, Track())
    return lambda: analyzer.read_jpeg(jpeg, track)


def on_threads(make: Callable[[], Look], threads: int) -> Callable[[], float]:
    """Frames a second of so many threads, each with its own `make()`."""
    looks = [make() for _ in range(threads)]
    for look in looks:
        look()

    def rate() -> float:
        start = time.perf_counter()
        running = [threading.Thread(target=_repeat, args=(look, FRAMES)) for look in looks]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
        return threads * FRAMES / (time.perf_counter() - start)

    return rate


def _repeat(look: Look, times: int) -> None:
    for _ in range(times):
        look()


class InProcesses:
    """The same in processes, a frame's bytes handed to each through a pipe and an answer's size handed back."""

    def __init__(self, make: Callable[[], Look], processes: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._ends: list[Connection] = []
        self._processes = []
        for _ in range(processes):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(make, theirs), daemon=True)
            process.start()
            self._ends.append(ours)
            self._processes.append(process)
        for end in self._ends:
            end.recv_bytes()

    def __call__(self) -> float:
        """Frames a second."""
        jpeg, start = face_jpeg(), time.perf_counter()
        for _ in range(FRAMES):
            for end in self._ends:
                end.send_bytes(jpeg)
            for end in self._ends:
                end.recv_bytes()
        return len(self._ends) * FRAMES / (time.perf_counter() - start)

    def memory_mb(self) -> float:
        """Of all of them."""
        return sum(resident_mb(process.pid or 0) for process in self._processes)

    def close(self) -> None:
        """End them."""
        for process in self._processes:
            process.kill()


def _serve(make: Callable[[], Look], end: Connection) -> None:
    look = make()
    look()
    end.send_bytes(b"ready")
    while True:
        end.recv_bytes()
        look()
        end.send_bytes(bytes(1900))


def litert_ms(threads: int) -> float:
    """Median milliseconds of the mesh model alone with so many LiteRT threads."""
    from ai_edge_litert.interpreter import Interpreter  # noqa: PLC0415

    model = Interpreter(str(bundled_model("face_landmark/face_landmark.tflite")), num_threads=threads)
    model.allocate_tensors()
    return float(np.median([timed(model.invoke) for _ in range(FRAMES)]))


def decoding_ms() -> dict[str, float]:
    """Median milliseconds of each way to decode the frame."""
    jpeg = face_jpeg()
    fast = {"colorspace": "RGB", "fastdct": True, "fastupsample": True}
    ways: dict[str, Look] = {
        "cv2": lambda: cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR),
        "cv2_half": lambda: cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_REDUCED_COLOR_2),
        "simplejpeg": lambda: simplejpeg.decode_jpeg(jpeg),
        "simplejpeg_fast": lambda: simplejpeg.decode_jpeg(jpeg, **fast),
        "simplejpeg_fast_half": lambda: simplejpeg.decode_jpeg(jpeg, min_height=180, min_width=240, **fast),
        "simplejpeg_grey": lambda: simplejpeg.decode_jpeg(jpeg, colorspace="GRAY", fastdct=True),
        "guarded": lambda: decode_jpeg(jpeg),
    }
    return {name: float(np.median([timed(way) for _ in range(FRAMES)])) for name, way in ways.items()}


def main() -> None:
    """Every way in turn, several rounds, and the median of each."""
    processes = {
        "facemesh_2_processes": InProcesses(facemesh_look, 2),
        "analyzer_2_processes": InProcesses(analyzer_look, 2),
    }
    ways: dict[str, Callable[[], float]] = {
        "facemesh_1_thread": on_threads(facemesh_look, 1),
        "facemesh_2_threads": on_threads(facemesh_look, 2),
        "analyzer_1_thread": on_threads(analyzer_look, 1),
        "analyzer_2_threads": on_threads(analyzer_look, 2),
        **processes,
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            rates[name].append(way())
    result: dict[str, Any] = {"calibration_ms": calibration_ms()}
    result["frames_a_second"] = {name: float(np.median(seen)) for name, seen in rates.items()}
    result["memory_mb"] = {name: way.memory_mb() for name, way in processes.items()}
    result["mesh_model_ms"] = {f"{threads}_litert_threads": litert_ms(threads) for threads in (1, 2)}
    result["decode_ms"] = decoding_ms()
    for way in processes.values():
        way.close()
    print_json(result)


if __name__ == "__main__":
    main()
