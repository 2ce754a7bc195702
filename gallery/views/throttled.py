"""A page that costs as much as its address in the API counts with it, and under the same limits."""

import math
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from gallery.api.throttles import PersonThrottle

_View = Callable[..., HttpResponseBase]


def throttled(*throttles: type[SimpleRateThrottle]) -> Callable[[_View], _View]:
    """Answers a 429 that says when, instead of the view, to whoever asks too often; PersonThrottle always counts."""
    all_of_them: tuple[type[SimpleRateThrottle], ...] = (PersonThrottle, *throttles)

    def decorate(view: _View) -> _View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            waits = [_wait_s(throttle(), request) for throttle in all_of_them]
            return _refusal(request, max(waits)) if any(waits) else view(request, *args, **kwargs)

        return asked

    return decorate


def _wait_s(throttle: SimpleRateThrottle, request: HttpRequest) -> int:
    """How long to wait, in whole seconds; 0 when the request may go on. REST framework asks for no more of a request
    than Django's own has.
    """
    if throttle.allow_request(cast("Request", request), cast("APIView", None)):
        return 0
    return max(1, math.ceil(throttle.wait() or 1))


def _refusal(request: HttpRequest, wait_s: int) -> HttpResponse:
    response = render(request, "429.html", {"wait_s": wait_s}, status=429)
    response["Retry-After"] = str(wait_s)
    return response
