"""An address that a phone reads from a screen or a print."""

import io

import segno


def qr_png(text: str) -> bytes:
    """A PNG of the QR code: black on white with the quiet zone of four modules that readers ask for."""
    with io.BytesIO() as buffer:
        segno.make(text, error="m", micro=False).save(buffer, kind="png", scale=8, border=4)
        return buffer.getvalue()
