"""Memos that staff read stand in the audit trail, however they came to read them."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEntry, User
from tests.gallery.conftest import MakePhoto

LIST = "/admin/gallery/photo/"


def looks() -> list[tuple[int | None, int | None, str, object]]:
    """Who looked, at whose, at which photo, and at what of it."""
    found = AuditEntry.objects.filter(action="photo_viewed").order_by("id")
    return [(each.actor, each.about, each.thing, each.facts.get("rendition")) for each in found]


@pytest.mark.parametrize("query", ["", "?q=dentist", "?hidden=no"])
def test_a_list_that_shows_memos_is_a_look_at_each(
    alice: User, staff: User, staff_client: Client, make_photo: MakePhoto, query: str
) -> None:
    worded = make_photo(memo="After the dentist")
    make_photo()
    assert "After the dentist" in staff_client.get(LIST + query).content.decode()
    assert looks() == [(staff.pk, alice.pk, str(worded.uid), "memo")]


def test_a_photos_page_is_a_look_at_its_memo(
    alice: User, staff: User, staff_client: Client, make_photo: MakePhoto
) -> None:
    worded, plain = make_photo(memo="After the dentist"), make_photo()
    for photo in (worded, plain):
        assert staff_client.get(f"{LIST}{photo.pk}/change/").status_code == 200
    assert looks() == [(staff.pk, alice.pk, str(worded.uid), "memo")]


def test_what_was_not_found_or_not_shown_is_no_look(
    alice_client: Client, staff_client: Client, make_photo: MakePhoto
) -> None:
    photo = make_photo(memo="After the dentist")
    assert "After the dentist" not in staff_client.get(f"{LIST}?q=hairdresser").content.decode()
    assert alice_client.get(LIST).status_code == 404
    assert alice_client.get(f"{LIST}{photo.pk}/change/").status_code == 404
    assert looks() == []


@pytest.mark.parametrize("count", [1, 12])
def test_noting_looks_costs_the_same_however_many(
    staff_client: Client, make_photo: MakePhoto, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        make_photo(memo="After the dentist")
    with django_assert_num_queries(9):
        staff_client.get(LIST)
    assert len(looks()) == count
