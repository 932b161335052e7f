"""What does the assistant know when it is asked, and what has it proposed before?

The question holds lots, hours, structures, kilometres and months: organizations only, never a person. What plans
propose and nobody has answered yet is kept aside like what is accepted: hours are never offered twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access import gate
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.assistant import snapshot
from clauses.domain.assistant.problem import BY_KIND, Kept, Need, Option, Problem, Room
from clauses.domain.kinds import CommitmentState, Modality, OrganizationKind
from clauses.domain.kinds_assistant import Barrier, LeftOut, ProposalState
from clauses.domain.kinds_partners import Zone
from clauses.domain.values import add_months, month_of, months, months_between
from clauses.extensions import db
from clauses.models.allocation import Commitment
from clauses.models.assistant import AllocationProposal, ProposalChoice
from clauses.models.hours import LedgerLine
from clauses.models.markets import Lot
from clauses.models.people import Organization
from clauses.models.territory import Territory
from clauses.queries import capacity
from clauses.reference import geography, rulebook
from clauses.reference.geography import Commune

TO_PLAN = (CommitmentState.SUBMITTED, CommitmentState.UNDER_REVIEW)
OWN = (
    Modality.DIRECT_HIRE,
    Modality.SIAE_AWARDEE,
)  # hours that the holder does itself, as far as it declared
_WHOLE = (
    joinedload(Commitment.lot).options(
        joinedload(Lot.market), joinedload(Lot.clause), selectinload(Lot.targets)
    ),
    joinedload(Commitment.company),
    selectinload(Commitment.lines),
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is put to the assistant, and the options that a barrier keeps out of it."""

    problem: Problem
    kept_out: dict[Barrier, tuple[Option, ...]]

    @property
    def fingerprint(self) -> str:
        return snapshot.fingerprint(snapshot.problem_to(self.problem))


def question_of_lot(actor: Actor, commitment_id: int, *, on: date, max_km: int) -> Question:
    """What is known for one lot."""
    return _question([gate.load(actor, Permission.PLAN_MAKE, Commitment, commitment_id, *_WHOLE)], on, max_km)


def question_of_territory(actor: Actor, territory_id: int, *, on: date, max_km: int) -> Question:
    """What is known for all the lots of a territory that wait for their plan, together."""
    return _question(lots_to_plan(actor, territory_id), on, max_km)


def lots_to_plan(actor: Actor, territory_id: int) -> list[Commitment]:
    """The commitments of a territory whose declaration came in and whose plan is not settled, oldest first."""
    return list(
        db.session.scalars(
            select(Commitment)
            .join(Lot, Lot.id == Commitment.lot_id)
            .where(
                within_reach(actor, Permission.PLAN_MAKE, Commitment),
                Lot.territory_id == territory_id,
                Commitment.state.in_(TO_PLAN),
            )
            .options(*_WHOLE)
            .order_by(Commitment.id)
        ).unique()
    )


def hours_left(commitment: Commitment, on: date) -> tuple[date, date] | None:
    """The first and the last month in which hours of a lot can still be done; None when its time is over."""
    if not commitment.lot.targets:
        return None
    target = commitment.lot.targets[-1]
    last = add_months(month_of(target.exec_start), target.exec_months - 1)
    first = max(month_of(target.exec_start), month_of(on))
    return (first, last) if first <= last else None


def territories(actor: Actor) -> list[Territory]:
    """The territories whose lots the actor shares out."""
    return list(
        db.session.scalars(
            select(Territory)
            .where(within_reach(actor, Permission.PLAN_MAKE, Territory))
            .order_by(Territory.code)
        )
    )


def latest(actor: Actor, commitment_id: int) -> AllocationProposal | None:
    """The last thing that the assistant was asked for this lot, alone or with its territory; cancelled ones left out."""
    one = gate.load(actor, Permission.PLAN_MAKE, Commitment, commitment_id, joinedload(Commitment.lot))
    rows = db.session.scalars(
        _proposals()
        .where(
            or_(
                AllocationProposal.commitment_id == one.id,
                (AllocationProposal.territory_id == one.lot.territory_id)
                & (AllocationProposal.state == ProposalState.DONE),
            )
        )
        .limit(10)
    )
    return next((p for p in rows if p.commitment_id == one.id or place_in(p, one.id) is not None), None)


def latest_of_territory(actor: Actor, territory_id: int) -> AllocationProposal | None:
    gate.load(actor, Permission.PLAN_MAKE, Territory, territory_id)
    return db.session.scalar(_proposals().where(AllocationProposal.territory_id == territory_id).limit(1))


