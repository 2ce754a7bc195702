"""Width and height from a picture's first bytes. Pillow's WebP reader would make room for the whole picture merely to
open it: 2 GB for 30 bytes that claim 16383×16383.
"""

from mlmodels.errors import ImageRejectedError


def png_size(data: bytes) -> tuple[int, int]:
    """Of a PNG (RFC 2083, 3.2): the first chunk says it. Raises ImageRejectedError (bad_image)."""
    if data[12:16] != b"IHDR" or len(data) < 24:  # noqa: PLR2004 - where the two numbers end
        raise ImageRejectedError("bad_image")
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def webp_size(data: bytes) -> tuple[int, int]:
    """Of a WebP (RFC 9649) in any of its three forms. Raises ImageRejectedError (bad_image)."""
    form, body = data[12:16], data[20:30]
    if form == b"VP8X" and len(body) == 10:  # noqa: PLR2004
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if form == b"VP8L" and len(body) >= 5 and body[0] == 0x2F:  # noqa: PLR2004
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if form == b"VP8 " and body[3:6] == b"\x9d\x01\x2a" and len(body) == 10:  # noqa: PLR2004
        width, height = int.from_bytes(body[6:8], "little"), int.from_bytes(body[8:10], "little")
        return width & 0x3FFF, height & 0x3FFF
    raise ImageRejectedError("bad_image")
