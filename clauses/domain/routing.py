"""Which resource person follows a lot, and who else looks at it? (R20)

The place of execution decides: commune, inter-municipality, territory. The caller says which territory a commune
belongs to; a vacant territory is still the answer, and its files go to the regional coordinator.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Territory = TypeVar("Territory", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Route(Generic[Territory]):
    """`territory` decides and follows (None outside every territory); `associated` ones read and comment."""

    territory: Territory | None
    associated: tuple[Territory, ...] = ()


def route(communes: Sequence[str], territory_of: Callable[[str], Territory | None]) -> Route[Territory]:
    """The territory of the first commune; those of the others are associated, once each, in their order."""
    if not communes:
        return Route(None)
    found = list(dict.fromkeys(territory_of(code) for code in communes))
    return Route(found[0], tuple(territory for territory in found[1:] if territory is not None))
