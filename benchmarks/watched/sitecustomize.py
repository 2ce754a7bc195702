"""Python imports this by itself where the soak puts its folder on the path: twice a second a server process writes how
many tasks its event loop has into the file that SOAK_TASKS_FILE names.
"""

import asyncio
import os
import sys
import threading
import time
from pathlib import Path


def _watch(file: Path) -> None:
    while True:
        time.sleep(0.5)
        # Both are missing while the server is still being imported.
        loop = getattr(sys.modules.get("daphne.server"), "twisted_loop", None)
        if loop:
            file.write_text(str(len(asyncio.all_tasks(loop))), encoding="ascii")


if "--place" in sys.argv and "SOAK_TASKS_FILE" in os.environ:
    threading.Thread(target=_watch, args=(Path(os.environ["SOAK_TASKS_FILE"]),), daemon=True).start()
