"""What a card costs: the whole way from the kept JPEG to the PNG, in each look, with a memo of Hangul and an emoji."""

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np

from gallery.card import LOOKS, card_png, strip_png
from tests import portrait

MEMO = "오늘 정말 행복했어요 😀 우리 가족 모두 함께"
SIZE = (1280, 960)
ROUNDS = 15
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def card_cost() -> dict[str, float]:
    """Milliseconds, median (and 95th percentile of the first look); the looks take turns."""
    with tempfile.TemporaryDirectory() as folder:
        photo = Path(folder) / "photo.jpg"
        photo.write_bytes(_noisy_photo())
        times: dict[str, list[float]] = {look: [] for look in (*LOOKS, "strip")}
        for number in range(ROUNDS + 1):
            for look in LOOKS:
                began = time.perf_counter()
                card_png(photo, memo=f"{MEMO} {number}", taken_at=NOON, look=look)
                times[look].append(1_000 * (time.perf_counter() - began))
            began = time.perf_counter()
            strip_png([(photo, NOON)] * 4)
            times["strip"].append(1_000 * (time.perf_counter() - began))
    # The first round also loads the fonts.
    warm = {look: seen[1:] for look, seen in times.items()}
    result = {f"card_{look}_p50_ms": float(np.median(seen)) for look, seen in warm.items()}
    first = warm["instant"]
    return result | {"card_p50_ms": float(np.median(first)), "card_p95_ms": float(np.percentile(first, 95))}


def _noisy_photo() -> bytes:
    """The portrait as a webcam would give it: a sensor's noise is what a PNG packs badly."""
    frame = next(portrait.frames((portrait.Segment(0.1, (1, 1)),)))
    large = cv2.resize(frame, SIZE, interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng(1).normal(0, 3, (*SIZE[::-1], 1))
    return portrait.jpeg(np.clip(large + noise, 0, 255).astype(np.uint8), 93)
