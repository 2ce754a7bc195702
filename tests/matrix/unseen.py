"""A photo wherever one can be, and every address of the site asked for it: is it to be seen there?

`Scene.seen` is tried on a photo that everybody may see, too (tests/matrix/test_unseen.py), so that it is known to look.
"""

from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from asgiref.sync import async_to_sync
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import User
from gallery import files, services
from gallery.models import Notice, Photo
from tests.gallery.conftest import arguments, picture
from tests.matrix.rows import ROWS

MEMO: Final = "zebra-crossing"
NAME: Final = "marmalade"
"""How albums begin to be called."""
ROLES: Final = ("nobody", "owner", "owner's token", "other", "other's token", "staff")
IDS: Final = ("{photo}", "{photo_pk}", "{trashed}")

SHARED: Final = {
    "s/<slug:token>/": ("/s/{of_photo}/", "/s/{of_album}/", "/s/{of_smart}/", "/s/{of_album}/?after={photo}"),
    "s/<slug:token>/<uuid:uid>/": ("/s/{of_photo}/{photo}/", "/s/{of_album}/{photo}/", "/s/{of_smart}/{photo}/"),
    "s/<slug:token>/<uuid:uid>/photo.jpg": ("/s/{of_photo}/{photo}/photo.jpg", "/s/{of_album}/{photo}/photo.jpg"),
    "s/<slug:token>/<uuid:uid>/small.jpg": ("/s/{of_photo}/{photo}/small.jpg", "/s/{of_smart}/{photo}/small.jpg"),
    "s/<slug:token>/<uuid:uid>/report/": ("/s/{of_photo}/{photo}/report/", "/s/{of_album}/{photo}/report/"),
}
"""The matrix knows these with a token of nothing."""
MORE: Final = {
    "album/": (f"/album/?q={MEMO}", "/album/?favourite=true", "/album/?after={photo}"),
    "album/calendar/": ("/album/calendar/?month={month}",),
    "album/slideshow/": ("/album/slideshow/?album={album}",),
    "albums/<uuid:uid>/": ("/albums/{smart}/",),
    "photos/<uuid:uid>/": ("/photos/{twin}/",),
    "api/v1/photos/?$": (f"/api/v1/photos/?q={MEMO}", "/api/v1/photos/?album={album}", "/api/v1/photos/?album={smart}"),
    "api/v1/photos/(?P<uid>[^/.]+)/duplicates/?$": ("/api/v1/photos/{twin}/duplicates/",),
    "api/v1/calendar/?$": ("/api/v1/calendar/?month={month}",),
}
"""Ways to ask for it that the matrix has no row for: searches, places in lists, and a photo of the same pixels."""


