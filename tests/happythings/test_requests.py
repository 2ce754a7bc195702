"""What a client may send and how it may read, against a server as people run it."""

import http.client
import io
import json
import socket
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from benchmarks.hoard import hoard
from benchmarks.processes import resident_mb
from happythings.requests import MAX_BODY_BYTES
from tests.live import Site, serve

MEGABYTE = 1024 * 1024
needs_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc to see the server's memory")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    # Without a model the server loads none: what memory is for would be lost among what it loads in its own time.
    with serve(tmp_path_factory.mktemp("data"), EXPRESSION_WEIGHTS_DIR="nowhere") as served:
        yield served


@pytest.fixture
def connection(site: Site) -> Iterator[http.client.HTTPConnection]:
    with closing(http.client.HTTPConnection("localhost", urlsplit(site.url).port, timeout=60)) as opened:
        yield opened


def memory(site: Site) -> float:
    return sum(resident_mb(pid) for pid in site.workers())


def settle(site: Site) -> None:
    """Everything that is opened once is open after this."""
    for path in ("/", "/api/v1/photos/", "/healthz"):
        with closing(http.client.HTTPConnection("localhost", urlsplit(site.url).port, timeout=60)) as client:
            client.request("GET", path)
            client.getresponse().read()
    seen = [0.0, memory(site)]
    while abs(seen[-1] - seen[-2]) > 1:
        time.sleep(3)
        seen.append(memory(site))


def raw(site: Site, head: str, *pieces: bytes) -> bytes:
    """Send a request written by hand; everything that comes back until the server ends the connection."""
    answer = b""
    with socket.create_connection(("localhost", urlsplit(site.url).port or 80), 30) as client:
        client.sendall(head.replace("\n", "\r\n").encode())
        try:
            for piece in pieces:
                client.sendall(piece)
        except OSError:
            pass  # refused meanwhile
        client.settimeout(15)
        try:
            while data := client.recv(65536):
                answer += data
        except OSError:
            pass
    return answer


def said(answer: bytes) -> tuple[int, Any]:
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


@needs_proc
@pytest.mark.parametrize("path", ["/api/v1/photos/", "/accounts/login/", "/nothing"])
def test_three_hundred_megabytes_are_refused_at_the_door(site: Site, path: str) -> None:
    settle(site)
    before = memory(site)
    size = 300 * MEGABYTE
    head = f"POST {path} HTTP/1.1\nHost: localhost\nContent-Length: {size}\nContent-Type: application/json\n\n"
    status, body = said(raw(site, head, *[bytes(MEGABYTE)] * 300))
    assert (status, body["code"]) == (413, "too_large")
    assert memory(site) - before <= 20


@needs_proc
def test_a_body_without_length_is_refused_where_it_grows_too_large(site: Site) -> None:
    settle(site)
    before = memory(site)
    head = "POST /api/v1/photos/ HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n"
    piece = f"{MEGABYTE:x}\r\n".encode() + bytes(MEGABYTE) + b"\r\n"
    status, body = said(raw(site, head, *[piece] * 100))
    assert (status, body["code"]) == (413, "too_large")
    assert memory(site) - before <= 20


