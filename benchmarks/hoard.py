"""Many photos of one person for next to nothing: one picture is kept as usual, and its files get many names."""

import re

from tests.live import Site

_CODE = """
import os, uuid, numpy as np
from datetime import UTC, datetime, timedelta
from accounts.models import User
from django.test import Client
from gallery import files
from gallery.models import Photo
from gallery.services import photo_create
user, _ = User.objects.get_or_create(username={name!r})
noise = np.random.default_rng(1).integers(0, 255, ({height}, {width}, 3), dtype=np.uint8)
first = photo_create(owner=user, capture_id=uuid.uuid4(), picture=noise, taken_at=datetime(2026, 11, 20, tzinfo=UTC),
    time_zone="Asia/Seoul", source="camera", frame=0, emotion="happy", scores={{"happy": 0.9}}, happy=0.9, sharpness=9)
values = {{f.attname: getattr(first, f.attname) for f in Photo._meta.concrete_fields if not f.generated}}
copies = []
for number in range(1, {count}):
    at = first.taken_at + timedelta(minutes=number)
    new = dict(id=None, uid=uuid.uuid4(), capture_id=uuid.uuid4(), taken_at=at, memo=f"메모 {{number}}")
    copies.append(Photo(**values | new))
    os.link(files.photo_path(first.uid), files.photo_path(copies[-1].uid))
    os.link(files.thumbnail_path(first.uid), files.thumbnail_path(copies[-1].uid))
Photo.objects.bulk_create(copies, batch_size=500)
client = Client(); client.force_login(user); print("KEY=" + client.session.session_key)
"""


def hoard(site: Site, name: str, count: int, width: int = 320, height: int = 240) -> str:
    """Give `name` (a new person) `count` photos of noise; returns a session key, which is a token too."""
    code = _CODE.format(name=name, count=count, width=width, height=height)
    found = re.search(r"KEY=(\w+)", site.manage("shell", "-c", f"exec({code!r}, {{}})"))
    assert found
    return found[1]
