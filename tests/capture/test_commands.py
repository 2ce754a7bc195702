"""The two commands on scripted video and pictures, with the real model."""

import io
import json
import threading
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone
from PIL import Image

from accounts.models import User
from capture.management.commands.analyze import analyze
from gallery.models import Photo
from gallery.selectors import album
from mlmodels.decode import Pixels
from mlmodels.reading import FrameReading
from tests import portrait
from tests.pretend import PretendAnalyzer
from tests.readings import face, frame

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return portrait.write_avi(tmp_path_factory.mktemp("clip") / "두 번 웃기.avi")


def run(name: str, *arguments: str) -> list[dict[str, object]]:
    out = io.StringIO()
    call_command(name, *arguments, "--jsonl", stdout=out, stderr=io.StringIO())
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.model
def test_find_moments_keeps_exactly_the_two_smiles(clip: Path, alice: User) -> None:
    found = run("find_moments", str(clip), "--user", "alice")
    assert len(found) == 2
    for moment, (start, end) in zip(found, portrait.moments(), strict=True):
        assert set(moment) == {"time", "frame", "happy", "sharpness", "photo"}
        assert start <= float(str(moment["time"])) <= end
        assert moment["time"] == pytest.approx(int(str(moment["frame"])) / portrait.FPS, abs=0.01)
        assert 0.7 <= float(str(moment["happy"])) <= 1
    photos = list(album(alice))
    assert [str(photo.uid) for photo in reversed(photos)] == [moment["photo"] for moment in found]
    assert [photo.frame for photo in reversed(photos)] == [moment["frame"] for moment in found]
    assert {(photo.width, photo.height, photo.source) for photo in photos} == {(640, 480, "find_moments")}


@pytest.mark.model
def test_a_second_run_over_the_same_file_adds_nothing(clip: Path, alice: User) -> None:
    first = run("find_moments", str(clip), "--user", "ALICE@example.org")
    assert run("find_moments", str(clip), "--user", "alice") == first
    assert album(alice).count() == 2


@pytest.mark.model
def test_a_second_run_keeps_nothing_anew_of_what_staff_hid(clip: Path, alice: User) -> None:
    first = run("find_moments", str(clip), "--user", "alice")
    Photo.objects.filter(uid=str(first[0]["photo"])).update(hidden_at=timezone.now(), hidden_reason="reported")
    second = run("find_moments", str(clip), "--user", "alice")
    assert second == [first[0] | {"photo": None}, *first[1:]]


@pytest.mark.model
def test_a_dry_run_keeps_nothing_and_needs_no_user(clip: Path, alice: User) -> None:
    found = run("find_moments", str(clip), "--dry-run")
    assert [moment["photo"] for moment in found] == [None, None]
    assert album(alice).count() == 0


def test_find_moments_says_what_is_wrong(clip: Path, tmp_path: Path, alice: User) -> None:
    text = tmp_path / "video.mp4"
    text.write_text("not a video")
    for arguments, words in (
        ([str(clip)], "--user"),
        ([str(clip), "--user", "nobody"], "no user"),
        ([str(tmp_path / "gone.mp4"), "--user", "alice"], "no such file"),
        ([str(text), "--user", "alice"], "can't be opened"),
    ):
        with pytest.raises(CommandError, match=words):
            run("find_moments", *arguments)


def test_the_commands_name_missing_weights(clip: Path, tmp_path: Path) -> None:
    with override_settings(EXPRESSION_WEIGHTS_DIR=tmp_path):
        with pytest.raises(CommandError, match="missing"):
            run("find_moments", str(clip), "--dry-run")
        with pytest.raises(CommandError, match="missing"):
            run("analyze", str(clip))


@pytest.mark.model
def test_analyze_reads_folders_and_names_what_it_can_not_read(tmp_path: Path) -> None:
    face = portrait.portrait()[0:240, 100:340]
    Image.fromarray(face).save(tmp_path / "웃음.jpg")
    Image.fromarray(np.full((100, 100, 3), 90, np.uint8)).save(tmp_path / "wall.png")
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff nothing")
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "notes.txt").write_text("no picture")
    results = {Path(str(r["path"])).name: r for r in run("analyze", str(tmp_path), str(tmp_path / "gone.jpg"))}
    assert set(results) == {"웃음.jpg", "wall.png", "broken.jpg", "empty.jpg", "gone.jpg"}
    smile = results["웃음.jpg"]
    assert (smile["face"], smile["emotion"], smile["error"]) == (True, "happy", None)
    assert isinstance(smile["scores"], dict)
    assert sum(smile["scores"].values()) == pytest.approx(1, abs=1e-2)
    assert results["wall.png"] | {"path": ""} == {
        "path": "", "face": False, "emotion": None, "scores": None, "happy": None, "sharpness": None, "error": None,
    }  # fmt: skip
    assert [results[name]["error"] for name in ("broken.jpg", "empty.jpg", "gone.jpg")] == [
        "bad_image",
        "empty_frame",
        "not_found",
    ]


def test_analyze_says_unsure_when_no_class_is_probable_enough(tmp_path: Path) -> None:
    class Unsure(PretendAnalyzer):
        def read_picture(self, pixels: Pixels) -> FrameReading:
            return frame(face(0.4, unsure_below=0.5))

    Image.new("RGB", (200, 200)).save(tmp_path / "face.jpg")
    result = analyze(tmp_path / "face.jpg", Unsure(threading.Event()))
    assert (result["emotion"], result["happy"]) == ("unsure", 0.4)


def test_analyze_without_a_picture_says_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no pictures"):
        run("analyze", str(tmp_path))
