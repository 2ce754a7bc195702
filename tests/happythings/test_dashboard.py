"""The admin site's first page."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from gallery.models import Photo
from gallery.services import photo_create
from happythings import bar_chart, health
from tests.gallery.conftest import arguments

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _photo_dir(settings: Settings, tmp_path: Path) -> None:
    settings.PHOTO_DIR = tmp_path / "photos"


def keep(owner: User, days_ago: int, **row: object) -> Photo:
    taken = timezone.now() - timedelta(days=days_ago)
    photo = photo_create(**arguments(owner, taken_at=taken, time_zone="UTC"))
    Photo.objects.filter(pk=photo.pk).update(**row)
    return photo


def shown(client: Client) -> str:
    return " ".join(client.get("/admin/").content.decode().split())


def test_it_says_how_much_there_is(admin_client: Client, alice: User, bob: User) -> None:
    photos = [keep(alice, 0), keep(alice, 3), keep(bob, 3, trashed_at=timezone.now())]
    keep(bob, 40, hidden_at=timezone.now(), hidden_reason="reported")
    User.objects.filter(pk=bob.pk).update(is_active=False)
    context = admin_client.get("/admin/").context
    figures, people = context["figures"], context["people"]
    assert (figures.photos, figures.hidden, figures.trashed) == (4, 1, 1)
    assert figures.photo_bytes == sum(Photo.objects.values_list("bytes", flat=True))
    assert (people.all, people.closed) == (3, 1)
    assert context["chart_total"] == len(photos)
    assert [bar.count for bar in context["bars"]][-4:] == [2, 0, 0, 1]


def test_the_chart_is_drawn_here_and_can_be_read_without_seeing_it(admin_client: Client, alice: User) -> None:
    keep(alice, 0)
    page = shown(admin_client)
    bars = re.findall(r'<rect class="bar[^"]*" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', page)
    assert len(bars) == 30
    assert f"<title>{timezone.localdate():%Y-%m-%d}: 1</title>" in page
    assert f'<th scope="row">{timezone.localdate():%Y-%m-%d}</th><td>1</td>' in page
    assert "style=" not in page
    Photo.objects.all().delete()
    assert "No photo was taken in the last 30 days." in shown(admin_client)


def test_bars_fill_the_picture_and_no_more() -> None:
    counts = [(TODAY - timedelta(days=29 - number), number) for number in range(30)]
    drawn = bar_chart.bars(counts)
    assert all(bar.x >= 0 and bar.x + bar.width <= bar_chart.WIDTH for bar in drawn)
    assert all(bar.y >= 0 and bar.y + bar.height <= bar_chart.HEIGHT for bar in drawn)
    assert [bar.height for bar in drawn] == sorted(bar.height for bar in drawn)
    assert drawn[-1].height == bar_chart.HEIGHT
    assert bar_chart.bars([]) == []


def test_what_is_wrong_with_the_server_is_said(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Problem" not in shown(admin_client)
    monkeypatch.setitem(health.CHECKS, "engine", lambda: "2 of 2 threads hang")
    assert "Engine that reads frames: 2 of 2 threads hang" in shown(admin_client)


@pytest.mark.parametrize(
    ("right", "seen", "unseen"),
    [
        ("view_user", "People", "Storage"),
        ("view_photo", "Storage", "active in 30 days"),
        ("view_group", "Well", "Storage"),
    ],
)
def test_staff_see_figures_of_what_they_may_see(db: None, right: str, seen: str, unseen: str) -> None:
    person = User.objects.create_user("pat", "pat@example.org", "correct-horse-battery", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename=right))
    client = Client()
    client.force_login(person)
    page = shown(client)
    assert seen in page
    assert unseen not in page


def test_it_asks_the_database_as_often_for_many_as_for_few(admin_client: Client, alice: User, bob: User) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(admin_client)
        return len(queries)

    few = count()
    for number in range(5):
        keep(alice, number)
        keep(bob, number)
    assert count() == few <= 14
