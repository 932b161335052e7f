"""How do several small lots come to share the hours of one person? Proposed, agreed by all in writing, ended one day.

Hours only count on the lot that carries the clause, unless each buyer concerned has agreed otherwise in writing (domain
rules R5-4): no hour is shared before the last agreement, and none of a month that began before it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.actions import files as files_kept
from clauses.actions.base import action, check_version, civil_day, journal, record
from clauses.actions.parties import make_party
from clauses.config import FilesPlace
from clauses.domain import events, pooling
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.files import CheckedFile
from clauses.domain.kinds import PartyCapacity
from clauses.domain.kinds_pooling import AgreementSide, AgreementState, PoolState
from clauses.domain.lifecycle import HOURS_POOL, PoolMove, advance
from clauses.domain.values import last_day, month_of
from clauses.extensions import db
from clauses.models.hours import EmploymentContract
from clauses.models.markets import Lot
from clauses.models.pooling import HoursPool, PoolAgreement, PoolLot, PoolPerson
from clauses.queries import hours_pools
from clauses.queries.hours_facts import covers, lot_period


@action
def propose_pool(
    actor: Actor, lot_ids: Sequence[int], people: Sequence[str], *, starts_on: date, ends_on: date,
    message: str | None, now: datetime,
) -> HoursPool:  # fmt: skip
    """Ask every holder and every buyer to let these lots share the hours of these people, month by month.

    Refuses fewer than two lots, lots of several territories, of trades that one person does not do, without a month in
    common, and people whom another pool already shares. A holder that proposes has agreed.
    """
    on = civil_day(now)
    ordered = sorted(set(lot_ids))
    lots = [load(actor, Permission.POOL_PROPOSE, Lot, lot_id, *hours_pools.LOT_FACTS) for lot_id in ordered]
    _refuse_lots(lots, starts_on, ends_on, on)
    known = {one.key: one for one in hours_pools.employed_on(actor, ordered, on)}
    chosen = [known.get(key) for key in dict.fromkeys(people)]
    if not chosen:
        raise Refused("pool_people", field="pool_people")
    if None in chosen:
        raise OutOfReach
    employed = [one for one in chosen if one is not None]
    _refuse_people(lots, employed, starts_on, ends_on)
    pool = HoursPool(
        territory_id=lots[0].territory_id, starts_on=starts_on, ends_on=ends_on, message=message, proposed_on=on,
        proposed_by_id=actor.user_id,
    )  # fmt: skip
    pool.lots = [
        PoolLot(lot_id=lot.id, position=place, weight=hours_pools.target_on(lot, last_day(starts_on)))
        for place, lot in enumerate(lots)
    ]
    pool.people = [
        PoolPerson(
            participant_id=one.participant.id, employer_id=one.employer.id, modality=one.modality,
            contract_type=_contract(one).contract_type,
        )
        for one in employed
    ]  # fmt: skip
    pool.agreements = _asked(actor, lots, on)
    db.session.add(pool)
    db.session.flush()
    for lot in lots:
        journal(actor, "pool:propose", pool, now=now, lot_id=lot.id, starts_on=starts_on, ends_on=ends_on)
    record(events.PoolProposed(pool.id), now=now)
    return pool


@action
def answer_pool(
    actor: Actor, agreement_id: int, *, agree: bool, signed_on: date | None, signatory: str | None,
    document: CheckedFile | None, ceilings: Mapping[int, int | None], reason: str | None, files: FilesPlace,
    version: int | None, now: datetime,
) -> PoolAgreement:  # fmt: skip
    """Give or decline one agreement; the last one given opens the pool, one declined closes it.

    An agreement given on screen by its own organization is dated today; another date, or an agreement that the resource
    person received on paper, comes with its document. `ceilings` (hundredths, by lot) are the buyer's alone.
    """
    agreement = load(actor, Permission.POOL_ANSWER, PoolAgreement, agreement_id)
    pool = _held(agreement.pool_id)
    check_version(agreement, version)
    if pool.state is not PoolState.PROPOSED or agreement.state is not AgreementState.ASKED:
        raise IllegalMove("pool_answered")
    on, own = civil_day(now), agreement.organization_id == actor.organization_id
    if agree:
        refusals = _wrong_signature(own, signed_on, signatory, document, on)
        mine = [one for one in pool.lots if _bought_by(one, agreement)]
        refusals += _wrong_ceilings(mine, ceilings)
        if refusals:
            raise Several(refusals)
        agreement.state, agreement.signed_on = AgreementState.AGREED, signed_on or on
        agreement.signatory = signatory or actor.name
        if document is not None:
            stored = files_kept.keep(document, files, actor.organization_id, "pool_document", now)
            agreement.document_id = stored.id
        for one in mine:
            one.ceiling = ceilings.get(one.lot_id)
    else:
        if not reason:
            raise Refused("pool_reason", field="pool_reason")
        agreement.state, agreement.reason = AgreementState.DECLINED, reason
    agreement.recorded_on, agreement.recorded_by_id = on, actor.user_id
    db.session.flush()
    journal(
        actor, "pool:agree" if agree else "pool:decline", agreement, now=now, lot_id=pool.lots[0].lot_id,
        side=agreement.side, signed_on=agreement.signed_on, document=agreement.document_id is not None,
    )  # fmt: skip
    record(events.PoolAnswered(agreement.id), now=now)
    if not agree:
        pool.state = advance(HOURS_POOL, pool.state, PoolMove.DECLINE)
    elif not hours_pools.missing(pool):
        _activate(actor, pool, now)
    return agreement


@action
def end_pool(
    actor: Actor, pool_id: int, last_month: date | None, reason: str | None, *, version: int | None, now: datetime
) -> HoursPool:  # fmt: skip
    """Take back a proposal, or end a pool after a month: hours of later months are typed lot by lot again."""
    load(actor, Permission.POOL_PROPOSE, HoursPool, pool_id)
    pool = _held(pool_id)
    check_version(pool, version)
    if not reason:
        raise Refused("pool_end_reason", field="pool_end_reason")
    before = pool.state
    if before is PoolState.PROPOSED:
        pool.state = advance(HOURS_POOL, before, PoolMove.WITHDRAW)
    elif before is PoolState.ACTIVE:
        first = pool.effective_on or pool.starts_on
        if last_month is None:
            raise Refused("pool_end_month", field="pool_end_month")
        if not first <= last_month <= pool.ends_on:
            raise Refused("pool_end_outside", field="pool_end_month", start=first, end=pool.ends_on)
        typed = hours_pools.last_typed(pool.id)
        if typed is not None and typed > last_month:
            raise Refused("pool_end_typed", field="pool_end_month", month=typed)
        pool.state, pool.ends_on = advance(HOURS_POOL, before, PoolMove.END), last_month
    else:
        raise IllegalMove("pool_over", state=before)
    pool.ended_on, pool.ended_by_id, pool.end_reason = civil_day(now), actor.user_id, reason
    for one in pool.lots:
        journal(
            actor, "pool:end", pool, now=now, lot_id=one.lot_id, before=before, after=pool.state, ends_on=pool.ends_on,
            reason=reason,
        )  # fmt: skip
    record(events.PoolEnded(pool.id), now=now)
    return pool


def _refuse_lots(lots: Sequence[Lot], starts_on: date, ends_on: date, on: date) -> None:
    if len(lots) < 2:
        raise Refused("pool_lots", field="pool_lots")
    if len({lot.territory_id for lot in lots}) > 1 or lots[0].territory_id is None:
        raise Refused("pool_territory", field="pool_lots")
    for lot in lots:
        if lot.award is None or not lot.targets or lot.market.state not in hours_pools.RUNNING:
            raise Refused("pool_not_running", field="pool_lots", lot=lot.number, ref=lot.market.reference)
        if not hours_pools.target_on(lot, last_day(starts_on)):
            raise Refused("pool_no_target", field="pool_lots", lot=lot.number, ref=lot.market.reference)
    if not hours_pools.same_trade(lots, on):
        raise Refused("pool_trades", field="pool_lots")
    common = pooling.common_months([period for lot in lots if (period := lot_period(lot))])
    if common is None:
        raise Refused("pool_no_month", field="pool_lots")
    if ends_on < starts_on:
        raise Refused("pool_order", field="pool_end")
    if ends_on < month_of(on):
        raise Refused("pool_past", field="pool_end")
    if starts_on < common[0] or ends_on > common[1]:
        field = "pool_start" if starts_on < common[0] else "pool_end"
        raise Refused("pool_outside", field=field, start=common[0], end=common[1])


def _refuse_people(
    lots: Sequence[Lot], employed: Sequence[hours_pools.Employed], starts_on: date, ends_on: date
) -> None:
    refusals: list[DomainError] = []
    for one in employed:
        name = one.participant.short
        holders = {lot.award.awardee_id for lot in lots if lot.award}
        if one.modality in hours_pools.OF_HOLDER and holders != {one.employer.id}:
            refusals.append(Refused("pool_employer", field="pool_people", name=name, modality=one.modality))
        for lot in lots:
            admitted = lot.clause.modalities if lot.clause else None
            if admitted and one.modality not in admitted and one.modality not in hours_pools.OF_HOLDER:
                refusals.append(
                    Refused("pool_modality", field="pool_people", lot=lot.number, modality=one.modality)
                )
    for other in hours_pools.taken({one.participant.id for one in employed}, starts_on, ends_on):
        refusals.append(Refused("pool_taken", field="pool_people", name=other.participant.short))
    if refusals:
        raise Several(refusals)


def _contract(one: hours_pools.Employed) -> EmploymentContract:
    return db.session.scalars(
        select(EmploymentContract)
        .where(
            EmploymentContract.participant_id == one.participant.id,
            EmploymentContract.employer_id == one.employer.id, EmploymentContract.modality == one.modality,
            EmploymentContract.lot_id.in_([lot.id for lot in one.lots]),
        )
        .order_by(EmploymentContract.id.desc())
    ).first()  # type: ignore[return-value]  # fmt: skip


def _asked(actor: Actor, lots: Sequence[Lot], on: date) -> list[PoolAgreement]:
    """One agreement for each holder, then for each buyer; who proposes as a holder has agreed by it."""
    found = []
    for side, ids in (
        (AgreementSide.HOLDER, [lot.award.awardee_id for lot in lots if lot.award]),
        (AgreementSide.BUYER, [lot.market.buyer_id for lot in lots]),
    ):
        for organization_id in dict.fromkeys(ids):
            one = PoolAgreement(organization_id=organization_id, side=side, state=AgreementState.ASKED)
            if side is AgreementSide.HOLDER and organization_id == actor.organization_id:
                one.state, one.signed_on, one.signatory = AgreementState.AGREED, on, actor.name
                one.recorded_on, one.recorded_by_id = on, actor.user_id
            found.append(one)
    return found


def _held(pool_id: int) -> HoursPool:
    """The pool, locked: the answers to one pool pass one after the other."""
    return db.session.scalars(
        select(HoursPool).where(HoursPool.id == pool_id).with_for_update(of=HoursPool)
        .execution_options(populate_existing=True)
    ).one()  # fmt: skip


def _wrong_signature(
    own: bool, signed_on: date | None, signatory: str | None, document: CheckedFile | None, on: date
) -> list[DomainError]:
    found: list[DomainError] = []
    if signed_on is not None and signed_on > on:
        found.append(Refused("pool_future", field="pool_signed"))
    if not own and signed_on is None:
        found.append(Refused("pool_signed", field="pool_signed"))
    if not own and not signatory:
        found.append(Refused("pool_signatory", field="pool_signatory"))
    if document is None and not own:
        found.append(Refused("pool_document", field="pool_document"))
    elif document is None and signed_on is not None and signed_on < on:
        found.append(Refused("pool_document_earlier", field="pool_document"))
    return found


def _bought_by(one: PoolLot, agreement: PoolAgreement) -> bool:
    return agreement.side is AgreementSide.BUYER and one.lot.market.buyer_id == agreement.organization_id


def _wrong_ceilings(mine: Sequence[PoolLot], ceilings: Mapping[int, int | None]) -> list[DomainError]:
    return [
        Refused("pool_ceiling", field=f"pool_ceiling-{one.lot_id}")
        for one in mine
        if (ceiling := ceilings.get(one.lot_id)) is not None and ceiling <= 0
    ]


def _activate(actor: Actor, pool: HoursPool, now: datetime) -> None:
    """Everybody has agreed: the first month is fixed, and each person is under contract on every lot."""
    agreed = [one.signed_on for one in pool.agreements if one.signed_on]
    first = pooling.first_month(pool.starts_on, agreed)
    if first > pool.ends_on:
        raise Refused("pool_too_late", field="pool_signed", end=pool.ends_on)
    pool.effective_on = first
    pool.state = advance(HOURS_POOL, pool.state, PoolMove.ACTIVATE)
    for one in sorted(pool.lots, key=lambda row: row.lot_id):
        db.session.execute(select(Lot.id).where(Lot.id == one.lot_id).with_for_update())
        for person in pool.people:
            _hire(actor, pool, one.lot_id, person, now)
        journal(
            actor, "pool:activate", pool, now=now, lot_id=one.lot_id, starts_on=first, ends_on=pool.ends_on
        )
    record(events.PoolActivated(pool.id), now=now)


def _hire(actor: Actor, pool: HoursPool, lot_id: int, person: PoolPerson, now: datetime) -> None:
    """The contract of a person on a lot of the pool, made where there is none in its months."""
    first = pool.effective_on or pool.starts_on
    known = db.session.scalars(
        select(EmploymentContract).where(
            EmploymentContract.participant_id == person.participant_id, EmploymentContract.lot_id == lot_id,
            EmploymentContract.employer_id == person.employer_id, EmploymentContract.modality == person.modality,
        )
    ).all()  # fmt: skip
    if person.modality not in hours_pools.OF_HOLDER:
        make_party(lot_id, person.employer_id, PartyCapacity.STRUCTURE, civil_day(now))
    if any(covers(contract, first) for contract in known):
        return
    made = EmploymentContract(
        participant_id=person.participant_id, lot_id=lot_id, employer_id=person.employer_id, modality=person.modality,
        contract_type=person.contract_type, starts_on=first, ends_on=last_day(pool.ends_on),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    journal(
        actor, "contract:add", made, now=now, lot_id=lot_id, participant=person.participant_id,
        modality=made.modality, starts_on=made.starts_on, ends_on=made.ends_on,
    )  # fmt: skip