def place_in(proposal: AllocationProposal, commitment_id: int) -> int | None:
    """Where a lot stands among those of a proposal."""
    needs: list[dict[str, Any]] = (proposal.question or {}).get("needs", [])
    return next((i for i, need in enumerate(needs) if need["commitment_id"] == commitment_id), None)


def stale(actor: Actor, proposal: AllocationProposal, *, on: date) -> bool:
    """Has anything changed since: a volume, a declaration, an answer, an availability, the month?"""
    if proposal.territory_id:
        now = question_of_territory(actor, proposal.territory_id, on=on, max_km=proposal.max_km)
    else:
        assert proposal.commitment_id
        now = question_of_lot(actor, proposal.commitment_id, on=on, max_km=proposal.max_km)
    return now.fingerprint != proposal.fingerprint


def choice(actor: Actor, commitment_id: int, choice_id: int) -> ProposalChoice:
    """A plan taken up for this lot; raises OutOfReach for any other."""
    gate.load(actor, Permission.PLAN_MAKE, Commitment, commitment_id)
    found = db.session.scalar(
        select(ProposalChoice)
        .where(ProposalChoice.id == choice_id, ProposalChoice.commitment_id == commitment_id)
        .options(joinedload(ProposalChoice.proposal))
    )
    if found is None:
        raise gate.OutOfReach
    return found


def choices(commitment_id: int) -> list[ProposalChoice]:
    """The plans of the assistant taken up for a lot that one may plan, latest first."""
    return list(
        db.session.scalars(
            select(ProposalChoice)
            .where(ProposalChoice.commitment_id == commitment_id)
            .options(joinedload(ProposalChoice.chosen_by))
            .order_by(ProposalChoice.id.desc())
            .limit(20)
        )
    )


def _proposals() -> Any:
    return (
        select(AllocationProposal)
        .where(AllocationProposal.state != ProposalState.CANCELLED)
        .options(joinedload(AllocationProposal.requested_by), joinedload(AllocationProposal.territory))
        .order_by(AllocationProposal.id.desc())
    )


def _question(commitments: Sequence[Commitment], on: date, max_km: int) -> Question:
    spans = {c.id: span for c in commitments if (span := hours_left(c, on))}
    open_ = [c for c in commitments if c.id in spans]
    done = _done([c.lot_id for c in open_])
    needs = [_need(c, spans[c.id], done.get(c.lot_id, ())) for c in open_]
    kept = [(c, n) for c, n in zip(open_, needs, strict=True) if n.hours > 0]
    relay_hours = rulebook.relay(on).max_hours
    if not kept:
        return Question(Problem((), (), (), (), relay_hours), {})
    first, last = min(n.first for _, n in kept), max(n.last for _, n in kept)
    calendar = months(first, months_between(first, last) + 1)
    trades = {n.trade for _, n in kept if n.trade}
    offered = capacity.by_trade(None, calendar, trades=trades, without=[c.id for c, _ in kept])
    named = {line.structure_id for c, _ in kept for line in c.lines if line.structure_id}
    structures = _structures({id for id, _ in offered} | named)
    rooms: list[Room] = []
    room_of: dict[tuple[int, str], int] = {}
    untold, full, ended = 0, 0, sum(_ended(o, on) for o in structures.values())
    for (id, trade), one in sorted(offered.items()):
        if id not in structures or _ended(structures[id], on):
            continue
        if one.left is None:
            untold += 1
            continue
        hours = tuple(max(0, (month.left or 0) - month.asked) for month in one.months)
        if not any(hours):
            full += 1
            continue
        room_of[id, trade] = len(rooms)
        rooms.append(Room(id, trade, hours))
    found: list[Option] = []
    kept_out: dict[Barrier, list[Option]] = {barrier: [] for barrier in Barrier}
    for number, (commitment, need) in enumerate(kept):
        for option, barriers in _options(commitment, need, number, structures, room_of, max_km, on):
            if not barriers:
                found.append(option)
            elif len(barriers) == 1:
                kept_out[barriers[0]].append(option)
    too_far = {option.structure_id for option in kept_out[Barrier.DISTANCE]} if len(kept) == 1 else set()
    left_out = (
        (LeftOut.TOO_FAR, len(too_far)), (LeftOut.UNTOLD, untold), (LeftOut.NOTHING_LEFT, full), (LeftOut.AGREEMENT_ENDED, ended),
    )  # fmt: skip
    problem = Problem(
        tuple(calendar), tuple(n for _, n in kept), tuple(found), tuple(rooms), relay_hours,
        left_out=tuple((reason.value, many) for reason, many in left_out if many),
    )  # fmt: skip
    return Question(problem, {barrier: tuple(options) for barrier, options in kept_out.items()})


