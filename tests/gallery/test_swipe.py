"""Whether a finger's way on the photo page was a swipe."""

from pathlib import Path

from tests.capture_page.javascript import needs_node, run_modules

MODULES = Path(__file__).parents[2] / "gallery" / "static" / "gallery"


@needs_node
def test_a_swipe_is_far_quick_and_sideways(tmp_path: Path) -> None:
    swipes = run_modules(
        tmp_path,
        """
        import { swipeOf } from "./swipe.js";
        const from = { x: 200, y: 300, at: 1000 };
        report([[-120, 20, 200], [120, -20, 200], [40, 0, 100], [90, 80, 200], [0, 200, 200], [120, 0, 2000]].map(
          ([x, y, ms]) => swipeOf(from, { x: from.x + x, y: from.y + y, at: from.at + ms })));
        """,
        MODULES,
    )
    assert swipes == [-1, 1, 0, 0, 0, 0]
