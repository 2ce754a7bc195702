"""Fairness between people: who asks too often waits, and nobody else does. Wrong passwords are allauth's to limit."""

from django.conf import settings
from rest_framework.throttling import UserRateThrottle


class PersonThrottle(UserRateThrottle):
    """Everything that one person asks of the API, by whatever door."""

    scope = "person"

    def get_rate(self) -> str:
        """API_RATE, such as `600/min`."""
        return str(settings.API_RATE)


class CardThrottle(UserRateThrottle):
    """Setting a card is the one thing here that costs a noticeable part of a second."""

    scope = "card"
    rate = "120/min"


class ExportThrottle(UserRateThrottle):
    """Asking for ZIPs; fetching them isn't counted."""

    scope = "export"
    rate = "30/min"


class PictureThrottle(UserRateThrottle):
    """A picture that is sent costs some tenths of a second, and they are looked at one after the other."""

    scope = "picture"
    rate = "240/min"
