"""What does a relay leave behind? Its steps, the contract of the employer that takes over, the cooperation of the two.

The person stays the same row: the proofs, the window of eligibility and the hours follow without being copied.
"""

from datetime import date, datetime

from sqlalchemy import exists, select

from clauses.access.policy import Actor
from clauses.actions.base import civil_day
from clauses.actions.hours.held import contracts_on
from clauses.actions.parties import make_party
from clauses.domain.kinds import ContractType, Modality, PartyCapacity
from clauses.domain.kinds_relays import RelayStepKind
from clauses.domain.values import month_of
from clauses.extensions import db
from clauses.models.cooperation import CooperationEvent
from clauses.models.hours import EmploymentContract, Relay
from clauses.models.markets import Lot
from clauses.models.people import Organization
from clauses.models.relays import RelayStep
from clauses.queries.hours_facts import covers


def step(
    actor: Actor | None, relay: Relay, kind: RelayStepKind, now: datetime, *, to_id: int | None = None,
    day: date | None = None, reason: str | None = None,
) -> RelayStep:  # fmt: skip
    """Write down, for ever, what has just happened to a relay."""
    db.session.flush()
    made = RelayStep(
        relay_id=relay.id, kind=kind, at=now, by_id=actor.user_id if actor else None, to_id=to_id, day=day,
        reason=reason,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def contract_with(lot: Lot, participant_id: int, etti: Organization, starts_on: date, now: datetime) -> EmploymentContract:  # fmt: skip
    """The person's contract with the ETTI on the lot in the month of that day, made if there is none: same person, new
    employer. The ETTI becomes a party to the lot."""
    make_party(lot.id, etti.id, PartyCapacity.STRUCTURE, civil_day(now))
    own = [
        c
        for c in contracts_on(lot).values()
        if c.participant_id == participant_id and c.employer_id == etti.id
    ]
    known = next((c for c in own if covers(c, month_of(starts_on))), None)
    if known is not None:
        return known
    contract = EmploymentContract(
        participant_id=participant_id, lot_id=lot.id, employer_id=etti.id, modality=Modality.ETTI_PLACEMENT,
        contract_type=ContractType.MISSION, starts_on=starts_on,
    )  # fmt: skip
    db.session.add(contract)
    db.session.flush()
    return contract


def cooperate(relay: Relay, lot_id: int, now: datetime) -> None:
    """Log, once for a person on a lot, that an AI and the structure that takes over worked together (convention, C1)."""
    db.session.flush()
    known = exists(
        select(CooperationEvent.id).where(
            CooperationEvent.kind == "ai_etti",
            CooperationEvent.lot_id == lot_id,
            CooperationEvent.participant_id == relay.participant_id,
        )
    )
    if relay.to_id is None or db.session.scalar(select(known)):
        return
    db.session.add(
        CooperationEvent(
            kind="ai_etti", lot_id=lot_id, participant_id=relay.participant_id, first_id=relay.employer_id,
            second_id=relay.to_id, happened_on=civil_day(now),
        )
    )  # fmt: skip
