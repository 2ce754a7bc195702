"""The three groups of staff. Made anew after every migration: whoever wants another mixture makes a group of their own.

They stand here since no other room knows all models. A model that is named before it exists is passed over.
"""

from typing import Any, Final

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission

ALL: Final = "*"
_EDIT: Final = "view add change delete"

GROUPS: Final[dict[str, dict[str, str]]] = {
    # Photos and reports, and nothing of people but the name beside a photo.
    "moderator": {
        "gallery.photo": "view change delete",
        "gallery.report": "view change",
        "gallery.appeal": "view change",
        "gallery.notice": "view",
        "gallery.share": "view change",
        "gallery.album": "view change",
    },
    # People, and no photo.
    "support": {
        "accounts.user": "view change",
        "accounts.consent": "view",
        "account.emailaddress": "view change",
        "usersessions.usersession": "view delete",
        "gallery.allowance": _EDIT,
        "gallery.job": "view change",
    },
    "owner": {ALL: ALL},
}
"""Group → model → what of it."""


def groups_make(sender: AppConfig, **_: Any) -> None:
    """Called by Django after `migrate` for each app with models; at the last one's turn all permissions are there."""
    if sender.name != [app.name for app in apps.get_app_configs() if app.models_module][-1]:
        return
    found = {(each.content_type.app_label, each.codename): each for each in _permissions()}
    for name, rights in GROUPS.items():
        wanted = list(found.values()) if ALL in rights else [found[key] for key in _keys(rights) if key in found]
        group, _new = Group.objects.get_or_create(name=name)
        group.permissions.set(wanted)


def _permissions() -> list[Permission]:
    return list(Permission.objects.select_related("content_type"))


def _keys(rights: dict[str, str]) -> list[tuple[str, str]]:
    """App and codename of each permission."""
    parted = [(model.split("."), verbs.split()) for model, verbs in rights.items()]
    return [(app, f"{verb}_{model}") for (app, model), verbs in parted for verb in verbs]
