"""An OpenID Connect server that says what a test wants of one person."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit


class PretendOidc(ThreadingHTTPServer):
    """`person` is what /userinfo gives; `asked` the parameters of the last visit to /authorize."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.url = f"http://localhost:{self.server_address[1]}"
        self.person: dict[str, Any] = {}
        self.asked: dict[str, str] = {}


class _Answers(BaseHTTPRequestHandler):
    server: PretendOidc

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/authorize":
            self.server.asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            back = urlencode({"code": "c", "state": self.server.asked["state"]})
            self.send_response(302)
            self.send_header("Location", f"{self.server.asked['redirect_uri']}?{back}")
            self.end_headers()
        elif parts.path == "/userinfo":
            self._say(self.server.person)
        else:
            names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            pages = {f"{name}_endpoint": f"{self.server.url}/{page}" for name, page in names.items()}
            self._say({"issuer": self.server.url, "jwks_uri": f"{self.server.url}/jwks", **pages})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say({"access_token": "t", "token_type": "Bearer"})

    def _say(self, value: dict[str, Any]) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Silent."""


@contextmanager
def pretend_oidc() -> Iterator[PretendOidc]:
    with PretendOidc() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
