"""schemathesis with all its checks and phases against a served site: `python -m tests.fuzz_api.run --examples 200`."""

import argparse
import json
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Final

from tests.live import PASSWORD, Site, serve

CONFIG: Final = Path(__file__).with_name("schemathesis.toml")
ROLES: Final = ("nobody", "alice", "charlie", "sam")
SETTINGS: Final = {"API_RATE": "1000000/min"}
"""For the served site: one person asks far more often here than anyone may."""


def prepare(site: Site) -> None:
    """The people, with what they have."""
    site.manage("shell", "--no-imports", "-c", "from tests.fuzz_api.people import make; make()")


ENDING: Final = "/(me|devices)/"
"""What may end the caller's own session is called last, with a token of its own."""
PARTS: Final = (("--exclude-path-regex", ENDING), ("--include-path-regex", ENDING))


def fuzz(site: Site, role: str, examples: int, folder: Path, *extra: str) -> list["subprocess.CompletedProcess[str]"]:
    """Call every operation as `role`, with `extra` options; the processes' output says what failed."""
    return [_fuzz(site, role, examples, folder, (*part, *extra)) for part in PARTS]


def _fuzz(
    site: Site, role: str, examples: int, folder: Path, part: tuple[str, ...]
) -> "subprocess.CompletedProcess[str]":
    headers = [] if role == "nobody" else ["--header", f"X-Session-Token:{_token(site, role)}"]
    command = [
        *(str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(CONFIG), "--no-color"),
        *("run", f"{site.url}/api/schema/", "--max-examples", str(examples), "--generation-database", "none"),
        *("--continue-on-failure", *part, *headers),
    ]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def _token(site: Site, name: str) -> str:
    body = json.dumps({"username": name, "password": PASSWORD}).encode()
    address = f"{site.url}/_allauth/app/v1/auth/login"
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(json.load(answer)["meta"]["session_token"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=200)
    parser.add_argument("--roles", nargs="+", choices=ROLES, default=ROLES)
    options = parser.parse_args()
    failed = []
    with tempfile.TemporaryDirectory() as name, serve(Path(name), **SETTINGS) as site:
        prepare(site)
        for role in options.roles:
            for done in fuzz(site, role, options.examples, Path(name)):
                verdict = "well" if done.returncode == 0 else "FAILED"
                sys.stdout.write(f"=== {role}: {verdict}\n{done.stdout}{done.stderr}\n")
                sys.stdout.flush()
                failed += [role] if done.returncode else []
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
