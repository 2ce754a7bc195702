"""An appeal and the end of its hiding at the same moment: whichever comes first, nothing is left open or untrue."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from gallery import services
from gallery.models import Appeal, AppealState, Notice, NoticeKind, Photo
from gallery.services import appeals
from tests.gallery.conftest import MakePhoto


@pytest.fixture
def notice(alice: User, staff: User, make_photo: MakePhoto) -> Notice:
    services.photo_hide(photo=make_photo(), by=staff, reason="x")
    return Notice.objects.get(user=alice)


@pytest.fixture
def moot(notice: Notice) -> Appeal:
    """As one was left by a photo that came back between the look and the row."""
    appeal = services.appeal_create(notice=notice, text="Please")
    Photo.objects.update(hidden_at=None, hidden_reason="", hidden_by=None)
    return appeal


def test_a_photo_that_comes_back_just_before_the_row_is_written_needs_no_appeal(
    notice: Notice, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = appeals._saved

    def come_back_first(appeal: Appeal) -> Any:
        services.photos_unhide(photos=Photo.objects.all(), by=staff)
        return saved(appeal)

    monkeypatch.setattr(appeals, "_saved", come_back_first)
    with pytest.raises(ValidationError, match="not hidden any more"):
        services.appeal_create(notice=notice, text="Please")
    assert not Appeal.objects.exists()


def test_a_moot_appeal_is_not_refused(alice: User, moot: Appeal, staff: User) -> None:
    assert services.appeals_uphold(appeals=Appeal.objects.all(), by=staff) == 0
    moot.refresh_from_db()
    assert moot.state == AppealState.OPEN
    assert not Notice.objects.filter(kind=NoticeKind.UPHELD).exists()


def test_a_moot_appeal_is_settled_by_granting_it(moot: Appeal, staff: User) -> None:
    assert services.appeals_grant(appeals=Appeal.objects.all(), by=staff) == 1
    moot.refresh_from_db()
    assert (moot.state, moot.decided_by) == (AppealState.RESTORED, staff)
    assert moot.decided_at is not None
    assert services.appeals_grant(appeals=Appeal.objects.all(), by=staff) == 0
