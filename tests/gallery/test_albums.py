"""Albums and favourites behind the screen: filled, found and given up, one's own only."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from gallery import selectors, services
from gallery.models import Album, Photo, Placement
from gallery.services import Rules, photo_create
from tests.gallery.conftest import MakePhoto, arguments, picture

NEW_YEAR_IN_SEOUL = datetime(2025, 12, 31, 15, 30, tzinfo=UTC)


def test_a_photo_belongs_to_the_day_of_its_place(make_photo: MakePhoto) -> None:
    assert make_photo(taken_at=NEW_YEAR_IN_SEOUL).taken_on == date(2026, 1, 1)
    assert make_photo(taken_at=NEW_YEAR_IN_SEOUL, time_zone="America/New_York").taken_on == date(2025, 12, 31)
    assert make_photo(taken_at=datetime(1, 1, 1, tzinfo=UTC), time_zone="America/New_York").taken_on == date(1, 1, 1)


def test_the_album_goes_by_day_and_within_a_day_as_the_server_took_them_in(alice: User, make_photo: MakePhoto) -> None:
    today, old, again = make_photo(), make_photo(taken_at=datetime(2015, 5, 5, tzinfo=UTC)), make_photo()
    earlier_by_a_jumping_clock = make_photo(taken_at=datetime(2026, 11, 20, 1, tzinfo=UTC))
    order = [earlier_by_a_jumping_clock, again, today, old]
    assert list(selectors.album(alice)) == order
    assert selectors.neighbours(alice, today) == (again, old)
    found: list[Photo] = []
    while (page := selectors.page_after(selectors.album(alice), alice, found[-1].uid if found else None, 1))[0]:
        found += page[0]
    assert found == order


def test_an_album_holds_what_was_put_in_once(alice: User, make_photo: MakePhoto) -> None:
    album = services.album_create(owner=alice, name="  우리\n가족 ")
    one, two, _other = make_photo(), make_photo(taken_at=NEW_YEAR_IN_SEOUL), make_photo()
    assert album.name == "우리 가족"
    assert services.album_add(album=album, photos=[two, one, one]) == 2
    assert services.album_add(album=album, photos=[one]) == 0
    assert list(selectors.album_photos(alice, album)) == [one, two]
    assert list(selectors.holding(alice, one)) == [album]
    assert services.album_remove(album=album, photos=[one]) == 1
    assert list(selectors.album_photos(alice, album)) == [two]
    services.album_delete(album=album)
    assert Photo.objects.count() == 3


def test_what_is_trashed_or_hidden_is_in_no_album_and_no_favourite(alice: User, make_photo: MakePhoto) -> None:
    album = services.album_create(owner=alice, name="a")
    photos = [make_photo(), make_photo(), make_photo()]
    services.album_add(album=album, photos=photos)
    assert services.photos_favourite_set(photos=photos, favourite=True) == 3
    services.photo_trash(photo=photos[0])
    Photo.objects.filter(pk=photos[1].pk).update(hidden_at=timezone.now(), hidden_reason="x")
    assert list(selectors.album_photos(alice, album)) == list(selectors.favourites(alice)) == [photos[2]]
    services.photo_restore(photo=photos[0])
    assert list(selectors.album_photos(alice, album)) == list(selectors.favourites(alice)) == [photos[2], photos[0]]


def test_a_smart_album_fills_itself(alice: User, bob: User, make_photo: MakePhoto) -> None:
    sad = make_photo(emotion="sad", happy=0.1)
    old = make_photo(taken_at=NEW_YEAR_IN_SEOUL, happy=0.95)
    new = make_photo()
    make_photo(bob)

    def held(rules: Rules) -> list[Photo]:
        album = services.album_create(owner=alice, name=str(uuid4()), rules=rules)
        return list(selectors.album_photos(alice, album))

    assert held(Rules(emotion="sad")) == [sad]
    assert held(Rules(happy_min=0.95)) == [old]
    assert held(Rules(day_from=date(2026, 1, 1), day_to=date(2026, 1, 1))) == [old]
    assert held(Rules(day_from=date(2026, 1, 2))) == [new, sad]
    assert held(Rules(day_to=date(2025, 12, 31))) == []
    assert held(Rules(emotion="happy", happy_min=0.5, day_from=date(2026, 1, 2))) == [new]


@pytest.mark.parametrize(
    ("name", "rules", "field"),
    [
        ("", None, "name"),
        (" \u0007\u202e ", None, "name"),
        ("x" * 81, None, "name"),
        ("taken", None, "name"),
        ("a", Rules(), "__all__"),
        ("a", Rules(emotion="bored"), "emotion"),
        ("a", Rules(happy_min=1.5), "happy_min"),
        ("a", Rules(day_from=date(2026, 2, 1), day_to=date(2026, 1, 1)), "__all__"),
    ],
)
def test_an_album_that_makes_no_sense_is_refused(alice: User, name: str, rules: Rules | None, field: str) -> None:
    services.album_create(owner=alice, name="taken")
    with pytest.raises(ValidationError) as error:
        services.album_create(owner=alice, name=name, rules=rules)
    assert field in error.value.message_dict
    assert Album.objects.count() == 1


def test_a_person_has_so_many_albums_and_no_more(alice: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    assert services.MAX_ALBUMS == 500
    monkeypatch.setattr("gallery.services.albums.MAX_ALBUMS", 2)
    first, _second = (services.album_create(owner=alice, name=name) for name in "ab")
    for rules in (None, Rules(emotion="sad")):
        with pytest.raises(ValidationError, match="You have 2 albums") as error:
            services.album_create(owner=alice, name="c", rules=rules)
        assert list(error.value.message_dict) == ["name"]
    services.album_create(owner=bob, name="c")
    services.album_change(album=first, name="still to be renamed")
    services.album_delete(album=first)
    services.album_create(owner=alice, name="c")


def test_two_people_may_use_one_name_and_see_their_own(alice: User, charlie: User, make_photo: MakePhoto) -> None:
    mine, theirs = (services.album_create(owner=person, name="같은 이름") for person in (alice, charlie))
    services.album_add(album=mine, photos=[make_photo()])
    assert list(selectors.albums(charlie)) == [theirs]
    assert list(selectors.album_photos(charlie, mine)) == []
    assert selectors.chosen(charlie, {make_photo().uid}) == []
    with pytest.raises(Album.DoesNotExist):
        selectors.album_for(charlie, mine.uid)


def test_nothing_is_put_into_an_album_that_fills_itself(alice: User, make_photo: MakePhoto) -> None:
    smart = services.album_create(owner=alice, name="sad", rules=Rules(emotion="sad"))
    with pytest.raises(ValidationError, match="fills itself"):
        services.album_add(album=smart, photos=[make_photo()])
    assert not Placement.objects.exists()
    assert services.album_change(album=smart, name="happy", rules=Rules(emotion="happy")).emotion == "happy"
    assert services.album_change(album=smart, name="joy").emotion == "happy"


def test_star_memo_and_places_go_with_what_stands_for_the_moment(alice: User) -> None:
    moment, album = uuid4(), services.album_create(owner=alice, name="a")
    main, alternate = (
        photo_create(**arguments(alice, picture=picture(seed=n)), moment=moment, alternate=n > 0) for n in range(2)
    )
    services.photo_favourite_set(photo=main, favourite=True)
    services.photo_memo_set(photo=main, memo="Birthday")
    services.album_add(album=album, photos=[main])
    main.refresh_from_db()
    services.photo_make_main(photo=alternate)
    alternate.refresh_from_db()
    assert (alternate.memo, alternate.favourite) == ("Birthday", True)
    assert list(selectors.album_photos(alice, album)) == list(selectors.favourites(alice)) == [alternate]
    assert list(selectors.with_words(selectors.kept(alice), alice, "birth")) == [alternate]


# Many at once


def test_a_selection_goes_into_the_trash_and_comes_back_with_its_alternates(alice: User, make_photo: MakePhoto) -> None:
    moment = uuid4()
    main, behind = (
        photo_create(**arguments(alice, picture=picture(seed=n)), moment=moment, alternate=n > 0) for n in range(2)
    )
    plain, there = make_photo(), make_photo(trashed_at=NEW_YEAR_IN_SEOUL)
    assert services.photos_trash(photos=[main, plain, there]) == 2
    assert list(selectors.trash(alice)) == [there, plain, main]
    there.refresh_from_db()
    assert there.trashed_at == NEW_YEAR_IN_SEOUL
    assert services.photos_restore(photos=selectors.chosen(alice, {main.uid, plain.uid})) == 2
    assert list(selectors.album(alice)) == [plain, main]
    assert Photo.objects.get(pk=main.pk).behind == [behind]
    services.photos_trash(photos=[main, behind])
    services.photos_restore(photos=[behind])
    assert list(selectors.album(alice)) == [plain, behind]


def test_what_is_deleted_for_good_leaves_its_albums_and_the_search(alice: User, make_photo: MakePhoto) -> None:
    album = services.album_create(owner=alice, name="a")
    photo = services.photo_memo_set(photo=make_photo(), memo="x")
    services.album_add(album=album, photos=[photo])
    services.photo_trash(photo=photo)
    services.photos_delete(photos=[photo])
    assert not Placement.objects.exists()
    assert not photo.grams.exists()


# The search


@pytest.mark.parametrize(
    ("memo", "text"),
    [
        ("우리가족의 소풍", "가족"),
        ("우리가족의 소풍", "소풍 가족"),
        ("우리가족의 소풍", "풍"),
        ("Grandma's Straße", "STRASSE"),
        ("Grandma's Straße", "grandma"),
        ("한글", "\u1112\u1161\u11ab\u1100\u1173\u11af"),
        ("😀 party", "😀"),
        ("100% _real_", "100%"),
        ("100% _real_", "_real"),
        ("É", "é"),
    ],
)
def test_the_search_finds_words_and_parts_of_them(alice: User, make_photo: MakePhoto, memo: str, text: str) -> None:
    photo = services.photo_memo_set(photo=make_photo(), memo=memo)
    services.photo_memo_set(photo=make_photo(), memo="nothing of it")
    assert list(selectors.with_words(selectors.kept(alice), alice, text)) == [photo]


@pytest.mark.parametrize("text", ["가족 생일", "족우", "abcabd", "%", "_", "'", "x" * 500, "\ud800", "\0"])
def test_the_search_finds_nothing_else(alice: User, bob: User, make_photo: MakePhoto, text: str) -> None:
    services.photo_memo_set(photo=make_photo(), memo="우리가족 abcab bd")
    services.photo_memo_set(photo=make_photo(bob), memo="가족 생일 abcabd %_'")
    found = selectors.with_words(selectors.kept(alice), alice, text)
    assert len(found) == (1 if text in {"\ud800", "\0"} else 0)


def test_a_changed_memo_is_found_by_its_new_words_only(alice: User, make_photo: MakePhoto) -> None:
    photo = services.photo_memo_set(photo=make_photo(), memo="before")
    services.photo_memo_set(photo=photo, memo="after")
    assert not selectors.with_words(selectors.kept(alice), alice, "before").exists()
    assert selectors.with_words(selectors.kept(alice), alice, "after").get() == photo
