"""How do hours, euros, enums, instants and lists live in columns? Exact integers, plain text, UTC.

Hours are hundredths of an hour, euros are cents: both databases sum them exactly, which neither does with a
float. A finer or a non-integer value is refused, never rounded in silence.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Integer, String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class _Exact(TypeDecorator[int]):
    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> int | None:
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise TypeError(f"An exact integer is expected here, not {value!r}")
        return value


class Hours(_Exact):
    """Hundredths of an hour."""

    cache_ok = True


class Euros(_Exact):
    """Cents."""

    impl = BigInteger
    cache_ok = True


class Rate(_Exact):
    """Basis points: 700 is 7 %."""

    cache_ok = True


class Kind(TypeDecorator[StrEnum]):
    """A member of one of the trade's enums, held as its value."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any, dialect: Any) -> StrEnum | None:
        return None if value is None else self.kind(value)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; a naive datetime is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("A naive datetime has no place in the database")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


JsonList = JSON(none_as_null=True)


class Numbered:
    """A row known by a number."""

    id: Mapped[int] = mapped_column(primary_key=True)


class Versioned(Numbered):
    """A row that two people may open at once: the second to save is told so."""

    version: Mapped[int] = mapped_column(Integer, nullable=False, default=1)
