"""The One Euro filter: still at rest, quick on the move."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.one_euro import OneEuro

STEP = 1 / 15


def run(values: list[float], rest_hz: float = 1.5, haste: float = 0.5) -> list[float]:
    state, out = OneEuro(rest_hz, haste), []
    for number, value in enumerate(values):
        state = state.sample(value, number * STEP)
        assert state.value is not None
        out.append(state.value)
    return out


def test_the_first_value_is_taken_as_it_is() -> None:
    assert run([0.4]) == [0.4]


def test_a_value_that_trembles_trembles_less() -> None:
    smoothed = run([0.5 + 0.05 * (-1) ** n for n in range(40)])[10:]
    assert max(smoothed) - min(smoothed) < 0.1 / 2


def test_a_jump_is_followed_faster_than_by_a_filter_without_haste() -> None:
    jump = [0.1] * 10 + [0.9] * 10
    assert run(jump)[11] > run(jump, haste=0)[11] + 0.05
    assert run(jump)[-1] == pytest.approx(0.9, abs=0.02)


def test_a_clock_that_stands_still_changes_nothing() -> None:
    state = OneEuro(1, 1).sample(0.2, 5.0).sample(0.9, 5.0)
    assert state.value == 0.2


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_smoothed_values_stay_within_what_came(values: list[float]) -> None:
    smoothed = run(values)
    assert min(values) - 1e-9 <= min(smoothed)
    assert max(smoothed) <= max(values) + 1e-9