def _need(commitment: Commitment, span: tuple[date, date], done: Sequence[Kept]) -> Need:
    """The hours of a lot without those already done, and what its company declared for the rest."""
    own = tuple(Kept(None if k.structure_id == commitment.company_id else k.structure_id, k.modality, k.hours, k.persons)
                for k in done)  # fmt: skip
    wished: dict[Modality, int] = {}
    for line in commitment.lines:
        wished[line.modality] = wished.get(line.modality, 0) + line.hours
    undefined = wished.pop(Modality.TO_DEFINE, 0)
    for one in own:
        if one.modality in wished:
            wished[one.modality] = max(0, wished[one.modality] - one.hours)
    hours = commitment.lot.targets[-1].hours - sum(one.hours for one in own)
    title = f"{commitment.lot.market.reference} / {commitment.lot.number}"
    return Need(
        commitment.id, title, commitment.lot.trade, max(0, hours), *span,
        wished=tuple(sorted(wished.items())), undefined=undefined, kept=own,
    )  # fmt: skip


def _done(lots: Sequence[int]) -> dict[int, list[Kept]]:
    """The hours that count already on these lots, by who employs and how; persons are counted, never named."""
    rows = db.session.execute(
        select(
            LedgerLine.lot_id, LedgerLine.employer_id, LedgerLine.modality, func.sum(LedgerLine.hours),
            func.count(func.distinct(LedgerLine.participant_id)),
        )
        .where(LedgerLine.lot_id.in_(lots or [0]))
        .group_by(LedgerLine.lot_id, LedgerLine.employer_id, LedgerLine.modality)
        .order_by(LedgerLine.lot_id, LedgerLine.employer_id, LedgerLine.modality)
    )  # fmt: skip
    found: dict[int, list[Kept]] = {}
    for lot_id, employer_id, modality, hours, persons in rows:
        if hours > 0:
            found.setdefault(lot_id, []).append(Kept(employer_id, modality, hours, persons))
    return found


def _structures(ids: Iterable[int]) -> dict[int, Organization]:
    rows = db.session.scalars(
        select(Organization)
        .where(
            Organization.id.in_(set(ids) or {0}),
            Organization.kind == OrganizationKind.EMPLOYER,
            Organization.closed_on.is_(None),
        )
        .options(joinedload(Organization.profile))
    )
    return {o.id: o for o in rows}


def _ended(structure: Organization, on: date) -> bool:
    return structure.agreement_end is not None and structure.agreement_end < on


def _options(
    commitment: Commitment, need: Need, number: int, structures: dict[int, Organization],
    room_of: dict[tuple[int, str], int], max_km: int, on: date,
) -> Iterable[tuple[Option, list[Barrier]]]:  # fmt: skip
    """Who could take hours of a lot, and the barriers that keep them out of it."""
    clause, lot = commitment.lot.clause, commitment.lot
    admitted = set(clause.modalities) if clause and clause.modalities else {m.value for m in Modality}
    places = [c for code in (lot.places or lot.market.places) if (c := geography.commune(code))]
    declared: dict[tuple[int | None, Modality], int] = {}
    for line in commitment.lines:
        key = (line.structure_id, line.modality)
        declared[key] = declared.get(key, 0) + line.hours
    for modality in OWN:
        own = sum(hours for (_, m), hours in declared.items() if m is modality)
        if own:
            yield Option(number, None, commitment.company.name, modality, 0, None, limit=own, wished=own), []
    for id, structure in sorted(structures.items()):
        assert structure.employer_kind is not None
        kind = BY_KIND.get(structure.employer_kind)
        room = room_of.get((id, need.trade or ""))
        wished = declared.get((id, kind), 0) if kind else 0
        if kind is None or id == commitment.company_id or (room is None and not wished):
            continue
        if structure.agreement_end is not None and structure.agreement_end < max(on, need.first):
            continue
        km = _km(places, structure)
        barriers = [] if kind.value in admitted else [Barrier.MODALITY]
        if km is not None and (km > max_km or not _comes(structure, km)) and not wished:
            barriers.append(Barrier.DISTANCE)
        yield (
            Option(number, id, structure.name, kind, km, room, limit=wished if room is None else None,
                   wished=wished, untold=room is None),
            barriers,
        )  # fmt: skip


def _km(places: Sequence[Commune], structure: Organization) -> int | None:
    """From the nearest place of the lot to the commune of the structure, as the crow flies."""
    there = geography.commune(structure.commune_code)
    return min((geography.distance_km(place, there) for place in places), default=None) if there else None


def _comes(structure: Organization, km: int) -> bool:
    """Does it work that far from its commune, by what its sheet says?"""
    sheet = structure.profile
    return sheet is None or sheet.zone is not Zone.RADIUS or not sheet.radius_km or km <= sheet.radius_km
