"""Counting on a pretend clock."""

from capture.limits import MAX_FRAMES_A_SECOND, FrameRate, Strikes


def test_twenty_strikes_within_a_minute_are_too_many() -> None:
    strikes = Strikes()
    assert [strikes.add(second) for second in range(20)] == [False] * 19 + [True]


def test_strikes_grow_old() -> None:
    strikes = Strikes()
    assert not any(strikes.add(second * 4) for second in range(100))


def test_frames_beyond_the_rate_are_dropped_with_one_complaint_a_second() -> None:
    rate = FrameRate()
    complaints = 0
    allowed = 0
    for number in range(2_000):
        if rate.allow(5 + number / 1000):
            allowed += 1
        else:
            complaints += rate.complain
    assert (allowed, complaints) == (2 * MAX_FRAMES_A_SECOND, 2)
