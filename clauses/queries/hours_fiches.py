"""Which fiches look like one person, what would a merge bring together, and which were made?

Shown to whoever accompanies both, never to an employer: a likeness tells about somebody else's people.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.extensions import db
from clauses.models.hours import (
    Eligibility,
    EmploymentContract,
    HoursEntry,
    LedgerLine,
    MonthlyReport,
    Participant,
)
from clauses.models.journal import AuditEvent
from clauses.models.markets import Lot, Market
from clauses.models.participants import ParticipantMerge
from clauses.models.people import Organization
from clauses.queries.hours_people import fold_names
from clauses.reference import geography

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Fiche:
    """One of two fiches side by side."""

    id: int
    name: str
    birth: date | None
    commune: str | None
    employers: str
    proofs: int
    hours: int  # that count, hundredths


@dataclass(frozen=True, slots=True)
class Pair:
    first: Fiche
    second: Fiche
    sure: bool  # same names and same birth; else a likeness that asks for a look


@dataclass(frozen=True, slots=True)
class Crossed:
    month: date
    lot: str
    employer: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Two fiches, the months in which both have hours, and what stands in the way."""

    kept: Fiche
    absorbed: Fiche
    shared: list[date]
    crossed: list[Crossed]


def pairs(actor: Actor) -> list[Pair]:
    """The likely doubles within reach, those with the same names and birth first."""
    people = db.session.scalars(
        select(Participant)
        .where(
            within_reach(actor, Permission.PARTICIPANT_MERGE, Participant),
            Participant.merged_into_id.is_(None), Participant.pseudonymised_on.is_(None),
        )
        .order_by(Participant.id)
    ).all()  # fmt: skip
    alike: dict[tuple[object, ...], list[Participant]] = defaultdict(list)
    for one in people:
        names = min(one.fold, fold_names(one.first_name, one.last_name))
        alike["birth", names, one.birth].append(one)
        alike["commune", names, one.commune_code].append(one)
        for part in {geography.folded(one.last_name), geography.folded(one.first_name)}:
            if one.commune_code:
                alike["part", part, one.birth, one.commune_code].append(one)
    apart = _said_distinct()
    found: dict[tuple[int, int], bool] = {}
    for key, group in alike.items():
        for place, first in enumerate(group):
            for second in group[place + 1 :]:
                both = (first.id, second.id)
                if frozenset(both) not in apart:
                    found[both] = found.get(both, False) or key[0] == "birth"
    chosen = sorted(found.items(), key=lambda one: (not one[1], one[0]))[:SHOWN]
    fiches = _fiches({number for both, _ in chosen for number in both})
    return [Pair(fiches[first], fiches[second], sure) for (first, second), sure in chosen]


def beside(actor: Actor, kept_id: int, absorbed_id: int) -> Beside:
    """Two fiches within reach, side by side."""
    for number in (kept_id, absorbed_id):
        person = load(actor, Permission.PARTICIPANT_MERGE, Participant, number)
        if person.merged_into_id or person.pseudonymised_on:
            raise OutOfReach
    fiches = _fiches({kept_id, absorbed_id})
    return Beside(
        fiches[kept_id],
        fiches[absorbed_id],
        shared_months(kept_id, absorbed_id),
        crossed(kept_id, absorbed_id),
    )


def merges(actor: Actor) -> list[ParticipantMerge]:
    """The merges that stand, of people within reach, the latest first."""
    reached = select(Participant.id).where(within_reach(actor, Permission.PARTICIPANT_MERGE, Participant))
    return list(
        db.session.scalars(
            select(ParticipantMerge)
            .where(ParticipantMerge.kept_id.in_(reached), ParticipantMerge.undone_at.is_(None))
            .options(joinedload(ParticipantMerge.kept), joinedload(ParticipantMerge.absorbed),
                     joinedload(ParticipantMerge.merged_by))
            .order_by(ParticipantMerge.id.desc())
            .limit(SHOWN)
        )
    )  # fmt: skip


def crossed(one_id: int, other_id: int) -> list[Crossed]:
    """Where both have hours on the same lot, month, employer and way of working: one of the two lines is wrong."""
    one, other = aliased(HoursEntry), aliased(HoursEntry)
    rows = db.session.execute(
        select(MonthlyReport.month, Market.reference, Lot.number, Organization.name)
        .select_from(one)
        .join(
            other,
            (other.report_id == one.report_id) & (other.employer_id == one.employer_id)
            & (other.modality == one.modality),
        )
        .join(MonthlyReport, MonthlyReport.id == one.report_id)
        .join(Lot, Lot.id == MonthlyReport.lot_id)
        .join(Market, Market.id == Lot.market_id)
        .join(Organization, Organization.id == one.employer_id)
        .where(
            one.participant_id == one_id, other.participant_id == other_id, one.worked + one.training > 0,
            other.worked + other.training > 0,
        )
        .order_by(MonthlyReport.month, Lot.id)
    )  # fmt: skip
    return [Crossed(month, f"{reference}, lot {number}", name) for month, reference, number, name in rows]


def shared_months(one_id: int, other_id: int) -> list[date]:
    """The months in which both fiches have hours, wherever it is."""
    months = []
    for number in (one_id, other_id):
        rows = db.session.scalars(
            select(MonthlyReport.month)
            .join(HoursEntry, HoursEntry.report_id == MonthlyReport.id)
            .where(HoursEntry.participant_id == number, HoursEntry.worked + HoursEntry.training > 0)
        )
        months.append(set(rows))
    return sorted(months[0] & months[1])


def _said_distinct() -> set[frozenset[int]]:
    """The pairs that somebody looked at and found to be two people."""
    rows = db.session.execute(
        select(AuditEvent.object_id, AuditEvent.facts).where(AuditEvent.action == "participant:distinct")
    )
    return {frozenset((number, facts["other"])) for number, facts in rows}


def _fiches(ids: set[int]) -> dict[int, Fiche]:
    people = db.session.scalars(select(Participant).where(Participant.id.in_(ids or {0}))).all()
    employers: dict[int, list[str]] = defaultdict(list)
    for number, name in db.session.execute(
        select(EmploymentContract.participant_id, Organization.name)
        .join(Organization, Organization.id == EmploymentContract.employer_id)
        .where(EmploymentContract.participant_id.in_(ids or {0}))
        .distinct()
        .order_by(Organization.name)
    ):
        employers[number].append(name)
    counted = dict(
        db.session.execute(
            select(LedgerLine.participant_id, func.sum(LedgerLine.hours))
            .where(LedgerLine.participant_id.in_(ids or {0}))
            .group_by(LedgerLine.participant_id)
        ).all()
    )  # fmt: skip
    proofs = dict(
        db.session.execute(
            select(Eligibility.participant_id, func.count())
            .where(Eligibility.participant_id.in_(ids or {0}))
            .group_by(Eligibility.participant_id)
        ).all()
    )  # fmt: skip
    found = {}
    for one in people:
        commune = geography.commune(one.commune_code) if one.commune_code else None
        found[one.id] = Fiche(
            one.id, one.name, one.birth, commune.name if commune else None, ", ".join(employers[one.id]),
            proofs.get(one.id, 0), counted.get(one.id, 0),
        )  # fmt: skip
    return found
