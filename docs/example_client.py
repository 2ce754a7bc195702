"""A program that uses Happy Things, to read and to take from: sign in, show it a video, list and download what it kept.

    pip install websockets opencv-python-headless
    HAPPY_PASSWORD=… python example_client.py --url http://localhost:8000 --user alice stream party.mp4
    HAPPY_PASSWORD=… python example_client.py --url http://localhost:8000 --user alice list
    HAPPY_PASSWORD=… python example_client.py --url http://localhost:8000 --user alice download photos/

It knows docs/api.md and docs/protocol.md and nothing of the server's code. Agree to the camera on the site once before.
"""

import argparse
import getpass
import json
import os
import struct
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

FRAME_WIDTH = 480
PATIENCE_S = 30.0
DROP, HOLD, COMMIT = range(3)


class RefusedError(Exception):
    """The server said no: a code of docs/api.md or docs/protocol.md."""


class Api:
    """The REST API for one person."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url = url.rstrip("/")
        self.token = ""
        answer = self.ask("POST", "/_allauth/app/v1/auth/login", {"username": user, "password": password})
        self.token = json.loads(answer)["meta"]["session_token"]

    def ask(self, method: str, path: str, body: object = None) -> bytes:
        """One request. `path` may be a whole address, as in `next`. Raises RefusedError."""
        address = path if path.startswith("http") else self.url + path
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} | ({"X-Session-Token": self.token} if self.token else {})
        request = urllib.request.Request(address, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            raise RefusedError(f"{error.code} {error.read().decode(errors='replace')}") from error

    def photos(self) -> Iterator[dict[str, Any]]:
        """All of one's photos, newest first, a page at a time."""
        following: str | None = "/api/v1/photos/"
        while following:
            page = json.loads(self.ask("GET", following))
            yield from page["results"]
            following = page["next"]

    def sign_out(self) -> None:
        """The token is worth nothing from now on; the server's answer to that is a 401, which is what was wanted."""
        try:
            self.ask("DELETE", "/_allauth/app/v1/auth/session")
        except RefusedError as refused:
            if not str(refused).startswith("401"):
                raise


