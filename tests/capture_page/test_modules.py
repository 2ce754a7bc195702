"""The page's pure modules against the server's own protocol, run in Node."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from capture import protocol
from capture.protocol import Answer, CloseCode, Condition, Reason, Verdict
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


@pytest.fixture
def meanings(tmp_path: Path) -> dict[str, dict[str, str]]:
    codes = [*(int(code) for code in CloseCode), 1000, 1001, 1006, 1011]
    read: dict[str, dict[str, str]] = run_modules(
        tmp_path,
        f"""
        import {{ closeMeaning }} from "./closing.js";
        const meanings = Object.fromEntries({codes}.map((code) => [code, closeMeaning(code, null, false)]));
        meanings.model = closeMeaning(4503, "model_unavailable", false);
        meanings.draining = closeMeaning(4503, "draining", false);
        meanings.big = closeMeaning(1006, null, true);
        report(meanings);
        """,
    )
    return read


def test_every_end_of_a_connection_has_its_own_words(meanings: dict[str, dict[str, str]]) -> None:
    templates = set(re.findall(r'data-problem="(\w+)"', (TEMPLATES / "_problems.html").read_text()))
    assert {meaning["problem"] for meaning in meanings.values()} <= templates
    assert meanings["model"]["problem"] == "model_unavailable"
    assert meanings["4503"] == {"problem": "overloaded", "retry": "soon"}
    assert meanings["draining"] == {"problem": "draining", "retry": "soon"}
    assert meanings["big"]["problem"] == meanings["4413"]["problem"] == "too_large"
    assert meanings["4401"]["problem"] != meanings["4403"]["problem"]


def test_nothing_reconnects_where_trying_again_cannot_help(meanings: dict[str, dict[str, str]]) -> None:
    never = {code for code, meaning in meanings.items() if meaning["retry"] == "never"}
    assert never == {"4400", "4401", "4403", "4404", "4409"}
    assert {meanings[code]["retry"] for code in ("1001", "1006", "1011", "4408", "4500")} == {"soon"}


def test_reconnecting_backs_off_with_jitter_and_a_ceiling(tmp_path: Path) -> None:
    shortest, longest = run_modules(
        tmp_path,
        """
        import { backoff } from "./closing.js";
        const tries = Array.from({ length: 40 }, (_, attempt) => attempt);
        report([() => 0, () => 1].map((random) => tries.map((attempt) => backoff(attempt, 0, random))));
        """,
    )
    assert longest[0] <= 1000
    assert longest[:3] == sorted(longest[:3])
    assert max(longest) == longest[-1] == 15_000
    assert all(low < high for low, high in zip(shortest, longest, strict=True))


def test_a_server_that_says_when_is_not_asked_sooner(tmp_path: Path) -> None:
    asked, absurd = run_modules(
        tmp_path,
        """
        import { backoff } from "./closing.js";
        report([backoff(0, 5, () => 0), backoff(0, 1e9, () => 0)]);
        """,
    )
    assert 5_000 < asked < 6_000
    assert absurd < 310_000


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


PRETEND = """
import { Pictures } from "./pictures.js";
const pictures = new Set();
const printed = [];
const darkroom = {
  async take(seq) { pictures.add(seq); return new ArrayBuffer(10); },
  async print(seq) { printed.push(seq); return pictures.has(seq) ? new Blob([new Uint8Array(700)]) : null; },
  drop(seq) { pictures.delete(seq); },
};
const kept = new Pictures((seq) => darkroom.drop(seq));
const settle = () => new Promise((resolve) => setTimeout(resolve, 30));
"""

PUMP = (
    """
import { FramePump } from "./frame-pump.js";
import { Pace } from "./pace.js";
"""
    + PRETEND
    + """
