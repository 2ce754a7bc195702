"""The engine with analyzers that sleep, raise and hang."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from mlmodels.engine import MAX_LOST, Engine, EngineClosedError


class Pretend:
    """Stands in for an analyzer; knows which thread made it."""

    def __init__(self) -> None:
        self.thread = threading.current_thread()


def make() -> Any:
    return Pretend()


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = Engine(make, threads=2)
    yield engine
    engine.close()


def test_a_job_runs_with_an_analyzer_of_its_own_thread(engine: Engine) -> None:
    def same_thread(analyzer: Any) -> bool:
        return analyzer.thread is threading.current_thread()

    assert all(engine.submit(same_thread).result(5) for _ in range(50))


def test_two_threads_work_at_once(engine: Engine) -> None:
    meeting = threading.Barrier(2, timeout=5)
    assert [future.result(5) for future in [engine.submit(lambda _: meeting.wait() >= 0) for _ in range(2)]] == [
        True,
        True,
    ]


def test_what_a_job_raises_reaches_whoever_waits_and_the_thread_lives_on(engine: Engine) -> None:
    def broken(_: Any) -> None:
        raise ZeroDivisionError

    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            engine.submit(broken).result(5)
    assert engine.submit(lambda _: "fine").result(5) == "fine"


def test_threads_that_hang_are_replaced_and_the_others_go_on(engine: Engine) -> None:
    release = threading.Event()
    hanging = [engine.submit(lambda _: release.wait(30)) for _ in range(2)]
    while not all(future.running() for future in hanging):
        time.sleep(0.001)
    waiting = engine.submit(lambda _: "next")
    assert not waiting.done()
    for future in hanging:
        engine.give_up(future)
    assert waiting.result(5) == "next"
    assert engine.lost == 2
    release.set()
    deadline = time.monotonic() + 5
    while engine.lost and time.monotonic() < deadline:
        time.sleep(0.01)
    assert engine.lost == 0
    assert engine.submit(lambda _: "still here").result(5) == "still here"


def test_more_hanging_threads_than_are_replaced_come_back_to_work() -> None:
    engine = Engine(make, threads=2)
    release = threading.Event()
    for _ in range(MAX_LOST + 2):
        future = engine.submit(lambda _: release.wait(30))
        while not future.running():
            time.sleep(0.001)
        engine.give_up(future)
    assert engine.lost == MAX_LOST + 2
    release.set()
    assert engine.submit(lambda _: "works").result(5) == "works"
    assert engine.submit(lambda _: "again").result(5) == "again"
    engine.close()


def test_an_engine_whose_every_thread_hangs_says_so_once_none_may_be_replaced() -> None:
    told: list[str] = []
    engine = Engine(make, threads=2, on_empty=lambda: told.append("empty"))
    release = threading.Event()
    for number in range(MAX_LOST + 2):
        assert engine.missing == max(0, number - MAX_LOST)
        future = engine.submit(lambda _: release.wait(30))
        while not future.running():
            time.sleep(0.001)
        assert told == []
        engine.give_up(future)
    assert (told, engine.missing) == (["empty"], 2)
    release.set()
    engine.close()


def test_giving_up_a_finished_job_costs_nothing(engine: Engine) -> None:
    future = engine.submit(lambda _: 1)
    assert future.result(5) == 1
    engine.give_up(future)
    assert engine.lost == 0


def test_a_job_given_up_before_it_began_never_runs() -> None:
    engine = Engine(make, threads=1)
    release, ran = threading.Event(), []
    first = engine.submit(lambda _: release.wait(5))
    second = engine.submit(lambda _: ran.append(1))
    engine.give_up(second)
    release.set()
    first.result(5)
    engine.submit(lambda _: None).result(5)
    assert ran == []
    engine.close()


def test_a_closed_engine_takes_no_jobs() -> None:
    engine = Engine(make, threads=1)
    engine.close()
    with pytest.raises(EngineClosedError):
        engine.submit(lambda _: None)


def test_an_analyzer_that_cannot_be_made_is_tried_again_for_the_next_job() -> None:
    tries = []

    def unreliable() -> Any:
        tries.append(1)
        if len(tries) == 1:
            raise OSError
        return Pretend()

    engine = Engine(unreliable, threads=1)
    with pytest.raises(OSError):  # noqa: PT011 - the very error that was raised
        engine.submit(lambda _: None).result(5)
    assert engine.submit(lambda _: 7).result(5) == 7
    engine.close()
