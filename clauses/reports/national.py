"""What does the region send to the national consolidation, to the ANRU and to the FSE+?

The headings of the national consolidation follow the balance sheets published by the alliance of facilitators: hours,
full-time equivalents, contracts beside persons, markets, buyers by kind, companies and structures.
"""

from clauses.domain.kinds import BuyerKind
from clauses.domain.values import ratio
from clauses.queries import report_lines, report_persons, report_profiles
from clauses.queries.compliance import LotFigures
from clauses.reports import review, review_markets
from clauses.reports.asked import Asked, file_name
from clauses.reports.counts import ALL, Added, Count
from clauses.reports.review import Review
from clauses.reports.table import Column, Kind, Report, ReportTable, figure
from clauses.wording import report as words
from clauses.wording import reviews
from clauses.wording.labels import label


def consolidation(asked: Asked) -> tuple[Report, str]:
    """The year of the region under the headings of the national balance sheets."""
    found = review.gathered(asked)
    year = f"{asked.cut.last_month:%Y}"
    with_hours = [f for f in found.figures if found.spanned.get(f.lot.id)]
    tables = (
        review.summary(
            found,
            (reviews.LOTS_WITH_HOURS, figure(Kind.COUNT, len(with_hours))),
            (reviews.OWNERS, figure(Kind.COUNT, len({f.lot.market.buyer_id for f in with_hours}))),
            (reviews.COMPANIES, figure(Kind.COUNT, len(review.holders(found)))),
            (
                reviews.ENTITIES,
                figure(Kind.COUNT, len({one.employer_id for one in report_lines.months_of(found.lines)})),
            ),
        ),
        _by_buyer_kind(found),
        review_markets.by_stage(found),
        review_markets.by_type(found),
        review.modes(found),
        review.public(found),
    )
    title = words.title_for(asked.about.kind, "", asked.cut.last_month)
    terms = (
        (
            reviews.NOT_HELD,
            reviews.NOT_HELD_WHY.format(items=reviews.NATIONAL_NOT_HELD),
            words.OUR_DEFINITION,
        ),
    )
    return review.made(found, title, year, tables, *terms), file_name("consolidation-nationale", year)


def _by_buyer_kind(found: Review) -> ReportTable:
    """Hours of the year by kind of buyer, those without a kind apart."""
    columns = (
        Column(reviews.BUYER_KIND, Kind.TEXT, 36),
        Column(reviews.OWNERS, Kind.COUNT, opens=True, figure="buyers", asks={"which": "with_hours"}),
        Column(words.VALIDATED, Kind.HOURS, opens=True),
        Column(words.SHARE, Kind.PERCENT),
    )  # fmt: skip
    kinds: dict[BuyerKind | None, list[LotFigures]] = {}
    for f in found.figures:
        if found.spanned.get(f.lot.id):
            kinds.setdefault(f.lot.market.buyer.buyer_kind, []).append(f)
    rows = []
    for kind in (*BuyerKind, None):
        lots = kinds.get(kind, [])
        if lots:
            hours = sum(found.spanned[f.lot.id] for f in lots)
            owners = len({f.lot.market.buyer_id for f in lots})
            rows.append(
                (label(kind) if kind else reviews.OTHER_BUYER, owners, hours, ratio(hours, found.hours))
            )
    total = (words.TOTAL, sum(row[1] for row in rows), found.hours, None)
    return ReportTable(
        reviews.SHEET_BUYER_KINDS,
        reviews.BY_BUYER_KIND,
        columns,
        tuple(rows),
        total=total,
        note=words.ROUNDING,
        opens=tuple(
            {"buyer_kind": kind or report_lines.NONE, **review.CLAUSES}
            for kind in (*BuyerKind, None)
            if kind in kinds
        ),
        total_opens=review.CLAUSES,
    )


def anru(asked: Asked) -> tuple[Report, str]:
    """The lots of urban renewal: what each market of the programme owes and has done since its beginning."""
    found = review.gathered(asked)
    buyers = {f.lot.market.buyer_id for f in found.running}
    tables = (
        review.summary(found, (reviews.BUYERS, figure(Kind.COUNT, len(buyers)))),
        review.by_group(found, reviews.SHEET_BUYERS, reviews.BY_BUYER, words.BUYER, "buyer", review.buyer_of),
        review.by_group(
            found, reviews.SHEET_MARKETS, reviews.BY_MARKET, words.MARKET, "market", review.market_of
        ),
        review.modes(found),
        review.public(found),
    )
    title = words.title_for(asked.about.kind, "", asked.cut.last_month)
    made = review.made(found, title, "NPNRU", tables, (words.TARGET, reviews.ANRU_WHY, words.OUR_DEFINITION))
    return made, file_name("anru", f"{asked.cut.as_of:%Y-%m}")


_FSE = {
    reviews.FSE_TOTAL: "total", reviews.FSE_WOMEN: "women", reviews.FSE_MEN: "men", reviews.FSE_UNDER_30: "under_30",
    reviews.FSE_OVER_54: "over_54", reviews.FSE_MISSING: "missing", reviews.FSE_ONE_DAY: "one_day",
}  # fmt: skip


def fse(asked: Asked) -> tuple[Report, str]:
    """The participants of a year that the FSE+ may count, and why the others are not."""
    found = review.gathered(asked)
    people = report_profiles.fse(
        report_persons.profiles(found.lines), report_persons.longer_than_a_day(found.lines)
    ).groups
    counts = {name: len(people[group]) for name, group in _FSE.items()}
    cell = {name: Count(name, n) for name, n in counts.items()}
    added = (
        Added(cell[reviews.FSE_TOTAL], (cell[reviews.FSE_WOMEN], cell[reviews.FSE_MEN])),
        Added(
            cell[reviews.FSE_TOTAL],
            (
                cell[reviews.FSE_UNDER_30],
                cell[reviews.FSE_OVER_54],
                Count("fse others", len(people["between"])),
            ),
        ),
        Added(
            Count(ALL, len(people[report_profiles.EVERYONE])),
            (cell[reviews.FSE_TOTAL], cell[reviews.FSE_MISSING], cell[reviews.FSE_ONE_DAY]),
        ),
    )
    columns = (
        Column(reviews.INDICATOR, Kind.TEXT, 56), Column(reviews.PERSONS, Kind.COUNT, opens=True, figure="profile"),
    )  # fmt: skip
    table = ReportTable(
        reviews.SHEET_INDICATORS, reviews.INDICATORS, columns, tuple(cell.items()), note=words.MASKED, added=added,
        opens=tuple({**review.CLAUSES, "profile": f"fse.{group}"} for group in _FSE.values()),
    )  # fmt: skip
    year = f"{asked.cut.last_month:%Y}"
    title = words.title_for(asked.about.kind, "", asked.cut.last_month)
    terms = (
        (reviews.FSE_TOTAL, reviews.FSE_WHY, reviews.FSE_SOURCE),
        (reviews.NOT_HELD, reviews.NOT_HELD_WHY.format(items=reviews.FSE_NOT_HELD), words.OUR_DEFINITION),
    )
    return review.made(found, title, f"FSE-{year}", (table,), *terms), file_name("participants-fse", year)
