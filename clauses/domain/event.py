"""What is a fact that something must follow? A name and ids, written by an act and read again later."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar, Self


@dataclass(frozen=True, slots=True)
class Event:
    """A fact: its `name` is the one of its class, its fields are ids and, for a counter, a month."""

    _months: ClassVar[frozenset[str]] = frozenset()

    @property
    def name(self) -> str:
        return type(self).__name__

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; a month is written as an ISO date."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}

    @classmethod
    def from_dict(cls, payload: Mapping[str, Any]) -> Self:
        """The fact written by `to_dict`; a missing or an unknown key is a TypeError."""
        return cls(
            **{
                key: date.fromisoformat(value) if key in cls._months else value
                for key, value in payload.items()
            }
        )
