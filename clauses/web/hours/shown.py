"""How are months, lines and decisions written for a page? Sentences and pairs, ready to print."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from clauses.actions.hours.validation import Decided
from clauses.domain.kinds import Modality, ReportState
from clauses.domain.values import add_months, last_day, month_of
from clauses.models.hours import MonthlyReport
from clauses.models.markets import Lot
from clauses.queries.hours_lines import Line, digest, standing
from clauses.queries.hours_months import MonthRow, MonthSheet
from clauses.queries.hours_staff import WITH_STAFF
from clauses.queries.hours_validation import Month
from clauses.reference.evidence import evidence
from clauses.wording import evidence as evidence_words
from clauses.wording import formats, sentences
from clauses.wording import hours as words
from clauses.wording import markets as market_words

Trail = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LotSheet:
    """The lines of a structure on one lot in a month."""

    lot: Lot
    state: ReportState
    lines: list[Line]
    typed: bool
    held: bool  # the reader answers for the lot: confirms its month, and sends it
    staff: int | None  # hours of permanent staff told; None where none is asked


@dataclass(frozen=True, slots=True)
class Grid:
    month: date
    previous: date | None
    following: date | None
    lots: list[LotSheet]
    training: bool
    typed: bool
    seen: str  # the digest of the lines that may be typed
    employs: bool  # some of these people are the reader's own


def month_of_several(rows: Iterable[MonthRow], on: date) -> date | None:
    """The last month in which several lots still have hours to type, one that is over rather than the one begun."""
    times = Counter(row.month for row in rows if row.partners)
    found = [month for month, n in times.items() if n > 1]
    return max((month for month in found if month < month_of(on)), default=max(found, default=None))


def turn(sheet: MonthSheet, follower: str) -> str:
    """Who must act next on a month."""
    if not sheet.begun and sheet.report is None:
        return sentences.written(words.NOT_BEGUN, day=sheet.month)
    award = sheet.lot.award
    sentence = sentences.written(
        words.TURNS[sheet.state], who=award.awardee.name if award else "", follower=follower, hours=sheet.counted,
        due=sheet.due_on,
    )  # fmt: skip
    late = sentences.written(words.LATE, day=sheet.due_on) if sheet.late else ""
    return f"{sentence} {late}".strip()


def totals(sheet: MonthSheet) -> list[tuple[str, str, str | None]]:
    """The summary strip of a month."""
    people = len({line.full_name for line in sheet.lines if line.worked or line.training})
    pairs: list[tuple[str, str, str | None]] = [
        (words.TOTAL_COUNTED, formats.hours(sheet.counted), None),
        (words.DUE, formats.day_short(sheet.due_on), None),
    ]
    if sheet.names:
        shown = sum((line.worked or 0) + (line.training or 0) for line in sheet.lines)
        pairs.insert(0, (words.TOTAL_TYPED, formats.hours(shown), None))
        pairs.append((words.PEOPLE, formats.number(people), None))
    return pairs


def month_trail(sheet: MonthSheet) -> Trail:
    market, lot = sheet.lot.market, sheet.lot
    trail = [
        (market.reference, url_for("markets.market", market_id=market.id)),
        (
            market_words.LOT.format(number=lot.number),
            url_for("markets.lot", market_id=market.id, number=lot.number),
        ),
        (formats.month_long(sheet.month), ""),
    ]
    return trail


def grid(
    rows: Iterable[tuple[Lot, ReportState, list[Line]]], staff: Mapping[int, int], held: Collection[int],
    month: date, on: date,
) -> Grid:  # fmt: skip
    lots = [
        LotSheet(
            lot, state, lines, any(line.key for line in lines), lot.id in held, _staff(lot, lines, staff)
        )
        for lot, state, lines in rows
    ]
    following = add_months(month, 1)
    return Grid(
        month=month, previous=add_months(month, -1), following=following if following <= month_of(on) else None,
        lots=lots, typed=any(sheet.typed for sheet in lots),
        seen=digest(
            standing(line.key, line.entry) for sheet in lots for line in sheet.lines if line.key is not None
        ),
        employs=not held or any(line.own for sheet in lots for line in sheet.lines),
        training=any(sheet.lot.clause and sheet.lot.clause.training_counts for sheet in lots),
    )  # fmt: skip


def _staff(lot: Lot, lines: list[Line], staff: Mapping[int, int]) -> int | None:
    """The hours of permanent staff on a lot, where the structure works with its own team."""
    return staff.get(lot.id, 0) if any(line.own and line.modality in WITH_STAFF for line in lines) else None


def staff_told(rows: Iterable[tuple[int, str, int]]) -> list[str]:
    """« 180 h de Bâti Solidaire Picardie ne comptent pas : encadrement. »"""
    return [sentences.written(words.STAFF_TOLD, name=name, hours=hours) for _, name, hours in rows]


def staff_in_short(rows: Iterable[tuple[int, str, int]]) -> list[str]:
    """« Encadrant : 180 h ne comptent pas. », for whoever decides."""
    return [sentences.refusal("a_staff", hours=hours) for _, _, hours in rows]


def documents(modalities: Iterable[Modality], month: date) -> str | None:
    """The one sentence of the checklist: which documents go with the lines of this month."""
    rule = evidence(last_day(month))
    found = dict.fromkeys(kind for m in modalities for kind in rule.expected.get(m, ()))
    listed = ", ".join(evidence_words.lowered(kind) for kind in found)
    return sentences.written(words.EXPECTED, list=listed) if found else None


def sent_together(reports: Sequence[MonthlyReport]) -> str:
    hours = sum(entry.worked + entry.training for report in reports for entry in report.entries)
    return _many(words.SENT_ONE, words.SENT_MANY, len(reports), hours)


def validated_together(decided: Sequence[Decided]) -> str:
    return _many(words.VALIDATED_ONE, words.VALIDATED_MANY, len(decided), sum(one.counted for one in decided))


def batch_question(month: Month, picked: Sequence[int] | None = None) -> tuple[str, str]:
    """The question of the batch, naming count and hours, and what remains after it."""
    chosen = [one for one in month.tickable if picked is None or one.report.lot_id in picked]
    question = _many(words.BATCH_ONE, words.BATCH_MANY, len(chosen), sum(one.hours for one in chosen))
    left = sum(not one.clean for one in month.to_decide)
    return question, sentences.plural(
        (words.BATCH_REST_NONE, words.BATCH_REST_ONE, words.BATCH_REST_MANY), left
    )


def _many(one: str, many: str, n: int, hours: int) -> str:
    return sentences.written(one if n == 1 else many, n=n, hours=hours)
