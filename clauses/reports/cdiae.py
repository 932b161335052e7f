"""What goes with the annual report to the CDIAE: the year of the structures by kind, by territory, and together?

The convention of 2008 leaves the coherence of policies to that council (commitment C8). Only what the ledger holds is
told, so that the same year gives the same figures for ever; exits and prescriptions are said not to be held.
"""

from clauses.domain.kinds import EmployerKind
from clauses.domain.values import ratio
from clauses.queries import report_lines, report_persons
from clauses.reports import region, review
from clauses.reports.asked import Asked, file_name
from clauses.reports.counts import ALL, Count, by_level
from clauses.reports.review import Review
from clauses.reports.table import Column, Kind, Opening, Report, ReportTable, Row, figure
from clauses.wording import report as words
from clauses.wording import reviews
from clauses.wording.labels import label


def report(asked: Asked) -> tuple[Report, str]:
    """The annex of the year and the name of its files."""
    found = review.gathered(asked)
    months = report_lines.months_of(found.lines)
    employers = {one.employer_id for one in months}
    tables = (
        review.summary(found, (reviews.ENTITIES, figure(Kind.COUNT, len(employers)))),
        by_kind(found),
        region.by_territory(found),
        together(found, months),
        review.modes(found),
        review.public(found),
    )
    year = f"{asked.cut.last_month:%Y}"
    title = words.title_for(asked.about.kind, "", asked.cut.last_month)
    why = (reviews.CDIAE_TERM, reviews.CDIAE_WHY, reviews.CDIAE_SOURCE)
    return review.made(found, title, f"CDIAE-{year}", tables, why), file_name("annexe-cdiae", year)


def by_kind(found: Review) -> ReportTable:
    """Hours and persons of the year by kind of structure; those that the companies employ themselves apart."""
    hours: dict[EmployerKind | None, int] = {}
    structures: dict[EmployerKind | None, int] = {}
    for kind, _, centi in report_persons.hours_by(found.lines, "kind", "employer"):
        hours[kind] = hours.get(kind, 0) + centi
        structures[kind] = structures.get(kind, 0) + 1
    persons = report_persons.count_by(found.lines, "kind")
    there = [kind for kind in (*EmployerKind, None) if hours.get(kind)]
    counts, added = by_level("kind", {kind: persons.get(kind, 0) for kind in there}, found.persons)
    columns = (
        Column(reviews.SHEET_KINDS, Kind.TEXT, 44),
        Column(reviews.STRUCTURES_WITH_HOURS, Kind.COUNT, opens=True, figure="structures"),
        Column(words.VALIDATED, Kind.HOURS, opens=True), Column(words.SHARE, Kind.PERCENT),
        Column(reviews.PERSONS, Kind.COUNT, opens=True, figure="persons"),
    )  # fmt: skip
    rows = tuple(
        (label(kind) if kind else reviews.COMPANY_ITSELF, structures[kind], hours[kind], ratio(hours[kind], found.hours),
         counts[kind])
        for kind in there
    )  # fmt: skip
    return ReportTable(
        reviews.SHEET_KINDS, reviews.BY_KIND, columns, rows,
        note=f"{words.ROUNDING} {words.PERSONS_WHY} {words.MASKED}",
        total=(words.TOTAL, sum(structures.values()), found.hours, None, Count(ALL, found.persons)),
        added=(added,), total_opens=review.CLAUSES,
        opens=tuple({"kind": kind or report_lines.NONE, **review.CLAUSES} for kind in there),
    )  # fmt: skip


def together(found: Review, months: list[report_lines.MonthOf]) -> ReportTable:
    """The lots that several structures carried out, and the persons who went from one kind to another."""
    employers: dict[int, set[int]] = {}
    for one in months:
        employers.setdefault(one.lot_id, set()).add(one.employer_id)
    several = sum(1 for those in employers.values() if len(those) > 1)
    share = ratio(several, len(employers))
    rows: tuple[Row, ...] = (
        (reviews.LOTS_WITH_HOURS, figure(Kind.COUNT, len(employers))),
        (reviews.LOTS_TOGETHER, figure(Kind.COUNT, several)),
        (reviews.LOTS_TOGETHER_SHARE, figure(Kind.PERCENT, share)),
        (reviews.PERSONS_TOGETHER, Count("several kinds", len(report_persons.in_several(found.lines, "kind")))),
    )  # fmt: skip
    columns = (Column(reviews.INDICATOR, Kind.TEXT, 56), Column(reviews.VALUE, Kind.TEXT, 24, opens=True))
    opens: tuple[Opening, ...] = (
        review.lead("lots", which="with_hours"), review.lead("lots", which="together"), None,
        review.lead("profile", profile="kinds.yes"),
    )  # fmt: skip
    return ReportTable(
        reviews.SHEET_TOGETHER, reviews.TOGETHER, columns, rows, note=words.MASKED, opens=opens
    )
