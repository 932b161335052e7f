"""What does a file that was kept hold? Sealed where it lies, opened in memory: 10 MB at most, as files are taken in."""

import hashlib

from clauses.config import FilesPlace
from clauses.sealing import is_sealed_file, seals
from clauses.stores import Missing, opened


class Gone(Exception):
    """The file is not in its place any more, or is not the one that was kept."""


def place_of(key: str) -> str:
    """What a seal of this file says: it opens under its own name and under no other."""
    return f"file:{key}"


def content_of(files: FilesPlace, key: str, sha256: str) -> bytes:
    """What was put, byte for byte; raises Gone, Away, or Unsealable when its key is not known here.

    A file kept before there were seals is read as it is; the digest of its row tells whether it is still the same.
    """
    try:
        content = opened(files).read(key)
    except Missing as error:
        raise Gone from error
    if is_sealed_file(content[:16]):
        content = seals.open_bytes(content, place=place_of(key))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Gone
    return content
