import io
import tracemalloc
import zipfile
from pathlib import Path

from gallery.archive.long_zip import LongZip


def write(path: Path, count: int) -> int:
    """Write so many files; the bytes of Python's memory that were held at the most."""
    tracemalloc.start()
    with LongZip(path.parent) as archive, path.open("wb") as file:
        for number in range(count):
            archive.add(b"%d" % number, f"한글/{number}.txt")
            file.writelines(archive.file())
        file.writelines(archive.footer())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_ten_times_as_many_files_take_no_more_memory(tmp_path: Path) -> None:
    few, many = write(tmp_path / "few.zip", 2_000), write(tmp_path / "many.zip", 20_000)
    assert many <= few + 100_000


def test_more_files_than_a_plain_zip_can_count_are_all_there(tmp_path: Path) -> None:
    write(tmp_path / "many.zip", 70_000)
    with zipfile.ZipFile(tmp_path / "many.zip") as archive:
        names = archive.namelist()
        assert len(names) == len(set(names)) == 70_000
        assert archive.read("한글/69999.txt") == b"69999"


def test_an_empty_one_is_a_zip(tmp_path: Path) -> None:
    write(tmp_path / "none.zip", 0)
    assert zipfile.ZipFile(io.BytesIO((tmp_path / "none.zip").read_bytes())).namelist() == []
