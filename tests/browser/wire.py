"""What goes over the camera socket: watched beside the real server, or answered by a pretend one."""

import io
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import numpy as np
from PIL import Image
from playwright.sync_api import Page, WebSocket, WebSocketRoute

from capture import protocol
from capture.protocol import Answer, Condition, Frame, Reason, StillChunk, Verdict
from mlmodels.emotions import EMOTIONS
from tests.portrait import Picture
from tests.readings import face

Judge = Callable[[int], Verdict]


def picture_of(jpeg: bytes) -> Picture:
    return np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB"))


class Watched:
    """Everything that a page sends to the real server, and what it is told."""

    def __init__(self, page: Page) -> None:
        self.frames: dict[int, bytes] = {}
        self.commits: dict[str, dict[str, Any]] = {}
        self.stills = 0
        page.on("websocket", self._follow)

    def _follow(self, socket: WebSocket) -> None:
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, payload: str | bytes) -> None:
        if isinstance(payload, str) and json.loads(payload)["type"] == "still":
            self.stills += 1
        if isinstance(payload, bytes) and isinstance(message := protocol.parse_binary(payload), Frame):
            self.frames[message.seq] = message.jpeg

    def _received(self, payload: str | bytes) -> None:
        if isinstance(payload, str) and (message := json.loads(payload))["type"] == "commit":
            self.commits[message["capture_id"]] = message


class PretendServer:
    """Speaks the protocol to a page and decides as the test says."""

    def __init__(self, page: Page, judge: Judge = lambda _seq: Verdict.DROP) -> None:
        self.judge, self.pace_ms, self.answering = judge, 0, True
        self.refusal: str | None = None
        self.refusing = self.silent_stills = False
        self.closing: int | None = None
        self.connections = 0
        self.frames: dict[int, bytes] = {}
        self.controls: list[dict[str, Any]] = []
        self.stills: dict[str, bytes] = {}
        self.socket: WebSocketRoute
        page.route_web_socket("**/ws/camera/", self._connected)

    def _connected(self, socket: WebSocketRoute) -> None:
        if self.refusing:
            socket.close(code=1013)
            return
        if self.closing:
            socket.close(code=self.closing)
            return
        self.socket = socket
        self.connections += 1
        socket.on_message(self._received)

    def say(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def commit(self, seq: int, moment: str, *, alternate: bool = False) -> str:
        """Ask for the full picture of a frame."""
        capture_id = str(uuid4())
        about = {"capture_id": capture_id, "ticket": "t", "expires_in": 300, "moment": moment, "alternate": alternate}
        self.say(type="commit", seq=seq, **about)
        return capture_id

    def _received(self, message: str | bytes) -> None:
        if isinstance(message, str):
            self._control(json.loads(message))
            return
        match protocol.parse_binary(message):
            case Frame(seq, jpeg):
                self.frames[seq] = jpeg
                if self.answering:
                    self._answer(seq)
            case StillChunk(_, data):
                self._chunk(data)

    def _control(self, message: dict[str, Any]) -> None:
        self.controls.append(message)
        if message["type"] == "hello":
            lists = {"emotions": EMOTIONS, "reasons": protocol.REASONS, "conditions": protocol.CONDITIONS}
            limits = {"max_frame_bytes": 300_000, "max_still_bytes": 12_582_912, "max_chunk_bytes": 262_144}
            self.say(type="welcome", version=protocol.VERSION, in_flight=2, **limits, **lists)

    def _answer(self, seq: int) -> None:
        held = frozenset({Condition.FACE, Condition.LIGHT})
        answer = Answer(seq, self.judge(seq), Reason.SMILE, 0.0, face(), held, self.pace_ms)
        self.socket.send(protocol.pack_answer(answer))

    def _chunk(self, data: bytes) -> None:
        if self.silent_stills:
            return
        still = [control for control in self.controls if control["type"] == "still"][-1]
        capture_id = still["capture_id"]
        self.stills[capture_id] = self.stills.get(capture_id, b"") + data
        if len(self.stills[capture_id]) < still["size"]:
            return
        if self.refusal:
            self.say(type="error", code=self.refusal, capture_id=capture_id)
        else:
            self.say(type="saved", capture_id=capture_id, photo=_photo(capture_id))


def _photo(photo_id: str) -> dict[str, Any]:
    urls = {"page": f"/photos/{photo_id}/", "thumbnail": f"/photos/{photo_id}/thumbnail/"}
    return {"id": photo_id, "taken_at": "2024-05-01T10:00:00Z", "width": 1280, "height": 720, "urls": urls}
