"""What one address answers to five kinds of people."""

from dataclasses import dataclass
from typing import Final

ROLES: Final = ("nobody", "owner", "other", "token", "staff")
"""`other` is signed in and owns nothing of it; `token` is the same person's X-Session-Token without a cookie; `staff`
may see and change photos in the admin site and nothing else."""


@dataclass(frozen=True)
class Row:
    """`path` with names of `world.Things` in braces; per method the statuses in the order of ROLES ("302 200 …").

    Methods are tried in the order given, the owner after all others. `body` is sent as JSON under /api/ and /_allauth/,
    as a form elsewhere. A method without statuses must not give anything of the owner's away; HEAD answers as GET.
    """

    path: str
    answers: dict[str, str]
    body: dict[str, object]

    def status(self, method: str, role: str) -> int:
        return int(self.answers[method].split()[ROLES.index(role)])


def row(path: str, *, body: dict[str, object] | None = None, **answers: str) -> Row:
    assert all(len(statuses.split()) == len(ROLES) for statuses in answers.values()), path
    return Row(path, answers, body or {})
