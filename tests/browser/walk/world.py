"""Somebody in every state that a page knows of. `make` runs beside a server that the tests started, in its database."""

import json
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.backends.db import SessionStore
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from accounts.consent import CAMERA, LEARNING, UPLOADS, consent_give
from accounts.leaving import account_leave
from accounts.models import User
from gallery import services
from gallery.models import Allowance, Photo
from tests.browser.walk.passkey import credential
from tests.conftest import PASSWORD
from tests.gallery.conftest import TAKEN_AT, arguments, picture
from tests.live import Site
from tests.matrix.world import things_of

HOST: Final = "localhost"
PHOTOS: Final = 5
HOUR: Final = 3600.0
_ERRORS: Final = ("400", "403", "403_csrf", "429", "500")


@dataclass(frozen=True)
class World:
    """`names` for paths in braces; `sessions`: cookie values by person; `errors`: pages by language, then name."""

    names: dict[str, str]
    sessions: dict[str, str]
    errors: dict[str, dict[str, str]]


def world_of(site: Site) -> World:
    """Make it beside a running server."""
    said = site.manage("shell", "-c", "from tests.browser.walk.world import make; make()")
    return World(**json.loads(said.splitlines()[-1]))


def make() -> None:
    """Called inside `manage.py shell`; prints the world as JSON."""
    alice = _alice()
    names = {name: text for name, (_, text) in things_of(alice).items()}
    names |= _album(alice, names) | _links(alice)
    names["confirmation"] = EmailConfirmationHMAC(_unconfirmed(_person("newcomer"))).key
    names["reset"] = f"{user_pk_to_url_str(alice)}-{default_token_generator.make_token(alice)}"
    tina = _tina()
    names["passkey"] = str(Authenticator.objects.get(user=tina, type="webauthn").pk)
    names |= _rows() | {"accounts_user": str(alice.pk)}
    print(json.dumps({"names": names, "sessions": _sessions(alice, tina), "errors": _errors()}))  # noqa: T201


def _alice() -> User:
    alice = _person("alice")
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    for purpose in (CAMERA, UPLOADS, LEARNING):
        consent_give(user=alice, purpose=purpose)
    return alice


def _person(name: str, **more: Any) -> User:
    return User.objects.create_user(username=name, email=f"{name}@example.org", password=PASSWORD, **more)


def _unconfirmed(person: User) -> EmailAddress:
    return EmailAddress.objects.create(user=person, email=person.email, primary=True)


def _album(alice: User, names: dict[str, str]) -> dict[str, str]:
    """Photos of several days, one with a memo, one of this day a year ago; all in the album."""
    day = timedelta(days=1)
    dates = [TAKEN_AT - number * day for number in range(PHOTOS)] + [timezone.now() - 365 * day]
    photos = [
        services.photo_create(**arguments(alice, picture=picture(seed=50 * number), taken_at=date))
        for number, date in enumerate(dates)
    ]
    services.photo_memo_set(photo=photos[0], memo="우리 가족의 소풍 🎉")
    services.photo_favourite_set(photo=photos[1], favourite=True)
    here = alice.albums.get(uid=names["album"])
    services.album_add(album=here, photos=photos[:3])
    empty = services.album_create(owner=alice, name="Still empty")
    return {"empty_album": str(empty.uid), "photo": str(photos[0].uid), "photo_pk": str(photos[0].pk)}


def _links(alice: User) -> dict[str, str]:
    photo, here = Photo.objects.filter(owner=alice, memo__gt="").get(), alice.albums.get(name="Picnic")
    made = {
        "open_token": services.share_create(owner=alice, photo=photo, details=True),
        "album_token": services.share_create(owner=alice, album=here),
        "locked_token": services.share_create(owner=alice, photo=photo, password="open sesame"),
    }
    return {name: share.token for name, share in made.items()}


def _tina() -> User:
    """Signs in with a code after her password, and has a passkey."""
    tina = _person("tina")
    TOTP.activate(tina, generate_totp_secret())
    RecoveryCodes.activate(tina)
    Authenticator.objects.create(user=tina, type="webauthn", data={"name": "Phone", "credential": credential()})
    return tina


def _rows() -> dict[str, str]:
    """One row of each model in the admin site, by its label."""
    Group.objects.create(name="helpers").permissions.set(Permission.objects.all()[:2])
    Allowance.objects.get_or_create(owner=User.objects.get(username="alice"), defaults={"megabytes": 5})
    first = {model: model._default_manager.order_by("-pk").first() for model in admin.site._registry}
    return {model._meta.label_lower.replace(".", "_"): str(row.pk) for model, row in first.items() if row}


def _sessions(alice: User, tina: User) -> dict[str, str]:
    leaver = _person("leaver")
    account_leave(user=leaver)
    guest = _person("guest")
    guest.set_unusable_password()
    guest.save()
    SocialAccount.objects.create(user=guest, provider="oidc", uid="7")
    return {
        "alice": _signed_in(alice),
        "newcomer": _signed_in(User.objects.get(username="newcomer")),
        "leaver": _signed_in(leaver),
        "guest": _signed_in(guest),
        "tina": _signed_in(tina),
        "boss": _signed_in(User.objects.create_superuser("boss", "boss@example.org", PASSWORD)),
        "halfway": _halfway(),
        "arriving": _arriving(),
    }


def _signed_in(person: User) -> str:
    """As after a password just now, and for as long as a walk takes: nobody is asked for it again."""
    client = Client()
    client.force_login(person)
    session = client.session
    entered = {"method": "password", "at": time.time() + HOUR, "reauthenticated": True}
    session["account_authentication_methods"] = [entered]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return str(session.session_key)


def _halfway() -> str:
    """tina's password was right, her code is asked for."""
    client = Client(headers={"host": HOST})
    client.post("/accounts/login/", {"login": "tina", "password": PASSWORD})
    return str(client.session.session_key)


def _arriving() -> str:
    """Comes with an account from elsewhere that lacks a name."""
    provider = get_adapter().get_provider(RequestFactory().get("/"), "oidc")
    login = SocialLogin(user=User(), account=SocialAccount(provider="oidc", uid="8"), provider=provider)
    session = SessionStore()
    session["socialaccount_sociallogin"] = login.serialize()
    session.create()
    return str(session.session_key)


def _errors() -> dict[str, dict[str, str]]:
    pages = {}
    for language in ("en", "ko"):
        with translation.override(language):
            pages[language] = {f"/{name}.html": str(render_to_string(f"{name}.html")) for name in _ERRORS}
    return pages
