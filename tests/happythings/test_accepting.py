"""One listening socket, several workers."""

from dataclasses import dataclass, field

import pytest
from twisted.internet.task import Clock

from happythings import accepting


@dataclass
class Port:
    """Stands for Twisted's."""

    connected: bool = True
    numberAccepts: int = 100  # noqa: N815 - Twisted's name
    reading: bool = True
    taken: list[int] = field(default_factory=list)

    def doRead(self) -> None:  # noqa: N802
        self.taken.append(self.numberAccepts)

    def startReading(self) -> None:  # noqa: N802
        self.reading = True

    def stopReading(self) -> None:  # noqa: N802
        self.reading = False


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    pretended = Clock()
    monkeypatch.setattr(accepting, "reactor", pretended)
    return pretended


def test_a_worker_leaves_a_connection_to_those_who_have_fewer(clock: Clock) -> None:
    full, empty = Port(), Port()
    accepting.take_turns(full, lambda: 10)
    accepting.take_turns(empty, lambda: 3)
    for port in (full, empty):
        port.doRead()
        assert not port.reading
    clock.advance(3 * accepting.HESITATION_S)
    assert (full.taken, empty.taken) == ([], [1])
    assert empty.reading
    clock.advance(7 * accepting.HESITATION_S)
    assert full.taken == [1]  # what nobody else has taken


def test_no_worker_hesitates_for_long(clock: Clock) -> None:
    port = Port()
    accepting.take_turns(port, lambda: 10_000)
    port.doRead()
    clock.advance(accepting.LONGEST_S)
    assert port.taken == [1]


def test_a_worker_that_stopped_listening_meanwhile_takes_nothing(clock: Clock) -> None:
    port = Port()
    accepting.take_turns(port, lambda: 1)
    port.doRead()
    port.connected = False
    clock.advance(1)
    assert (port.taken, port.reading) == ([], False)
