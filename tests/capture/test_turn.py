"""A camera's turn at the engine: fair, and over the newest frame."""

import threading
from typing import Any

from capture.mailbox import Mailbox
from capture.protocol import Frame
from capture.turn import Arrival, Turn
from mlmodels.engine import Engine
from mlmodels.face_finder import Track
from tests.readings import frame


class Recorder:
    """An analyzer that only writes down what it was shown."""

    def __init__(self, seen: list[bytes]) -> None:
        self._seen = seen

    def read_jpeg(self, jpeg: bytes, track: Track) -> Any:
        self._seen.append(jpeg)
        return frame(), track


def camera(name: str) -> tuple[Mailbox[Arrival], Turn]:
    box: Mailbox[Arrival] = Mailbox()
    box.put(Arrival(Frame(1, f"{name}1".encode()), 10.0))
    return box, Turn(box, Track())


async def test_a_turn_looks_at_the_newest_frame_and_each_camera_has_one() -> None:
    seen: list[bytes] = []
    engine = Engine(lambda: Recorder(seen), threads=1)  # type: ignore[arg-type,return-value]
    hold = threading.Event()
    engine.submit(lambda _: hold.wait(5))
    cameras = {name: camera(name) for name in "abc"}
    waiting = [engine.submit(turn.take) for _, turn in cameras.values()]
    for number in range(2, 60):  # one camera floods while all wait
        cameras["a"][0].put(Arrival(Frame(number, f"a{number}".encode()), 10.0 + number))
    hold.set()
    for future in waiting:
        future.result(5)
    assert seen == [b"a59", b"b1", b"c1"]
    turn = cameras["a"][1]
    assert (turn.seq, turn.age(70.5)) == (59, 1.5)
    engine.close()


async def test_a_turn_that_never_came_still_names_its_frame() -> None:
    _, turn = camera("a")
    assert turn.seq == 1