class Camera:
    """One visit to the camera socket: a video's frames go up, kept photos come back."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.full: dict[int, bytes] = {}  # JPEGs at full size of frames whose verdict may still want them
        self.held: int | None = None
        self.sent: set[str] = set()  # pictures on their way, by capture id
        self.saved: list[dict[str, Any]] = []
        self.pace_s = 0.0
        self.say(type="hello", version=2, time_zone="UTC", source="file")
        self.chunk = int(self.hear()["max_chunk_bytes"])

    def say(self, **message: object) -> None:
        """A control message."""
        self.socket.send(json.dumps(message))

    def hear(self, timeout: float = PATIENCE_S) -> dict[str, Any]:
        """The next message: JSON as it is, a binary answer as {"type": "answer", …}.

        Raises RefusedError for an error that is about neither one frame nor one picture.
        """
        data = self.socket.recv(timeout)
        if isinstance(data, bytes):
            _, verdict, _, _, seq, happy, _, _, _, pace = struct.unpack_from("<BBBBIHHBBH", data)
            return {"type": "answer", "verdict": verdict, "seq": seq, "happy": happy / 65535, "pace": pace / 1000}
        message: dict[str, Any] = json.loads(data)
        if message["type"] == "error" and not {"seq", "capture_id"} & set(message):
            raise RefusedError(message["code"])
        return message

    def show(self, seq: int, picture: cv2.typing.MatLike) -> None:
        """Send one frame, BGR uint8, small; keep it large; wait until it is judged."""
        height, width = picture.shape[:2]
        small = cv2.resize(picture, (FRAME_WIDTH, round(height * FRAME_WIDTH / width)), interpolation=cv2.INTER_AREA)
        self.full[seq] = jpeg(picture, 92)
        self.socket.send(struct.pack("<BxxxI", 1, seq) + jpeg(small, 80))
        while not self.settle(self.hear(), seq):
            pass

    def settle(self, message: dict[str, Any], seq: int) -> bool:
        """Do what a message asks for; whether frame `seq` is judged by it."""
        kind = message["type"]
        if kind == "answer":
            self.pace_s = message["pace"]
            self.judged(message["seq"], message["verdict"])
        elif kind == "commit":
            self.send_picture(message)
        elif kind == "release":
            self.forget(message["seq"])
        elif kind == "saved":
            self.sent.discard(message["capture_id"])
            self.saved.append(message["photo"])
        elif kind == "error":
            self.sent.discard(message.get("capture_id", ""))
            print(f"refused: {message['code']}", file=sys.stderr)
        return bool(message.get("seq", -1) >= seq and kind in {"answer", "error"})

    def judged(self, seq: int, verdict: int) -> None:
        """Keep the large picture of the best frame so far; let go of the others."""
        if verdict == HOLD:
            self.held = seq
        if verdict != COMMIT:
            for other in [number for number in self.full if number <= seq and number != self.held]:
                self.forget(other)

    def forget(self, seq: int) -> None:
        """Let go of a large picture that will not be asked for."""
        self.full.pop(seq, None)
        self.held = None if self.held == seq else self.held

    def send_picture(self, commit: dict[str, Any]) -> None:
        """The large picture of the frame that the server wants, in pieces."""
        picture = self.full[commit["seq"]]
        self.sent.add(commit["capture_id"])
        self.say(type="still", capture_id=commit["capture_id"], ticket=commit["ticket"], size=len(picture))
        for offset in range(0, len(picture), self.chunk):
            self.socket.send(struct.pack("<BxxxI", 2, offset) + picture[offset : offset + self.chunk])
        self.forget(commit["seq"])

    def finish(self) -> None:
        """Wait for the pictures that are on their way."""
        deadline = time.monotonic() + PATIENCE_S
        while self.sent and time.monotonic() < deadline:
            self.settle(self.hear(), 0)


def jpeg(picture: cv2.typing.MatLike, quality: int) -> bytes:
    """The picture (BGR) as a JPEG."""
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def frames(path: Path) -> Iterator[tuple[float, cv2.typing.MatLike]]:
    """Time (s) and picture of a video's frames."""
    video = cv2.VideoCapture(str(path))
    if not video.isOpened():
        raise RefusedError(f"{path} is no video that can be read")
    rate = video.get(cv2.CAP_PROP_FPS) or 30.0
    number = 0
    while (found := video.read())[0]:
        yield number / rate, found[1]
        number += 1
    video.release()


def stream(api: Api, path: Path) -> list[dict[str, Any]]:
    """Show a video to the camera socket at its own speed, and give back the photos that were kept."""
    address = f"ws{api.url.removeprefix('http')}/ws/camera/"
    with connect(address, additional_headers={"X-Session-Token": api.token}, max_size=None) as socket:
        camera = Camera(socket)
        began, shown = time.monotonic(), -1.0
        for seq, (at, picture) in enumerate(frames(path), start=1):
            late = time.monotonic() - began - at
            if late > 0.1 or at - shown < camera.pace_s:
                continue  # like a real camera: what comes too late, or sooner than the server asks for, is not shown
            time.sleep(max(0.0, -late))
            camera.show(seq, picture)
            shown = at
        camera.finish()
    return camera.saved


def download(api: Api, folder: Path) -> None:
    """Every photo in full size, those folded behind another too; what is there already is left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for photo in api.photos():
        for each in (photo["id"], *photo["alternates"]):
            path = folder / f"{each}.jpg"
            if not path.exists():
                path.write_bytes(api.ask("GET", f"/api/v1/photos/{each}/photo"))
                print(path)


def tell(photo: dict[str, Any]) -> None:
    """One line about a photo."""
    print(photo["id"], photo["taken_at"], photo["emotion"], f"{photo['happy']:.2f}", photo["memo"])


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Use Happy Things from a program.")
    parser.add_argument("--url", default="http://localhost:8000")
    parser.add_argument("--user", required=True)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("stream").add_argument("path", type=Path)
    commands.add_parser("download").add_argument("path", type=Path)
    commands.add_parser("list")
    options = parser.parse_args()
    try:
        api = Api(options.url, options.user, os.environ.get("HAPPY_PASSWORD") or getpass.getpass())
        if options.command == "download":
            download(api, options.path)
        else:
            for photo in stream(api, options.path) if options.command == "stream" else api.photos():
                tell(photo)
        api.sign_out()
    except (RefusedError, ConnectionClosed, urllib.error.URLError) as error:
        print(f"refused: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
