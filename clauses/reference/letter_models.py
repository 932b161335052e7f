"""Which text does each model of letter have, in which version?"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter

from clauses.domain.kinds_letters import LetterModel


@dataclass(frozen=True, slots=True)
class Model:
    version: str
    title: str
    paragraphs: tuple[str, ...]

    @property
    def asked(self) -> frozenset[str]:
        """The placeholders of the whole text."""
        return frozenset(name for text in (self.title, *self.paragraphs) for name in placeholders(text))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@cache
def models() -> dict[LetterModel, Model]:
    """All the models; one that is missing or without text is refused when the portal starts."""
    read = tomllib.loads((files("clauses.reference") / "data" / "letters.toml").read_text("utf-8"))
    if set(read) != {one.value for one in LetterModel}:
        raise ValueError("letters.toml: one model of each kind is expected")
    return {
        LetterModel(name): Model(one["version"], one["title"], tuple(one["paragraphs"]))
        for name, one in read.items()
    }


def model(kind: LetterModel) -> Model:
    return models()[kind]