let showFrame = null;
const video = {
  videoWidth: 640,
  videoHeight: 480,
  requestVideoFrameCallback: (callback) => { showFrame = callback; return 1; },
  cancelVideoFrameCallback: () => { showFrame = null; },
};
const sent = [];
const rules = { pictures: kept, pace: new Pace() };
const pump = new FramePump(video, darkroom, rules, (seq) => sent.push(seq) > 0);
const answer = (seq, verdict) => pump.answered({ seq, verdict, points: null, paceMs: 0 });
const frame = async () => { showFrame?.(performance.now(), {}); await settle(); };
pump.start();
"""
)


def test_the_pump_never_has_more_unanswered_than_the_server_allows(tmp_path: Path) -> None:
    before, limited, after, held = run_modules(
        tmp_path,
        PUMP
        + """
        await frame();
        const before = [...sent];
        pump.allow({ inFlight: 2, maxFrameBytes: 1000 });
        for (let count = 0; count < 5; count += 1) await frame();
        const limited = [...sent];
        answer(2, 2);
        await frame();
        report([before, limited, [...sent], [...pictures]]);
        pump.forbid();
        """,
    )
    assert before == []  # nothing is sent to a server that has not said welcome
    assert limited == [1, 2]
    assert after == [1, 2, 3]  # the answer to 2 settled 1 as well
    assert held == [2, 3]  # 1 was overtaken; 2 is a kept moment


def test_the_pump_stands_still_while_stopped_and_forgets_what_a_lost_connection_left(tmp_path: Path) -> None:
    sent, held = run_modules(
        tmp_path,
        PUMP
        + """
        pump.allow({ inFlight: 2, maxFrameBytes: 1000 });
        await frame();
        pump.stop();
        await frame();
        pump.forbid();
        report([sent, [...pictures]]);
        """,
    )
    assert (sent, held) == ([1], [])


def test_a_picture_that_comes_after_the_connection_went_is_not_kept(tmp_path: Path) -> None:
    sent, held = run_modules(
        tmp_path,
        PUMP
        + """
        darkroom.take = async (seq) => { await settle(); pictures.add(seq); return new ArrayBuffer(10); };
        pump.allow({ inFlight: 2, maxFrameBytes: 1000 });
        showFrame(performance.now(), {});
        pump.forbid();
        await settle();
        await settle();
        report([sent, [...pictures]]);
        """,
    )
    assert (sent, held) == ([], [])


def test_a_picture_too_large_for_the_server_is_not_sent(tmp_path: Path) -> None:
    sent = run_modules(
        tmp_path,
        PUMP
        + """
        pump.allow({ inFlight: 2, maxFrameBytes: 5 });
        await frame();
        await frame();
        report(sent);
        pump.forbid();
        """,
    )
    assert sent == []


SHUTTER = (
    """
import { Shutter } from "./shutter.js";
"""
    + PRETEND
    + """
