import threading
import time
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from happythings import health
from mlmodels.engine import MAX_LOST, Engine
from mlmodels.errors import ModelUnavailableError


@pytest.fixture
def model_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(health.CHECKS, "model", lambda: None)


def test_a_living_server_says_so_without_asking_the_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_a_ready_server_names_its_parts(db: None, model_works: None, client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    checks = {"database": "ok", "photos": "ok", "model": "ok", "engine": "ok"}
    assert response.json() == {"status": "ok", "checks": checks}
    assert "no-store" in response["Cache-Control"]


def missing(_folder: Path) -> None:
    raise ModelUnavailableError("expression.json is missing")


def test_a_missing_model_is_told(db: None, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setattr("capture.model_problem.load_weights", missing)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["status"] == "unavailable"
    assert response.json()["checks"]["model"] == "expression.json is missing"
    assert client.get("/healthz").status_code == 200


def test_a_photo_folder_that_cannot_be_written_is_told_without_its_path(
    db: None, model_works: None, client: Client, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.PHOTO_DIR = tmp_path / "file"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["photos"] == "FileExistsError"


def test_a_broken_database_is_told(
    db: None, model_works: None, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    def broken() -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", broken)
        response = client.get("/readyz")
    assert (response.status_code, response.json()["checks"]["database"]) == (503, "OSError")


def test_threads_that_hang_for_good_are_told(
    db: None, model_works: None, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    release = threading.Event()
    engine = Engine(lambda: None, threads=2)  # type: ignore[arg-type,return-value]
    monkeypatch.setattr("capture.engine_host.made", lambda: engine)
    for _ in range(MAX_LOST + 1):
        assert client.get("/readyz").status_code == 200
        future = engine.submit(lambda _: release.wait(30))
        while not future.running():
            time.sleep(0.001)
        engine.give_up(future)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["checks"]["engine"]) == (503, "1 of 2 threads hang")
    release.set()
    engine.close()


def test_asking_leaves_nothing_behind(tmp_path: Path) -> None:
    assert health.folder_problem(tmp_path / "photos") is None
    assert list((tmp_path / "photos").iterdir()) == []
