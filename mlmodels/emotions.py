"""The one vocabulary of expressions: training, inference, the database, the wire and the screen all read it here."""

from typing import Final

EMOTIONS: Final = ("angry", "disgust", "fear", "happy", "neutral", "sad", "surprise")
"""The seven classes of FER2013 (Goodfellow et al., 2013), in alphabetical order; a class's place is its index."""

HAPPY: Final = EMOTIONS.index("happy")

UNSURE: Final = "unsure"
"""The answer instead of a class when none is probable enough. It has no place in EMOTIONS and no score of its own."""

NO_FACE: Final = "no_face"
"""What is said of a picture that nobody's face was found on. Like UNSURE it has no place in EMOTIONS and no score."""
