"""Which picture is in this photograph? Asked of a process of its own, so that a hostile one takes nothing down."""

import subprocess
import sys
from pathlib import Path

from clauses.domain.kinds_files import FileKind
from clauses.queries.archives import Unsafe
from clauses.queries.files import child

PATIENCE = 15  # seconds by the clock on the wall
_NAMES = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG"}


def redrawn(content: bytes, kind: FileKind) -> bytes:
    """The picture alone, upright, without place, device, thumbnail or hidden part; raises Unsafe (bomb, damaged)."""
    command = [sys.executable, "-I", str(Path(child.__file__)), _NAMES[kind]]
    try:
        done = subprocess.run(  # noqa: PLW1510 - the code of return is read below
            command, input=content, capture_output=True, timeout=PATIENCE, env={"LANG": "C.UTF-8"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unsafe("bomb") from None
    if done.returncode < 0 or done.returncode == child.TOO_LARGE:  # stopped by a limit
        raise Unsafe("bomb")
    if done.returncode or not done.stdout:
        raise Unsafe("damaged")
    return done.stdout
