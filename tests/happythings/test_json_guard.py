"""Bodies that would break allauth's JSON endpoints get a clear 400 or 413."""

import json
import logging

import pytest
from django.test import Client

LOGIN = "/_allauth/app/v1/auth/login"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("[" * 50_000, 400, "bad_json"),
        ('{"username": ' + "9" * 5_000 + "}", 400, "bad_json"),
        (r'{"username": "\ud800", "password": "x"}', 400, "bad_json"),
        (r'{"username": "a", "password": "x\u0000"}', 400, "bad_json"),
        ("[]", 400, "bad_json"),
        (b"\xff\xfe", 400, "bad_json"),
        ('{"a": "' + "x" * 70_000 + '"}', 413, "too_large"),
    ],
    ids=["deep", "long number", "surrogate", "nul", "list", "not utf-8", "large"],
)
def test_odd_bodies_are_refused_in_json(client: Client, body: str | bytes, status: int, code: str) -> None:
    response = client.post(LOGIN, body, content_type="application/json")
    assert response.status_code == status
    assert response.json()["code"] == code


@pytest.mark.django_db
def test_a_clean_body_reaches_allauth(client: Client) -> None:
    response = client.post(LOGIN, json.dumps({"username": "a", "password": "b"}), content_type="application/json")
    assert response.json()["errors"]


@pytest.mark.django_db
def test_a_foreign_host_is_one_warning_without_a_traceback(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    records = [record for record in caplog.records if record.name == "django.security.DisallowedHost"]
    assert [(record.levelno, record.exc_info) for record in records] == [(logging.WARNING, None)]
