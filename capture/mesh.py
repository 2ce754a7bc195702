"""Which landmarks the camera page joins with lines: read from the installed MediaPipe, so that none are copied here."""

import hashlib
import importlib.util
import json
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

GROUPS: Final = {
    "tesselation": ("FACEMESH_TESSELATION",),
    "lips": ("FACEMESH_LIPS",),
    "eyes": ("FACEMESH_LEFT_EYE", "FACEMESH_RIGHT_EYE"),
    "brows": ("FACEMESH_LEFT_EYEBROW", "FACEMESH_RIGHT_EYEBROW"),
    "oval": ("FACEMESH_FACE_OVAL",),
}
"""What the page draws apart, and MediaPipe's names for it."""


class MeshDocument(NamedTuple):
    """The JSON of every group as one flat list of landmark indices (two a line), and the hash of its bytes."""

    body: bytes
    digest: str


@lru_cache(maxsize=1)
def mesh_document() -> MeshDocument:
    """Made once a process. Raises FileNotFoundError when MediaPipe is missing or laid out otherwise."""
    connections = _connections()
    groups = {group: _lines(connections, names) for group, names in GROUPS.items()}
    body = json.dumps(groups, separators=(",", ":")).encode()
    return MeshDocument(body, hashlib.sha256(body).hexdigest()[:16])


def _connections() -> dict[str, frozenset[tuple[int, int]]]:
    """MediaPipe's own table, read from its file: importing the package would take two seconds and pull in all of it."""
    package = importlib.util.find_spec("mediapipe")
    folders = (package.submodule_search_locations if package else None) or ["mediapipe"]
    path = Path(folders[0]) / "python" / "solutions" / "face_mesh_connections.py"
    spec = importlib.util.spec_from_file_location("happythings_face_mesh_connections", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return vars(module)


def _lines(connections: dict[str, frozenset[tuple[int, int]]], names: tuple[str, ...]) -> list[int]:
    """Each line once: MediaPipe lists most of them in both directions. Sorted, so that the hash is always the same."""
    pairs = {(min(pair), max(pair)) for name in names for pair in connections[name]}
    return [index for pair in sorted(pairs) for index in pair]
