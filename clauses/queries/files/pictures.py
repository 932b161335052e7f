"""Which picture is in this photograph? Asked of a process of its own, so that a hostile one takes nothing down."""

from clauses.domain.kinds_files import FileKind
from clauses.queries import apart
from clauses.queries.archives import Unsafe
from clauses.queries.files import child

_NAMES = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG"}


def redrawn(content: bytes, kind: FileKind) -> bytes:
    """The picture alone, upright, without place, device, thumbnail or hidden part; raises Unsafe (bomb, damaged)."""
    try:
        return apart.ask(child.__file__, content, _NAMES[kind])
    except apart.Stopped as stopped:
        raise Unsafe("bomb" if stopped.heavy else "damaged") from None
