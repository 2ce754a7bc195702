"""Draw the app's icons from the logo: for whoever changes the logo. A test holds the files to it."""

from pathlib import Path
from typing import Any, Final

import resvg_py
from django.conf import settings
from django.core.management.base import BaseCommand

PAPER: Final = "#fdf7ee"
ICONS: Final = {
    "icon-180.png": (180, 0.8, True),
    "icon-192.png": (192, 0.96, False),
    "icon-512.png": (512, 0.96, False),
    "icon-maskable-512.png": (512, 0.66, True),
}
"""Side (px), how much of it the logo takes, and whether it lies on paper: iOS fills clear corners with black, and a
launcher may cut all of a maskable one but the inner circle of 80 % (W3C, Web Application Manifest)."""


class Command(BaseCommand):
    help = "Draw the icons of the installed app from templates/static/site/logo.svg."

    def handle(self, **_: Any) -> None:
        folder = settings.STATICFILES_DIRS[0] / "site"
        for name, content in draw(folder / "logo.svg").items():
            (folder / name).write_bytes(content)


def draw(logo: Path) -> dict[str, bytes]:
    """PNGs by name."""
    drawing = logo.read_text(encoding="utf-8").partition(">")[2].rpartition("</svg>")[0]
    return {name: _png(drawing, *how) for name, how in ICONS.items()}


def _png(drawing: str, side: int, share: float, on_paper: bool) -> bytes:  # noqa: FBT001
    whole = 64 / share
    edge = (whole - 64) / 2
    paper = f'<path d="M-{edge}-{edge}h{whole}v{whole}h-{whole}z" fill="{PAPER}"/>' if on_paper else ""
    box = f"-{edge} -{edge} {whole} {whole}"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{paper}{drawing}</svg>'
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=side, height=side))
