"""Missing or damaged weights: said by `check` and by the readiness page, and nothing else breaks."""

import shutil
from pathlib import Path

import pytest
from django.test import Client, override_settings

from capture.checks import check_model
from capture.model_problem import model_problem
from mlmodels.weights import DEFAULT_DIR, MODEL


def test_missing_weights_are_a_warning_with_a_way_out(tmp_path: Path) -> None:
    with override_settings(EXPRESSION_WEIGHTS_DIR=tmp_path):
        warnings = check_model()
    assert [warning.id for warning in warnings] == ["capture.W001"]
    assert "missing" in warnings[0].msg
    assert "make train" in str(warnings[0].hint)


@pytest.mark.model
def test_damaged_weights_are_named_and_mended_ones_taken_up(tmp_path: Path) -> None:
    shutil.copytree(DEFAULT_DIR, tmp_path, dirs_exist_ok=True)
    with override_settings(EXPRESSION_WEIGHTS_DIR=tmp_path):
        assert model_problem() is None
        whole = (tmp_path / MODEL).read_bytes()
        (tmp_path / MODEL).write_bytes(whole[:-1])
        assert "damaged" in str(model_problem())
        (tmp_path / MODEL).write_bytes(whole)
        assert model_problem() is None


@pytest.mark.django_db
def test_readiness_says_why(tmp_path: Path) -> None:
    with override_settings(EXPRESSION_WEIGHTS_DIR=tmp_path):
        response = Client().get("/readyz")
    assert response.status_code == 503
    assert "missing" in response.content.decode()
