"""Whose request it is, for views that IsAuthenticated guards."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from accounts.models import User

T = TypeVar("T")


def person_of(request: Request) -> User:
    """Who asks; IsAuthenticated has seen to it that it is a person."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


class OwnerMixin(GenericAPIView):  # type: ignore[type-arg]
    """A view of the signed-in person's own things."""

    @property
    def owner(self) -> User:
        """Who asks."""
        return person_of(self.request)

    def own_or_404(self, find: Callable[[User, UUID], T], uid: str | UUID) -> T:
        """The owner's own, by a selector. Somebody else's, a missing one and what is no id are the same."""
        try:
            return find(self.owner, UUID(str(uid)))
        except (ValueError, ObjectDoesNotExist):
            raise NotFound from None
