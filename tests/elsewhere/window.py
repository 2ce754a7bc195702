"""What a test asks of any browser, whichever way it is driven."""

import time
from typing import Any, Protocol


class Window(Protocol):
    """One window. `run` takes the body of a JavaScript function and gives what it returns (JSON)."""

    def go(self, url: str) -> None: ...

    def run(self, script: str) -> Any: ...

    def sign_in(self, url: str, session: str) -> None: ...

    def complaints(self) -> list[str]: ...


def until(window: Window, expression: str, seconds: float = 60) -> None:
    """Wait for a JavaScript expression to hold."""
    deadline = time.monotonic() + seconds
    while not window.run(f"return Boolean({expression})"):
        assert time.monotonic() < deadline, f"never held: {expression}; {window.complaints()}"
        time.sleep(0.1)
