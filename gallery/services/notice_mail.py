"""Notices on their way as mails: one to each address for all that is due, in its reader's language."""

import logging
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.core.mail import send_mail
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from gallery.models import Notice
from gallery.notice_words import notice_reason, notice_text

logger = logging.getLogger(__name__)
_AGAIN: Final = timedelta(minutes=10)
"""So long after a try that nobody finished the next one begins."""
_DAY: Final = timedelta(days=1)
"""Nobody confirmed the address under a report: it gets one mail in this time, whoever wrote it there."""
_NAMED: Final = 20
"""News in one mail; the rest is on the page."""


def notices_mail() -> int:
    """Send one mail, if any is due: what all of them tell one reader. Returns how many notices it told of or put off.

    Any number of processes may do this: who puts the date off first has it. Raises OSError when no mail can be sent.
    """
    first = Notice.objects.filter(mail_due_at__lte=timezone.now()).order_by("mail_due_at", "id").first()
    if first is None:
        return 0
    told = _claimed(first)
    sent = Notice.objects.filter(pk__in=[notice.pk for notice in told])
    if told and _had_one(told[0]):
        sent.update(mail_due_at=timezone.now() + _DAY)
    elif told:
        _send_or_forget(told)
        sent.filter(user=None).delete()
        sent.update(mail_due_at=None)
    return len(told)


def _claimed(first: Notice) -> list[Notice]:
    """All that is due to the same reader, put off so that nobody else sends it meanwhile; the newest first."""
    now = timezone.now()
    reader = Q(user=first.user_id) if first.user_id else Q(user=None, email=first.email)
    Notice.objects.filter(reader, mail_due_at__lte=now).update(mail_due_at=now + _AGAIN)
    found = Notice.objects.filter(reader, mail_due_at=now + _AGAIN).select_related("user", "photo")
    return list(found.order_by("-id"))


def _had_one(notice: Notice) -> bool:
    """Whether an address that nobody confirmed had its mail of today; if not, this is it."""
    return notice.user_id is None and not cache.add(_mailbox(notice.email), 1, _DAY.total_seconds())


def _mailbox(address: str) -> str:
    """A key of the cache that tells nobody whose. What follows a plus sign leads to the same mailbox."""
    name, _at, host = address.lower().rpartition("@")
    name, _plus, _tag = name.partition("+")
    return f"mailed:{salted_hmac('gallery.notice_mail', f'{name}@{host}').hexdigest()}"


def _send_or_forget(told: list[Notice]) -> None:
    try:
        _send(told)
    except OSError:
        cache.delete(_mailbox(told[0].email))
        raise


def _send(told: list[Notice]) -> None:
    user = told[0].user
    address = user.email if user else told[0].email
    if not address or (user and not user.is_active):
        return
    known = user.language if user else told[0].language
    letters = [_letter(told, language) for language in ([known] if known else dict(settings.LANGUAGES))]
    subject = " / ".join(subject for subject, _text in letters)
    text = "\n\n".join(text for _subject, text in letters)
    send_mail(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}", text, None, [address])


def _letter(told: list[Notice], language: str) -> tuple[str, str]:
    """Subject and text. Whoever never chose a language gets both."""
    with translation.override(language):
        news = [(notice_text(notice), notice_reason(notice)) for notice in told[:_NAMED]]
        context = {"news": news, "more": max(0, len(told) - _NAMED), "known": told[0].user is not None}
        context["site"] = settings.SITE_ORIGINS[0]
        return _("News from Happy Things"), render_to_string("gallery/email/notices.txt", context)
