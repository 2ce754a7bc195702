"""Signing in with an account from elsewhere: whatever has its keys in the environment is offered, nothing else."""

from typing import Any, Final
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

_ORIGINS: Final = {
    "google": "https://accounts.google.com",
    "kakao": "https://kauth.kakao.com",
    "naver": "https://nid.naver.com",
}
"""Where each asks for the person's permission. The forms of our pages must be allowed to lead there."""
_TRUSTED: Final = {"google", "kakao", "openid_connect"}
"""Those that say whether an address was verified: such an address opens the account that has it. Naver does not say."""
_OIDC: Final = "openid_connect"


class Providers:
    """`apps` for INSTALLED_APPS, `settings` for SOCIALACCOUNT_PROVIDERS, `origins` for the policy on forms."""

    def __init__(self, env: environ.Env) -> None:
        self.apps: list[str] = []
        self.settings: dict[str, Any] = {}
        self.origins: list[str] = []
        for name, origin in _ORIGINS.items():
            if keys := _keys(env, name.upper()):
                self._add(name, {**keys, "name": name.capitalize()}, origin)
        if keys := _keys(env, "OIDC", "SERVER_URL"):
            url = keys.pop("server_url").rstrip("/")
            app = {**keys, "provider_id": "oidc", "name": env.str("OIDC_NAME", default="OpenID Connect")}
            app["settings"] = {"server_url": url, "uid_field": "sub", "oauth_pkce_enabled": True}
            parts = urlsplit(url)
            self._add(_OIDC, app, env.str("OIDC_LOGIN_ORIGIN", default=f"{parts.scheme}://{parts.netloc}"))

    def _add(self, name: str, app: dict[str, Any], origin: str) -> None:
        self.apps.append(f"allauth.socialaccount.providers.{name}")
        self.settings[name] = {"APPS": [app], "EMAIL_AUTHENTICATION": name in _TRUSTED, "OAUTH_PKCE_ENABLED": True}
        if name == "google":
            self.settings[name] |= {"SCOPE": ["profile", "email"], "AUTH_PARAMS": {"prompt": "select_account"}}
        self.origins.append(origin)


def _keys(env: environ.Env, prefix: str, *more: str) -> dict[str, str] | None:
    """The keys of one provider, in lower case; None when none is set. Raises ImproperlyConfigured for half a set."""
    names = ("CLIENT_ID", "CLIENT_SECRET", *more)
    found = {name: value for name in names if (value := env.str(f"{prefix}_{name}", default=""))}
    if not found:
        return None
    for name in names:
        if name not in found:
            raise ImproperlyConfigured(f"{prefix}_{name} is missing beside {prefix}_{next(iter(found))}")
    return {{"CLIENT_SECRET": "secret"}.get(name, name.lower()): value for name, value in found.items()}
