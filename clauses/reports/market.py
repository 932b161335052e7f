"""What does the compliance report of a market say? Figures by lot, month and modality, and the method behind them.

No person appears in it: a buyer sees counts, never names. Counts of persons under five are masked outside the
operational space (R21).
"""

from datetime import date
from fractions import Fraction
from typing import Any

from clauses.domain.as_of import Cut
from clauses.domain.kinds import ClauseType
from clauses.domain.values import ratio
from clauses.models.markets import Lot, Market
from clauses.queries import compliance as queries
from clauses.queries.compliance import LotFigures
from clauses.reference import rulebook
from clauses.reports.table import Column, Kind, Report, ReportTable, Row
from clauses.wording import formats
from clauses.wording import report as words
from clauses.wording.labels import label
from clauses.wording.rules import rule_lines, rule_title


def report_name(market: Market, cut: Cut) -> str:
    """« bilan_2026-VB-014_2027-02 »: the reference with what a file name bears, the closing month."""
    reference = "".join(c if c.isalnum() or c in "-_" else "-" for c in market.reference)
    return f"bilan_{reference}_{cut.as_of:%Y-%m}"


def market_report(
    market: Market,
    figures: list[LotFigures],
    months: list[Any],
    *,
    cut: Cut,
    asked_by: str,
    produced_on: date,
) -> Report:
    """Lay out the figures already gathered; recomputes no rule."""
    base = rulebook.fte(cut.as_of).base_hours
    numbers = {f.lot.id: f.lot.number for f in figures}
    owed = sum(f.owed for f in figures)
    validated = sum(f.validated for f in figures)
    return Report(
        title=words.TITLE.format(reference=market.reference),
        reference=market.reference,
        as_of=cut.as_of,
        produced_on=produced_on,
        tables=(
            _summary(market, figures, owed, validated, base, cut),
            _lots(figures, owed, validated),
            _months(months, numbers),
            _modalities(months),
            _changes(figures, cut),
            ReportTable(words.SHEET_DECISIONS, words.DECISIONS, (Column(words.LOT, Kind.COUNT), Column(words.DECISION, Kind.TEXT)), (),
                        note=words.NO_DECISION),
        ),
        method=_method(market, cut, asked_by, base),
    )  # fmt: skip


def _summary(
    market: Market, figures: list[LotFigures], owed: int, validated: int, base: int, cut: Cut
) -> ReportTable:
    with_clause = [f for f in figures if f.lot.has_clause]
    persons = sum(f.persons for f in figures)
    minimum = rulebook.small_cell(cut.as_of).minimum
    shown = f"< {minimum}" if 0 < persons < minimum else formats.number(persons)
    rate = ratio(validated, owed)
    rows = (
        (words.BUYER, market.buyer.name),
        (words.OBJECT, market.title),
        (words.LOTS_WITH_CLAUSE, f"{len(with_clause)} / {len(figures)}"),
        (words.TARGET, formats.hours(owed)),
        (words.VALIDATED, formats.hours(validated)),
        (words.RATE, formats.percent(rate) if rate is not None else "—"),
        (
            words.FTE,
            f"{formats.decimal(Fraction(validated, base), 2)} ({words.FTE_BASE.format(base=formats.hours(base))})",
        ),
        (words.PERSONS, shown),
        (words.STATE, words.PROVISIONAL if cut.provisional else words.FINAL),
    )
    return ReportTable(
        words.SUMMARY,
        words.SUMMARY,
        (Column(words.ITEM, Kind.TEXT, 34), Column(words.VALUE, Kind.TEXT, 70)),
        rows,
    )


def _lots(figures: list[LotFigures], owed: int, validated: int) -> ReportTable:
    columns = (
        Column(words.LOT, Kind.COUNT), Column(words.LOT_TITLE, Kind.TEXT, 36), Column(words.AWARDEE, Kind.TEXT, 28),
        Column(words.TARGET, Kind.HOURS), Column(words.VALIDATED, Kind.HOURS), Column(words.RATE, Kind.PERCENT),
        Column(words.MONTHS, Kind.TEXT, 10), Column(words.TIME, Kind.PERCENT), Column(words.GAP, Kind.PERCENT),
        Column(words.STATE, Kind.TEXT, 24),
    )  # fmt: skip
    return ReportTable(
        "Lots", words.BY_LOT, columns, tuple(_lot(f) for f in figures),
        total=(None, words.TOTAL, None, owed, validated, ratio(validated, owed), None, None, None, None),
    )  # fmt: skip


