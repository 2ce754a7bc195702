"""Random messages in any order over a real socket: nothing a client says makes the server stumble.

`make fuzz-socket` runs it at full size.
"""

import json
import os
import struct
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from capture import protocol
from tests import portrait
from tests.live import Site, serve
from tests.raw_camera import RawCamera, session_of

pytestmark = pytest.mark.model
STEPS = int(os.environ.get("SOCKET_STEPS", "150"))
A_RUN = 30
CLOSED_FOR = {4400, 4409, 4413, 4415, 4429}
FACE = portrait.jpeg(next(portrait.frames((portrait.Segment(0.1, (1, 1)),))), 60)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
kinds = st.sampled_from(["hello", "still", "shutter", "welcome", "commit", "", "undo"])
fields = st.sampled_from(["version", "time_zone", "source", "capture_id", "ticket", "size", "offset", "seq"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serve(tmp_path_factory.mktemp("data")) as served:
        yield served


class Client(RuleBasedStateMachine):
    """One person's camera, which opens anew whenever it was closed."""

    site: Site
    session: str

    @initialize()
    def connect(self) -> None:
        self.camera = RawCamera(self.site, self.session)
        self.camera.hello()

    @rule(text=st.text(max_size=200) | st.sampled_from(["[" * 9000, '{"type": NaN}', '{"a": ' + "9" * 5000 + "}"]))
    def say_anything(self, text: str) -> None:
        self.send(text.encode("utf-8", "surrogatepass"), 1)

    @rule(kind=kinds, more=st.dictionaries(fields, anything, max_size=4))
    def say_something_like_a_message(self, kind: str, more: dict[str, object]) -> None:
        self.send(json.dumps({"type": kind, **more}).encode(), 1)

    @rule(data=st.binary(max_size=60))
    def send_anything(self, data: bytes) -> None:
        self.send(data)

    @rule(kind=st.integers(0, 4), number=st.integers(0, 2**32 - 1), data=st.binary(max_size=40))
    def send_something_like_a_frame(self, kind: int, number: int, data: bytes) -> None:
        self.send(struct.pack("<BxxxI", kind, number) + data)

    @rule(seq=st.integers(0, 2**32 - 1))
    def show_a_face(self, seq: int) -> None:
        self.send(protocol.pack_frame(seq, FACE))

    @rule(cut=st.integers(0, len(FACE)))
    def show_half_a_face(self, cut: int) -> None:
        self.send(protocol.pack_frame(1, FACE[:cut]))

    @rule()
    def vanish(self) -> None:
        self.camera.close()
        self.connect()

    def send(self, payload: bytes, opcode: int = 2) -> None:
        """Send it, and a ping whose echo tells that the server has read so far."""
        try:
            self.camera.send(payload, opcode)
            self.camera.send(b"still there?", 9)
            while (heard := self.camera.read_message())[0] != 10:
                if heard[0] == 8:
                    self.closed(int.from_bytes(heard[1][:2], "big"))
                    return
        except (ConnectionError, EOFError):
            self.connect()

    def closed(self, code: int) -> None:
        assert code in CLOSED_FOR | {1007}, code  # 1007: bytes that are no UTF-8
        self.camera.close()
        self.connect()

    def teardown(self) -> None:
        if hasattr(self, "camera"):
            self.camera.close()


def test_random_messages_never_make_the_server_stumble(site: Site) -> None:
    health = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    options = settings(
        max_examples=max(1, STEPS // A_RUN), stateful_step_count=A_RUN, deadline=None, suppress_health_check=health
    )
    Client.site, Client.session = site, session_of(site, "random")
    run_state_machine_as_test(Client, settings=options)
    log = (site.data / "server.log").read_text()
    assert "Traceback" not in log
    assert " ERROR " not in log
