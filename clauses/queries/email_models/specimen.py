"""How do the words of a kind read, case by case, with a readable blank in the place of each value?

A blank answers every question: yes at first, then no where a case is still to be seen. Each branch of the words is
thus met once, without a fact of anybody.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from jinja2 import Template

from clauses.domain.errors import Refused, Several
from clauses.queries.email_models import grammar
from clauses.queries.email_models.originals import ENDINGS, FORMATS, Environment, Words, original
from clauses.wording import email_models as wording

CASES = 60  # more are not looked at: the longest letter has a third of it
LINKS = ("link", "secret")
GREETING = "recipient.first_name"
ROLE = "side.role"


@dataclass(slots=True)
class _Case:
    """The answers given so far, those that were decided before first, and what was printed."""

    decided: dict[tuple[str, ...], bool]
    repeated: dict[str, tuple[str, ...]]
    role: str | None = None  # of the reader, where it is given
    met: dict[tuple[str, ...], bool] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)

    def answer(self, *question: str) -> bool:
        if question not in self.met:
            self.met[question] = self.decided.get(question, True)
        return self.met[question]

    def equals(self, path: str, other: str) -> bool:
        """A value is one thing at a time."""
        if path == ROLE and self.role is not None:
            return other == repr(self.role)
        known = [q for q, yes in self.met.items() if yes and q[:2] == (path, "==") and q[2] != other]
        return False if known else self.answer(path, "==", other)


class Blank:
    """A value that nobody gave: it prints its name in French, and remembers that it did."""

    __slots__ = ("_case", "_path")

    def __init__(self, path: str, case: _Case) -> None:
        self._path, self._case = path, case

    def __getattr__(self, name: str) -> "Blank":
        return Blank(f"{self._path}.{name}", self._case)

    def __getitem__(self, part: Any) -> Any:
        return (
            "" if isinstance(part, slice) else self
        )  # the first letter, then the others: the name is said once

    def __str__(self) -> str:
        self._case.printed.append(self._path)
        return f"[{wording.variable(self._path)}]"

    def __bool__(self) -> bool:
        return self._case.answer(self._path)

    def __eq__(self, other: object) -> bool:
        return self._case.equals(self._path, repr(other))

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __gt__(self, other: object) -> bool:
        return self._case.answer(self._path, ">", repr(other))

    def __lt__(self, other: object) -> bool:
        return self._case.answer(self._path, "<", repr(other))

    __ge__, __le__ = __gt__, __lt__

    def __hash__(self) -> int:
        return hash(self._path)

    def __iter__(self) -> Iterator[Any]:
        names = self._case.repeated.get(self._path, ())
        for _ in range(2):  # what separates two is seen
            each = tuple(Blank(name, self._case) for name in names)
            yield each if len(each) > 1 else (each[0] if each else self)

    def __sub__(self, other: "Blank") -> "Blank":
        return self


def _formatted(name: str) -> Callable[..., Any]:
    def write(value: Any, *words: str) -> Any:
        if name == "count":
            return f"{value} {words[-1]}"
        return value if name != "length" else Blank(f"{value._path}|length", value._case)

    return write


class _Specimens(Environment):
    def __init__(self) -> None:
        super().__init__(lambda name: wording.ENDING if name in ENDINGS else None)
        self.filters = {
            name: _formatted(name) for name in (*FORMATS, "join", "length", "lower", "capitalize")
        }
        self.tests = {"none": lambda value: not value}

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, dict) and isinstance(argument, Blank):
            *others, last = obj
            return obj[next((key for key in others if argument == key), last)]
        return super().getitem(obj, argument)


_specimens = _Specimens()


@dataclass(frozen=True, slots=True)
class Specimen:
    """One case of a message: what makes it differ from the first, its subject and its text."""

    case: str
    subject: str
    text: str
    printed: tuple[str, ...]


@lru_cache(maxsize=512)
def subject(kind: str, source: str) -> str:
    """The first case of a subject, for the list of all kinds."""
    case = _Case({}, grammar.of_text(kind).repeated)
    given = {name: Blank(name, case) for name in grammar.names(kind)}
    return " ".join(_compiled(source).render(given).split())


@lru_cache(maxsize=512)
def _compiled(source: str) -> Template:
    return _specimens.from_string(source)


def specimens(kind: str, words: Words, role: str | None = None, absent: str | None = None) -> list[Specimen]:
    """Each case once, for every reader or for those of one `role`, with every value or without `absent`.

    Raises what the language raises where words that read cannot be written.
    """
    subject, text = _compiled(words.subject), _compiled(words.text)
    fixed: dict[tuple[str, ...], bool] = {(absent,): False} if absent else {}
    repeated = grammar.of_text(kind).repeated
    waiting: list[tuple[dict[tuple[str, ...], bool], tuple[str, ...]]] = [({}, ())]
    seen: set[tuple[tuple[str, ...], bool]] = set()
    found: list[Specimen] = []
    while waiting and len(found) < CASES:
        decided, turned = waiting.pop(0)
        case = _Case({**decided, **fixed}, repeated, role)
        given = {name: Blank(name, case) for name in grammar.names(kind)}
        title, body = " ".join(subject.render(given).split()), text.render(given).strip()
        before: dict[tuple[str, ...], bool] = {}
        for question, answer in case.met.items():
            seen.add((question, answer))
            if question not in fixed and (question, not answer) not in seen:
                seen.add((question, not answer))
                waiting.append(({**before, question: not answer}, question))
            before[question] = answer
        if not any((one.subject, one.text) == (title, body) for one in found):
            found.append(Specimen(_told(turned, decided), title, body, tuple(case.printed)))
    return found


def _told(question: tuple[str, ...], decided: dict[tuple[str, ...], bool]) -> str:
    if not question:
        return wording.FIRST_CASE
    path, *rest = question
    return wording.case(path, rest[-1].strip("'") if rest else None, yes=decided[question])


# What each case of a message owes its reader, by the refusal that says so.
DUTIES: dict[str, Callable[[Specimen], bool]] = {
    "model_no_link": lambda one: sum(one.printed.count(path) for path in LINKS) == 1,
    "model_no_greeting": lambda one: GREETING in one.printed,
    "model_no_reason": lambda one: any(mark in one.text for mark in wording.REASONS),
}


@cache
def kept_by_all(kind: str) -> dict[str, bool]:
    """The duties that the original of a kind keeps: True in every case, False in some of them only."""
    cases = specimens(kind, original(kind))
    kept = {code: [keeps(one) for one in cases] for code, keeps in DUTIES.items()}
    return {code: all(answers) for code, answers in kept.items() if any(answers)}


def roles(kind: str) -> list[str]:
    """The readers whom the original of a kind tells apart, and the others (an empty role)."""
    asked = [typed for typed in grammar.of_text(kind).asks.values() if ROLE in typed]
    return [*sorted({role for typed in asked for role in re.findall(r'"(\w+)"', typed)}), ""] if asked else []


@cache
def told_to(kind: str, role: str) -> frozenset[str]:
    """What the original of a kind tells the readers of one role."""
    return frozenset().union(*(one.printed for one in specimens(kind, original(kind), role)))


def told_too_much(kind: str, words: Words) -> list[str]:
    """What these words would tell to readers whom the original does not tell it to."""
    found: list[str] = []
    for role in roles(kind):
        for one in specimens(kind, words, role):
            found += sorted(set(one.printed) - told_to(kind, role))
    return list(dict.fromkeys(found))


def may_lack(kind: str) -> list[str]:
    """The values that the original of a kind asks for before it prints them: a message may be without them."""
    asked = [
        typed.removeprefix("{% if ").removesuffix(" %}") for typed in grammar.of_text(kind).asks.values()
    ]
    paths = [one for one in asked if re.fullmatch(r"[\w.]+", one)]
    return [one for one in paths if one not in _printed_without(kind, original(kind), one)]


def _printed_without(kind: str, words: Words, path: str) -> set[str]:
    """`path` where it, or a part of it, is printed in a case that is without it."""
    printed = {one for each in specimens(kind, words, absent=path) for one in each.printed}
    return {path for one in printed if one == path or one.startswith(f"{path}.")}


def unguarded(kind: str, words: Words) -> list[str]:
    """The values that these words print in a case that is without them."""
    return [path for path in may_lack(kind) if _printed_without(kind, words, path)]


def check(kind: str, words: Words) -> list[Specimen]:
    """The cases of these words; raises Several, each refusal at its field, where they may not be those of this kind."""
    wrong = grammar.refusals(kind, words)
    if wrong:
        raise Several([*wrong])
    try:
        found, told, bare = specimens(kind, words), told_too_much(kind, words), unguarded(kind, words)
    except Exception as reason:  # whatever the language cannot make of it, the person corrects
        line = getattr(reason, "lineno", None) or 1
        raise Several([Refused("model_unreadable", field="model_text", line=line)]) from reason
    for path in bare:
        wrong.append(Refused("model_may_lack", field="model_text", name=wording.variable(path), typed=path))
    for path in told:
        wrong.append(
            Refused("model_other_reader", field="model_text", name=wording.variable(path), typed=path)
        )
    if any(not one.subject for one in found):
        wrong.append(Refused("model_empty_subject", field="model_subject"))
    for code, always in kept_by_all(kind).items():
        lost = [one for one in found if not DUTIES[code](one)]
        if lost and (always or len(lost) == len(found)):
            wrong.append(Refused(code, field="model_text", case=lost[0].case))
    if wrong:
        raise Several([*wrong])
    return found