def _lot(f: LotFigures) -> Row:
    lot, standing = f.lot, f.standing
    if standing is None or f.target is None:
        return (lot.number, lot.title, f.awardee, None, None, None, None, None, None, _why_none(lot))
    return (
        lot.number, lot.title, f.awardee, f.owed, f.validated, standing.hours_rate,
        f"{standing.elapsed}/{standing.total}", standing.time_rate, standing.gap, label(standing.status),
    )  # fmt: skip


def _why_none(lot: Lot) -> str:
    """Why a lot owes no hours: no clause and its reason, another lever, or not awarded yet."""
    if lot.has_clause is False:
        reason = label(lot.no_clause_reason) if lot.no_clause_reason else ""
        return words.WITHOUT_CLAUSE.format(reason=reason[:1].lower() + reason[1:])
    if lot.result is not None and lot.award is None:
        return label(lot.result)
    if lot.award is not None:
        return words.VOLUME_MISSING
    if lot.clause is not None and lot.clause.clause_type is not ClauseType.EXECUTION_CONDITION:
        return label(lot.clause.clause_type)
    return words.NOT_AWARDED


def _months(months: list[Any], numbers: dict[int, int]) -> ReportTable:
    columns = (
        Column(words.MONTH, Kind.MONTH), Column(words.LOT, Kind.COUNT), Column(words.STRUCTURE, Kind.TEXT, 36),
        Column(words.MODALITY, Kind.TEXT, 34), Column(words.VALIDATED, Kind.HOURS),
    )  # fmt: skip
    rows = tuple(
        (month, numbers[lot_id], name, label(modality), hours)
        for lot_id, month, name, modality, hours in months
    )
    total = (words.TOTAL, None, None, None, sum(r[-1] for r in rows))
    return ReportTable("Mois", words.BY_MONTH, columns, rows, total=total)


def _modalities(months: list[Any]) -> ReportTable:
    columns = (
        Column(words.MODALITY, Kind.TEXT, 40), Column(words.VALIDATED, Kind.HOURS), Column(words.SHARE, Kind.PERCENT),
    )  # fmt: skip
    rows = tuple((label(m), hours, share) for m, hours, share in queries.modality_shares(months))
    total = (words.TOTAL, sum(r[1] for r in rows), None)
    return ReportTable(
        words.SHEET_MODALITIES, words.BY_MODALITY, columns, rows, note=words.ROUNDING, total=total
    )


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
    return ReportTable("Modifications", words.CHANGES, columns, rows)


def _method(market: Market, cut: Cut, asked_by: str, base: int) -> tuple[tuple[str, str, str], ...]:
    """Definition of each figure, the rules in force at the closing date, and where they come from."""
    terms: list[tuple[str, str, str]] = [
        (words.ASKED_BY, asked_by, ""),
        (words.AS_OF, formats.day_long(cut.as_of), words.AS_OF_WHY),
        (words.KNOWN_ON, formats.day_long(cut.known_on), words.KNOWN_WHY),
        (words.VALIDATED, words.VALIDATED_WHY, words.OUR_DEFINITION),
        (words.RATE, words.RATE_WHY, words.OUR_DEFINITION),
        (words.TIME, words.TIME_WHY, words.OUR_DEFINITION),
        (words.FTE, words.FTE_BASE.format(base=formats.hours(base)), words.OUR_DEFINITION),
    ]
    for rule in rulebook.described(cut.as_of):
        values = " ; ".join(f"{name} : {value}" for name, value in rule_lines(rule.name, rule.values))
        since = words.SINCE.format(day=formats.day_long(rule.effective_from))
        terms.append((rule_title(rule.name), f"{values} ({since})", rule.source))
    return tuple(terms)
