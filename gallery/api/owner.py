"""Whose request it is, for views that IsAuthenticated guards."""

from uuid import UUID

from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView

from accounts.models import User
from gallery import selectors
from gallery.models import Album


class OwnerMixin(GenericAPIView):  # type: ignore[type-arg]
    """A view of the signed-in person's own things."""

    @property
    def owner(self) -> User:
        """Who asks; IsAuthenticated has seen to it that it is a person."""
        user = self.request.user
        assert isinstance(user, User)  # noqa: S101
        return user

    def album_or_404(self, uid: str | UUID) -> Album:
        """The owner's album; somebody else's, a missing one and what is no id are the same."""
        try:
            return selectors.album_for(self.owner, uid if isinstance(uid, UUID) else UUID(uid))
        except (ValueError, Album.DoesNotExist):
            raise NotFound from None
