"""The floor plan of docs/architecture.md, read from the imports themselves."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from tests.browser.walk.pages import NO_PAGE, PAGES, undescribed
from tests.matrix.rows import ROWS, addresses

ROOT = Path(__file__).parent.parent
ROOMS = ("happythings", "capture", "gallery", "accounts", "mlmodels")
DOORS = {
    "happythings": {"accounts", "gallery", "capture", "mlmodels.errors"},
    "capture": {"mlmodels", "accounts", "gallery.services"},
    "gallery": {"mlmodels", "accounts"},
    "accounts": set(),
    "mlmodels": set(),
}
"""What each room may import; `happythings` is wiring, and knows of mlmodels only the error it has to report."""
NOT_IN_MLMODELS = {"django", "channels", "rest_framework", "allauth", "daphne", "asgiref"}
PLAIN_MODULES = [
    "conditions", "face_geometry", "gate", "limits", "mailbox", "mouth", "one_euro", "protocol", "resting", "session",
    "smile", "wishes",
]  # fmt: skip


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_the_reader_of_imports_sees_both_forms_and_nested_ones(tmp_path: Path) -> None:
    source = tmp_path / "m.py"
    source.write_text("import a.b\ndef f():\n    from c import d\n")
    assert list(imports(source)) == ["a.b", "c.d"]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_through_its_doors(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / room).rglob("*.py")
        for name in imports(path)
        if (other := name.split(".")[0]) in ROOMS
        and other != room
        and not any(f"{name}.".startswith(f"{door}.") for door in DOORS[room])
    ]
    assert wrong == []


def test_mlmodels_is_plain_python() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "mlmodels").rglob("*.py")
        for name in imports(path)
        if name.split(".")[0] in NOT_IN_MLMODELS
    ]
    assert wrong == []


@pytest.mark.parametrize("module", PLAIN_MODULES)
def test_a_camera_visit_needs_neither_django_nor_channels(module: str) -> None:
    names = {name.split(".")[0] for name in imports(ROOT / "capture" / f"{module}.py")}
    assert not names & NOT_IN_MLMODELS


def test_tensorflow_stays_in_the_training_room() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "training" not in path.parts and any(n.split(".")[0] in {"tensorflow", "keras"} for n in imports(path))
    ]
    assert wrong == []


def test_every_address_says_who_may_do_what_there() -> None:
    """tests/matrix/ holds a row for each, and asks every one of them as everybody."""
    assert {"without a row": sorted(addresses() - set(ROWS)), "of nothing": sorted(set(ROWS) - addresses())} == {
        "without a row": [],
        "of nothing": [],
    }


def test_every_address_is_a_page_to_look_at_or_says_why_there_is_nothing_to_see() -> None:
    """tests/browser/walk/ looks at each: a page that nobody listed is one that nobody looked at."""
    known = addresses()
    assert undescribed(known) == []
    assert sorted(set(PAGES) - known) == []
    assert sorted(set(NO_PAGE) - known) == []
    assert sorted(set(PAGES) & set(NO_PAGE)) == []


def test_docs_openapi_yaml_describes_the_api_as_it_is(tmp_path: Path) -> None:
    with translation.override("en"):  # an earlier test may have asked for a Korean page
        call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "openapi.yaml"))
    assert (tmp_path / "openapi.yaml").read_bytes() == (ROOT / "docs/openapi.yaml").read_bytes(), "run `make schema`"
