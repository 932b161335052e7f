"""What do the reports wider than a market have in common? The same tables, over more or less lots.

Hours of the clauses and of reserved markets are never added (R7-5); a person counts once at each level (R7-1); counts
of persons are masked, and what would give them away with them (R21).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from clauses.domain.as_of import Cut
from clauses.domain.kinds import Gender
from clauses.domain.kinds_reports import ReportSpan
from clauses.domain.reports import SHAPES
from clauses.domain.small_cell_masking import Sum, mask
from clauses.domain.values import add_months, ratio
from clauses.queries import compliance as queries
from clauses.queries import report_lines, report_persons, report_profiles
from clauses.queries.compliance import LotFigures
from clauses.queries.report_lots import is_reserved
from clauses.queries.report_persons import Profile
from clauses.queries.report_scope import Lines
from clauses.reference import rulebook
from clauses.reports.asked import Asked, Term, lines_table, method, state_of
from clauses.reports.counts import ALL, CONTRACTS, Added, Count, Told, by_level
from clauses.reports.market import full_time, modalities
from clauses.reports.table import Column, Figure, Kind, Opening, Report, ReportTable, Row, figure
from clauses.wording import formats, reviews
from clauses.wording import report as words
from clauses.wording.labels import label

MONTHS_BACK = {ReportSpan.YEAR: 12, ReportSpan.QUARTER: 3}
Key = tuple[int | None, str]  # the number and the name of a group
CLAUSES = {"reserved": "0"}


@dataclass(frozen=True, slots=True)
class Review:
    """What is gathered once for all the tables: hours are hundredths, by lot."""

    asked: Asked
    figures: list[LotFigures]
    spanned: dict[int, int]  # of the clauses, in the months of the report
    reserved: dict[int, int]  # of the reserved markets, in the same months
    persons: int
    contracts: int
    before: int | None  # of the clauses, in the same months of the year or of the quarter before

    @property
    def cut(self) -> Cut:
        return self.asked.cut

    @property
    def lines(self) -> Lines:
        return self.asked.clauses(self.asked.since)

    @property
    def minimum(self) -> int:
        return rulebook.small_cell(self.cut.as_of).minimum

    @property
    def hours(self) -> int:
        return sum(self.spanned.values())

    @property
    def running(self) -> list[LotFigures]:
        """The lots of the clauses carried out in the months of the report: their targets are summed."""
        return [f for f in self.figures if not is_reserved(f) and self._runs(f)]

    def _runs(self, f: LotFigures) -> bool:
        return queries.carried_out(f, self.asked.since, self.cut.as_of, f.lot.id in self.spanned)


def gathered(asked: Asked) -> Review:
    figures = asked.figures()
    lines = asked.clauses(asked.since)
    spanned = dict(report_persons.hours_by(lines, "lot"))
    reserved = dict(report_persons.hours_by(asked.reserved(asked.since), "lot"))
    return Review(
        asked, figures, spanned, reserved, report_persons.count(lines), report_persons.contracts(lines),
        _hours_before(asked),
    )  # fmt: skip


def _hours_before(asked: Asked) -> int | None:
    """The hours of the same months one year, or one quarter, earlier, as known at the same cut; None since the beginning."""
    back = MONTHS_BACK.get(SHAPES[asked.about.kind].span)
    if asked.since is None or back is None:
        return None
    earlier = replace(asked.cut, last_month=add_months(asked.cut.last_month, -back))
    lines = replace(asked.clauses(add_months(asked.since, -back)), cut=earlier)
    return sum(hours for _, hours in report_persons.hours_by(lines, "lot"))


def masked_counts(parts: dict[Any, int], whole: int, minimum: int) -> tuple[dict[Any, str | int], str | int]:
    """Each count of persons as it is published, and that of the whole, where each person counts once.

    A reader may hold the sum of the parts for known: it is masked against, even where the whole is less.
    """
    names = {key: f"part {n}" for n, key in enumerate(parts)}
    counts = {names[key]: n for key, n in parts.items()}
    same = sum(parts.values()) == whole
    counts["sum"] = sum(parts.values())
    counts["whole"] = whole
    sums = [Sum("sum", tuple(names.values()))] if parts else []
    shown = mask(counts, sums, minimum)
    total = shown["sum"] if same and parts else shown["whole"]
    return (
        {key: words.masked(parts[key], shown[names[key]], minimum) for key in parts},
        words.masked(whole, total, minimum),
    )


def lead(figure: str, **asked: str) -> dict[str, str]:
    """What a figure of the clauses leads to."""
    return {**CLAUSES, "figure": figure, **asked}


def summary(review: Review, *own: tuple[str, Any]) -> ReportTable:
    """The head of every review: targets, hours, what is reserved beside, full-time equivalents, persons."""
    running = review.running
    owed, done = sum(f.owed for f in running), sum(f.validated for f in running)
    base = review.asked.fte_base
    rate = ratio(done, owed)
    span = reviews.SPANNED[SHAPES[review.asked.about.kind].span]
    everyone = Count(ALL, review.persons)
    per_person: str | Told = "—"
    if review.persons:
        shared = formats.decimal(Fraction(review.hours, 100 * review.persons), 0)
        per_person = Told(everyone, f"{shared}{formats.NARROW}h")
    rows: list[Row] = [
        *own,
        (reviews.MARKETS, figure(Kind.COUNT, len({f.lot.market_id for f in running}))),
        (reviews.LOTS_FOLLOWED, figure(Kind.COUNT, len(running))),
        (words.TARGET, figure(Kind.HOURS, owed)),
        (reviews.FTE_OWED, full_time(owed, base)),
        (reviews.VALIDATED_ALL, figure(Kind.HOURS, done)),
        (words.RATE, figure(Kind.PERCENT, rate)),
        (span, figure(Kind.HOURS, review.hours)),
        *evolution(review),
        (reviews.RESERVED, figure(Kind.HOURS, sum(review.reserved.values()))),
        (words.FTE, full_time(review.hours, base)),
        (words.PERSONS, everyone),
        (words.CONTRACTS, Count(CONTRACTS, review.contracts)),
        (reviews.PER_PERSON, per_person),
        (words.STATE, state_of(review.cut)),
    ]  # fmt: skip
    if span == words.VALIDATED:  # since the beginning: said once
        rows = [row for row in rows if row[0] != reviews.VALIDATED_ALL]
    leads: dict[str, Opening] = {
        span: CLAUSES, reviews.RESERVED: {"reserved": "1"}, words.TARGET: lead("target"), words.PERSONS: lead("persons"),
        words.CONTRACTS: lead("contracts"), reviews.MARKETS: lead("markets"), reviews.LOTS_FOLLOWED: lead("lots"),
        reviews.VALIDATED_ALL: {**CLAUSES, "which": "running", "all": "1"}, reviews.BUYERS: lead("buyers"),
        reviews.COMPANIES: lead("companies"), reviews.ENTITIES: lead("structures"),
        reviews.LOTS_WITH_HOURS: lead("lots", which="with_hours"), reviews.OWNERS: lead("buyers", which="with_hours"),
        reviews.SEVERAL: lead("profile", profile="territories.yes"),
        **{told: {**CLAUSES, "before": "1"} for told, _ in reviews.EVOLUTION.values()},
    }  # fmt: skip
    return ReportTable(
        words.SUMMARY, words.SUMMARY,
        (Column(words.ITEM, Kind.TEXT, 44), Column(words.VALUE, Kind.TEXT, 60, opens=True)), tuple(rows),
        opens=tuple(leads.get(row[0]) for row in rows),
    )  # fmt: skip


def evolution(review: Review) -> list[tuple[str, str]]:
    """The hours of the same months before, and how they moved; nothing in a report that counts since the beginning."""
    if review.before is None:
        return []
    told = reviews.EVOLUTION[SHAPES[review.asked.about.kind].span]
    moved = ratio(review.hours - review.before, review.before)
    shown = figure(Kind.PERCENT, moved)
    if moved is not None and moved > 0:
        shown = Figure(Kind.PERCENT, moved, f"+{shown}")
    return [(told[0], figure(Kind.HOURS, review.before)), (told[1], shown)]


def by_group(
    review: Review, name: str, title: str, heading: str, level: str, key_of: Callable[[LotFigures], Key],
    groups: Sequence[Key] = (), *, total_name: str = words.TOTAL, opens_by: str | None = None,
) -> ReportTable:  # fmt: skip
    """One row a market, a buyer or a territory: target, hours, share, hours of the period, reserved beside, persons.

    `groups` are shown even without a lot; `level` is that of the counts of persons, each once a row and once in all.
    """
    span = reviews.SPANNED[SHAPES[review.asked.about.kind].span]
    columns: tuple[Column, ...] = (
        Column(heading, Kind.TEXT, 44), Column(reviews.LOTS_FOLLOWED, Kind.COUNT, opens=True, figure="lots"),
        Column(words.TARGET, Kind.HOURS, opens=True, figure="target"),
        Column(reviews.VALIDATED_ALL, Kind.HOURS, opens=True, asks={"which": "running", "all": "1"}),
        Column(words.RATE, Kind.PERCENT), Column(span, Kind.HOURS, opens=True),
        Column(reviews.RESERVED, Kind.HOURS, opens=True, asks={"reserved": "1"}),
        Column(reviews.PERSONS, Kind.COUNT, opens=True, figure="persons"),
    )  # fmt: skip
    keys: dict[Key, list[LotFigures]] = {group: [] for group in groups}
    running = {f.lot.id for f in review.running}
    for f in review.figures:
        if f.lot.id in review.spanned or f.lot.id in review.reserved or f.lot.id in running:
            keys.setdefault(key_of(f), []).append(f)
    persons = report_persons.count_by(review.lines, level)
    counts, added = by_level(level, {key[0]: persons.get(key[0], 0) for key in keys}, review.persons)
    rows: list[Row] = []
    for key, found in keys.items():
        mine = [f for f in found if f.lot.id in running]
        owed, done = sum(f.owed for f in mine), sum(f.validated for f in mine)
        rows.append((
            key[1], len(mine), owed, done, ratio(done, owed), sum(review.spanned.get(f.lot.id, 0) for f in found),
            sum(review.reserved.get(f.lot.id, 0) for f in found), counts[key[0]],
        ))  # fmt: skip
    owed, done = sum(row[2] for row in rows), sum(row[3] for row in rows)
    total: Row = (
        total_name, sum(row[1] for row in rows), owed, done, ratio(done, owed), sum(row[5] for row in rows),
        sum(row[6] for row in rows), Count(ALL, review.persons),
    )  # fmt: skip
    by = opens_by or level
    if review.asked.since is None:  # since the beginning: the hours are said once
        columns, total = (*columns[:3], *columns[4:]), (*total[:3], *total[4:])
        rows = [(*row[:3], *row[4:]) for row in rows]
    return ReportTable(
        name, title, columns, tuple(rows), total=total, note=f"{words.PERSONS_WHY} {words.MASKED}",
        opens=tuple({by: str(key[0] or report_lines.NONE), **CLAUSES} for key in keys),
        total_opens={"reserved": "0"}, added=(added,),
    )  # fmt: skip


def by_structure(review: Review) -> ReportTable:
    """The hours of each structure in the months of the report, and its persons."""
    columns = (
        Column(words.STRUCTURE, Kind.TEXT, 44), Column(words.VALIDATED, Kind.HOURS, opens=True),
        Column(words.SHARE, Kind.PERCENT), Column(reviews.PERSONS, Kind.COUNT, opens=True, figure="persons"),
    )  # fmt: skip
    names: dict[int, str] = {}
    hours: dict[int, int] = {}
    for one in report_lines.months_of(review.lines):
        names[one.employer_id] = one.structure
        hours[one.employer_id] = hours.get(one.employer_id, 0) + one.hours
    persons = report_persons.count_by(review.lines, "employer")
    order = sorted(hours, key=lambda one: (-hours[one], names[one]))
    counts, added = by_level("employer", {one: persons.get(one, 0) for one in order}, review.persons)
    rows = tuple((names[one], hours[one], ratio(hours[one], review.hours), counts[one]) for one in order)
    return ReportTable(
        reviews.SHEET_STRUCTURES, reviews.BY_STRUCTURE, columns, rows, note=words.ROUNDING,
        total=(words.TOTAL, review.hours, None, Count(ALL, review.persons)),
        opens=tuple({"employer": str(one), "reserved": "0"} for one in order), total_opens={"reserved": "0"},
        added=(added,),
    )  # fmt: skip


def age_band(profile: Profile) -> str:
    """Under 26, 26 to 49, 50 and over, at the entry; unknown once the person is a number."""
    return reviews.AGES[report_profiles.BANDS.index(report_profiles.age_band(profile))]


def public(review: Review, profiles: Iterable[Profile] | None = None) -> ReportTable:
    """Persons by gender, age and district: three readings of the same total, masked together."""
    axes: dict[str, dict[str, int]] = {
        reviews.GENDER: {label(one): 0 for one in Gender},
        reviews.AGE: dict.fromkeys(reviews.AGES, 0),
        reviews.DISTRICT: dict.fromkeys(reviews.DISTRICTS, 0),
    }
    found = report_persons.profiles(review.lines) if profiles is None else profiles
    for one in found:
        axes[reviews.GENDER][label(one.gender)] += 1
        axes[reviews.AGE][age_band(one)] += 1
        axes[reviews.DISTRICT][reviews.DISTRICTS[0 if one.priority_district else 1]] += 1
    everyone = Count(ALL, review.persons)
    counts = {
        axis: {group: Count(f"{axis} {group}", n) for group, n in groups.items()}
        for axis, groups in axes.items()
    }
    rows = tuple((axis, group, one) for axis, groups in counts.items() for group, one in groups.items())
    columns = (
        Column(reviews.AXIS, Kind.TEXT, 36), Column(reviews.GROUP, Kind.TEXT, 28),
        Column(reviews.PERSONS, Kind.COUNT, opens=True, figure="profile"),
    )  # fmt: skip
    named = {
        "gender": [one.value for one in Gender], "age": report_profiles.BANDS, "district": ("yes", "no"),
    }  # fmt: skip
    return ReportTable(
        reviews.SHEET_PUBLIC, reviews.BY_PUBLIC, columns, rows, note=words.MASKED,
        total=(words.TOTAL, None, everyone), total_opens=lead("persons"),
        opens=tuple({**CLAUSES, "profile": f"{axis}.{name}"} for axis, names in named.items() for name in names),
        added=tuple(Added(everyone, tuple(groups.values())) for groups in counts.values()),
    )  # fmt: skip


def modes(review: Review) -> ReportTable:
    return modalities(report_lines.months_of(review.lines), {"reserved": "0"})


def own_terms(review: Review, not_held: str = reviews.EXITS_NOT_HELD) -> tuple[Term, ...]:
    base = review.asked.fte_base
    ours = words.OUR_DEFINITION
    return (
        (words.VALIDATED, words.VALIDATED_WHY, ours),
        (words.RATE, reviews.RUNNING_WHY, ours),
        (reviews.RESERVED, reviews.RESERVED_WHY, ours),
        (reviews.TERRITORY, reviews.TERRITORY_WHY, ours),
        (words.FTE, words.FTE_BASE.format(base=formats.hours(base)), ours),
        (words.PERSONS, words.PERSONS_WHY, words.MASKED),
        (words.RELEASES, words.RELEASES_WHY, ours),
        (words.CONTRACTS, words.CONTRACTS_WHY, ours),
        (reviews.NOT_HELD, reviews.NOT_HELD_WHY.format(items=not_held), ours),
    )


def made(review: Review, title: str, reference: str, tables: Sequence[ReportTable], *own: Term) -> Report:
    """The report, with the lines behind its figures and the method beside them."""
    asked = review.asked
    return Report(
        title=title, reference=reference, as_of=asked.cut.as_of, produced_on=asked.produced_on,
        tables=(*tables, lines_table(asked.lines)),
        method=method(asked.cut, asked.since, *own_terms(review), *own), asked_by=asked.asked_by,
    )  # fmt: skip


def market_of(f: LotFigures) -> Key:
    market = f.lot.market
    return (market.id, f"{market.reference}, {market.title}")


def buyer_of(f: LotFigures) -> Key:
    return (f.lot.market.buyer_id, f.lot.market.buyer.name)


def holders(review: Review) -> set[int]:
    """The companies that hold the lots summed, at the cut."""
    found = (queries.holder_at(f.lot, review.cut) for f in review.running)
    return {one.id for one in found if one is not None}
