"""How does one audit line hold the one before it? SHA-256 over the previous hash and the canonical content."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64
_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode  # made once


def line_hash(prev_hash: str, content: Sequence[Any]) -> str:
    """The hash of a line; instants are written in UTC to the microsecond, so that both databases agree."""
    plain = [
        c.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(c, datetime) else c
        for c in content
    ]
    return hashlib.sha256((prev_hash + _canonical(plain)).encode()).hexdigest()
