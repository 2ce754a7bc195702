"""Preferences of the camera: chosen by their owner alone, learnt from only when asked for."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from accounts import preferences
from accounts.models import MAX_SMILE_SHIFT, Preferences, User
from accounts.preferences import (
    KEPT_STEP,
    UNDONE_STEP,
    preferences_of,
    preferences_set,
    smile_forget,
    smile_kept,
    smile_restored,
    smile_undone,
)

PAGE, FORGET = "/account/preferences/", "/account/preferences/forget/"


def shift(user: User) -> float:
    return preferences_of(user).smile_shift


@pytest.fixture
def learning(alice: User) -> User:
    preferences_set(user=alice, sensitivity="normal", learn_smile=True)
    return alice


def test_nothing_is_learnt_before_it_is_asked_for(alice: User) -> None:
    smile_undone(user=alice)
    assert not preferences_of(alice).learn_smile
    assert shift(alice) == 0
    assert not Preferences.objects.exists()
    preferences_set(user=alice, sensitivity="high", learn_smile=False)
    smile_undone(user=alice)
    assert shift(alice) == 0


def test_undoing_asks_for_more_and_keeping_for_less(learning: User) -> None:
    smile_kept(user=learning)
    assert shift(learning) == pytest.approx(KEPT_STEP)
    smile_undone(user=learning)
    assert shift(learning) == pytest.approx(UNDONE_STEP)
    smile_restored(user=learning)
    assert shift(learning) == pytest.approx(KEPT_STEP)
    assert pytest.approx(UNDONE_STEP) == -5 * KEPT_STEP


def test_the_shift_has_bounds_both_ways(learning: User) -> None:
    for _ in range(20):
        smile_undone(user=learning)
    assert shift(learning) == MAX_SMILE_SHIFT
    for _ in range(80):
        smile_kept(user=learning)
    assert shift(learning) == -MAX_SMILE_SHIFT


def test_one_person_teaches_nobody_else(learning: User, bob: User) -> None:
    preferences_set(user=bob, sensitivity="normal", learn_smile=True)
    smile_undone(user=learning)
    assert shift(bob) == 0


def test_switching_off_or_resetting_forgets(learning: User) -> None:
    smile_undone(user=learning)
    smile_forget(user=learning)
    assert (shift(learning), preferences_of(learning).learn_smile) == (0, True)
    smile_undone(user=learning)
    preferences_set(user=learning, sensitivity="normal", learn_smile=False)
    assert shift(learning) == 0


def test_an_unknown_sensitivity_is_refused_by_form_and_database(alice: User, alice_client: Client) -> None:
    with pytest.raises(ValidationError):
        preferences_set(user=alice, sensitivity="extreme", learn_smile=False)
    assert alice_client.post(PAGE, {"sensitivity": "extreme"}).status_code == 400
    assert not Preferences.objects.exists()
    with pytest.raises(IntegrityError):
        Preferences.objects.create(user=alice, smile_shift=1.5)


def test_the_owner_chooses_without_javascript(alice: User, alice_client: Client) -> None:
    assert PAGE in alice_client.get("/account/").content.decode()
    before = alice_client.get(PAGE).content.decode()
    assert re.search(r'value="normal"[^>]*checked', before)
    assert "Nothing: learning is off." in before
    saved = alice_client.post(PAGE, {"sensitivity": "high", "learn_smile": "on"}, follow=True).content.decode()
    assert re.search(r'value="high"[^>]*checked', saved)
    assert re.search(r'name="learn_smile"[^>]*checked', saved)
    assert "Nothing yet." in saved
    chosen = preferences_of(alice)
    assert (chosen.sensitivity, chosen.learn_smile) == ("high", True)


@pytest.mark.parametrize(
    ("teach", "words"), [(smile_undone, "a clearer smile than others"), (smile_kept, "A fainter smile")]
)
def test_the_owner_sees_what_was_learnt_and_resets_it(
    learning: User, alice_client: Client, teach: object, words: str
) -> None:
    assert callable(teach)
    teach(user=learning)
    page = alice_client.get(PAGE).content.decode()
    assert words in page
    assert f"{round(abs(shift(learning)) * 100)} % of" in page
    assert alice_client.get(FORGET).status_code == 405
    assert "Nothing yet." in alice_client.post(FORGET, follow=True).content.decode()
    assert shift(learning) == 0


def test_a_stranger_sees_and_changes_only_their_own(learning: User, charlie: User, charlie_client: Client) -> None:
    smile_undone(user=learning)
    assert "Nothing: learning is off." in charlie_client.get(PAGE).content.decode()
    charlie_client.post(PAGE, {"sensitivity": "low"})
    charlie_client.post(FORGET)
    assert preferences_of(learning).sensitivity == "normal"
    assert shift(learning) > 0
    for page in (PAGE, FORGET):
        answer = Client().post(page, {"sensitivity": "low"})
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_they_go_with_the_account(learning: User) -> None:
    learning.delete()
    assert not Preferences.objects.exists()


def test_what_is_learnt_while_preferences_are_saved_is_not_lost(
    learning: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taught(row: User | Preferences, **changes: Any) -> Any:
        Preferences.objects.filter(user=learning).update(smile_shift=0.4)
        User.objects.filter(pk=learning.pk).update(time_zone="Asia/Seoul")
        return change(row, **changes)

    change = preferences._change
    monkeypatch.setattr(preferences, "_change", taught)
    preferences_set(user=learning, sensitivity="high", language="ko")
    assert (preferences_of(learning).sensitivity, shift(learning)) == ("high", 0.4)
    learning.refresh_from_db()
    assert (learning.language, learning.time_zone) == ("ko", "Asia/Seoul")


def test_two_first_saves_at_once_are_both_kept(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def overtaken(row: User | Preferences, **changes: Any) -> Any:
        Preferences.objects.update_or_create(user=alice, defaults={"sound": True})
        return change(row, **changes)

    change = preferences._change
    monkeypatch.setattr(preferences, "_change", overtaken)
    preferences_set(user=alice, sensitivity="high")
    assert (preferences_of(alice).sound, preferences_of(alice).sensitivity) == (True, "high")
