"""Addresses as people write them, and as browsers send them."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from happythings.site_urls import host_of, origin_of


@pytest.mark.parametrize(
    ("url", "origin", "host"),
    [
        ("http://localhost:8000", "http://localhost:8000", "localhost"),
        ("https://Photos.Example.org:443/", "https://photos.example.org", "photos.example.org"),
        ("http://localhost:80", "http://localhost", "localhost"),
        ("http://[::1]:8911", "http://[::1]:8911", "[::1]"),
    ],
)
def test_an_address_becomes_what_a_browser_sends(url: str, origin: str, host: str) -> None:
    assert origin_of(url) == origin
    assert host_of(origin) == host


@pytest.mark.parametrize(
    "url", ["*", "http://*", "ftp://a.example", "http://.example.org", "http://a:99999", "http://", "a.b"]
)
def test_what_is_no_address_of_one_site_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SITE_URLS"):
        origin_of(url)
