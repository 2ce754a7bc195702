"""Pictures of one smile: folded, unfolded, thrown away and brought back together."""

from uuid import UUID, uuid4

import pytest
from django.test import Client

from accounts.models import User
from gallery import files, selectors, services
from gallery.models import Photo, Placement
from gallery.services import photo_create
from tests.gallery.conftest import MakePhoto, arguments, picture

LIST = "/api/v1/photos/"


def keep(owner: User, moment: UUID, *, alternate: bool, seed: int = 0) -> Photo:
    return photo_create(**arguments(owner, picture=picture(seed=seed)), moment=moment, alternate=alternate)


@pytest.fixture
def three(alice: User) -> list[Photo]:
    moment = uuid4()
    return [keep(alice, moment, alternate=number > 0, seed=number) for number in range(3)]


def test_alternates_fold_behind_the_first(alice: User, alice_client: Client, three: list[Photo]) -> None:
    main, *rest = three
    assert list(selectors.album(alice)) == [main]
    page = alice_client.get("/album/").content.decode()
    assert "2 more pictures of this moment" in page
    assert f"/photos/{rest[0].uid}/" not in page
    (told,) = alice_client.get(LIST).json()["results"]
    assert told["alternates"] == [str(each.uid) for each in rest]
    assert told["moment"] == str(main.moment)
    assert alice_client.get(f"{LIST}{rest[0].uid}/").json()["alternate_of"] == str(main.uid)


def test_an_alternate_that_comes_first_stands_in_until_the_photo_comes(alice: User) -> None:
    moment = uuid4()
    early = keep(alice, moment, alternate=True)
    assert list(selectors.album(alice)) == [early]
    main = keep(alice, moment, alternate=False, seed=1)
    assert list(selectors.album(alice)) == [main]
    early.refresh_from_db()
    assert early.folded_behind == main


def test_somebody_elses_moment_of_the_same_id_is_another_one(alice: User, bob: User) -> None:
    moment = uuid4()
    keep(alice, moment, alternate=False)
    theirs = keep(bob, moment, alternate=True)
    assert theirs.folded_behind is None


def test_a_moment_goes_into_the_trash_and_comes_back_as_one(
    alice: User, alice_client: Client, three: list[Photo]
) -> None:
    main = three[0]
    assert alice_client.delete(f"{LIST}{main.uid}/").status_code == 204
    assert list(selectors.album(alice)) == []
    assert list(selectors.trash(alice)) == [main]
    late = keep(alice, main.moment or uuid4(), alternate=True, seed=9)
    assert late.trashed_at is not None
    services.photo_restore(photo=main)
    assert list(selectors.album(alice)) == [main]
    assert len(Photo.objects.get(pk=main.pk).behind) == 3


def test_an_alternate_alone_goes_into_the_trash_and_comes_back(alice: User, three: list[Photo]) -> None:
    main, alternate, _ = three
    services.photo_trash(photo=alternate)
    assert list(selectors.trash(alice)) == [alternate]
    assert len(Photo.objects.get(pk=main.pk).behind) == 1
    services.photo_trash(photo=main)
    services.photo_restore(photo=alternate)
    assert list(selectors.album(alice)) == [alternate]


def test_deleting_for_good_takes_the_files_of_the_whole_moment(
    alice: User, three: list[Photo], django_capture_on_commit_callbacks: object
) -> None:
    services.photo_trash(photo=three[0])
    assert callable(django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        services.photo_delete(photo=three[0])
    assert not Photo.objects.exists()
    assert [each for each in three if files.photo_path(each.uid).exists()] == []


def test_another_picture_is_made_the_main_one_without_javascript(
    alice: User, alice_client: Client, three: list[Photo]
) -> None:
    main, other, _ = three
    services.photo_memo_set(photo=main, memo="바다")
    page = alice_client.get(f"/photos/{main.uid}/").content.decode()
    assert f"/photos/{other.uid}/make-main/" in page
    alice_client.post(f"/photos/{other.uid}/make-main/")
    (shown,) = selectors.album(alice)
    assert (shown.pk, shown.memo) == (other.pk, "바다")
    assert {each.pk for each in shown.behind} == {main.pk, three[2].pk}
    answer = alice_client.post(f"{LIST}{main.uid}/make-main/").json()
    assert answer["alternate_of"] is None
    assert list(selectors.album(alice)) == [main]


def test_a_stranger_can_not_choose(charlie_client: Client, three: list[Photo]) -> None:
    for address in (f"/photos/{three[1].uid}/make-main/", f"{LIST}{three[1].uid}/make-main/"):
        assert charlie_client.post(address).status_code == 404
    three[1].refresh_from_db()
    assert three[1].folded_behind == three[0]


def test_a_hidden_photo_does_not_hide_its_alternates(alice: User, staff: User, three: list[Photo]) -> None:
    services.photo_hide(photo=three[0], by=staff, reason="reported")
    assert set(selectors.album(alice)) == set(three[1:])


def test_alternates_do_not_name_a_hidden_photo(alice_client: Client, staff: User, three: list[Photo]) -> None:
    services.photo_hide(photo=three[0], by=staff, reason="reported")
    told = alice_client.get(f"{LIST}{three[1].uid}/")
    assert told.json()["alternate_of"] is None
    page = alice_client.get(f"/photos/{three[1].uid}/")
    assert page.status_code == 200
    assert str(three[0].uid) not in told.content.decode() + page.content.decode()


def test_nothing_of_a_hidden_photo_is_moved_to_its_alternate(
    alice: User, alice_client: Client, staff: User, three: list[Photo]
) -> None:
    main, other, _ = three
    services.photo_memo_set(photo=main, memo="바다")
    services.photo_favourite_set(photo=main, favourite=True)
    album = services.album_create(owner=alice, name="Sea")
    services.album_add(album=album, photos=[main])
    services.photo_hide(photo=main, by=staff, reason="reported")
    for address in (f"/photos/{other.uid}/make-main/", f"{LIST}{other.uid}/make-main/"):
        assert alice_client.post(address).status_code == 404
    found = {each.pk: each for each in Photo.objects.filter(owner=alice)}
    assert (found[main.pk].memo, found[main.pk].favourite, found[main.pk].folded_behind) == ("바다", True, None)
    assert (found[other.pk].memo, found[other.pk].favourite, found[other.pk].folded_behind) == ("", False, main)
    assert list(Placement.objects.values_list("photo", flat=True)) == [main.pk]


def test_what_changed_since_the_page_was_read_counts(alice: User, three: list[Photo]) -> None:
    main, second, third = three
    seen = Photo.objects.get(pk=second.pk)
    services.photo_make_main(photo=third)
    services.photo_memo_set(photo=second, memo="하늘")
    services.photo_memo_set(photo=third, memo="바다")
    now = services.photo_make_main(photo=seen)
    assert (now.memo, now.folded_behind) == ("하늘", None)
    assert {each.pk for each in Photo.objects.get(pk=second.pk).behind} == {main.pk, third.pk}
    (shown,) = selectors.album(alice)
    assert shown == second


def test_photos_without_a_moment_stay_apart(alice: User, make_photo: MakePhoto) -> None:
    both = {make_photo(), make_photo()}
    assert set(selectors.album(alice)) == both
