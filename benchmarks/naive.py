"""The server a tutorial would write, for comparison: each camera has its own FaceMesh, frames are looked at inside
`receive`, one after the other, and landmarks go back as JSON. Run as `python -m benchmarks.naive PORT`.
"""

import json
import sys
from typing import Any

import cv2
import numpy as np
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import URLRouter
from daphne.server import Server
from django.urls import path


class NaiveConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One camera."""

    async def connect(self) -> None:
        """Open a mesh of its own."""
        from benchmarks.mesh import open_reference  # noqa: PLC0415
        from mlmodels.expression import ExpressionModel  # noqa: PLC0415
        from mlmodels.weights import load_weights  # noqa: PLC0415

        self._mesh = open_reference()
        self._expression = ExpressionModel(load_weights())
        await self.accept()

    async def disconnect(self, code: int) -> None:  # noqa: ARG002 - Channels hands it in
        """Close the mesh."""
        self._mesh.close()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Greet, or look at a frame and answer, before the next message is taken."""
        if text_data is not None:
            await self.send(text_data=json.dumps({"type": "welcome"}))
        elif bytes_data:
            await self.send(text_data=json.dumps(self._look(bytes_data)))

    def _look(self, message: bytes) -> dict[str, Any]:
        answer: dict[str, Any] = {"seq": int.from_bytes(message[4:8], "little")}
        image = cv2.imdecode(np.frombuffer(message[8:], np.uint8), cv2.IMREAD_COLOR)
        rgb = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
        answer["sharpness"] = float(cv2.Laplacian(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.CV_64F).var())
        faces = self._mesh.process(rgb).multi_face_landmarks
        if faces:
            answer["landmarks"] = [{"x": p.x, "y": p.y, "z": p.z} for p in faces[0].landmark]
            answer["scores"] = self._scores(rgb, faces[0].landmark)
        return answer

    def _scores(self, rgb: Any, landmarks: Any) -> list[float]:
        from mlmodels.expression_input import expression_input  # noqa: PLC0415

        height, width = rgb.shape[:2]
        points = np.array([(p.x * width, p.y * height) for p in landmarks], np.float32)
        grey = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
        return list(self._expression.scores([expression_input(grey, points)]))


def main() -> None:
    """Serve on 127.0.0.1 until killed."""
    application = URLRouter([path("ws/camera/", NaiveConsumer.as_asgi())])
    Server(application, endpoints=[f"tcp:port={int(sys.argv[1])}:interface=127.0.0.1"]).run()


if __name__ == "__main__":
    main()
