"""How figures leave a benchmark: one JSON object on one line, rounded to three places."""

import json
import math
import sys
from typing import Any


def print_json(result: dict[str, Any]) -> None:
    """Print it."""
    print(json.dumps(_rounded(result)))
    sys.stdout.flush()


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(inner) for name, inner in value.items()}
    if isinstance(value, float):
        return round(value, 3) if math.isfinite(value) else None
    return value
