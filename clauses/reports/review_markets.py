"""How many markets are to begin, under way and ended, for whom, and of which nature?

Only facts that have a day are read (the target, the start, the closing): the same report gives the same counts for ever.
"""

from fractions import Fraction

from clauses.domain.kinds import BuyerKind, MarketType
from clauses.domain.values import ratio
from clauses.queries.compliance import LotFigures
from clauses.queries.report_lines import NONE
from clauses.queries.report_lots import Stage, is_reserved, stage_of
from clauses.reports.review import CLAUSES, Review
from clauses.reports.table import Column, Kind, Opening, ReportTable, Row
from clauses.wording import formats, reviews
from clauses.wording import report as words
from clauses.wording.labels import label


def by_stage(found: Review) -> ReportTable:
    """Every market that has a target at the cut, ended ones included: by kind of buyer, those without a kind apart."""
    markets: dict[int, list[LotFigures]] = {}
    for f in found.figures:
        if f.target is not None and not is_reserved(f):
            markets.setdefault(f.lot.market_id, []).append(f)
    counts: dict[BuyerKind | None, dict[Stage, int]] = {}
    owed: dict[BuyerKind | None, int] = {}
    for lots in markets.values():
        kind = lots[0].lot.market.buyer.buyer_kind
        counts.setdefault(kind, dict.fromkeys(Stage, 0))[stage_of(lots, found.cut.as_of)] += 1
        owed[kind] = owed.get(kind, 0) + sum(f.owed for f in lots)
    base = found.asked.fte_base
    rows: list[Row] = []
    for kind in (*BuyerKind, None):
        if kind in counts:
            here = counts[kind]
            rows.append((
                label(kind) if kind else reviews.OTHER_BUYER, *(here[stage] for stage in Stage), sum(here.values()),
                ratio(sum(here.values()), len(markets)), owed[kind], _full_time(owed[kind], base),
            ))  # fmt: skip
    columns = (
        Column(reviews.BUYER_KIND, Kind.TEXT, 36), _markets(reviews.TO_BEGIN, Stage.TO_BEGIN),
        _markets(reviews.RUNNING, Stage.RUNNING), _markets(reviews.ENDED, Stage.ENDED), _markets(reviews.MARKETS, "owing"),
        Column(reviews.SHARE_OF_MARKETS, Kind.PERCENT),
        Column(words.TARGET, Kind.HOURS, opens=True, figure="target", asks={"which": "owing"}),
        Column(reviews.FTE_HEADING.format(base=formats.hours(base)), Kind.TEXT, 24),
    )  # fmt: skip
    total = (words.TOTAL, *(sum(row[n] for row in rows) for n in range(1, 5)), None, sum(owed.values()),
             _full_time(sum(owed.values()), base))  # fmt: skip
    return ReportTable(
        reviews.SHEET_STAGES, reviews.BY_STAGE, columns, tuple(rows), total=total, total_opens=CLAUSES,
        opens=tuple({"buyer_kind": kind or NONE, **CLAUSES} for kind in (*BuyerKind, None) if kind in counts),
        note=f"{reviews.STAGE_WHY} {words.ROUNDING}",
    )  # fmt: skip


def _markets(heading: str, which: str) -> Column:
    return Column(heading, Kind.COUNT, opens=True, figure="markets", asks={"which": str(which)})


def _full_time(hours: int, base: int) -> str:
    return formats.decimal(Fraction(hours, base), 2)


def by_type(found: Review) -> ReportTable:
    """What works, services and supplies owe and do: the lots carried out in the months of the report."""
    columns = (
        Column(reviews.TYPE, Kind.TEXT, 28), Column(reviews.MARKETS, Kind.COUNT, opens=True, figure="markets"),
        Column(words.TARGET, Kind.HOURS, opens=True, figure="target"), Column(reviews.SHARE_OF_TARGET, Kind.PERCENT),
        Column(words.VALIDATED, Kind.HOURS, opens=True, asks={"which": "running"}),
        Column(reviews.SHARE_OF_HOURS, Kind.PERCENT),
    )  # fmt: skip
    running = found.running
    owed = sum(f.owed for f in running)
    rows: list[Row] = []
    opens: list[Opening] = []
    for kind in MarketType:
        here = [f for f in running if f.lot.market.market_type is kind]
        if here:
            opens.append({"market_type": kind.value, **CLAUSES})
            target, hours = sum(f.owed for f in here), sum(found.spanned.get(f.lot.id, 0) for f in here)
            rows.append((
                label(kind), len({f.lot.market_id for f in here}), target, ratio(target, owed), hours,
                ratio(hours, found.hours),
            ))  # fmt: skip
    total = (words.TOTAL, sum(row[1] for row in rows), owed, None, sum(row[4] for row in rows), None)
    return ReportTable(
        reviews.SHEET_TYPES, reviews.BY_TYPE, columns, tuple(rows), total=total, note=words.ROUNDING,
        opens=tuple(opens), total_opens=CLAUSES,
    )  # fmt: skip
