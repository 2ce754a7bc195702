"""No list of the admin site tells, yes or no, what stands in a column that it does not show."""

from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from gallery.models import Photo
from gallery.services import photo_create, share_create
from tests.accounts.doors import sign_in
from tests.conftest import PASSWORD
from tests.gallery.conftest import arguments

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
WAYS = (
    "",
    "exact",
    "iexact",
    "contains",
    "startswith",
    "istartswith",
    "endswith",
    "regex",
    "iregex",
    "gt",
    "gte",
    "in",
)


def page_of(model: type[Model]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def declared(model: type[Model]) -> set[str]:
    page = admin.site._registry[model]
    named = [each[0] if isinstance(each, tuple | list) else each for each in page.list_filter]
    return {each for each in [*named, page.date_hierarchy] if isinstance(each, str)}


def parameters(model: type[Model]) -> set[str]:
    filters = admin.site._registry[model].list_filter
    return {str(getattr(each, "parameter_name", "")) for each in filters}


def columns(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields()} | {field.attname for field in model._meta.concrete_fields}


@pytest.fixture
def photo(alice: User, settings: Settings, tmp_path: Path) -> Photo:
    settings.PHOTO_DIR = tmp_path / "photos"
    return photo_create(**arguments(alice))


@pytest.fixture
def root(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root", password=PASSWORD))
    return client


def staff_of(group: str) -> Client:
    person = User.objects.create_user("sue", password=PASSWORD, is_staff=True)
    person.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_list_can_be_asked_for_what_no_filter_of_its_own_declares(root: Client, model: type[Model]) -> None:
    page, request = admin.site._registry[model], root.get("/admin/").wsgi_request
    hidden = columns(model) - declared(model)
    for column in hidden:
        for lookup in {"__".join(filter(None, (column, way))) for way in WAYS} - parameters(model):
            assert not page.lookup_allowed(lookup, "a", request), lookup
    for column in declared(model):
        assert not page.lookup_allowed(f"{column}__startswith", "a", request)
    assert root.get(page_of(model), {f"{min(hidden)}__startswith": "a"}).status_code == 400


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_choice_that_a_list_offers_can_be_taken(root: Client, photo: Photo, model: type[Model]) -> None:
    shown = root.get(page_of(model)).context["cl"]
    for spec in shown.filter_specs:
        for choice in spec.choices(shown):
            assert root.get(page_of(model) + choice["query_string"]).status_code == 200, choice
    if shown.date_hierarchy:
        assert root.get(page_of(model), {f"{shown.date_hierarchy}__year": "2026"}).status_code == 200


def test_support_learns_no_key_of_a_session_by_guessing_letters(alice: User) -> None:
    sign_in(Client(), "alice")
    key = Session.objects.get().session_key
    UserSession.objects.get_or_create(user=alice, session_key=key, defaults={"ip": "127.0.0.1"})
    asked = {"user__id__exact": str(alice.pk), "session_key__startswith": key[0]}
    assert staff_of("support").get(page_of(UserSession), asked).status_code == 400


@pytest.mark.parametrize("lookup", ["token__startswith", "password__startswith", "photo__memo__startswith"])
def test_moderators_learn_no_link_by_guessing_letters(photo: Photo, lookup: str) -> None:
    share = share_create(photo=photo, owner=photo.owner)
    assert staff_of("moderator").get(page_of(type(share)), {lookup: share.token[0]}).status_code == 400
