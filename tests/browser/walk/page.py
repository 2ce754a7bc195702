"""One page to look at, and who looks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """`path` with names of `world.World.names` in braces; `who` has a session in `world.World.sessions`, or is nobody.
    `sent` presses the button of the page's own form first, with nothing filled in: the page with its complaints.
    Of several actions it is the last: the admin site's pages then ask why.
    """

    path: str
    who: str = "nobody"
    status: int = 200
    sent: bool = False
