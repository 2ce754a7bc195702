"""docs/example_client.py, run as a stranger runs it: a process of its own against a served site."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.live import PASSWORD, ROOT, Site, serve
from tests.portrait import write_avi

pytestmark = pytest.mark.model
PEOPLE = """
from accounts.consent import consent_give
from accounts.models import User
alice, charlie = (User.objects.create_user(name, password="{password}") for name in ("alice", "charlie"))
consent_give(user=alice)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serve(tmp_path_factory.mktemp("site")) as served:
        served.manage("shell", "--no-imports", "-c", PEOPLE.format(password=PASSWORD))
        yield served


def client(site: Site, *arguments: str, user: str = "alice", password: str = PASSWORD) -> tuple[int, str, str]:
    command = [sys.executable, str(ROOT / "docs/example_client.py"), "--url", site.url, "--user", user, *arguments]
    done = subprocess.run(
        command,
        env={**os.environ, "HAPPY_PASSWORD": password},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_it_shows_a_video_and_takes_home_what_was_kept(site: Site, tmp_path: Path) -> None:
    clip = write_avi(tmp_path / "party.avi")
    status, kept, errors = client(site, "stream", str(clip))
    assert (status, errors) == (0, "")
    assert "happy" in kept
    # The list has one photo of each of the two smiles; the others fold behind it.
    listed = client(site, "list")[1].splitlines()
    assert len(listed) == 2
    assert set(listed) <= set(kept.splitlines())
    assert client(site, "download", str(tmp_path / "home"))[0] == 0
    pictures = {path.stem: path for path in (tmp_path / "home").iterdir()}
    assert set(pictures) == {line.split()[0] for line in kept.splitlines()}
    for path in pictures.values():
        with Image.open(path) as image:
            assert image.size == (640, 480)


def test_it_says_why_it_is_refused(site: Site, tmp_path: Path) -> None:
    clip = write_avi(tmp_path / "party.avi")
    assert client(site, "list", password="wrong")[2].startswith("refused: 400")
    status, kept, errors = client(site, "stream", str(clip), user="charlie")
    assert (status, kept, errors) == (1, "", "refused: consent_required\n")
    assert "no video" in client(site, "stream", str(tmp_path / "nothing.avi"))[2]
    assert client(site, "list", user="charlie")[:2] == (0, "")
