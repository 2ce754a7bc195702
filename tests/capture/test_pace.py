"""What a server under load asks of its cameras, on a pretend clock."""

import pytest

from capture.pace import AGED_S, CROWDED_GAP_S, FORGET_S, LARGEST_GAP_S, Load


def run(load: Load, *, seconds: float, age: float, cameras: int = 10, rate: float = 100.0, start: float = 0.0) -> None:
    """So many answers a second, each of a frame of that age."""
    for step in range(round(seconds * rate)):
        load.answered(age, 0.004, cameras=cameras, now=start + step / rate)


def test_a_server_at_ease_has_no_wish_and_room() -> None:
    load = Load(threads=2)
    run(load, seconds=5, age=0.01)
    assert load.pace_ms(0) == 0
    assert load.has_room(10, now=5)


def test_ageing_answers_ask_for_fewer_frames_than_come_now() -> None:
    load = Load(threads=2)
    run(load, seconds=5, age=3 * AGED_S)  # ten cameras at ten frames a second
    assert 100 < load.pace_ms(0) <= 1000 * LARGEST_GAP_S


def test_the_wish_ends_when_answers_are_fresh_again() -> None:
    load = Load(threads=2)
    run(load, seconds=5, age=3 * AGED_S)
    run(load, seconds=20, age=0.01, start=5)
    assert load.pace_ms(0) == 0


def test_a_server_that_must_slow_its_cameras_much_takes_no_other() -> None:
    load = Load(threads=2)
    run(load, seconds=10, age=3 * AGED_S)
    assert load.gap_s >= CROWDED_GAP_S
    assert not load.has_room(10, now=10)


def test_a_crowd_that_has_gone_keeps_nobody_out() -> None:
    load = Load(threads=2)
    run(load, seconds=10, age=3 * AGED_S)
    assert load.has_room(0, now=10)
    assert load.has_room(10, now=10 + 2 * FORGET_S)
    assert load.pace_ms(0) == 0


def test_the_few_that_are_left_of_a_crowd_keep_nobody_out() -> None:
    load = Load(threads=2)
    run(load, seconds=10, age=3 * AGED_S, cameras=40)
    assert not load.has_room(39, now=10)
    assert load.has_room(1, now=10)


@pytest.mark.parametrize(("threads", "cameras"), [(1, 39), (2, 79)])
def test_room_is_what_the_threads_can_look_at_five_times_a_second(threads: int, cameras: int) -> None:
    """Frames of 4 ms: a thread looks at 250 a second, 200 of them planned for, five to a camera."""
    load = Load(threads)
    assert load.has_room(cameras, now=0)
    assert not load.has_room(cameras + 1, now=0)


def test_an_empty_room_is_looked_at_less_often() -> None:
    load = Load(threads=2)
    assert [load.pace_ms(frames) for frames in (0, 15, 16, 151)] == [0, 0, 100, 200]
