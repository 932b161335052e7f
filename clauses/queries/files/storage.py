"""What does a file that was kept hold? Sealed on the disk, opened in memory: 10 MB at most, as files are taken in."""

import hashlib
from pathlib import Path

from clauses.sealing import is_sealed_file, seals


class Gone(Exception):
    """The file is not on the disk any more, or is not the one that was kept."""


def path_of(folder: Path, key: str) -> Path:
    """Where the file of this key is on the disk."""
    return folder / key[:2] / key


def place_of(key: str) -> str:
    """What a seal of this file says: it opens under its own name and under no other."""
    return f"file:{key}"


def content_of(folder: Path, key: str, sha256: str) -> bytes:
    """What was put, byte for byte; raises Gone, or Unsealable when its key is not known here.

    A file kept before there were seals is read as it is; the digest of its row tells whether it is still the same.
    """
    try:
        content = path_of(folder, key).read_bytes()
    except OSError as error:
        raise Gone from error
    if is_sealed_file(content[:16]):
        content = seals.open_bytes(content, place=place_of(key))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Gone
    return content
