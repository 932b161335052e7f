"""Where are the persons of a group: women, under 26, of a priority district, participants of the FSE+, of two territories?

Told as counts and hours by territory, buyer, market or lot, never a person. The groups of one reading are masked together
at every place, so that none is found from another one, nor from all the persons of the place (R21). Hours are hundredths.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from clauses.access.policy import Actor
from clauses.domain.kinds import Gender
from clauses.domain.kinds_reports import ReportScope
from clauses.domain.small_cell_masking import Shown, Sum, mask, with_hours_hidden
from clauses.extensions import db
from clauses.models.compliance import ReportRequest
from clauses.models.hours import LedgerLine
from clauses.models.markets import Lot
from clauses.queries import report_lines, report_persons
from clauses.queries.hours_people import age_on
from clauses.queries.report_lots import cut_of
from clauses.queries.report_persons import Profile
from clauses.queries.report_requests import about_of
from clauses.queries.report_scope import Lines, lots_of

EVERYONE = "all"
LEVELS = {ReportScope.REGION: "territory", ReportScope.TERRITORY: "buyer", ReportScope.BUYER: "market"}
Groups = dict[str, set[int]]
YOUNG, OLDER = 26, 50  # years at the entry


@dataclass(frozen=True, slots=True)
class Reading:
    """The persons by group, and which groups add up to which."""

    groups: Groups
    sums: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place where persons of the group have hours; `shown` says how their number may be, `told` whether their hours are."""

    number: int | None
    persons: int
    shown: Shown
    hours: int
    told: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """The persons of a group, each once, and their hours; `several` of them are at more than one place."""

    level: str
    persons: int
    hours: int
    places: list[Place]
    several: int


def age_band(profile: Profile) -> str:
    """Under 26, 26 to 49, 50 and over, at the entry; unknown once the person is a number."""
    if profile.birth is None:
        return "unknown"
    age = age_on(profile.birth, profile.entered_on)
    return "young" if age < YOUNG else "middle" if age < OLDER else "older"


BANDS = ("young", "middle", "older", "unknown")


def reading(lines: Lines, axis: str) -> Reading | None:
    """The groups of one reading of the persons of these lines; None for a word that means nothing."""
    if axis in ("territories", "kinds"):
        of_several = report_persons.in_several(lines, "territory" if axis == "territories" else "kind")
        return _parted({"yes": of_several, "no": set(report_persons.ids(lines)) - of_several})
    if axis not in ("gender", "age", "district", "fse"):
        return None
    people = list(report_persons.profiles(lines))
    if axis == "fse":
        return fse(people, report_persons.longer_than_a_day(lines))
    keys: dict[str, Callable[[Profile], str]] = {
        "gender": lambda one: one.gender.value, "age": age_band,
        "district": lambda one: "yes" if one.priority_district else "no",
    }  # fmt: skip
    groups: Groups = {name: set() for name in _NAMES[axis]}
    for one in people:
        groups[keys[axis](one)].add(one.participant_id)
    return _parted(groups)


_NAMES: dict[str, tuple[str, ...]] = {
    "gender": tuple(one.value for one in Gender), "age": BANDS, "district": ("yes", "no"),
}  # fmt: skip


def _parted(groups: Groups) -> Reading:
    names = tuple(groups)
    return Reading({**groups, EVERYONE: set().union(*groups.values())}, ((EVERYONE, names),))


