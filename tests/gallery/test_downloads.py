from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from gallery import services
from gallery.models import Job, Photo
from gallery.quota import MEGABYTE
from tests.conftest import UNKNOWN_ID
from tests.gallery.conftest import MakePhoto
from tests.gallery.test_exports import fetch
from tests.gallery.test_jobs import work

PAGE = "/downloads/"


def text(client: Client, path: str = PAGE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_with_nothing_there_yet_the_page_says_what_to_do(alice_client: Client) -> None:
    page = text(alice_client)
    assert "Nothing here yet" in page
    assert "Make a copy of everything" in page
    assert "0 bytes of 10.0 GB used (0 %)".replace(" ", "\xa0") in page.replace(" ", "\xa0")


def test_a_copy_of_everything_from_button_to_download(alice_client: Client, alice: User, make_photo: MakePhoto) -> None:
    make_photo()
    answer = alice_client.post(f"{PAGE}everything/")
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    waiting = text(alice_client)
    assert "0 of 1 photos" in waiting
    assert "It is being made now" in waiting
    assert ">Stop<" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert "data-fetch" not in waiting
    work()
    done = text(alice_client)
    assert "Ready. It is kept until" in done
    assert f"{PAGE}{Job.objects.get().uid}/file" in done
    assert 'http-equiv="refresh"' not in done


def test_chosen_photos_begin_to_come_by_themselves_once(
    alice_client: Client, alice: User, make_photo: MakePhoto
) -> None:
    photos = [make_photo() for _ in range(3)]
    ids = [str(photo.uid) for photo in photos]
    answer = alice_client.post(f"{PAGE}selection/", {"photos": [",".join(ids[:2]), ids[2]], "name": "여름 <b>"})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert Job.objects.get().photos == ids
    first, second = text(alice_client), text(alice_client)
    assert "data-begin" in first
    assert "data-begin" not in second
    assert "여름 b" in second


@pytest.mark.parametrize("photos", [[], [""], ["x"], [UNKNOWN_ID]])
def test_a_choice_that_makes_no_sense_is_said(alice_client: Client, photos: list[str]) -> None:
    answer = alice_client.post(f"{PAGE}selection/", {"photos": photos})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Job.objects.exists()


def test_two_thousand_ids_in_one_field_are_taken(alice_client: Client) -> None:
    answer = alice_client.post(f"{PAGE}selection/", {"photos": ",".join(str(uuid4()) for _ in range(2000))})
    assert "not in your album" in answer.content.decode()


def test_removing_forgets_the_download_and_no_photo(alice_client: Client, alice: User, make_photo: MakePhoto) -> None:
    photo = make_photo()
    job = services.selection_start(owner=alice, photos=[photo.uid])
    assert alice_client.post(f"{PAGE}{job.uid}/delete/").status_code == 302
    assert not Job.objects.exists()
    assert Photo.objects.filter(pk=photo.pk).exists()


@pytest.mark.parametrize(("error", "words"), [("storage_full", "disk is full"), ("internal", "the fault is ours")])
def test_a_failure_says_what_to_do(alice_client: Client, alice: User, error: str, words: str) -> None:
    job = services.export_start(owner=alice)
    Job.objects.filter(pk=job.pk).update(state="failed", error=error)
    page = text(alice_client)
    assert words in page
    assert "Make a copy of everything" in page


def test_the_meter_speaks_up_when_it_is_time(alice_client: Client, make_photo: MakePhoto, settings: Settings) -> None:
    settings.QUOTA_MB = 1
    photo = make_photo()
    assert "nearly used up" not in text(alice_client)
    Photo.objects.filter(pk=photo.pk).update(bytes=MEGABYTE * 0.95)
    assert "nearly used up" in text(alice_client)
    settings.QUOTA_MB = 0
    assert "there is no limit" in text(alice_client)


def test_the_page_takes_the_same_queries_however_long_it_is(
    alice_client: Client, alice: User, make_photo: MakePhoto, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    photo = make_photo()
    for count in (1, 8):
        for _ in range(count):
            services.selection_start(owner=alice, photos=[photo.uid])
        with django_assert_num_queries(5):
            alice_client.get(PAGE)


@pytest.mark.django_db(transaction=True)
def test_the_page_s_own_address_gives_the_zip(alice: User, make_photo: MakePhoto) -> None:
    job = services.selection_start(owner=alice, photos=[make_photo().uid])
    response, body = fetch(alice, f"{PAGE}{job.uid}/file")
    assert response.status_code == 200
    assert body.startswith(b"PK")


def test_in_korean_the_page_speaks_korean(alice_client: Client, alice: User) -> None:
    services.export_start(owner=alice)
    Job.objects.update(expires_at=timezone.now() + timedelta(days=1))
    answer: Any = alice_client.get(PAGE, headers={"Accept-Language": "ko"})
    assert "내려받기" in answer.content.decode()
