"""Two questions of whoever runs the server: whether it is alive, and whether it can do its work."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from capture.model_problem import model_problem


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is looked at."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """Every part by name, `"ok"` or what is wrong with it; 503 if anything is."""
    problems = {name: check() for name, check in CHECKS.items()}
    ready = not any(problems.values())
    body = {
        "status": "ok" if ready else "unavailable",
        "checks": {name: problem or "ok" for name, problem in problems.items()},
    }
    return JsonResponse(body, status=200 if ready else 503)


def database_problem() -> str | None:
    """Asks the database for something that needs no table."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as error:  # noqa: BLE001  whatever is wrong with it, the answer is 503
        return type(error).__name__
    return None


def folder_problem(folder: Path) -> str | None:
    """Writes a byte into the folder (made when missing) and takes it back."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
            file.flush()
    except OSError as error:
        # Not the text: it names a folder of this machine, and anyone may ask.
        return type(error).__name__
    return None


def photos_problem() -> str | None:
    """Whether a photo could be kept now."""
    return folder_problem(settings.PHOTO_DIR)


def engine_problem() -> str | None:
    """Whether inferences hang that no thread could be found to replace."""
    from capture import engine_host  # noqa: PLC0415 - loads the models' libraries, which commands do not need

    return engine_host.engine_problem()


CHECKS: dict[str, Callable[[], str | None]] = {
    "database": database_problem,
    "photos": photos_problem,
    "model": model_problem,
    "engine": engine_problem,
}
