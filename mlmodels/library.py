"""Where the models that come inside MediaPipe's wheel lie, without importing MediaPipe (its import takes seconds)."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mlmodels.errors import ModelUnavailableError


@cache
def bundled_model(name: str) -> Path:
    """The path of `name` under the wheel's `modules` folder. Raises ModelUnavailableError when it is not there."""
    spec = find_spec("mediapipe")
    for root in (spec.submodule_search_locations or []) if spec else []:
        path = Path(root) / "modules" / name
        if path.is_file():
            return path
    raise ModelUnavailableError(f"mediapipe carries no {name}: install mediapipe==0.10.21")


def open_interpreter(model: Path | bytes) -> Any:
    """A LiteRT interpreter on one thread, ready to run. It belongs to the thread that uses it."""
    # Here, not above: those who only ask where a model lies need not wait for its runtime.
    from ai_edge_litert.interpreter import Interpreter  # noqa: PLC0415

    source = {"model_content": model} if isinstance(model, bytes) else {"model_path": str(model)}
    interpreter = Interpreter(num_threads=1, **source)
    interpreter.allocate_tensors()
    return interpreter
