"""schemathesis at a small size; `make fuzz-api` runs all its phases as everybody, with 200 examples of each operation.

Here its coverage phase, which has a thousand cases for every caller, is run as alice alone: she has the most to lose.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz_api.run import ROLES, SETTINGS, fuzz, prepare
from tests.live import Site, serve


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serve(tmp_path_factory.mktemp("site"), **SETTINGS) as served:
        prepare(served)
        yield served


@pytest.mark.parametrize("role", ROLES)
def test_the_api_keeps_to_its_description(site: Site, role: str, tmp_path: Path) -> None:
    # The same cases each time: what chance finds is for `make fuzz-api`.
    phases = "coverage,fuzzing,stateful" if role == "alice" else "fuzzing,stateful"
    for done in fuzz(site, role, 3, tmp_path, "--seed", "3", "--phases", phases):
        assert done.returncode == 0, done.stdout + done.stderr
