"""What a process uses, read from /proc."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class Cores:
    """Processor cores kept busy by a process's main thread (its event loop) and by all others."""

    main: float = 0.0
    others: float = 0.0


@contextmanager
def cores_used(pid: int) -> Iterator[Cores]:
    """Filled in when the block ends."""
    used, began, before = Cores(), time.perf_counter(), _seconds(pid)
    yield used
    passed, after = time.perf_counter() - began, _seconds(pid)
    spent = {thread: (after[thread] - before.get(thread, 0.0)) / passed for thread in after}
    used.main = spent.pop(pid, 0.0)
    used.others = sum(spent.values())


def _seconds(pid: int) -> dict[int, float]:
    """Processor time of each thread so far."""
    out = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        fields = (task / "stat").read_text().rpartition(")")[2].split()
        out[int(task.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return out


def resident_mb(pid: int) -> float:
    """Memory in use (resident set)."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) / 1024


def open_files(pid: int) -> int:
    """How many file descriptors are open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))
