"""Which texts does the portal propose for a clause: by segment of purchase, by lever, piece by piece?

The files of `data/clauses/` and `data/levers.toml` are the truth; they are read and checked once, at import: a
missing piece, an unknown placeholder, a lever without text or a trade in two segments is refused. A text keeps its
version and says how its source was read; what was not read in full is shown « à faire relire ».
"""

import string
import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from clauses.domain.kinds import ClauseType
from clauses.domain.levers import Piece

MARKS = frozenset(
    {"R", "X", "D", "M", "I"}
)  # read in full, excerpt read, practice, recalled, our own proposal
READ = frozenset({"R"})
GENERAL = "general"
PLACEHOLDERS = frozenset(
    {
        "adviser", "adviser_short", "buyer", "choice", "difficulty", "if_hours", "lever", "modalities",
        "modalities_list", "monthly", "number", "obligation_short", "own_hours", "penalty", "proofs", "publics", "sub_targets", "title",
        "training", "volume", "weeks", "weight",
    }
)  # fmt: skip


class FaultyLibrary(ValueError):
    """A text that must not be served: its message names the file and what to do."""


@dataclass(frozen=True)
class Segment:
    """A kind of purchase: why a clause there, what to watch, and its four pieces."""

    code: str
    label: str
    version: str
    written_on: date
    mark: str
    source: str
    why: str
    vigilance: tuple[str, ...]
    trades: tuple[str, ...]
    pieces: dict[Piece, str]


@dataclass(frozen=True)
class Lever:
    """The articles a lever rests on, and what it writes in each piece."""

    articles: tuple[str, ...]
    mark: str
    pieces: dict[Piece, str]

    @property
    def to_reread(self) -> bool:
        """True where the text of the law was not read in full."""
        return self.mark not in READ


def read_segment(code: str, text: str) -> Segment:
    """One checked file of `data/clauses/`; raises FaultyLibrary."""
    where = f"{code}.toml"
    document = _toml(text, where)
    wanted = {"label", "version", "written_on", "mark", "source", "trades", "why", "vigilance", "pieces"}
    if set(document) != wanted:
        raise FaultyLibrary(f"{where}: keys differ from what is expected: {sorted(set(document) ^ wanted)}")
    if type(document["written_on"]) is not date:
        raise FaultyLibrary(f"{where}: written_on must be a date")
    for key in ("label", "version", "source", "why"):
        if not isinstance(document[key], str) or not document[key].strip():
            raise FaultyLibrary(f"{where}: {key} is empty")
    if not document["vigilance"]:
        raise FaultyLibrary(f"{where}: say what to watch")
    _check_mark(document["mark"], where)
    pieces = _pieces(document["pieces"], where)
    for piece, written in pieces.items():
        if "{lever}" not in written:
            raise FaultyLibrary(f"{where}, {piece}: the lever's own words have no place")
    return Segment(
        code, document["label"], document["version"], document["written_on"], document["mark"], document["source"],
        document["why"].strip(), tuple(document["vigilance"]), tuple(document["trades"]), pieces,
    )  # fmt: skip


def read_levers(text: str) -> dict[ClauseType, Lever]:
    """What each lever writes; raises FaultyLibrary unless every lever is there."""
    document = _toml(text, "levers.toml")
    known = {kind.value for kind in ClauseType}
    if set(document) != known:
        raise FaultyLibrary(f"levers.toml: levers differ: {sorted(set(document) ^ known)}")
    found = {}
    for name, table in document.items():
        where = f"levers.toml, {name}"
        _check_mark(table.get("mark"), where)
        pieces = _pieces({key: table[key] for key in table if key not in ("articles", "mark")}, where)
        if any("{lever}" in written for written in pieces.values()):
            raise FaultyLibrary(f"{where}: a lever cannot hold itself")
        found[ClauseType(name)] = Lever(tuple(table.get("articles", ())), table["mark"], pieces)
    return found


def _toml(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise FaultyLibrary(f"{where}: not readable as TOML ({fault})") from fault


def _check_mark(mark: Any, where: str) -> None:
    if mark not in MARKS:
        raise FaultyLibrary(f"{where}: mark is one of {sorted(MARKS)}")


def _pieces(table: dict[str, Any], where: str) -> dict[Piece, str]:
    if set(table) != {piece.value for piece in Piece}:
        raise FaultyLibrary(f"{where}: four pieces expected, found {sorted(table)}")
    for name, text in table.items():
        if not isinstance(text, str) or not text.strip():
            raise FaultyLibrary(f"{where}, {name}: empty")
        try:
            asked = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
        except ValueError as fault:
            raise FaultyLibrary(f"{where}, {name}: {fault}") from fault
        if asked - PLACEHOLDERS:
            raise FaultyLibrary(f"{where}, {name}: nothing fills {sorted(asked - PLACEHOLDERS)}")
    return {piece: table[piece.value].strip() for piece in Piece}


def _load() -> tuple[dict[str, Segment], dict[ClauseType, Lever]]:
    data = files("clauses.reference") / "data"
    found = {}
    for entry in sorted((data / "clauses").iterdir(), key=lambda one: one.name):
        if entry.name.endswith(".toml"):
            code = entry.name.removesuffix(".toml")
            found[code] = read_segment(code, entry.read_text("utf-8"))
    if GENERAL not in found:
        raise FaultyLibrary(f"{GENERAL}.toml: the text for every other purchase is missing")
    trades = [trade for segment in found.values() for trade in segment.trades]
    twice = {trade for trade in trades if trades.count(trade) > 1}
    if twice:
        raise FaultyLibrary(f"in two segments: {sorted(twice)}")
    return found, read_levers((data / "levers.toml").read_text("utf-8"))


SEGMENTS, LEVERS = _load()
_SEGMENT_OF = {trade: segment for segment in SEGMENTS.values() for trade in segment.trades}


def segment_of(trade: str | None) -> Segment:
    """The segment of a trade; the general one where the trade has none."""
    return _SEGMENT_OF.get(trade or "", SEGMENTS[GENERAL])


def source_text(segment: Segment, lever: ClauseType, piece: Piece) -> str:
    """The text of a piece before it is filled, the lever's words in their place."""
    return segment.pieces[piece].replace("{lever}", LEVERS[lever].pieces[piece])
