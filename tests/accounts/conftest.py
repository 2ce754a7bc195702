"""Whoever may do everything in the admin site."""

import pytest
from django.test import Client

from accounts.models import User
from tests.conftest import PASSWORD


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_superuser("boss", password=PASSWORD)


@pytest.fixture
def boss_client(boss: User) -> Client:
    client = Client()
    client.force_login(boss)
    return client
