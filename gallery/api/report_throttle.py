"""How often somebody may report. Apart from the other throttles, which REST framework imports before its own views."""

from allauth.core.internal import ratelimit
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView


class ReportThrottle(UserRateThrottle):
    """Reports of one person, or of everybody in one network who is not signed in. Reading the form isn't counted."""

    scope = "report"
    rate = "20/hour"

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Asked for each request."""
        return request.method in SAFE_METHODS or super().allow_request(request, view)

    def get_ident(self, request: Request) -> str:
        """The address; of an IPv6 one its /64, which is one household's."""
        return str(ratelimit.get_ip(request))