def fse(people: Iterable[Profile], longer: set[int]) -> Reading:
    """The participants that the FSE+ may count: more than a day of contract, a birth date and a gender known.

    Regulations (EU) 2021/1057, annex I, and 2021/1060; ages at the entry.
    """
    groups: Groups = {
        name: set()
        for name in ("total", "missing", "one_day", "women", "men", "under_30", "over_54", "between")
    }
    for one in people:
        number = one.participant_id
        if number not in longer:
            groups["one_day"].add(number)
        elif one.birth is None or one.gender is Gender.UNSTATED:
            groups["missing"].add(number)
        else:
            age = age_on(one.birth, one.entered_on)
            groups["total"].add(number)
            groups["women" if one.gender is Gender.WOMAN else "men"].add(number)
            groups["under_30" if 18 <= age <= 29 else "over_54" if age >= 55 else "between"].add(number)
    everyone = groups["total"] | groups["missing"] | groups["one_day"]
    sums = (
        (EVERYONE, ("total", "missing", "one_day")), ("total", ("women", "men")),
        ("total", ("under_30", "over_54", "between")),
    )  # fmt: skip
    return Reading({**groups, EVERYONE: everyone}, sums)


def placed(actor: Actor, request: ReportRequest, asked: Mapping[str, str], minimum: int) -> Placed | None:
    """The persons of the group that `asked` names (« gender.woman »), place after place; None for no such group."""
    about, cut = about_of(request), cut_of(request)
    lots = and_(lots_of(actor, about), Lot.id.not_in(report_lines.reserved_lots()))
    lines = Lines(lots, cut, about.since(cut))
    axis, _, name = asked.get("profile", "").partition(".")
    found = reading(lines, axis)
    if found is None or name not in found.groups:
        return None
    level = LEVELS.get(about.scope, "lot")
    hours = _hours_by(lines, level)
    return _placed(found, name, level, hours, minimum)


def _hours_by(lines: Lines, level: str) -> dict[tuple[Any, int], int]:
    """(place, person) -> hours, of the persons whose hours there were not taken back whole."""
    key = report_persons.BY[level]
    asked = report_persons.joined(select(key, LedgerLine.participant_id, func.sum(LedgerLine.hours)), level)
    rows = db.session.execute(asked.where(*lines.where).group_by(key, LedgerLine.participant_id))
    return {(place, person): int(hours) for place, person, hours in rows if hours}


def _placed(
    found: Reading, name: str, level: str, hours: Mapping[tuple[Any, int], int], minimum: int
) -> Placed:
    everywhere = sorted({place for place, _ in hours}, key=lambda one: (one is None, one or 0))
    there: dict[Any, set[int]] = {place: set() for place in everywhere}
    done: dict[Any, int] = dict.fromkeys(everywhere, 0)
    ours = found.groups[name]
    for (place, person), centi in hours.items():
        if centi > 0:
            there[place].add(person)
        if person in ours:
            done[place] += centi
    counts = {
        f"{place} {group}": len(there[place] & ids)
        for place in everywhere
        for group, ids in found.groups.items()
    }
    sums = [
        Sum(f"{place} {total}", tuple(f"{place} {part}" for part in parts))
        for place in everywhere
        for total, parts in found.sums
    ]
    for group in (one for one in found.groups if one != EVERYONE):
        cells = tuple(f"{place} {group}" for place in everywhere)
        counts[f"sum {group}"] = sum(counts[cell] for cell in cells)
        sums.append(Sum(f"sum {group}", cells))
    # All the persons of a place are known from the other tables: nothing of them can be hidden here.
    known = {
        f"{place} {EVERYONE}": Shown.UNDER if 0 < counts[f"{place} {EVERYONE}"] < minimum else Shown.PLAIN
        for place in everywhere
    }
    shown = mask(counts, sums, minimum, fixed=known)
    apart = with_hours_hidden(
        {cell: counts[cell] for cell in (f"{place} {name}" for place in everywhere)}, shown, minimum
    )
    places = [
        Place(
            place,
            counts[f"{place} {name}"],
            shown[f"{place} {name}"],
            done[place],
            f"{place} {name}" not in apart,
        )
        for place in everywhere
        if counts[f"{place} {name}"] or done[place] or shown[f"{place} {name}"] is not Shown.PLAIN
    ]
    several = sum(1 for person in ours if sum(person in ids for ids in there.values()) > 1)
    return Placed(level, len(ours), sum(done.values()), places, several)
