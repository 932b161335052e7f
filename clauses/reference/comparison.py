"""What tells the kinds of structures apart, question by question, and by which article?

Read once and checked: each question is answered for each kind compared, and each answer says how its text was read.
"""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from clauses.domain.kinds import EmployerKind
from clauses.reference.clause_library import MARKS
from clauses.reference.rulebook import FaultyRulebook

COMPARED = (
    EmployerKind.AI,
    EmployerKind.ETTI,
    EmployerKind.EI,
    EmployerKind.ACI,
    EmployerKind.GEIQ,
    EmployerKind.EA,
)
SURE = frozenset({"R", "I"})  # read, or the portal's own words on practice


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    articles: tuple[str, ...]
    mark: str

    @property
    def to_reread(self) -> bool:
        return self.mark not in SURE


@dataclass(frozen=True, slots=True)
class Question:
    code: str  # in its address
    title: str
    answers: dict[EmployerKind, Answer]


@dataclass(frozen=True, slots=True)
class Comparison:
    questions: tuple[Question, ...]
    others: tuple[tuple[EmployerKind, str], ...]

    def question(self, code: str) -> Question | None:
        return next((one for one in self.questions if one.code == code), None)

    def told(self, figures: dict[str, str]) -> "Comparison":
        """The same with the figures of the day in its sentences."""
        questions = tuple(
            replace(one, answers={kind: _told(answer, figures) for kind, answer in one.answers.items()})
            for one in self.questions
        )
        return replace(self, questions=questions)


def _told(answer: Answer, figures: dict[str, str]) -> Answer:
    return replace(answer, text=answer.text.format(**figures))


@cache
def comparison() -> Comparison:
    """The whole comparison, its figures still to be filled."""
    return read((files("clauses.reference") / "data" / "comparison.toml").read_text("utf-8"))


def read(text: str) -> Comparison:
    """The checked comparison of a file; raises FaultyRulebook."""
    document = tomllib.loads(text)
    questions = tuple(_question(table) for table in document["question"])
    if len({one.code for one in questions}) != len(questions):
        raise FaultyRulebook("comparison.toml: two questions have the same code")
    others = tuple((EmployerKind(one["kind"]), one["text"]) for one in document["other"])
    missing = set(EmployerKind) - set(COMPARED) - {kind for kind, _ in others}
    if missing:
        raise FaultyRulebook(f"comparison.toml: nothing is said of {sorted(missing)}")
    return Comparison(questions, others)


def _question(table: dict[str, Any]) -> Question:
    answers = {}
    for kind in COMPARED:
        told = table.get(kind.value)
        if not told or told["mark"] not in MARKS or not told["text"].strip():
            raise FaultyRulebook(
                f"comparison.toml, {table['code']}: answer for {kind}, and say how it was read"
            )
        if told["mark"] == "R" and not told["articles"]:
            raise FaultyRulebook(f"comparison.toml, {table['code']}, {kind}: name the article that was read")
        answers[kind] = Answer(told["text"], tuple(told["articles"]), told["mark"])
    return Question(table["code"], table["title"], answers)
