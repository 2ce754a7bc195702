"""The soft sound of a kept photo: only for whoever wants it, and never a fault where there is none."""

from pathlib import Path

import pytest
from django.test import Client

from accounts.consent import consent_give
from accounts.models import User
from accounts.preferences import preferences_set
from tests.capture_page.javascript import needs_node, run_modules

SCRIPT = """
import { Chime, chimeWhenKept } from "./chime.js";
const rung = [];
const param = () => ({ setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} });
class Audio {
  state = "suspended"; currentTime = 1; destination = {};
  async resume() { this.state = "running"; }
  createGain() { return { gain: param(), connect: (next) => next }; }
  createOscillator() {
    const tone = { frequency: { value: 0 }, connect: (next) => next, stop() {} };
    tone.start = (at) => rung.push([tone.frequency.value, Math.round(at * 100) / 100]);
    return tone;
  }
}
const page = new EventTarget();
chimeWhenKept(page, new Chime(() => new Audio()));
page.dispatchEvent(new Event("happythings:saved"));
const untouched = rung.length;
page.dispatchEvent(new Event("pointerdown"));
await null;
page.dispatchEvent(new Event("happythings:saved"));
const deaf = new Chime(() => { throw new Error("no sound card"); });
deaf.wake();
report({ untouched, rung, deaf: deaf.ring() });
"""


@needs_node
def test_it_rings_two_notes_once_the_page_was_touched_and_fails_nowhere(tmp_path: Path) -> None:
    heard = run_modules(tmp_path, SCRIPT)
    assert heard == {"untouched": 0, "rung": [[659, 1], [880, 1.14]], "deaf": False}


@pytest.mark.parametrize("wanted", [True, False])
def test_the_page_is_told_who_wants_it(
    alice: User, alice_client: Client, *, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capture.views.model_problem", lambda: None)
    consent_give(user=alice)
    preferences_set(user=alice, sound=wanted)
    assert alice_client.get("/camera/").context["config"]["sound"] is wanted
