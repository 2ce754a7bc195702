"""docs/openapi.yaml (tests/test_architecture.py keeps it up to date) is served, and every error in it is ours."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client

FILE = Path(__file__).parents[2] / "docs" / "openapi.yaml"


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    paths = yaml.safe_load(FILE.read_text(encoding="utf-8"))["paths"]
    return [(path, method, operation) for path, methods in paths.items() for method, operation in methods.items()]


def test_the_server_serves_the_same(client: Client) -> None:
    served = yaml.safe_load(client.get("/api/schema/", headers={"Accept-Language": "en"}).content)
    assert served == yaml.safe_load(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("path", "method", "statuses"),
    [
        ("/api/v1/photos/", "get", {"200", "400", "401", "404", "406", "429"}),
        (
            "/api/v1/photos/{uid}/",
            "patch",
            {"200", "400", "401", "403", "404", "406", "412", "413", "415", "428", "429"},
        ),
        ("/api/v1/photos/{uid}/", "delete", {"204", "401", "403", "404", "406", "429"}),
    ],
)
def test_an_operation_names_every_answer(path: str, method: str, statuses: set[str]) -> None:
    found = {(path, method): operation for path, method, operation in operations()}
    assert set(found[path, method]["responses"]) == statuses


def test_every_error_is_a_code_a_message_and_fields() -> None:
    for path, method, operation in operations():
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                schema = answer["content"]["application/json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/Error"}, (path, method, status)
