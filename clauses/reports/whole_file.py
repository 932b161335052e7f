"""How is a file written so that it is there entirely or not at all, power cut and killed job included?"""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

_CHUNK = 1 << 20


def write_whole(path: Path, write: Callable[[BinaryIO], None]) -> str:
    """Writes beside, forces to the disk, then takes the place of `path`; gives the SHA-256 of the bytes.

    If `write` or the disk fails, nothing is left and what stood at `path` still stands. What a killed job
    could not clean (a hidden « .part » file nobody reads) goes at the next attempt on the same path.
    """
    _sweep(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "w+b") as part:
            fcntl.flock(part, fcntl.LOCK_EX)  # says to _sweep that somebody is at work
            write(part)
            part.flush()
            os.fsync(part.fileno())
            part.seek(0)
            checksum = hashlib.sha256()
            while block := part.read(_CHUNK):
                checksum.update(block)
            os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return checksum.hexdigest()


def _sweep(path: Path) -> None:
    """Removes the parts left by dead jobs; a part still locked belongs to a living one."""
    start, end = f".{path.name}.", ".part"
    for left in path.parent.iterdir():
        if not (left.name.startswith(start) and left.name.endswith(end)):
            continue
        try:
            with left.open("rb") as part:
                fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
                left.unlink()
        except OSError:
            continue
