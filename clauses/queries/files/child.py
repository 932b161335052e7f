"""What does a photograph show, and nothing else? Drawn again in a process of its own (`clauses.queries.apart`).

It is run as a file: standard input is a JPEG or a PNG, standard output is the same picture written anew. Where it was
taken, by which device, its thumbnail and whatever hides before or after it stay behind; it is turned upright first.
What a picture says of its size is read before a single pixel is: a photograph too large to be held is read smaller,
a drawing too large to be held is refused. It knows nothing of the portal: no settings, no database, no secret.
"""

import sys
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 120_000_000  # of a photograph as it is sent: telephones have up to 108 million
MOST_HELD = 64_000_000  # bytes of the pixels held at once: 16 million in colour; twice when they are turned
MOST_LATER = (
    16_000_000  # pixels of a photograph written by successive passes, which are all held until the last
)
TOO_LARGE, DAMAGED = 3, 4  # what the process ends on, as `clauses.queries.apart` reads it
MOST_BYTES = 10_000_000  # of what is written: as much as may be sent
QUALITIES = (90, 75, 60)  # the first that holds in so many bytes
FAST = 1  # of zlib: a scanned page is written in a second, a little heavier
_BYTES = {
    "1": 1,
    "L": 1,
    "P": 5,
    "I;16": 2,
}  # of a pixel in memory, a palette being undone; four for every other mode
KEPT = {"JPEG": ("L", "RGB"), "PNG": ("1", "L", "RGB", "RGBA", "I;16")}
BROKEN = (OSError, ValueError, SyntaxError, EOFError, OverflowError, IndexError, KeyError, TypeError)


def redrawn(content: bytes, kind: str) -> bytes:
    """The picture, upright, without what is not the picture. `kind` is JPEG or PNG; at most 10 MB."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # counted here, before a single pixel is read
    with Image.open(BytesIO(content), formats=[kind]) as picture:
        pixels = picture.width * picture.height
        later = bool(picture.info.get("progressive"))
        if pixels > (MOST_LATER if later else MOST_PIXELS):
            sys.exit(TOO_LARGE)
        held = pixels * _BYTES.get(picture.mode, 4)
        if kind == "JPEG":
            part = next(part for part in (1, 2, 4, 8) if held <= MOST_HELD * part * part)
            part = max(part, 2) if later and held > MOST_HELD // 2 else part
            picture.draft(None, (picture.width // part, picture.height // part))
        elif held > MOST_HELD:
            sys.exit(TOO_LARGE)
        picture.load()
        ImageOps.exif_transpose(picture, in_place=True)
        upright: Image.Image = picture
        if kind == "PNG" and upright.mode in ("P", "PA", "LA"):
            upright = upright.convert("RGBA")
        if upright.mode not in KEPT[kind]:
            upright = upright.convert("RGB")
        upright.info = {}  # nothing that is said of the picture is written again
        return written(upright, kind)


def written(picture: "Image.Image", kind: str) -> bytes:
    """The picture in as many bytes as may be kept; stops when it does not hold in them."""
    options = [{"quality": one} for one in QUALITIES] if kind == "JPEG" else [{"compress_level": FAST}, {}]
    for option in options:
        made = BytesIO()
        picture.save(made, kind, exif=b"", **option)
        if made.tell() <= MOST_BYTES:
            return made.getvalue()
    sys.exit(TOO_LARGE)


def main() -> int:
    try:
        made = redrawn(sys.stdin.buffer.read(), sys.argv[1])
    except MemoryError:
        return TOO_LARGE
    except BROKEN:
        return DAMAGED
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
