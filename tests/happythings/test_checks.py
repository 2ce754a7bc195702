import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import CheckMessage
from pytest_django import Settings

from happythings import checks


def ids(found: list[CheckMessage]) -> list[str | None]:
    return [message.id for message in found]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:8000", []),
        ("http://127.0.0.1:8000", []),
        ("http://happy.localhost", []),
        ("https://photos.example.org", []),
        ("http://photos.example.org", ["happythings.W001"]),
        ("http://192.168.0.7:8000", ["happythings.W001"]),
        ("https://photos.example.org/album", ["happythings.E001"]),
        ("https://me@photos.example.org", ["happythings.E001"]),
    ],
)
def test_addresses_are_looked_at(settings: Settings, url: str, expected: list[str]) -> None:
    settings.SITE_URLS = [url]
    assert ids(checks.check_site_urls()) == expected


def test_no_address_at_all_is_an_error(settings: Settings) -> None:
    settings.SITE_URLS = []
    assert ids(checks.check_site_urls()) == ["happythings.E002"]


def test_a_secret_key_that_others_can_read_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert checks.check_secret_key_file() == []
    (tmp_path / "secret_key").write_text("x")
    (tmp_path / "secret_key").chmod(0o600)
    assert checks.check_secret_key_file() == []
    (tmp_path / "secret_key").chmod(0o640)
    assert ids(checks.check_secret_key_file()) == ["happythings.W002"]


def test_a_data_folder_that_cannot_be_written_is_an_error(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert checks.check_data_dir() == []
    (tmp_path / "file").touch()
    settings.DATA_DIR = tmp_path / "file"
    assert ids(checks.check_data_dir()) == ["happythings.E003"]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *arguments],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "happythings.settings"} | environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_deployment_over_https_has_no_warnings(tmp_path: Path) -> None:
    done = run("check", "--deploy", "--tag", "security", SITE_URLS="https://a.example.org", DATA_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


@pytest.mark.parametrize("url", ["*", "https://*", "photos.example.org", "ftp://photos.example.org", "https://"])
def test_an_address_that_opens_everything_or_nothing_stops_the_start(tmp_path: Path, url: str) -> None:
    done = run("check", SITE_URLS=url, DATA_DIR=str(tmp_path))
    assert done.returncode != 0
    assert "SITE_URLS" in done.stderr
