"""What does a buyer's programme hold, and what is proposed for each of its projects today?"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.programme import Answer, Judged, MonthLoad, Project, judge, load_by_month, undated
from clauses.domain.rules import ProgrammeRule
from clauses.extensions import db
from clauses.models.programme import ColumnMapping, ProgrammeLine, YearlyProgramme
from clauses.queries.reference_values import Values, values_on
from clauses.reference import geography, rulebook, trades
from clauses.reference.trades import Trade


@dataclass(frozen=True, slots=True)
class Answered:
    """A line, its answer, and the words of its place and trade."""

    line: ProgrammeLine
    judged: Judged
    place: str | None
    trade: Trade | None


@dataclass(frozen=True, slots=True)
class ProgrammeFile:
    programme: YearlyProgramme
    lines: list[Answered]
    load: list[MonthLoad]
    undated: int
    rule: ProgrammeRule

    def count(self, answer: Answer) -> int:
        """Lines that got this answer."""
        return sum(1 for one in self.lines if one.judged.answer is answer)

    @property
    def clause_hours(self) -> int:
        """Hours proposed as clauses, those of groups included; hundredths."""
        return sum(
            one.judged.hours for one in self.lines if one.judged.answer in (Answer.CLAUSE, Answer.GROUP)
        )


def programmes(actor: Actor) -> list[tuple[YearlyProgramme, int]]:
    """The programmes of the actor's organization with their number of lines, latest first."""
    lines = (
        select(func.count(ProgrammeLine.id))
        .where(ProgrammeLine.programme_id == YearlyProgramme.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(YearlyProgramme, lines)
        .where(within_reach(actor, Permission.MARKET_FILE, YearlyProgramme))
        .order_by(YearlyProgramme.year.desc(), YearlyProgramme.id.desc())
    )
    return [(programme, n) for programme, n in rows]


def programme_file(actor: Actor, programme_id: int, on: date) -> ProgrammeFile:
    """A programme and its answers, by the rules in force today."""
    programme = load(actor, Permission.MARKET_FILE, YearlyProgramme, programme_id,
                     selectinload(YearlyProgramme.lines).joinedload(ProgrammeLine.market),
                     joinedload(YearlyProgramme.organization))  # fmt: skip
    return answered(programme, on)


def answered(programme: YearlyProgramme, on: date) -> ProgrammeFile:
    """The answers of lines that are stored or about to be."""
    rule = rulebook.programme(on)
    known, values = {one.code: one for one in trades.trades(on)}, values_on(on)
    judged = judge([_project(line, values) for line in programme.lines], rule, rulebook.sizing(on))
    lines = []
    for line, answer in zip(programme.lines, judged, strict=True):
        place = geography.commune(line.commune_code) if line.commune_code else None
        lines.append(Answered(line, answer, place.name if place else None, known.get(line.trade or "")))
    return ProgrammeFile(programme, lines, load_by_month(judged), undated(judged), rule)


def _project(line: ProgrammeLine, values: Values) -> Project:
    share = values.share(line.trade)
    place = geography.commune(line.commune_code) if line.commune_code else None
    return Project(
        key=line.row, amount=line.amount, starts_on=line.starts_on, months=line.months, trade=line.trade,
        labour_share=share.value if share else None, area=place.epci_code if place else None,
        hourly_cost=values.cost(line.trade).value,
    )  # fmt: skip


def remembered(actor: Actor, headings: list[str]) -> dict[str, str]:
    """What the organization last meant by these headings (folded), where it said so."""
    rows = db.session.execute(
        select(ColumnMapping.heading, ColumnMapping.meaning).where(
            ColumnMapping.organization_id == actor.organization_id, ColumnMapping.heading.in_(headings)
        )
    )
    return {row.heading: row.meaning for row in rows}
