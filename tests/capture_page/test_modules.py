"""The page's pure modules against the server's own protocol, run in Node."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from capture import protocol
from capture.protocol import Answer, Condition, Reason, Verdict
from mlmodels.emotions import EMOTIONS
from mlmodels.reading import FaceReading
from tests.capture_page.javascript import needs_node, run_modules

pytestmark = needs_node
TEMPLATES = Path(__file__).parents[2] / "templates" / "capture"


def face() -> FaceReading:
    landmarks = np.linspace(-0.4, 1.4, 936, dtype=np.float32).reshape(468, 2)
    return FaceReading(landmarks, 1.0, 0.5, 100.0, 120.0, (0.01, 0.02, 0.03, 0.7, 0.04, 0.05, 0.15))


def parsed(tmp_path: Path, message: bytes) -> Any:
    (tmp_path / "message.bin").write_bytes(message)
    return run_modules(
        tmp_path,
        """
        import { readFileSync } from "node:fs";
        import { parseAnswer } from "./wire.js";
        const bytes = readFileSync("message.bin");
        const answer = parseAnswer(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
        report(answer && { ...answer, points: answer.points && Array.from(answer.points) });
        """,
    )


def test_an_answer_is_read_as_the_server_packed_it(tmp_path: Path) -> None:
    held = frozenset({Condition.FACE, Condition.SMILE})
    packed = protocol.pack_answer(Answer(4_000_000_001, Verdict.COMMIT, Reason.KEPT, 0.5, face(), held, 250))
    answer, expected = parsed(tmp_path, packed), protocol.unpack_answer(packed)
    assert (answer["seq"], answer["verdict"]) == (4_000_000_001, 2)
    assert protocol.REASONS[answer["reason"]] is Reason.KEPT
    assert EMOTIONS[answer["emotion"]] == "happy"
    assert {each for bit, each in enumerate(protocol.CONDITIONS) if answer["conditions"] >> bit & 1} == held
    assert answer["paceMs"] == 250
    assert answer["happy"] == pytest.approx(expected["happy"])
    assert answer["progress"] == pytest.approx(expected["progress"])
    assert answer["scores"] == pytest.approx(expected["scores"])
    assert answer["points"] == pytest.approx([part for point in expected["landmarks"] for part in point], abs=1e-5)


def test_an_answer_without_a_face_has_no_points(tmp_path: Path) -> None:
    answer = parsed(tmp_path, protocol.pack_answer(Answer(7, Verdict.DROP, Reason.NO_FACE, 0.0, None)))
    assert (answer["points"], answer["emotion"]) == (None, None)


@pytest.mark.parametrize("message", [b"", b"\x03", b"\x01" + bytes(31), b"\x03" + bytes(40)])
def test_what_is_no_answer_is_not_read_as_one(tmp_path: Path, message: bytes) -> None:
    assert parsed(tmp_path, message) is None


def test_a_frame_and_a_chunk_are_packed_as_the_server_reads_them(tmp_path: Path) -> None:
    frame, chunk = run_modules(
        tmp_path,
        """
        import { packFrame, packStillChunk } from "./wire.js";
        const bytes = new Uint8Array([255, 216, 7]).buffer;
        report([packFrame(4000000001, bytes), packStillChunk(262144, bytes)].map((m) => Array.from(new Uint8Array(m))));
        """,
    )
    assert protocol.parse_binary(bytes(frame)) == protocol.Frame(4_000_000_001, b"\xff\xd8\x07")
    assert protocol.parse_binary(bytes(chunk)) == protocol.StillChunk(262_144, b"\xff\xd8\x07")


def test_the_mask_belongs_to_the_picture_however_it_is_fitted(tmp_path: Path) -> None:
    rects = run_modules(
        tmp_path,
        """
        import { pictureRect } from "./geometry.js";
        report(["contain", "cover", "fill"].map((fit) => pictureRect(1000, 500, 640, 480, fit)));
        """,
    )
    contain, cover, fill = rects
    assert (contain["height"], contain["y"]) == pytest.approx((500, 0))
    assert contain["width"] == pytest.approx(2000 / 3)
    assert contain["x"] == pytest.approx((1000 - 2000 / 3) / 2)
    assert (cover["width"], cover["height"], cover["y"]) == pytest.approx((1000, 750, -125))
    assert fill == {"x": 0, "y": 0, "width": 1000, "height": 500}


def test_a_mirrored_picture_runs_from_right_to_left(tmp_path: Path) -> None:
    plain, mirrored = run_modules(
        tmp_path,
        """
        import { projection } from "./geometry.js";
        const rect = { x: 100, y: 10, width: 400, height: 300 };
        const across = (place) => [0, 0.25, 1].map((x) => x * place.scaleX + place.offsetX);
        report([across(projection(rect, false)), across(projection(rect, true))]);
        """,
    )
    assert plain == [100, 200, 500]
    assert mirrored == [500, 400, 100]


def test_every_trouble_with_a_source_has_its_own_words(tmp_path: Path) -> None:
    names = ["NotAllowedError", "NotFoundError", "NotReadableError", "AbortError", "SecurityError", "Unheard"]
    codes = run_modules(
        tmp_path,
        f"""
        import {{ cameraProblem }} from "./source-problem.js";
        report({json.dumps(names)}.map((name) => cameraProblem({{ name }}).code));
        """,
    )
    assert codes == ["permission_denied", "no_camera", "camera_busy", "camera_busy", "not_secure", "camera_failed"]
    written = (TEMPLATES / "_problems.html").read_text()
    elsewhere = ["camera_unplugged", "camera_paused", "tap_to_play", "unsupported_file"]
    assert [code for code in [*codes, *elsewhere] if f'data-problem="{code}"' not in written] == []
