"""Answers that fail after they have begun: they end, and nothing is made of them."""

from types import SimpleNamespace
from typing import Any

import pytest

from gallery.services.claims import JobLostError
from happythings.breaking_off import BREAK_OFF, breaking_off
from happythings.requests import BoundedRequest


class Transport:
    """Stands for Twisted's."""

    aborted = False

    def abortConnection(self) -> None:  # noqa: N802
        self.aborted = True


def request(*, started: bool) -> tuple[BoundedRequest, Transport, list[dict[str, Any]]]:
    """One without a connection, and what it would answer."""
    transport, replies = Transport(), list[dict[str, Any]]()
    made = BoundedRequest.__new__(BoundedRequest)
    made.channel = SimpleNamespace(transport=transport)
    made._response_started = started
    made.handle_reply = replies.append  # type: ignore[method-assign, assignment]
    return made, transport, replies


def test_an_answer_that_has_begun_breaks_off() -> None:
    made, transport, replies = request(started=True)
    made.handle_exception(OSError())
    assert transport.aborted
    assert replies == []


def test_one_that_has_not_begun_becomes_an_error_page() -> None:
    made, transport, replies = request(started=False)
    made.handle_exception(OSError())
    assert not transport.aborted
    assert replies[0]["status"] == 500


async def heard_of(fault: Exception) -> list[dict[str, str]]:
    """What is sent when the application fails so."""
    sent: list[dict[str, str]] = []

    async def application(_scope: Any, _receive: Any, _send: Any) -> None:
        raise fault

    async def send(message: dict[str, str]) -> None:
        sent.append(message)

    await breaking_off(application)(None, None, send)
    return sent


async def test_a_download_whose_job_is_gone_ends_without_a_fault() -> None:
    assert await heard_of(JobLostError()) == [{"type": BREAK_OFF}]


async def test_every_other_fault_stays_one() -> None:
    with pytest.raises(OSError, match="disk"):
        await heard_of(OSError("disk"))
