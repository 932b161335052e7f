"""What does the product write by itself in each kind of message, and in which language are those words read?

The first line of a file of templates/emails is its subject; the text begins where the reader is greeted.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from clauses.config import ROOT
from clauses.wording import formats, labels
from clauses.wording.typography import FrenchSpaces

FOLDER = ROOT / "templates" / "emails"
ENDINGS = ("emails/ending.txt", "emails/ending_account.txt")
SUBJECT_LENGTH, TEXT_LENGTH = 1_000, 6_000  # of what is typed, marks included
FORMATS: dict[str, Callable[..., str]] = {
    "hours": formats.hours, "euros": formats.euros, "percent": formats.percent, "day": formats.day_long,
    "day_short": formats.day_short, "weekday": formats.day_weekday, "month": formats.month_long,
    "quarter": formats.quarter_long, "of_month": formats.of_month, "phone": formats.phone, "count": formats.count,
    "label": labels.label,
}  # fmt: skip
PLAIN = ("join", "length", "lower", "capitalize")  # of the template language itself


@dataclass(frozen=True, slots=True)
class Words:
    """A subject and a text, as they are typed: marks between braces stand for what each message tells."""

    subject: str
    text: str


class Environment(ImmutableSandboxedEnvironment):
    """Words with nothing within reach: no function, no global, no file but the two endings; and plain text, as letters are."""

    def __init__(self, ending: Callable[[str], str | None]) -> None:
        super().__init__(
            trim_blocks=True, lstrip_blocks=True, autoescape=False, undefined=StrictUndefined,
            extensions=[FrenchSpaces], loader=FunctionLoader(ending),
        )  # fmt: skip
        self.globals.clear()
        kept: dict[str, Any] = {name: self.filters[name] for name in PLAIN}
        self.filters = {**FORMATS, **kept}
        self.tests = {"none": self.tests["none"]}


def _ending(name: str) -> str | None:
    return (ROOT / "templates" / name).read_text(encoding="utf-8") if name in ENDINGS else None


@cache
def environment() -> Environment:
    return Environment(_ending)


@cache
def original(kind: str) -> Words:
    """The subject, on one line, and the text of a kind of message, as the product wrote them."""
    lines = (FOLDER / f"{kind}.txt").read_text(encoding="utf-8").strip().split("\n")
    greeted = next(n for n, line in enumerate(lines) if line.startswith("Bonjour"))
    head = "\n".join(lines[:greeted])
    if len(re.findall(r"{%-? *if\b", head)) != len(re.findall(r"{%-? *endif\b", head)):
        greeted = 1  # the greeting is within a condition
    subject = "".join(line.strip() for line in lines[:greeted])
    return Words(subject, "\n".join(lines[greeted:]).strip())
