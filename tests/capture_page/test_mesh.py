"""The lines of the face mask."""

from http import HTTPStatus

from django.test import Client

from capture.mesh import mesh_document

LANDMARKS = 468


def test_the_lines_are_pairs_of_landmarks_each_once(client: Client) -> None:
    groups = client.get("/camera/mesh.json").json()
    assert set(groups) == {"tesselation", "lips", "eyes", "brows", "oval"}
    for lines in groups.values():
        assert len(lines) % 2 == 0
        assert all(0 <= index < LANDMARKS for index in lines)
        pairs = [tuple(sorted(lines[place : place + 2])) for place in range(0, len(lines), 2)]
        assert len(pairs) == len(set(pairs))


def test_the_mesh_is_mediapipes_own(client: Client) -> None:
    groups = client.get("/camera/mesh.json").json()
    assert {group: len(lines) // 2 for group, lines in groups.items()} == {
        "tesselation": 1322,
        "lips": 40,
        "eyes": 32,
        "brows": 16,
        "oval": 36,
    }
    assert set(range(LANDMARKS)) == set(groups["tesselation"])
    assert {61, 291} <= set(groups["lips"])  # the corners of the mouth


def test_the_browser_may_keep_it_and_asks_by_its_hash(client: Client) -> None:
    first = client.get("/camera/mesh.json")
    assert first["ETag"] == f'"{mesh_document().digest}"'
    assert "max-age=31536000" in first["Cache-Control"]
    again = client.get("/camera/mesh.json", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == HTTPStatus.NOT_MODIFIED
    other = client.get("/camera/mesh.json", headers={"If-None-Match": '"another"'})
    assert other.status_code == HTTPStatus.OK


def test_the_mesh_is_only_read(client: Client) -> None:
    assert client.post("/camera/mesh.json").status_code == HTTPStatus.METHOD_NOT_ALLOWED
