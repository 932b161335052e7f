"""What does the compliance report of a market say? Figures by lot, month and modality, and the method behind them.

No person appears in it: a buyer sees counts, never names. Counts of persons under five are masked outside the
operational space (R21).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from sqlalchemy import and_

from clauses.access.policy import Permission
from clauses.domain.as_of import Cut
from clauses.domain.kinds import ClauseType, Modality
from clauses.domain.kinds_decisions import DecisionKind, DecisionState
from clauses.domain.kinds_reports import ReportKind
from clauses.domain.values import ratio
from clauses.models.decisions import Decision
from clauses.models.follow_up import RecoveryAction
from clauses.models.markets import Lot, Market
from clauses.queries import compliance as queries
from clauses.queries import recovery, report_lines, report_persons
from clauses.queries.compliance import LotFigures
from clauses.queries.decisions import decisions_on
from clauses.queries.report_lines import MonthOf
from clauses.queries.report_lots import is_reserved
from clauses.queries.report_scope import Lines
from clauses.reports.asked import Asked, file_name, lines_table, method, state_of
from clauses.reports.counts import ALL, Count
from clauses.reports.recovery import recovery_table
from clauses.reports.table import Column, Kind, Opening, Report, ReportTable, Row, figure
from clauses.wording import formats, reviews
from clauses.wording import report as words
from clauses.wording.labels import label


def report(asked: Asked) -> tuple[Report, str]:
    """The report and the name of its files, without their endings."""
    figures = asked.figures()
    market = queries.market(asked.actor, asked.about.market_id or 0, Permission.REPORT_REQUEST)
    decided = decisions_on([one.lot.id for one in figures])
    made = market_report(
        market,
        figures,
        asked.lines,
        fte_base=asked.fte_base,
        asked_by=asked.asked_by,
        produced_on=asked.produced_on,
        decisions=decided,
        recovering=recovery.of_lots([one.lot.id for one in figures]),
    )
    return made, file_name("bilan", market.reference, f"{asked.cut.as_of:%Y-%m}")


def market_report(
    market: Market,
    figures: list[LotFigures],
    lines: Lines,
    *,
    fte_base: int,
    asked_by: str,
    produced_on: date,
    decisions: Sequence[Decision] = (),
    recovering: Sequence[RecoveryAction] = (),
) -> Report:
    """Lay out the figures of the lots already gathered, and what the lines of the ledger sum to at the same cut.

    The hours of reserved lots stand beside those of the clauses and are never added to them (R7-5).
    """
    cut = lines.cut
    months = report_lines.months_of(lines)
    numbers = {f.lot.id: f.lot.number for f in figures}
    clauses = [f for f in figures if not is_reserved(f)]
    aside = {f.lot.id: f.validated for f in figures if is_reserved(f)}
    owed, validated = sum(f.owed for f in clauses), sum(f.validated for f in clauses)
    ours = [one for one in months if one.lot_id not in aside]
    beside = [one for one in months if one.lot_id in aside]
    opening = {"reserved": "0"} if aside else {}
    known = [one for one in recovering if one.proposed_on <= min(cut.as_of, cut.known_on)]
    counted = replace(lines, lots=and_(lines.lots, Lot.id.not_in(report_lines.reserved_lots())))
    return Report(
        title=words.title_for(ReportKind.MARKET_COMPLIANCE, market.reference, cut.last_month),
        reference=market.reference,
        as_of=cut.as_of,
        produced_on=produced_on,
        tables=(
            _summary(cut, market, figures, owed, validated, report_persons.count(counted), fte_base, aside),
            _lots(figures, owed, validated, cut, aside),
            _months(ours, numbers, opening),
            *([_reserved_months(beside, numbers)] if beside else []),
            modalities(ours, opening),
            _changes(figures, cut),
            _decisions(decisions, numbers, cut),
            *([recovery_table(known, cut.known_on, numbers)] if known else []),
            lines_table(lines),
        ),
        method=method(
            cut,
            None,
            (words.VALIDATED, words.VALIDATED_WHY, words.OUR_DEFINITION),
            (words.RATE, words.RATE_WHY, words.OUR_DEFINITION),
            *([(reviews.RESERVED, reviews.RESERVED_WHY, words.OUR_DEFINITION)] if aside else []),
            (words.TIME, words.TIME_WHY, words.OUR_DEFINITION),
            (words.OF_DUE, words.DUE_WHY, words.OUR_DEFINITION),
            (words.LEGEND, words.LEGEND_WHY, words.OUR_DEFINITION),
            (words.FTE, words.FTE_BASE.format(base=formats.hours(fte_base)), words.OUR_DEFINITION),
            (words.PERSONS, words.PERSONS_WHY, words.MASKED),
            (words.RELEASES, words.RELEASES_WHY, words.OUR_DEFINITION),
        ),
        asked_by=asked_by,
    )  # fmt: skip


def _summary(
    cut: Cut,
    market: Market,
    figures: list[LotFigures],
    owed: int,
    validated: int,
    persons: int,
    base: int,
    aside: Mapping[int, int],
) -> ReportTable:
    with_clause = [f for f in figures if f.lot.has_clause]
    rate = ratio(validated, owed)
    rows = (
        (words.BUYER, market.buyer.name),
        (words.OBJECT, market.title),
        (words.LOTS_WITH_CLAUSE, f"{len(with_clause)} / {len(figures)}"),
        (words.TARGET, figure(Kind.HOURS, owed)),
        (words.VALIDATED, figure(Kind.HOURS, validated)),
        (words.RATE, figure(Kind.PERCENT, rate)),
        *([(reviews.RESERVED, figure(Kind.HOURS, sum(aside.values())))] if aside else []),
        (words.FTE, full_time(validated, base)),
        (words.PERSONS, Count(ALL, persons)),
        (words.STATE, state_of(cut)),
    )
    leads: dict[str, Opening] = {
        words.VALIDATED: {"reserved": "0"} if aside else {},
        reviews.RESERVED: {"reserved": "1"},
        words.TARGET: {"reserved": "0", "figure": "target"},
        words.LOTS_WITH_CLAUSE: {"figure": "lots", "which": "clause"},
        words.PERSONS: {"reserved": "0", "figure": "persons"},
    }
    return ReportTable(
        words.SUMMARY,
        words.SUMMARY,
        (Column(words.ITEM, Kind.TEXT, 34), Column(words.VALUE, Kind.TEXT, 70, opens=True)),
        rows,
        opens=tuple(leads.get(row[0]) for row in rows),
    )


def full_time(hours: int, base: int) -> str:
    """« 46,55 (base 1 820 h) »: the base is never left out."""
    n = formats.decimal(Fraction(hours, base), 2)
    return words.FTE_VALUE.format(n=n, base=words.FTE_BASE.format(base=formats.hours(base)))


def _lots(
    figures: list[LotFigures], owed: int, validated: int, cut: Cut, aside: Mapping[int, int]
) -> ReportTable:
    """A lot a row; where some are reserved, a column more holds their hours, beside the others."""
    columns: tuple[Column, ...] = (
        Column(words.LOT, Kind.COUNT), Column(words.LOT_TITLE, Kind.TEXT, 36), Column(words.AWARDEE, Kind.TEXT, 28),
        Column(words.TARGET, Kind.HOURS, opens=True, figure="target"), Column(words.VALIDATED, Kind.HOURS, opens=True),
        Column(words.RATE, Kind.PERCENT, opens=True),
        Column(words.MONTHS, Kind.TEXT, 10), Column(words.TIME, Kind.PERCENT), Column(words.GAP, Kind.POINTS),
        Column(words.STATE, Kind.TEXT, 24), Column(words.DUE, Kind.HOURS), Column(words.OF_DUE, Kind.PERCENT),
    )  # fmt: skip
    rows = [_lot(f, cut) for f in figures]
    due = sum(f.place.due for f in figures if f.place and f.lot.id not in aside)
    total: Row = (
        None, words.TOTAL, None, owed, validated, ratio(validated, owed), None, None, None, None, due,
        ratio(validated, due),
    )  # fmt: skip
    if aside:
        columns = (*columns, Column(reviews.RESERVED, Kind.HOURS, opens=True, asks={"reserved": "1"}))
        rows = [
            (*row[:3], None, None, None, *row[6:8], None, _lever(f), None, None, aside[f.lot.id])
            if f.lot.id in aside
            else (*row, None)
            for row, f in zip(rows, figures, strict=True)
        ]
        total = (*total, sum(aside.values()))
    return ReportTable(
        "Lots", words.BY_LOT, columns, tuple(rows), total=total,
        opens=tuple({"lot": str(f.lot.id)} for f in figures), total_opens={"reserved": "0"} if aside else {},
    )  # fmt: skip


def _lot(f: LotFigures, cut: Cut) -> Row:
    lot, standing = f.lot, f.standing
    holder = queries.holder_at(lot, cut)
    name = holder.name if holder else None
    if standing is None or f.target is None:
        return (
            lot.number,
            lot.title,
            name,
            None,
            None,
            None,
            None,
            None,
            None,
            why_none(lot, awarded=holder is not None),
            None,
            None,
        )
    due = f.place.due if f.place else 0
    return (
        lot.number, lot.title, name, f.owed, f.validated, standing.hours_rate,
        f"{standing.elapsed}/{standing.total}", standing.time_rate, standing.gap, label(standing.status), due,
        ratio(f.validated, due),
    )  # fmt: skip


def _lever(f: LotFigures) -> str:
    return label(f.lot.clause.clause_type) if f.lot.clause else ""


def why_none(lot: Lot, *, awarded: bool) -> str:
    """Why a lot owes no hours: no clause and its reason, another lever, or not awarded yet at that date."""
    if lot.has_clause is False:
        reason = label(lot.no_clause_reason) if lot.no_clause_reason else ""
        return words.WITHOUT_CLAUSE.format(reason=reason[:1].lower() + reason[1:])
    if lot.result is not None and lot.award is None:
        return label(lot.result)
    if awarded:
        return words.VOLUME_MISSING
    if (
        lot.award is None
        and lot.clause is not None
        and lot.clause.clause_type is not ClauseType.EXECUTION_CONDITION
    ):
        return label(lot.clause.clause_type)
    return words.NOT_AWARDED


def _months(months: list[MonthOf], numbers: dict[int, int], opening: dict[str, str]) -> ReportTable:
    return _by_month(months, numbers, ("Mois", words.BY_MONTH, words.VALIDATED), opening)


def _reserved_months(months: list[MonthOf], numbers: dict[int, int]) -> ReportTable:
    """The hours of the reserved lots, in a table of their own."""
    named = (words.SHEET_RESERVED, words.BY_RESERVED_MONTH, reviews.RESERVED)
    return _by_month(months, numbers, named, {"reserved": "1"})


def _by_month(
    months: list[MonthOf], numbers: dict[int, int], named: tuple[str, str, str], opening: dict[str, str]
) -> ReportTable:
    sheet, title, heading = named
    columns = (
        Column(words.MONTH, Kind.MONTH), Column(words.LOT, Kind.COUNT), Column(words.STRUCTURE, Kind.TEXT, 36),
        Column(words.MODALITY, Kind.TEXT, 34), Column(heading, Kind.HOURS, opens=True),
    )  # fmt: skip
    rows = tuple((m.month, numbers[m.lot_id], m.structure, label(m.modality), m.hours) for m in months)
    return ReportTable(
        sheet, title, columns, rows, total=(words.TOTAL, None, None, None, sum(m.hours for m in months)),
        opens=tuple(
            {"month": f"{m.month:%Y-%m}", "lot": str(m.lot_id), "employer": str(m.employer_id), "modality": m.modality.value}
            for m in months
        ),
        total_opens=opening,
    )  # fmt: skip


def shares(months: list[MonthOf]) -> list[tuple[Modality, int, Fraction | None]]:
    """Hours by modality in the fixed order, with the share of each."""
    sums: dict[Modality, int] = {}
    for one in months:
        sums[one.modality] = sums.get(one.modality, 0) + one.hours
    total = sum(sums.values())
    return [(m, sums[m], ratio(sums[m], total)) for m in Modality if sums.get(m)]


def modalities(months: list[MonthOf], also: Opening = None) -> ReportTable:
    """Hours by modality, and the lots done that way; the shares are rounded one by one, and the note says so."""
    columns = (
        Column(words.MODALITY, Kind.TEXT, 40), Column(words.VALIDATED, Kind.HOURS, opens=True),
        Column(words.SHARE, Kind.PERCENT), Column(words.LOTS, Kind.COUNT, opens=True, figure="lots", asks={"which": "with_hours"}), Column(words.SHARE_OF_LOTS, Kind.PERCENT),
    )  # fmt: skip
    found = shares(months)
    opening = also or {}
    lots = {mode: {one.lot_id for one in months if one.modality is mode} for mode, _, _ in found}
    every = len({one.lot_id for one in months})
    return ReportTable(
        words.SHEET_MODALITIES, words.BY_MODALITY, columns,
        tuple((label(m), hours, share, len(lots[m]), ratio(len(lots[m]), every)) for m, hours, share in found),
        note=f"{words.ROUNDING} {words.SEVERAL_MODALITIES}",
        total=(words.TOTAL, sum(hours for _, hours, _ in found), None, every, None),
        opens=tuple({"modality": m.value, **opening} for m, _, _ in found), total_opens=opening,
    )  # fmt: skip


def _changes(figures: list[LotFigures], cut: Cut) -> ReportTable:
    columns = (
        Column(words.LOT, Kind.COUNT), Column(words.VERSION, Kind.COUNT), Column(words.EFFECT, Kind.DAY),
        Column(words.REASON, Kind.TEXT, 30), Column(words.TARGET, Kind.HOURS), Column(words.START, Kind.DAY),
        Column(words.DURATION, Kind.COUNT),
    )  # fmt: skip
    rows = tuple(
        (f.lot.number, t.number, t.effective_on, t.reason, t.hours, t.exec_start, t.exec_months)
        for f in figures
        for t in f.lot.targets
        if t.effective_on <= cut.as_of and t.recorded_on <= cut.known_on
    )
    return ReportTable("Modifications", words.CHANGES, columns, rows, records=True)


def _decisions(decisions: Sequence[Decision], numbers: dict[int, int], cut: Cut) -> ReportTable:
    """What the buyer decided up to the closing date, as it was known: what is proposed and decided side by side."""
    columns = (
        Column(words.LOT, Kind.COUNT), Column(words.DECISION, Kind.TEXT, 26), Column(words.DECISION_STATE, Kind.TEXT, 14),
        Column(words.EFFECT, Kind.DAY), Column(words.NEUTRALISED, Kind.HOURS), Column(words.PROPOSED, Kind.EUROS),
        Column(words.DECIDED, Kind.EUROS), Column(words.REASON, Kind.TEXT, 50),
    )  # fmt: skip
    rows = tuple(
        _decision(one, numbers, cut)
        for one in decisions
        if one.prepared_on <= cut.as_of and one.prepared_on <= cut.known_on
    )
    return ReportTable(
        words.SHEET_DECISIONS,
        words.DECISIONS,
        columns,
        rows,
        note=None if rows else words.NO_DECISION,
        records=True,
    )


def _decision(one: Decision, numbers: dict[int, int], cut: Cut) -> Row:
    """What a decision said as it was known at the cut: a contest or another amount that came later changes nothing of it."""
    steps = [step for step in one.steps if step.said_on <= cut.known_on]
    last = steps[-1]
    priced = one.kind in (DecisionKind.PENALTY, DecisionKind.WAIVER)
    decided = next((step.amount for step in reversed(steps) if step.state is DecisionState.DECIDED), None)
    if last.state is DecisionState.WAIVED:
        decided = 0
    return (
        numbers.get(one.lot_id), label(one.kind), label(last.state), one.prepared_on, one.hours,
        last.proposed_amount if priced else None, decided if priced else None, last.reason,
    )  # fmt: skip
