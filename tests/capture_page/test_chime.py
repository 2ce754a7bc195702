"""The camera's soft sounds: only for whoever wants them, and never a fault where there are none."""

from pathlib import Path

import pytest
from django.test import Client

from accounts.consent import consent_give
from accounts.models import User
from accounts.preferences import preferences_set
from tests.capture_page.javascript import needs_node, run_modules

SCRIPT = """
import { Chime } from "./chime.js";
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
const chime = new Chime(() => new Audio());
chime.wake();
chime.kept();
chime.turn(true);
chime.kept();
const untouched = rung.length;
chime.wake();
await null;
chime.seen();
chime.kept();
chime.turn(false);
chime.kept();
const deaf = new Chime(() => { throw new Error("no sound card"); });
deaf.turn(true);
deaf.wake();
report({ untouched, rung, deaf: deaf.kept() });
"""


@needs_node
def test_a_smile_and_a_photo_sound_once_they_are_wanted_and_the_page_was_touched(tmp_path: Path) -> None:
    heard = run_modules(tmp_path, SCRIPT)
    assert heard == {"untouched": 0, "rung": [[494, 1], [659, 1], [880, 1.14]], "deaf": False}


@pytest.mark.parametrize("wanted", [True, False])
def test_the_page_is_told_who_wants_it(
    alice: User, alice_client: Client, *, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capture.views.model_problem", lambda: None)
    consent_give(user=alice)
    preferences_set(user=alice, sound=wanted)
    assert alice_client.get("/camera/").context["config"]["sound"] is wanted
