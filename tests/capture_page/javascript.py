"""Runs the page's own modules in Node, where it is installed."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

MODULES = Path(__file__).parents[2] / "capture" / "static" / "capture"
NODE = shutil.which("node")
needs_node = pytest.mark.node


def run_modules(folder: Path, script: str, modules: Path = MODULES) -> Any:
    """What `script`, a module beside the page's own, hands to `report(value)`; through JSON."""
    assert NODE is not None
    shutil.copytree(modules, folder, dirs_exist_ok=True)
    # Without it Node would not read *.js as ES modules.
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "script.js").write_text(f"const report = (value) => console.log(JSON.stringify(value));\n{script}")
    done = subprocess.run([NODE, "script.js"], cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
