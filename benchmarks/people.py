"""Signed-in people for synthetic cameras."""

import re

from tests.live import Site

_CODE = """
from accounts.models import User; from accounts.consent import consent_give; from django.test import Client
for number in range({count}):
    user = User.objects.create(username=f"{name}{{number}}"); consent_give(user=user)
    client = Client(); client.force_login(user); print("KEY=" + client.session.session_key)
"""


def sessions(site: Site, count: int, name: str = "load") -> list[str]:
    """The session keys of so many new people who agreed to the camera."""
    code = _CODE.format(count=count, name=name)
    return re.findall(r"KEY=(\w+)", site.manage("shell", "-c", f"exec({code!r})"))
