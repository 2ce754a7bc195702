from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from pytest_django import Settings

from happythings import errors
from happythings import urls as site


def _broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError


def _closed(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [
    path("broken/", _broken),
    path("api/broken/", _broken),
    path("closed/", _closed),
    path("api/closed/", _closed),
    *site.urlpatterns,
]
handler400, handler403, handler404, handler500 = site.handler400, site.handler403, site.handler404, site.handler500


@pytest.fixture
def client(db: None, settings: Settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("page", "status", "words"),
    [
        ("/nothing/", 404, "There is nothing here"),
        ("/closed/", 403, "This is not open to you"),
        ("/broken/", 500, "Something broke on our side"),
    ],
)
def test_pages_say_what_happened_and_lead_back(client: Client, page: str, status: int, words: str) -> None:
    response = client.get(page)
    assert response.status_code == status
    assert words in response.content.decode()
    assert 'href="/"' in response.content.decode()


def test_a_foreign_host_is_a_plain_400(client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "made no sense" in response.content.decode()


def test_an_old_form_says_what_to_do(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/accounts/login/", {"login": "alice"})
    assert response.status_code == 403
    assert "load the page again" in response.content.decode()


@pytest.mark.parametrize(
    ("page", "status", "code"),
    [
        ("/api/nothing/", 404, "not_found"),
        ("/api/closed/", 403, "forbidden"),
        ("/api/broken/", 500, "internal"),
    ],
)
def test_programs_get_json(client: Client, page: str, status: int, code: str) -> None:
    response = client.get(page)
    assert response.status_code == status
    assert response.json()["code"] == code
    assert response.json()["message"]


def test_programs_get_json_for_a_foreign_host(client: Client) -> None:
    response = client.get("/api/v1/photos/", headers={"host": "evil.example"})
    assert (response.status_code, response.json()["code"]) == (400, "bad_request")


def test_csrf_failures_and_limits_are_json_for_programs() -> None:
    request = RequestFactory().get("/api/v1/photos/")
    assert b'"csrf"' in errors.csrf_failure(request).content
    limited = errors.too_many_requests(request)
    assert (limited.status_code, limited["Retry-After"]) == (429, "300")
    assert b'"rate_limited"' in limited.content


def test_a_broken_error_page_still_answers(settings: Settings, tmp_path: Path) -> None:
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path]}]
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"try again" in response.content