class Scene:
    """alice's photo of a year ago today, with a star and a memo, in an album and a smart one, in the trash as a copy,
    in a download, behind three links; its twin is fine. `named` has who read an album's name while `seen` asked, and
    where.
    """

    def __init__(self, owner: User, other: User, staff: User) -> None:
        self.owner = owner
        self.twin = self._photo(owner, "")
        services.photos_review(photos=Photo.objects.filter(pk=self.twin.pk))
        self.photo, self.trashed = self._photo(owner, MEMO), self._photo(owner, MEMO)
        services.photo_favourite_set(photo=self.photo, favourite=True)
        services.photo_trash(photo=self.trashed)
        self.names = self._names()
        self.named: set[tuple[str, str]] = set()
        people = {"owner": owner, "other": other, "staff": staff}
        self._clients = {role: self._client(role, people) for role in ROLES}

    def seen(self, *roles: str) -> set[str]:
        """The routes at which one of `roles` gets anything of it by GET."""
        return {
            route
            for route in ROWS
            for path in self.paths(route)
            for role in roles
            if not (role == "staff" and route.startswith("admin/")) and self._shows(role, path)
        }

    def answers(self, *roles: str) -> dict[str, set[int]]:
        """What any other method gets at the addresses that name it, by path."""
        found: dict[str, set[int]] = {}
        for row in (row for route, row in ROWS.items() if any(name in row.path for name in IDS)):
            for method in set(row.answers) - {"GET", "HEAD"}:
                path = row.path.format(**self.names)
                found.setdefault(path, set()).update(self._ask(role, path, method).status_code for role in roles)
        return found

    def rows(self) -> list[Any]:
        """What the database says of it."""
        return list(Photo.objects.filter(pk__in=[self.photo.pk, self.trashed.pk]).order_by("pk").values())

    def secrets(self) -> list[bytes]:
        """What nobody may get: its names, its memo, its picture."""
        found = [MEMO.encode()]
        for photo in (self.photo, self.trashed):
            found += [str(photo.uid).encode(), str(photo.capture_id).encode()]
            found += [look(photo.uid).read_bytes() for look in (files.photo_path, files.thumbnail_path)]
        return found

    def _photo(self, owner: User, memo: str) -> Photo:
        taken = timezone.now() - timedelta(days=365)
        # The same to the eye, so that it is found as a look-alike, and not the same bytes.
        pixels = picture(seed=Photo.objects.count() * 3)
        made = services.photo_create(**arguments(owner, taken_at=taken, time_zone="UTC", picture=pixels))
        return services.photo_memo_set(photo=made, memo=memo)

    def _names(self) -> dict[str, str]:
        album = services.album_create(owner=self.owner, name=f"{NAME} for everybody")
        services.album_add(album=album, photos=[self.photo, self.twin])
        smart = services.album_create(owner=self.owner, name=NAME, rules=services.Rules(emotion="happy"))
        of_photo = services.share_create(owner=self.owner, photo=self.photo, details=True)
        links = {"of_album": album, "of_smart": smart}
        tokens = {
            name: services.share_create(owner=self.owner, album=of, details=True).token for name, of in links.items()
        }
        job = services.selection_start(owner=self.owner, photos=[self.photo.uid, self.twin.uid])
        return tokens | {
            "of_photo": of_photo.token,
            "photo": str(self.photo.uid),
            "photo_pk": str(self.photo.pk),
            "trashed": str(self.trashed.uid),
            "twin": str(self.twin.uid),
            "album": str(album.uid),
            "album_pk": str(album.pk),
            "smart": str(smart.uid),
            "share": str(of_photo.uid),
            "share_pk": str(of_photo.pk),
            "job": str(job.uid),
            "job_pk": str(job.pk),
            "user_pk": str(self.owner.pk),
            "month": f"{self.photo.taken_on:%Y-%m}",
        }

    def paths(self, route: str) -> list[str]:
        """What is asked for there."""
        told = Notice.objects.filter(photo=self.photo).order_by("-id").first()
        names = _Missing(self.names | ({"notice": str(told.uid)} if told else {}))
        return [path.format_map(names) for path in (*SHARED.get(route, (ROWS[route].path,)), *MORE.get(route, ()))]

    def _shows(self, role: str, path: str) -> bool:
        answer = self._ask(role, path, "GET")
        body = async_to_sync(_whole)(answer) if answer.streaming else answer.content
        if NAME.encode() in body + "".join(answer.headers.values()).encode():
            self.named.add((role, path))
        asked = path.partition("after=")[0]  # a place in a list, which outlives its photo
        if any(name in asked for name in (self.names["photo"], self.names["trashed"])) and answer.status_code == 200:
            return True
        # A page about nothing repeats its own address.
        return any(secret in body for secret in self.secrets() if secret not in path.encode())

    def _ask(self, role: str, path: str, method: str) -> Any:
        cache.clear()
        client, headers = self._clients[role]
        if method == "GET":
            return client.get(path, headers=headers)
        form = method == "POST" and not path.startswith("/api/")
        body = {} if form else {"data": {}, "content_type": "application/json"}
        return getattr(client, method.lower())(path, headers=headers, **body)

    def _client(self, role: str, people: dict[str, User]) -> tuple[Client, dict[str, str]]:
        client = Client(raise_request_exception=False)
        headers = {}
        if role != "nobody":
            client.force_login(people[role.partition("'")[0]])
        if role.endswith("token"):
            headers["X-Session-Token"] = client.session.session_key or ""
            client.cookies.clear()
        return client, headers


async def _whole(answer: Any) -> bytes:
    return b"".join([piece async for piece in answer.streaming_content])


class _Missing(dict[str, str]):
    """Ids of other kinds of things are ids of nothing: they have nothing to do with photos."""

    def __missing__(self, name: str) -> str:
        return "987654321" if name.endswith("_pk") or name == "device" else str(uuid4())
