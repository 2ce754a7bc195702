"""What a blind person hears: the same good news as often as there is some, and nothing that is no longer true."""

from pathlib import Path

from tests.capture_page.javascript import needs_node, run_modules

NEWS = """
import { Announcer } from "./announcer.js";
let time = 0;
performance.now = () => time;
const shown = [], spoken = [];
const region = { set textContent(text) { shown.push(text); } };
const announcer = new Announcer(region, { say: (text) => spoken.push(text) });
for (time of [0, 2700, 2800, 5700]) announcer.now("Photo saved");
report({ shown, spoken });
"""
OVER = """
import { Announcer } from "./announcer.js";
import { StatusLine } from "./status-line.js";
const due = new Map();
globalThis.setTimeout = (what) => { due.set(due.size + 1, what); return due.size; };
globalThis.clearTimeout = (id) => due.set(id, () => {});
const part = { style: {} };
const root = { dataset: {}, querySelector: () => part };
const spoken = [];
const announcer = new Announcer({}, { say: (text) => spoken.push(text) });
const line = new StatusLine(root, { size: "Come closer", smile_seen: "Smile seen" }, announcer);
const wait = () => due.forEach((what) => what());
line.show("size", 0);
line.hide();
wait();
const afterStop = [...spoken];
line.show("hold_on", 0.1);
const real = performance.now.bind(performance);
performance.now = () => real() + 10000;
line.show("hold_on", 0.2);
line.hide();
line.show("size", 0);
wait();
report({ afterStop, spoken });
"""
LOCK = """
import { WakeLock } from "./wake-lock.js";
const held = new Set(), asked = [];
globalThis.document = { visibilityState: "visible", addEventListener: (_, what) => (document.changed = what) };
const request = () => new Promise((resolve) => asked.push(() => {
  const lock = { released: false, release: async () => { lock.released = true; held.delete(lock); } };
  held.add(lock);
  resolve(lock);
}));
Object.defineProperty(globalThis, "navigator", { value: { wakeLock: { request } }, configurable: true });
const settle = async () => { for (let turn = 0; turn < 20; turn += 1) await null; };
const lock = new WakeLock();
lock.want(true);
document.changed();
asked.forEach((answer) => answer());
await settle();
const during = held.size;
lock.want(false);
await settle();
report({ during, after: held.size });
"""


@needs_node
def test_each_photo_is_told_but_not_twice_in_a_breath(tmp_path: Path) -> None:
    heard = run_modules(tmp_path, NEWS)
    assert heard["spoken"] == ["Photo saved"] * 3
    # each time a change, or screen readers stay silent
    assert heard["shown"] == ["", "Photo saved"] * 3


@needs_node
def test_advice_ends_with_the_camera_and_a_held_smile_is_told_once(tmp_path: Path) -> None:
    heard = run_modules(tmp_path, OVER)
    assert heard == {"afterStop": [], "spoken": ["Smile seen", "Come closer"]}


@needs_node
def test_no_second_lock_keeps_the_screen_awake_for_ever(tmp_path: Path) -> None:
    assert run_modules(tmp_path, LOCK) == {"during": 1, "after": 0}
