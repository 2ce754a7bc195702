"""Other settings than the last time stand in the audit trail."""

import pytest
from pytest_django import Settings

from accounts.models import AuditEntry
from happythings.settings_trail import WATCHED, settings_note


def latest() -> dict[str, str]:
    entry = AuditEntry.objects.filter(action="settings_changed").first()
    assert entry is not None
    assert (entry.actor, entry.about) == (None, None)
    return dict(entry.facts)


def test_the_first_start_notes_all_and_the_next_one_nothing(db: None) -> None:
    assert settings_note()
    assert latest()["changed"] == ",".join(WATCHED)
    assert not settings_note()
    assert AuditEntry.objects.count() == 1


def test_a_changed_setting_is_named_with_its_value(db: None, settings: Settings) -> None:
    settings_note()
    settings.QUOTA_MB, settings.ALLAUTH_TRUSTED_PROXY_COUNT = 77, 2
    assert settings_note()
    assert latest()["changed"] == "TRUSTED_PROXY_COUNT,QUOTA_MB"
    assert (latest()["QUOTA_MB"], latest()["TRUSTED_PROXY_COUNT"]) == ("77", "2")


@pytest.mark.parametrize(
    ("name", "value"), [("SECRET_KEY", "nobody-must-read-this"), ("EMAIL_HOST", "odd host, with spaces")]
)
def test_what_is_secret_or_odd_is_told_by_a_fingerprint(db: None, settings: Settings, name: str, value: str) -> None:
    settings_note()
    setattr(settings, name, value)
    assert settings_note()
    assert latest()["changed"] == name
    assert latest()[name].startswith("sha256:")
    assert value not in str(latest())
