"""What does a photograph show, and nothing else? Drawn again in a process of its own, with little memory and little time.

It is run as a file: standard input is a JPEG or a PNG, standard output is the same picture written anew. Where it was
taken, by which device, its thumbnail and whatever hides before or after it stay behind; it is turned upright first.
It knows nothing of the portal: no settings, no database, no secret.
"""

import resource
import sys
from io import BytesIO

MEMORY = 1024 * 1024 * 1024  # bytes of address space
SECONDS = 10  # of processor
MOST_PIXELS = 50_000_000  # a sheet of A4 at 600 dots per inch has 35 million
TOO_LARGE, DAMAGED = 3, 4  # what the process ends on
QUALITY = 90
KEPT = {"JPEG": ("L", "RGB"), "PNG": ("1", "L", "RGB", "RGBA", "I;16")}


def redrawn(content: bytes, kind: str) -> bytes:
    """The picture, upright, without what is not the picture. `kind` is JPEG or PNG."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # counted here, before a single pixel is read
    with Image.open(BytesIO(content), formats=[kind]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            sys.exit(TOO_LARGE)
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    if kind == "PNG" and upright.mode in ("P", "PA", "LA"):
        upright = upright.convert("RGBA")
    if upright.mode not in KEPT[kind]:
        upright = upright.convert("RGB")
    upright.info = {}  # nothing that is said of the picture is written again
    made = BytesIO()
    upright.save(made, kind, **({"quality": QUALITY} if kind == "JPEG" else {}))
    return made.getvalue()


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    if sys.platform == "linux":  # elsewhere the limit of the address space does not hold
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        made = redrawn(sys.stdin.buffer.read(), sys.argv[1])
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        MemoryError,
        OverflowError,
        IndexError,
        KeyError,
        TypeError,
    ):
        return DAMAGED
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
