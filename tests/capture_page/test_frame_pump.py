"""Which frames are sent, and when none is."""

from pathlib import Path

from tests.capture_page.javascript import needs_node, run_modules
from tests.capture_page.pretend_page import PUMP

pytestmark = needs_node


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
