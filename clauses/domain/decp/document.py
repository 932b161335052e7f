"""Is a file readable text, and which JSON does it hold? Sizes, depth and doubled keys are checked before use."""

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from clauses.domain.errors import Refused

MAX_BYTES = 5_000_000
MAX_RECORDS = 5_000
SHELL_BYTES, SHELL_RECORDS = 200_000_000, 50_000  # a year of a large buyer, read by its administrator
MAX_DEPTH = 30  # the regulation needs 9 levels
MAX_VALUES = 400_000  # 80 for each contract; each costs some 300 bytes of memory once read, whatever it weighs in the file
FIELD = "import_file"

# A string goes to its end or to the end of the text, so that the scan stays linear whatever the file holds.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\(?:.|\Z))*+(?:"|\Z)|[{}\[\]]', re.DOTALL)
_LONGEST_NUMBER = 400


class OddNumber:
    """What the file wrote as a number that is none: NaN, Infinity, or one too long to be read."""

    def __init__(self, written: str) -> None:
        self.written = written[:40]

    def __str__(self) -> str:
        return self.written


class _Doubled(Exception):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def refused(code: str, **facts: Any) -> Refused:
    """The refusal of a whole file."""
    return Refused(code, field=FIELD, **facts)


def decoded(content: bytes, *, strict: bool) -> str:
    """The text of a file: UTF-8 with or without its mark; a table (`strict` false) may be Windows or Latin-1."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if strict or content.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise refused("decp_encoding") from None
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def refuse_crowded(text: str, most: int = MAX_VALUES) -> None:
    """Refuse a JSON text of more values than such a file needs, before any is made: each stands behind one of three signs."""
    if sum(map(text.count, ",[{")) > most:
        raise refused("decp_crowded")


def record_lines(text: str) -> dict[str, list[int]]:
    """The lines where the objects held by a list begin, by what they stand in: `{{[` is a list in two objects.

    Refuses a text nested beyond `MAX_DEPTH`, before the recursive reader sees it.
    """
    found: dict[str, list[int]] = {}
    stack: list[str] = []
    line, seen = 1, 0
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in ("{", "["):
            if mark == "{" and stack and stack[-1] == "[" and len(stack) <= 3:
                line += text.count("\n", seen, token.start())
                seen = token.start()
                found.setdefault("".join(stack), []).append(line)
            stack.append(mark)
            if len(stack) > MAX_DEPTH:
                raise refused("decp_too_deep", limit=MAX_DEPTH)
        elif mark in ("}", "]") and stack:
            stack.pop()
    return found


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    known = dict(pairs)
    if len(known) != len(pairs):
        keys: set[str] = set()
        for key, _ in pairs:
            if key in keys:
                raise _Doubled(key)
            keys.add(key)
    return known


def _number(written: str) -> Any:
    if len(written) > _LONGEST_NUMBER:
        return OddNumber(written)
    try:
        number = Decimal(written)
    except InvalidOperation:
        return OddNumber(written)
    # 1e999999 is a Decimal, but must never be made an int
    return number if abs(number.adjusted()) < _LONGEST_NUMBER else OddNumber(written)


def loaded(text: str) -> Any:
    """The JSON of a text: numbers are exact (`Decimal`), NaN and the like stay as `OddNumber`."""
    try:
        return json.loads(
            text,
            object_pairs_hook=_pairs,
            parse_float=_number,
            parse_int=_number,
            parse_constant=OddNumber,
        )
    except _Doubled as doubled:
        raise refused("decp_doubled_key", key=doubled.key[:60]) from None
    except json.JSONDecodeError as error:
        raise refused("decp_json", line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise refused("decp_too_deep", limit=MAX_DEPTH) from None
