"""How a kept moment's picture comes to the album, whatever happens on its way."""

from pathlib import Path

from tests.capture_page.javascript import needs_node, run_modules
from tests.capture_page.pretend_page import SHUTTER

pytestmark = needs_node


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
        left({ captureId: "old", ticket: "ticket-old", unwanted: true, blob: new Blob(["."]) });
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
        left(old);
        await settle();
        shutter.refused({ capture_id: "old", code: "bad_ticket" });
        left({ ...old, captureId: "older", lost: "bad_ticket" });
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
    assert counts == [0, 0, 0, ["old", "older"]]
    assert left == ["older"]


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
        left({ captureId: "old", ticket: "ticket-old", blob: new Blob([new Uint8Array(50)]) });
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


LOCKS = """
const locks = new Set();
const request = async (name, { ifAvailable }, held) => {
  if (locks.has(name) && ifAvailable) return held(null);
  locks.add(name);
  try { return await held({ name }); } finally { locks.delete(name); }
};
Object.defineProperty(globalThis, "navigator", { value: { locks: { request } }, configurable: true });
"""


def test_a_picture_that_another_tab_sends_is_left_to_it_and_goes_from_here_when_that_one_fails(tmp_path: Path) -> None:
    told, sent, held, after = run_modules(
        tmp_path,
        SHUTTER
        + LOCKS
        + """
        const clock = globalThis.setTimeout;
        globalThis.setTimeout = (act, ms, ...more) => clock(act, ms === 2000 ? 40 : ms, ...more);
        let letGo = null;
        request("happythings-still-old", {}, () => new Promise((resolve) => { letGo = resolve; }));
        left({ captureId: "old", ticket: "t", blob: new Blob(["."]) });
        shutter.resume(limits);
        await settle();
        const before = log.length;
        letGo();
        for (let round = 0; round < 5; round += 1) await settle();
        const held = [...locks];
        shutter.saved({ capture_id: "old", photo: {} });
        await settle();
        report([told, [before, log[0]], held, [...locks]]);
        """,
    )
    assert ["held up", "old", "elsewhere", True] in told
    assert sent == [0, ["still", "t", 1]]
    assert held == ["happythings-still-old"]
    assert after == []


def test_a_picture_that_another_tab_has_seen_to_is_not_sent(tmp_path: Path) -> None:
    log, told, pending = run_modules(
        tmp_path,
        SHUTTER
        + """
        shutter.restore({ captureId: "old", ticket: "t", blob: new Blob(["."]) });
        shutter.resume(limits);
        await settle();
        report([log, told.at(-1), shutter.pending]);
        """,
    )
    assert (log, told, pending) == ([], ["gone", "old"], 0)


def test_a_picture_that_another_tab_takes_away_goes_here_but_not_on_its_way(tmp_path: Path) -> None:
    told, pending, then = run_modules(
        tmp_path,
        SHUTTER
        + """
        await commit(5, "a");
        await commit(6, "b");
        room.onRemoved("b");
        const pending = shutter.pending;
        shutter.resume(limits);
        await settle();
        room.onRemoved("a");
        report([told, pending, shutter.pending]);
        shutter.saved({ capture_id: "a", photo: {} });
        """,
    )
    assert [each for each in told if each[0] == "gone"] == [["gone", "b"]]
    assert (pending, then) == (1, 1)


def test_undone_and_wanted_again_on_its_way_it_is_sent_and_waits_on_the_device(tmp_path: Path) -> None:
    undone, wanted, told, sent = run_modules(
        tmp_path,
        SHUTTER
        + """
        socket.waitingBytes = 10_000_000;
        shutter.resume(limits);
        await commit(5, "a");
        await settle();
        shutter.withhold("a", true);
        await settle();
        const undone = [...onDevice.keys()];
        socket.waitingBytes = 0;
        log.length = 0;
        shutter.withhold("a", false);
        await settle();
        await settle();
        report([undone, [...onDevice.keys()], told, log[0]]);
        shutter.saved({ capture_id: "a", photo: {} });
        """,
    )
    assert (undone, wanted) == ([], ["a"])
    assert ["gone", "a"] not in told
    assert sent == ["still", "ticket-a", 700]


def test_a_device_that_lost_its_copy_costs_no_moment_of_this_page(tmp_path: Path) -> None:
    told, sent = run_modules(
        tmp_path,
        SHUTTER
        + """
        await commit(5, "a");
        await settle();
        onDevice.clear();
        shutter.resume(limits);
        await settle();
        report([told, log[0]]);
        shutter.saved({ capture_id: "a", photo: {} });
        """,
    )
    assert ["gone", "a"] not in told
    assert sent == ["still", "ticket-a", 700]


def test_a_picture_whose_photo_was_deleted_for_good_leaves_the_device(tmp_path: Path) -> None:
    told, left = run_modules(
        tmp_path,
        SHUTTER
        + """
        left({ captureId: "old", ticket: "t", blob: new Blob(["."]) });
        shutter.resume(limits);
        await settle();
        shutter.refused({ capture_id: "old", code: "gone" });
        await settle();
        report([told.at(-1), [...onDevice]]);
        """,
    )
    assert (told, left) == (["gone", "old"], [])


def test_who_says_so_tries_what_waits_for_room_again(tmp_path: Path) -> None:
    parked, sent = run_modules(
        tmp_path,
        SHUTTER
        + """
        left({ captureId: "old", ticket: "t", blob: new Blob(["."]) });
        shutter.resume(limits);
        await settle();
        shutter.refused({ capture_id: "old", code: "quota_exceeded" });
        const parked = [shutter.parked, shutter.pending];
        shutter.suspend("waits_signed_out");
        parked.push(told.at(-1)[2]);
        shutter.tryAll();
        parked.push(shutter.parked, shutter.pending);
        shutter.resume(limits);
        await settle();
        report([parked, log.filter(([kind]) => kind === "still").length]);
        shutter.saved({ capture_id: "old", photo: {} });
        """,
    )
    assert parked == [True, 0, "waits_signed_out", False, 1]
    assert sent == 2