const log = [];
const socket = {
  ready: true,
  waitingBytes: 0,
  sendStill: (still) => log.push(["still", still.ticket, still.size]),
  sendStillChunk: (offset, bytes) => log.push(["chunk", offset, bytes.byteLength]),
};
const told = [];
const on = {
  onPicture: (id) => told.push(["picture", id]),
  onSending: () => {},
  onSaved: (id) => told.push(["saved", id]),
  onHeldUp: (id, code, safe) => told.push(["held up", id, code, safe]),
  onLost: (id, code) => told.push(["lost", id, code]),
};
const onDevice = new Map();
let verdict = "kept";
const room = {
  async put(still) { if (verdict === "kept") onDevice.set(still.captureId, still.ticket); return verdict; },
  async remove(id) { onDevice.delete(id); },
};
const shutter = new Shutter(darkroom, kept, { socket, room }, on);
const limits = { maxStillBytes: 10000, maxChunkBytes: 300 };
const commit = (seq, id) => {
  pictures.add(seq);
  kept.take(seq, 0);
  return shutter.commit({ seq, capture_id: id, ticket: `ticket-${id}` });
};
"""
)


def test_a_full_picture_goes_in_chunks_and_one_at_a_time(tmp_path: Path) -> None:
    first, second, told = run_modules(
        tmp_path,
        SHUTTER
        + """
        shutter.resume(limits);
        await commit(5, "a");
        await commit(6, "b");
        await settle();
        const first = log.splice(0);
        shutter.saved({ capture_id: "a", photo: {} });
        await settle();
        report([first, log, told]);
        shutter.saved({ capture_id: "b", photo: {} });
        """,
    )
    assert first == [["still", "ticket-a", 700], ["chunk", 0, 300], ["chunk", 300, 300], ["chunk", 600, 100]]
    assert second[0] == ["still", "ticket-b", 700]
    assert told == [["picture", "a"], ["picture", "b"], ["saved", "a"]]


def test_after_a_lost_connection_the_same_ticket_is_sent_again(tmp_path: Path) -> None:
    first, again, pending = run_modules(
        tmp_path,
        SHUTTER
        + """
        shutter.resume(limits);
        await commit(5, "a");
        await settle();
        const first = log.splice(0);
        shutter.suspend();
        shutter.resume(limits);
        await settle();
        const again = log.splice(0);
        shutter.saved({ capture_id: "a", photo: {} });
        report([first, again, shutter.pending]);
        """,
    )
    assert again == first
    assert pending == 0


def test_a_refusal_that_may_pass_is_tried_again_and_one_that_may_not_is_told(tmp_path: Path) -> None:
    stills, told = run_modules(
        tmp_path,
        SHUTTER
        + """
        shutter.resume(limits);
        await commit(5, "a");
        await settle();
        shutter.refused({ capture_id: "a", code: "storage_full", retry: true, retry_after: 0.01 });
        await settle();
        shutter.refused({ capture_id: "a", code: "no_face" });
        report([log.filter(([kind]) => kind === "still").map(([, ticket]) => ticket), told]);
        """,
    )
    assert stills[:2] == ["ticket-a", "ticket-a"]
    assert ["held up", "a", "storage_full", True] in told
    assert ["lost", "a", "no_face"] in told


def test_what_is_taken_back_leaves_the_device_unless_the_server_may_have_it(tmp_path: Path) -> None:
    device, sent, again, told = run_modules(
        tmp_path,
        SHUTTER
        + """
        room.put = async ({ captureId, unwanted }) => { onDevice.set(captureId, unwanted ?? false); return "kept"; };
        shutter.resume(limits);
        await commit(5, "whole");
        await commit(6, "queued");
        await settle();
        shutter.withhold("whole", true);
        shutter.withhold("queued", true);
        await settle();
        const device = [...onDevice];
        shutter.saved({ capture_id: "whole", photo: {} });
        await settle();
        const stills = () => log.filter(([kind]) => kind === "still").map(([, ticket]) => ticket);
        const sent = [stills(), shutter.pending, shutter.unsafe];
        shutter.withhold("queued", false);
        await settle();
        const again = [stills(), [...onDevice]];
        on.onPicture = (id, blob, { unwanted }) => told.push([id, unwanted]);
        shutter.restore({ captureId: "old", ticket: "ticket-old", unwanted: true, blob: new Blob(["."]) });
        shutter.saved({ capture_id: "queued", photo: {} });
        await settle();
        report([device, sent, again, [told.filter(([, is]) => is === true), stills().at(-1)]]);
        shutter.saved({ capture_id: "old", photo: {} });
        """,
    )
    assert device == [["whole", True]]
    assert sent == [["ticket-whole"], 0, 0]
    assert again == [["ticket-whole", "ticket-queued"], [["queued", False]]]
    assert told == [[["old", True]], "ticket-old"]


def test_a_picture_refused_for_good_stays_until_the_person_deletes_it_and_is_not_sent_again(tmp_path: Path) -> None:
    stills, told, counts, left = run_modules(
        tmp_path,
        SHUTTER
        + """
        const old = { captureId: "old", ticket: "t", blob: new Blob(["."]) };
        shutter.resume(limits);
        shutter.restore(old);
        await settle();
        shutter.refused({ capture_id: "old", code: "bad_ticket" });
        shutter.restore({ ...old, captureId: "older", lost: "bad_ticket" });
        shutter.suspend();
        shutter.resume(limits);
        await settle();
        const counts = [shutter.pending, shutter.waiting, shutter.unsafe, [...onDevice.keys()]];
        shutter.discard("old");
        await settle();
        report([log.filter(([kind]) => kind === "still").length, told, counts, [...onDevice.keys()]]);
        """,
    )
    assert stills == 1
    assert [each for each in told if each[0] == "lost"] == [
        ["lost", "old", "bad_ticket"],
        ["lost", "older", "bad_ticket"],
    ]
    assert counts == [0, 0, 0, ["old"]]
    assert left == []


def test_a_moment_whose_picture_is_gone_is_told_and_not_sent(tmp_path: Path) -> None:
    log, told = run_modules(
        tmp_path,
        SHUTTER
        + """
        shutter.resume(limits);
        await shutter.commit({ seq: 9, capture_id: "gone", ticket: "t" });
        await settle();
        report([log, told]);
        """,
    )
    assert log == []
    assert told == [["lost", "gone", "picture_gone"]]


def test_what_is_not_in_the_album_yet_is_on_the_device_and_only_that(tmp_path: Path) -> None:
    before, after, safe = run_modules(
        tmp_path,
        SHUTTER
        + """
        shutter.resume(limits);
        await commit(5, "a");
        await commit(6, "b");
        await settle();
        const before = [...onDevice];
        shutter.saved({ capture_id: "a", photo: {} });
        shutter.refused({ capture_id: "b", code: "bad_still" });
        verdict = "full";
        await commit(7, "c");
        await settle();
        shutter.suspend();
        report([before, [...onDevice], told.at(-1)]);
        """,
    )
    assert before == [["a", "ticket-a"], ["b", "ticket-b"]]
    assert after == [["b", "ticket-b"]]  # refused for good: the only copy
    assert safe == ["held up", "c", "offline", False]  # the device had no room


def test_an_earlier_pages_picture_goes_with_its_own_ticket_and_waits_while_there_is_no_room_for_it(
    tmp_path: Path,
) -> None:
    log, counts, told = run_modules(
        tmp_path,
        SHUTTER
        + """
        shutter.restore({ captureId: "old", ticket: "ticket-old", blob: new Blob([new Uint8Array(50)]) });
        const counts = [[shutter.pending, shutter.waiting, shutter.unsafe]];
        shutter.resume(limits);
        await settle();
        shutter.refused({ capture_id: "old", code: "quota_exceeded" });
        await settle();
        counts.push([shutter.pending, shutter.waiting, shutter.unsafe]);
        shutter.resume(limits);
        await settle();
        shutter.saved({ capture_id: "old", photo: {} });
        counts.push([shutter.pending, shutter.waiting, shutter.unsafe]);
        report([log.filter(([kind]) => kind === "still"), counts, told]);
        """,
    )
    assert log == [["still", "ticket-old", 50]] * 2  # not again before there is a new connection
    assert counts == [[1, 1, 0], [0, 1, 0], [0, 0, 0]]
    assert ["held up", "old", "quota_exceeded", True] in told


def test_a_waiting_picture_leaves_the_device_and_is_sent_on_only_where_the_server_may_have_it(tmp_path: Path) -> None:
    unsent, sent, left = run_modules(
        tmp_path,
        SHUTTER
        + """
        await commit(5, "unsent");
        await settle();
        const unsent = shutter.discard("unsent");
        shutter.resume(limits);
        await commit(6, "sent");
        await settle();
        const sent = shutter.discard("sent");
        await settle();
        report([unsent, sent, [...onDevice.keys()]]);
        shutter.saved({ capture_id: "sent", photo: {} });
        """,
    )
    assert (unsent, sent, left) == (True, False, ["sent"])


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
