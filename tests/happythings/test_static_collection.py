"""Static files are collected when a source changed, and only then."""

from pathlib import Path

from pytest_django import Settings

from happythings.static_collection import collect_static_if_changed


def test_a_changed_source_is_collected_once(tmp_path: Path, settings: Settings) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "root"
    assert collect_static_if_changed()
    assert (tmp_path / "root/a.css").read_text() == "a"
    assert not collect_static_if_changed()
    (source / "b.css").write_text("b")
    assert collect_static_if_changed()
    assert (tmp_path / "root/b.css").is_file()
