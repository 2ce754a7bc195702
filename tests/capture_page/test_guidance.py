"""What guides somebody who can't see the picture: the way to its middle, a voice, and a mark that smiles along."""

from pathlib import Path

import pytest

from tests.capture_page.javascript import needs_node, run_modules

pytestmark = needs_node


def test_the_way_to_the_middle_is_the_persons_own(tmp_path: Path) -> None:
    # On the camera's picture a person's left is on the right.
    ways = run_modules(
        tmp_path,
        """
        import { wayToMiddle } from "./guidance.js";
        const at = (x, y, size) => [x - size / 2, y - size / 2, x + size / 2, y + size / 2];
        report([at(0.1, 0.5, 0.2), at(0.9, 0.5, 0.2), at(0.5, 0.1, 0.2), at(0.5, 0.9, 0.2), at(0.5, 0.5, 0.9),
                at(0.4, 0.45, 0.3)].map(wayToMiddle));
        """,
    )
    assert ways == ["left", "right", "down", "up", "back", None]


VOICE = """
import { Voice } from "./voice.js";
const spoken = [];
globalThis.document = { visibilityState: "visible" };
globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
const speech = {
  getVoices: () => [{ lang: "en-GB" }, { lang: "ko-KR" }],
  cancel: () => spoken.push("cancelled"),
  speak: ({ text, lang, voice }) => spoken.push([text, lang, voice?.lang]),
};
const voice = new Voice("ko", speech);
voice.say("before");
voice.turn(true);
voice.say("조금 더 가까이");
document.visibilityState = "hidden";
voice.say("hidden");
document.visibilityState = "visible";
voice.turn(false);
voice.say("after");
const mute = new Voice("ko", undefined);
mute.turn(true);
mute.say("nothing");
report({ spoken, able: [voice.able, mute.able] });
"""


def test_the_voice_speaks_the_pages_language_and_only_when_it_is_wanted_and_there(tmp_path: Path) -> None:
    heard = run_modules(tmp_path, VOICE)
    assert heard["spoken"] == ["cancelled", ["조금 더 가까이", "ko", "ko-KR"], "cancelled"]
    assert heard["able"] == [True, False]


@pytest.mark.parametrize(("smile", "bends"), [(1, "down"), (-0.7, "up")])
def test_the_mark_smiles_and_frowns(tmp_path: Path, smile: float, bends: str) -> None:
    corner, middle = run_modules(
        tmp_path,
        f"""
        import {{ drawMood }} from "./mood.js";
        const {{ mouth }} = drawMood({smile}, 0);
        const [, corner, , lower] = mouth.match(/^M\\S+ (\\S+)Q24 (\\S+) .*Q24 (\\S+) /).map(Number);
        report([corner, lower]);
        """,
    )
    assert (middle > corner) is (bends == "down")
