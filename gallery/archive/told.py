"""What somebody shared, was told, and reported, in plain values for their own copy."""

from typing import Any

from accounts.models import User
from gallery import selectors
from gallery.models import Notice, Share
from gallery.notice_words import notice_text


def shares_told(owner: User) -> list[dict[str, Any]]:
    """Without tokens: a copy of one's data should open nothing. Nor does it name a photo that is hidden."""
    said = ("album__name", "details", "created_at", "expires_at", "revoked_at", "views")
    found = Share.objects.filter(owner=owner).select_related("photo").order_by("id")
    rows = found.values(*said, "photo__uid", "photo__hidden_at")
    return [_without_hidden(row) for row in rows]


def notices_told(owner: User) -> dict[str, list[dict[str, Any]]]:
    """Notices with appeals, and one's own reports; of either not which photo it was."""
    reports = selectors.reports(owner).values("reason", "text", "state", "created_at", "closed_at")
    return {"notices": [_notice(each) for each in selectors.notices(owner)], "reports": [{**row} for row in reports]}


def _without_hidden(row: dict[str, Any]) -> dict[str, Any]:
    hidden = row.pop("photo__hidden_at")
    return row | {"photo__uid": None if hidden else row["photo__uid"]}


def _notice(notice: Notice) -> dict[str, Any]:
    appeal = getattr(notice, "appeal", None)
    return {
        "kind": notice.kind,
        "text": notice_text(notice),
        "reason": notice.reason,
        "created_at": notice.created_at,
        "read_at": notice.read_at,
        "appeal": appeal and {"text": appeal.text, "state": appeal.state, "created_at": appeal.created_at},
    }
