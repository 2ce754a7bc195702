"""Staff's three groups."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from happythings.groups import GROUPS


def rights(name: str) -> set[str]:
    found = Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in found}


def test_the_groups_are_there_after_migrating(db: None) -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {"moderator", "support", "owner"}


def test_moderators_have_photos_and_no_people(db: None) -> None:
    assert {"gallery.view_photo", "gallery.change_photo", "gallery.delete_photo"} <= rights("moderator")
    assert not [right for right in rights("moderator") if not right.startswith("gallery.")]


def test_support_has_people_and_no_photos(db: None) -> None:
    assert {"accounts.view_user", "accounts.change_user", "gallery.change_allowance"} <= rights("support")
    assert not [right for right in rights("support") if right.endswith(("_photo", "_album", "_share", "_report"))]
    assert not [right for right in rights("support") if "group" in right or "permission" in right]


def test_owners_have_everything(db: None) -> None:
    assert len(rights("owner")) == Permission.objects.count()


@pytest.mark.parametrize("model", sorted({model for group in GROUPS.values() for model in group} - {"*"}))
def test_every_model_that_a_group_names_exists_with_what_is_named_of_it(db: None, model: str) -> None:
    app, name = model.split(".")
    apps.get_model(app, name)
    for group in GROUPS.values():
        for verb in group.get(model, "").split():
            assert Permission.objects.filter(content_type__app_label=app, codename=f"{verb}_{name}").exists()


def test_migrating_again_sets_them_as_they_were_and_leaves_other_groups_alone(db: None) -> None:
    before = {name: rights(name) for name in GROUPS}
    Group.objects.get(name="support").permissions.clear()
    Group.objects.get(name="moderator").permissions.add(Permission.objects.get(codename="delete_user"))
    own = Group.objects.create(name="night shift")
    own.permissions.add(Permission.objects.get(codename="view_photo"))
    call_command("migrate", verbosity=0)
    assert {name: rights(name) for name in GROUPS} == before
    assert rights("night shift") == {"gallery.view_photo"}
