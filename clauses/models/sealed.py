"""How is a column kept closed, so that neither a copy of the database nor a look at a table tells what it holds?

Each value is sealed for its column (`clauses.sealing`) and opened when the row is read. The database sees random text:
it can neither sort nor compare it, and a question that tries to is refused here rather than answered wrongly.
"""

import json
from enum import StrEnum
from typing import Any

from sqlalchemy import Text
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator

from clauses.sealing import seals


class Sealed(TypeDecorator[Any]):
    """What every sealed column does."""

    impl = Text
    cache_ok = True

    class Comparator(TypeDecorator.Comparator[Any]):
        def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:
            if op not in (operators.is_, operators.is_not):
                raise TypeError(
                    "A sealed column cannot be compared by the database: open the rows, then look"
                )
            return super().operate(op, *other, **kwargs)

    comparator_factory = Comparator

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place  # « table.column »: a seal opens there and nowhere else

    def written(self, value: Any) -> str:
        return str(value)

    def read(self, text: str) -> Any:
        return text

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else seals.seal(self.written(value), place=self.place)

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        return None if value is None else self.read(seals.open(value, place=self.place))


class SealedText(Sealed):
    """A text."""

    cache_ok = True


class SealedJson(Sealed):
    """A list of codes, or yes and no."""

    cache_ok = True

    def written(self, value: Any) -> str:
        return json.dumps(value)

    def read(self, text: str) -> Any:
        return json.loads(text)


class SealedKind(Sealed):
    """A member of one of the trade's enums."""

    cache_ok = True

    def __init__(self, kind: type[StrEnum], place: str) -> None:
        super().__init__(place)
        self.kind = kind

    def written(self, value: Any) -> str:
        return self.kind(value).value

    def read(self, text: str) -> Any:
        return self.kind(text)
