"""Reading shared links: for their owner all that are not revoked, for whoever has a token what it opens now."""

from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.trust import shares_wait
from gallery.models import Photo, Placement, Share
from gallery.selectors.albums import album_photos, albums, fitting
from gallery.selectors.photos import FROM_BEHIND_HIDDEN, in_front, twins_of_hidden
from gallery.selectors.photos import album as timeline


def shares(owner: User) -> QuerySet[Share]:
    """`owner`'s links, the newest first, those whose time is over too. `twin_waits` says of each whether it would show
    what came to the front because staff hid the photo of its moment.
    """
    found = Share.objects.filter(owner=owner, revoked_at=None)
    twin_waits = ExpressionWrapper(_of_twins(owner), BooleanField())
    return found.select_related("owner", "photo", "album").annotate(twin_waits=twin_waits).order_by("-id")


def share_for(owner: User, uid: UUID) -> Share:
    """One link of `owner`'s. Raises Share.DoesNotExist."""
    return shares(owner).get(uid=uid)


def share_open(token: str) -> Share:
    """The link with this token, if it leads anywhere now: not revoked, not over, its owner's account open, and a photo
    that is still to be seen. Raises Share.DoesNotExist.
    """
    in_time = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    found = Share.objects.filter(in_time, token=token, revoked_at=None)
    # Whoever is banned or on their way out shows nothing any more.
    found = found.filter(owner__is_active=True, owner__deletion_due_at=None)
    share = found.select_related("owner", "photo", "album").get()
    # Nor does an album show that it is there before somebody looked, where that is wanted.
    if (share.album is None or shares_wait(share.owner)) and not shared_photos(share).exists():
        raise Share.DoesNotExist
    return share


def shared_photos(share: Share) -> QuerySet[Photo]:
    """What the link shows, in its album's order: nothing hidden, nothing from the trash, nothing folded away, and
    nothing that waits for staff to look at it.
    """
    return _meant(share).exclude(_unseen(share))


def waiting_in(share: Share) -> QuerySet[Photo]:
    """What the link will show once staff have looked at it."""
    return _meant(share).filter(_unseen(share))


def waits(share: Share) -> bool:
    """Whether staff look at the photo, or at what comes into the album, before the link (one of `shares`) shows it."""
    if vars(share)["twin_waits"]:
        return True
    return shares_wait(share.owner) and not (share.photo and share.photo.reviewed_at)


def name_waits(share: Share) -> bool:
    """Whether staff look at the album's name before the link says it."""
    return share.album is not None and shares_wait(share.owner) and not share.album.name_reviewed


def shared_name(share: Share) -> str:
    """What the link calls its album; nothing while the name waits, and for a photo."""
    return "" if share.album is None or name_waits(share) else share.album.name


def _of_twins(owner: User) -> Q:
    """Links that such a photo is to be seen through. What is asked for here is the same for all of them."""
    twins = twins_of_hidden(owner)
    placed = Placement.objects.filter(photo__in=twins.values("pk"))
    smart = albums(owner).filter(Exists(fitting(twins)))
    return Q(photo__in=twins.values("pk")) | Q(album__in=placed.values("album")) | Q(album__in=smart.values("pk"))


def _unseen(share: Share) -> Q:
    """What waits: all of a new person's, where the site looks at it, and everywhere what came to the front because
    staff hid the photo of its moment: it looks nearly the same.
    """
    return Q(reviewed_at=None) if shares_wait(share.owner) else FROM_BEHIND_HIDDEN


def _meant(share: Share) -> QuerySet[Photo]:
    if share.album is not None:
        return in_front(album_photos(share.owner, share.album))
    return timeline(share.owner).filter(shares=share)


def shared_photo(share: Share, uid: UUID) -> Photo:
    """One of them. Raises Photo.DoesNotExist."""
    return shared_photos(share).get(uid=uid)
