"""Who calls the API: alice has photos, charlie none, sam is staff. Run inside the served site (`manage.py shell`)."""

from accounts.consent import UPLOADS, consent_give
from accounts.models import User
from gallery.services import photo_create, photo_trash
from tests.gallery.conftest import arguments, picture
from tests.live import PASSWORD


def make() -> None:
    """Two photos in alice's album and one in her trash."""
    alice, charlie, sam = (
        User.objects.create_user(name, f"{name}@example.org", PASSWORD) for name in ("alice", "charlie", "sam")
    )
    for person in (alice, charlie, sam):
        consent_give(user=person, purpose=UPLOADS)
    User.objects.filter(pk=sam.pk).update(is_staff=True, is_superuser=True)
    photos = [photo_create(**arguments(alice, picture=picture(seed=seed))) for seed in range(3)]
    photo_trash(photo=photos[0])