@needs_proc
def test_a_large_body_that_is_let_in_does_not_lie_in_memory(site: Site, connection: http.client.HTTPConnection) -> None:
    settle(site)
    before = memory(site)
    connection.request("POST", "/api/v1/exports/", bytes(MAX_BODY_BYTES), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    assert (answer.status, json.load(answer)["code"]) == (401, "auth_required")
    assert memory(site) - before <= 20


def test_a_body_of_a_known_size_arrives_whole(site: Site, connection: http.client.HTTPConnection) -> None:
    """A form of some hundred kilobytes, in pieces."""
    for size in (0, 1, 65_535, 65_536, 65_537, 300_000):
        body = json.dumps({"email": "x" * size})
        connection.request("POST", "/_allauth/app/v1/auth/login", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == (413 if size > 65_000 else 400)


def test_ten_thousand_headers_are_a_400_in_json(site: Site) -> None:
    head = "GET /api/v1/photos/ HTTP/1.1\nHost: localhost\n" + "".join(f"X-{n}: y\n" for n in range(10_000)) + "\n"
    status, body = said(raw(site, head))
    assert (status, body["code"]) == (400, "bad_request")


def test_ten_thousand_fields_are_a_400(site: Site, connection: http.client.HTTPConnection) -> None:
    body = "&".join(f"f{number}=1" for number in range(10_000)).encode()
    for path in ("/accounts/login/", "/i18n/setlang/"):
        connection.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status in {400, 403}
    connection.request("POST", "/api/v1/exports/", body, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    assert (answer.status, json.load(answer)["code"]) == (401, "auth_required")


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
@pytest.mark.parametrize("charset", ["bz2_codec", "rot13", "idna", "utf-7", "nothing"])
def test_an_odd_charset_is_no_500(site: Site, connection: http.client.HTTPConnection, kind: str, charset: str) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="login"\r\n\r\nx\r\n--b--\r\n' if "multi" in kind else b"login=x"
    )
    for path in ("/accounts/login/", "/_allauth/app/v1/auth/login", "/api/v1/exports/"):
        connection.request("POST", path, body, {"Content-Type": f"{kind}; charset={charset}"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status in {400, 401, 403, 415}


def test_xml_is_a_415_and_what_is_not_http_a_400(site: Site, connection: http.client.HTTPConnection) -> None:
    token = hoard(site, "xml", 1)
    headers = {"Content-Type": "application/xml", "X-Session-Token": token}
    connection.request("POST", "/api/v1/exports/", b"<a/>", headers)
    answer = connection.getresponse()
    assert (answer.status, json.load(answer)["code"]) == (415, "unsupported_media_type")
    assert said(raw(site, "NONSENSE\n\n"))[0] == 400


@pytest.mark.parametrize("length", ["-1", "1e3", "0x10", "5, 6", "9" * 30])
def test_a_length_that_makes_no_sense_is_refused(site: Site, length: str) -> None:
    head = f"POST /api/v1/exports/ HTTP/1.1\nHost: localhost\nContent-Length: {length}\n\n"
    status, body = said(raw(site, head, b"{}"))
    assert (status, body["code"]) in {(400, "bad_request"), (413, "too_large")}


def test_a_body_shorter_than_promised_reaches_nobody(site: Site, connection: http.client.HTTPConnection) -> None:
    with socket.create_connection(("localhost", urlsplit(site.url).port or 80), 30) as client:
        client.sendall(b"POST /api/v1/exports/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{}")
        client.shutdown(socket.SHUT_WR)
        assert client.recv(65536) == b""
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200


@pytest.fixture(scope="module")
def everything(site: Site) -> tuple[dict[str, str], list[str]]:
    """The heads that say who has 2,000 photos, and their ids."""
    headers = {"X-Session-Token": hoard(site, "many", 2000), "Content-Type": "application/json"}
    ids: list[str] = []
    path: str | None = "/api/v1/photos/"
    with closing(http.client.HTTPConnection("localhost", urlsplit(site.url).port, timeout=60)) as connection:
        while path:
            connection.request("GET", path, headers=headers)
            page = json.load(connection.getresponse())
            ids += [photo["id"] for photo in page["results"]]
            path = page["next"] and page["next"].partition("localhost")[2].partition("/")[2]
            path = f"/{path}" if path else None
    assert len(ids) == 2000
    return headers, ids


def selected(connection: http.client.HTTPConnection, headers: dict[str, str], ids: list[str]) -> dict[str, Any]:
    connection.request("POST", "/api/v1/exports/", json.dumps({"kind": "selection", "photos": ids}), headers)
    return dict(json.load(connection.getresponse()))


@needs_proc
def test_a_zip_of_two_thousand_photos_streams_at_once_and_memory_stays(
    site: Site, connection: http.client.HTTPConnection, everything: tuple[dict[str, str], list[str]]
) -> None:
    headers, ids = everything
    job = selected(connection, headers, ids)
    before, began = memory(site), time.monotonic()
    connection.request("GET", job["file"], headers=headers)
    answer = connection.getresponse()
    first = answer.read(1)
    waited = time.monotonic() - began
    time.sleep(3)  # a client that reads nothing: what it does not take must not pile up
    held = memory(site) - before
    whole = first + answer.read()
    assert len(whole) == int(answer.headers["Content-Length"])
    assert len(whole) > 60 * MEGABYTE
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert len(archive.namelist()) == len(set(archive.namelist())) == 2000
        assert archive.testzip() is None
    assert held <= 20
    assert memory(site) - before <= 30
    assert waited <= 3
    connection.request("GET", f"/api/v1/exports/{job['id']}/", headers=headers)
    assert json.load(connection.getresponse())["state"] == "done"


def test_a_download_that_is_deleted_ends_in_the_middle_and_nothing_is_made_of_it(
    site: Site, connection: http.client.HTTPConnection, everything: tuple[dict[str, str], list[str]]
) -> None:
    headers, ids = everything
    job = selected(connection, headers, ids)
    connection.request("GET", job["file"], headers=headers)
    answer = connection.getresponse()
    assert answer.read(1)
    with closing(http.client.HTTPConnection("localhost", urlsplit(site.url).port, timeout=60)) as another:
        another.request("DELETE", f"/api/v1/exports/{job['id']}/", headers=headers)
        assert another.getresponse().status == 204
    time.sleep(1.2)  # it looks once a second
    with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
        answer.read()
    log = (site.data / "server.log").read_text()
    assert "a download ended early" in log
    assert "Traceback" not in log
