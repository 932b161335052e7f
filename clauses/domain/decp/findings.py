"""What is wrong or odd in a record? All its reasons are gathered, each with its field and the value read."""

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from clauses.domain.decp.contracts import Refusal, Warning

_SHORTENED = 60
_MOST_FINDINGS = 40  # a hostile record may hold thousands of errors
_MOST_IN_A_FILE = (
    20_000  # and a hostile file thousands of such records: beyond, each keeps its first reason alone
)


def clean(value: Any) -> str:
    """A value as one line of text that any database keeps: no control character, no half of a pair."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    text = str(value)
    if text.isprintable():
        return " ".join(text.split())
    kept = (
        " " if unicodedata.category(c) in ("Cc", "Zs", "Zl", "Zp") else "\N{REPLACEMENT CHARACTER}"
        if unicodedata.category(c) == "Cs" else c
        for c in text
    )  # fmt: skip
    return " ".join("".join(kept).split())


def shortened(value: Any) -> str:
    """A value as it is quoted in a sentence; a list or an object is quoted by its beginning."""
    if isinstance(value, (list, dict)):
        value = _outline(value)
    text = clean(value if not isinstance(value, str) else value[: 4 * _SHORTENED])
    return text if len(text) <= _SHORTENED else text[: _SHORTENED - 1] + "…"


def _outline(value: list[Any] | dict[str, Any]) -> str:
    inside = list(value.items())[:3] if isinstance(value, dict) else value[:3]
    marks = "{}" if isinstance(value, dict) else "[]"
    simple = [
        (
            f"{item[0]}: …"
            if isinstance(value, dict)
            else "…"
            if isinstance(item, (list, dict))
            else str(item)[:20]
        )
        for item in inside
    ]
    return marks[0] + ", ".join(simple) + marks[1]


def most_after(told: int) -> int:
    """How many reasons a record may give in a file that has given so many already."""
    return _MOST_FINDINGS if told < _MOST_IN_A_FILE else 1


class Findings:
    """The reasons and the warnings of one record, in the order they were found."""

    def __init__(
        self,
        line: int,
        text_line: int | None,
        *,
        is_siret: Callable[[str], bool],
        today: date,
        most: int = _MOST_FINDINGS,
    ) -> None:
        self._most = most
        self.line = line
        self.text_line = text_line
        self.is_siret = is_siret
        self.today = today
        self.ref: str | None = None
        self.blocked = False
        self._found: list[tuple[bool, str, str, str, dict[str, Any]]] = []

    def refuse(self, field: str, code: str, value: Any = None, **facts: Any) -> None:
        """The record cannot be taken, because of this field."""
        self.blocked = True
        self._add(True, field, code, value, facts)

    def warn(self, field: str, code: str, value: Any = None, **facts: Any) -> None:
        """The record is taken, but somebody should look at this field."""
        self._add(False, field, code, value, facts)

    def _add(self, blocking: bool, field: str, code: str, value: Any, facts: dict[str, Any]) -> None:
        if len(self._found) < self._most or (blocking and not any(found[0] for found in self._found)):
            self._found.append((blocking, clean(field[:120]), code, shortened(value), facts))

    def blocked_at(self, field: str) -> bool:
        """Whether this very field already refuses the record."""
        return any(blocking and where == field for blocking, where, *_ in self._found)

    def refusals(self) -> list[Refusal]:
        """Everything found, for a record that is refused: what blocks first."""
        return [
            Refusal(self.line, self.ref, field, code, value, facts, self.text_line, blocking)
            for blocking, field, code, value, facts in sorted(self._found, key=lambda found: not found[0])
        ]

    def warnings(self) -> tuple[Warning, ...]:
        """Everything found, for a record that is taken; the value read is one of the facts."""
        return tuple(
            Warning(field, code, {**facts, "value": value}) for _, field, code, value, facts in self._found
        )
