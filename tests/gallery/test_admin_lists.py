"""People, albums, links and jobs in the admin site."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.audit_actions import AuditAction
from accounts.models import AuditEntry, User
from gallery import jobs, selectors
from gallery.models import Allowance, Job, Share
from gallery.services import album_add, album_create, export_start, selection_start, share_create
from tests.gallery.conftest import MakePhoto

PEOPLE = "/admin/accounts/user/"
SHARES = "/admin/gallery/share/"
ALBUMS = "/admin/gallery/album/"
JOBS = "/admin/gallery/job/"


def act(client: Client, page: str, action: str, rows: list[Any], **more: str) -> str:
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    newest = {"newest": str(max(row.pk for row in rows))} if "apply" in more else {}
    return client.post(page, chosen | newest | more, follow=True).content.decode()


def with_rights(name: str, *rights: str) -> Client:
    person = User.objects.create_user(name, f"{name}@example.org", "correct-horse-battery", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(person)
    return client


def entries(action: AuditAction) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action))


def test_a_list_asks_the_database_as_often_for_many_as_for_few(
    admin_client: Client, make_photo: MakePhoto, alice: User, bob: User, charlie: User
) -> None:
    def count(page: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(page).status_code == 200
        return len(queries)

    def more(owner: User) -> None:
        photo = make_photo(owner)
        album = album_create(owner=owner, name="Picnic")
        album_add(album=album, photos=[photo])
        share_create(owner=owner, photo=photo)
        share_create(owner=owner, album=album)
        export_start(owner=owner)
        Allowance.objects.create(owner=owner, megabytes=5)

    pages = (PEOPLE, SHARES, ALBUMS, JOBS, "/admin/gallery/photo/", "/admin/gallery/allowance/")
    more(alice)
    few = {page: count(page) for page in pages}
    more(bob)
    more(charlie)
    assert {page: count(page) for page in pages} == few
    assert max(few.values()) <= 10, few


def test_the_list_of_people_says_how_much_each_keeps(admin_client: Client, make_photo: MakePhoto, bob: User) -> None:
    photo = make_photo()
    people = {person.username: person for person in admin_client.get(PEOPLE).context["cl"].result_list}
    assert (people["alice"].photos_kept, people["alice"].bytes_kept) == (1, photo.bytes)
    assert (people["bob"].photos_kept, people["bob"].bytes_kept) == (0, 0)
    page = admin_client.get(PEOPLE).content.decode()
    assert f'href="/admin/gallery/photo/?owner__id__exact={photo.owner_id}">1</a>' in page


def test_staff_set_a_persons_limits_on_their_page(admin_client: Client, alice: User) -> None:
    shown = admin_client.get(f"{PEOPLE}{alice.pk}/change/")
    form = {name: value for name, value in shown.context["adminform"].form.initial.items() if isinstance(value, str)}
    for inline in shown.context["inline_admin_formsets"]:
        form |= {f"{inline.formset.prefix}-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    form |= {"date_joined_0": "2026-01-01", "date_joined_1": "12:00:00", "is_active": "on"}
    form |= {"allowance-TOTAL_FORMS": "1", "allowance-0-megabytes": "7", "allowance-0-owner": str(alice.pk)}
    assert admin_client.post(f"{PEOPLE}{alice.pk}/change/", form).status_code == 302
    assert Allowance.objects.get(owner=alice).megabytes == 7


def test_an_export_on_somebodys_behalf_is_a_job_of_theirs(
    admin_client: Client, make_photo: MakePhoto, alice: User
) -> None:
    make_photo()
    User.objects.filter(pk=alice.pk).update(language="ko")
    assert "1 export is being made." in act(admin_client, PEOPLE, "export", [alice])
    assert "1 export is being made." in act(admin_client, PEOPLE, "export", [alice]), "asked for twice"
    job = selectors.jobs(alice).get()
    assert (job.kind, job.language, job.total) == ("everything", "ko", 1)


def test_a_finished_export_is_fetched_only_by_whoever_may_see_photos(
    make_photo: MakePhoto, alice: User, work: Callable[[], None]
) -> None:
    make_photo()
    job = export_start(owner=alice)
    file = f"{JOBS}{job.uid}/file"
    support = with_rights("sue", "view_job", "view_user")
    moderator = with_rights("moe", "view_job", "view_photo")
    assert moderator.get(file).status_code == 404, "it is not made yet"
    work()
    assert support.get(file).status_code == 403
    page = moderator.get(JOBS).content.decode()
    assert f'href="{file}"' in page
    answer = moderator.head(file)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")


def test_a_selection_is_nobodys_but_its_owners(admin_client: Client, make_photo: MakePhoto, alice: User) -> None:
    job = selection_start(owner=alice, photos=[make_photo().uid], name="secret title")
    assert admin_client.get(f"{JOBS}{job.uid}/file").status_code == 404
    for page in (JOBS, f"{JOBS}{job.pk}/change/"):
        shown = admin_client.get(page).content.decode()
        assert "alice" in shown
        assert "secret title" not in shown


def test_jobs_are_stopped_and_removed_with_an_entry(admin_client: Client, admin_user: User, alice: User) -> None:
    job = export_start(owner=alice)
    assert "1 job is removed." in act(admin_client, JOBS, "remove", [job])
    assert not Job.objects.exists()
    entry = AuditEntry.objects.get(action="export_deleted")
    assert (entry.actor, entry.about, entry.thing) == (admin_user.pk, alice.pk, str(job.uid))
    assert entry.facts == {"kind": "everything"}


def test_links_are_revoked_with_a_reason(
    admin_client: Client, admin_user: User, make_photo: MakePhoto, alice: User
) -> None:
    photo = make_photo()
    shares = [share_create(owner=alice, photo=photo) for _ in range(2)]
    assert "2 links will lead nowhere" in act(admin_client, SHARES, "revoke", shares)
    assert Share.objects.filter(revoked_at=None).count() == 2
    assert "2 links are revoked." in act(admin_client, SHARES, "revoke", shares, apply="1", reason="reported")
    assert not Share.objects.filter(revoked_at=None).exists()
    assert {(entry.actor, entry.about, entry.reason) for entry in entries(AuditAction.SHARE_REVOKED)} == {
        (admin_user.pk, alice.pk, "reported")
    }
    found = [admin_client.get(f"{SHARES}?state={state}").context["cl"].result_list for state in ("open", "revoked")]
    assert [len(rows) for rows in found] == [0, 2]


def test_no_page_of_the_admin_site_gives_a_link_or_its_password_away(
    admin_client: Client, make_photo: MakePhoto, alice: User
) -> None:
    share = share_create(owner=alice, photo=make_photo(), password="abcd1234")
    for page in (SHARES, f"{SHARES}{share.pk}/change/"):
        shown = admin_client.get(page).content.decode()
        assert str(share.uid) in shown
        assert share.token not in shown
        assert share.password not in shown


def test_an_albums_photos_are_one_click_away(admin_client: Client, make_photo: MakePhoto, alice: User) -> None:
    placed, _other = make_photo(), make_photo()
    album = album_create(owner=alice, name="Picnic")
    album_add(album=album, photos=[placed])
    link = f"/admin/gallery/photo/?albums__id__exact={album.pk}"
    assert f'href="{link}">1</a>' in admin_client.get(ALBUMS).content.decode()
    assert list(admin_client.get(link).context["cl"].result_list) == [placed]


@pytest.mark.parametrize("page", [SHARES, ALBUMS, JOBS])
def test_nothing_here_is_made_or_changed_by_hand(
    admin_client: Client, make_photo: MakePhoto, alice: User, page: str
) -> None:
    photo = make_photo()
    rows = {
        SHARES: share_create(owner=alice, photo=photo),
        ALBUMS: album_create(owner=alice, name="Picnic"),
        JOBS: export_start(owner=alice),
    }
    row = rows[page]
    before = type(row)._default_manager.filter(pk=row.pk).values().get()
    assert admin_client.get(f"{page}add/").status_code == 403
    assert admin_client.post(f"{page}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    admin_client.post(f"{page}{row.pk}/change/", {"name": "forged", "details": "on", "state": "done"})
    assert type(row)._default_manager.filter(pk=row.pk).values().get() == before


@pytest.fixture
def work() -> Callable[[], None]:
    """Do what the server's thread for jobs does."""
    return lambda: (jobs.work(threading.Event()), None)[1]
