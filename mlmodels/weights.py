"""The weights on disk: `expression.tflite` and its card `expression.json`, believed only if they fit together.

A model file is untrusted state: it is read, hashed and compared before anything runs it.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mlmodels.emotions import EMOTIONS
from mlmodels.errors import ModelUnavailableError

DEFAULT_DIR: Final = Path(__file__).parent / "weights"
FORMAT_VERSION: Final = 3
MODEL: Final = "expression.tflite"
CARD: Final = "expression.json"


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A checked model and what its card says."""

    model: bytes
    card: dict[str, Any]

    @property
    def unsure_below(self) -> float:
        """The probability under which the most probable class is no answer, 0–1."""
        return float(self.card["unsure_below"])


def load_weights(folder: Path = DEFAULT_DIR) -> Weights:
    """Read and check. Raises ModelUnavailableError with a sentence that says which file and why."""
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        model = (folder / MODEL).read_bytes()
    except FileNotFoundError as error:
        raise ModelUnavailableError(
            f"{Path(error.filename).name} is missing: run `make train` or restore it"
        ) from error
    except (OSError, ValueError) as error:
        raise ModelUnavailableError(f"{CARD} or {MODEL} can't be read ({type(error).__name__})") from error
    if not isinstance(card, dict) or card.get("format_version") != FORMAT_VERSION:
        raise ModelUnavailableError(f"{CARD} is not of format version {FORMAT_VERSION}")
    if card.get("classes") != list(EMOTIONS):
        raise ModelUnavailableError(f"{CARD} names other classes than {', '.join(EMOTIONS)}")
    doubt = card.get("unsure_below")
    if not isinstance(doubt, float) or not 0 <= doubt <= 1:
        raise ModelUnavailableError(f"{CARD} does not say below which probability an answer is unsure")
    if hashlib.sha256(model).hexdigest() != card.get("sha256"):
        raise ModelUnavailableError(f"{MODEL} is damaged: its sha256 is not the one in {CARD}")
    return Weights(model, card)


def write_weights(folder: Path, model: bytes, card: dict[str, Any]) -> None:
    """Write model and card; the card comes last, so that a half-written pair never passes `load_weights`."""
    folder.mkdir(parents=True, exist_ok=True)
    card = {"format_version": FORMAT_VERSION, "classes": EMOTIONS, "sha256": hashlib.sha256(model).hexdigest(), **card}
    for name, data in ((MODEL, model), (CARD, (json.dumps(card, indent=2) + "\n").encode())):
        scratch = folder / f"{name}.tmp"
        scratch.write_bytes(data)
        scratch.replace(folder / name)
