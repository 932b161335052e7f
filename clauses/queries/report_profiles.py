"""Where are the persons of a group: women, under 26, of a priority district, participants of the FSE+, of two territories?

Told as counts and hours by territory, buyer, market or lot, never a person. The groups of one reading are masked together
at every place, so that none is found from another one, nor from all the persons of the place, nor from the places that
another report of the same subject says (R21). Hours are hundredths.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select

from clauses.access.policy import Actor
from clauses.domain.kinds import Gender
from clauses.domain.kinds_reports import ReportScope
from clauses.domain.release_guard import Release, guarded
from clauses.domain.small_cell_masking import Shown, Sum, TooHard, with_hours_hidden
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
TRIES = 50_000  # of other tables, before a page says no place rather than go on


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


def reading(lines: Lines, axis: str, people: Sequence[Profile] | None = None) -> Reading | None:
    """The groups of one reading of the persons of these lines; None for a word that means nothing. `people` spares
    reading them again."""
    if axis in ("territories", "kinds"):
        of_several = report_persons.in_several(lines, "territory" if axis == "territories" else "kind")
        return _parted({"yes": of_several, "no": set(report_persons.ids(lines)) - of_several})
    if axis not in ("gender", "age", "district", "fse"):
        return None
    if people is None:
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


def placed(
    actor: Actor, request: ReportRequest, asked: Mapping[str, str], minimum: int, before: Sequence[ReportRequest] = ()
) -> Placed | None:  # fmt: skip
    """The persons of the group that `asked` names (« gender.woman »), place after place; None for no such group.

    `before`: the reports of the same subject whose pages say the places of these groups too, the oldest first. What one
    says is not to be taken from another: where there are more than a page can weigh, no place is said.
    """
    axis, _, name = asked.get("profile", "").partition(".")
    every = [_asked_by(actor, one) for one in _distinct([*before, request])]
    level = LEVELS.get(about_of(request).scope, "lot")
    hours = [_hours_by(one, level) for one in every]
    people = _profiles(hours) if axis in _NAMES or axis == "fse" else None
    found = [reading(one, axis, _among(people, done)) for one, done in zip(every, hours, strict=True)]
    last = found[-1]
    if last is None or name not in last.groups:
        return None
    releases: list[Release] = []
    for one, groups, done in zip(every, found, hours, strict=True):
        assert groups is not None  # the same axis
        releases.append(_release((one.since, one.cut.last_month), groups, done, minimum, releases))
    return _placed(last, name, level, hours[-1], minimum, releases[-1].shown)


def _asked_by(actor: Actor, request: ReportRequest) -> Lines:
    about, cut = about_of(request), cut_of(request)
    lots = and_(lots_of(actor, about), Lot.id.not_in(report_lines.reserved_lots()))
    return Lines(lots, cut, about.since(cut))


def _distinct(requests: Sequence[ReportRequest]) -> list[ReportRequest]:
    """Each reading of the ledger once, up to that of the last one: made again, it says what it said the first time."""
    found: dict[tuple[object, ...], ReportRequest] = {}
    for one in requests:
        found.setdefault(_reading_of(one), one)
        if _reading_of(one) == _reading_of(requests[-1]):
            break
    return list(found.values())


def _reading_of(request: ReportRequest) -> tuple[object, ...]:
    cut = cut_of(request)
    return about_of(request).since(cut), cut.last_month, cut.known_on


def _profiles(hours: Iterable[Mapping[tuple[Any, int], int]]) -> dict[int, Profile]:
    numbers = sorted({person for one in hours for _, person in one})
    return {one.participant_id: one for one in report_persons.profiles_of(numbers)}


def _among(
    people: Mapping[int, Profile] | None, hours: Mapping[tuple[Any, int], int]
) -> list[Profile] | None:
    """Of these persons, those with hours here that were not taken back whole; None where they are not asked for."""
    if people is None:
        return None
    done: Counter[int] = Counter()
    for (_, person), centi in hours.items():
        done[person] += centi
    return [people[person] for person, centi in sorted(done.items()) if centi > 0 and person in people]


def _hours_by(lines: Lines, level: str) -> dict[tuple[Any, int], int]:
    """(place, person) -> hours, of the persons whose hours there were not taken back whole."""
    key = report_persons.BY[level]
    asked = report_persons.joined(select(key, LedgerLine.participant_id, func.sum(LedgerLine.hours)), level)
    rows = db.session.execute(asked.where(*lines.where).group_by(key, LedgerLine.participant_id))
    return {(place, person): int(hours) for place, person, hours in rows if hours}


def _release(
    months: tuple[date | None, date], found: Reading, hours: Mapping[tuple[Any, int], int], minimum: int,
    earlier: Sequence[Release],
) -> Release:  # fmt: skip
    """How many persons of each group each place may be said to have, beside the pages of the earlier reports."""
    there = _there(hours)
    counts = {
        f"{place} {group}": len(people & ids)
        for place, people in there.items()
        for group, ids in found.groups.items()
    }
    sums = [
        Sum(f"{place} {total}", tuple(f"{place} {part}" for part in parts))
        for place in there
        for total, parts in found.sums
    ]
    given: dict[str, Shown] = {}
    for group in (one for one in found.groups if one != EVERYONE):
        cells = tuple(f"{place} {group}" for place in there)
        whole = f"sum {group}"
        counts[whole] = sum(counts[cell] for cell in cells)
        sums.append(Sum(whole, cells))
        if counts[whole] >= minimum:  # the report prints it, or a reader is held to know it
            given[whole] = Shown.PLAIN
    # All the persons of a place are known from the other tables: nothing of them can be hidden here.
    for place in there:
        cell = f"{place} {EVERYONE}"
        given[cell] = Shown.UNDER if 0 < counts[cell] < minimum else Shown.PLAIN
    try:
        shown = guarded(*months, counts, sums, minimum, earlier, given=given, tries=TRIES)
    except TooHard:
        shown = {cell: given.get(cell, Shown.HIDDEN) for cell in counts}
    return Release(*months, counts, shown, tuple(sums))


def _there(hours: Mapping[tuple[Any, int], int]) -> dict[Any, set[int]]:
    """The persons of each place, in its order."""
    places = sorted({place for place, _ in hours}, key=lambda one: (one is None, one or 0))
    there: dict[Any, set[int]] = {place: set() for place in places}
    for (place, person), centi in hours.items():
        if centi > 0:
            there[place].add(person)
    return there


def _placed(
    found: Reading, name: str, level: str, hours: Mapping[tuple[Any, int], int], minimum: int, shown: Mapping[str, Shown]
) -> Placed:  # fmt: skip
    there, ours = _there(hours), found.groups[name]
    done: dict[Any, int] = dict.fromkeys(there, 0)
    for (place, person), centi in hours.items():
        if person in ours:
            done[place] += centi
    counts = {place: len(people & ours) for place, people in there.items()}
    how = {place: shown[f"{place} {name}"] for place in there}
    apart = with_hours_hidden(
        {str(place): n for place, n in counts.items()},
        {str(place): one for place, one in how.items()},
        minimum,
    )
    places = [
        Place(place, counts[place], how[place], done[place], str(place) not in apart)
        for place in there
        if counts[place] or done[place] or how[place] is not Shown.PLAIN
    ]
    met = Counter(person for people in there.values() for person in people & ours)
    several = sum(1 for times in met.values() if times > 1)
    return Placed(level, len(ours), sum(done.values()), places, several)
