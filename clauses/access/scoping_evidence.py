"""Who reads a document that proves hours?

Whoever put it, and whoever follows the lot. The holder also reads what is about the hours of its lot, and a structure
what is about its own team alone. Pay, contracts and grounds stay between the employer and the resource person.
"""

from sqlalchemy import and_, exists, or_, select

from clauses.access.policy import Actor, Reach
from clauses.access.reaches import Criterion, by_lot, party
from clauses.domain.evidence import OF_EMPLOYERS
from clauses.domain.kinds import PartyCapacity
from clauses.domain.kinds_evidence import EvidenceKind
from clauses.models.evidence import Evidence, EvidenceCover


def evidence(actor: Actor, reach: Reach) -> Criterion:
    if reach is Reach.AUTHOR:
        return Evidence.organization_id == actor.organization_id
    return _by_lot(actor, reach)


def _own(actor: Actor) -> Criterion:
    own = Evidence.organization_id == actor.organization_id
    holder = and_(
        party(actor, Evidence.lot_id, PartyCapacity.AWARDEE),
        Evidence.kind.not_in((*OF_EMPLOYERS, EvidenceKind.SITUATION_PROOF)),
    )
    covered = select(EvidenceCover.id).where(EvidenceCover.evidence_id == Evidence.id)
    team = and_(
        Evidence.kind != EvidenceKind.SITUATION_PROOF,
        exists(covered.where(EvidenceCover.employer_id == actor.organization_id)),
        ~exists(covered.where(EvidenceCover.employer_id != actor.organization_id)),
    )
    return or_(own, holder, team)


_by_lot = by_lot(Evidence.lot_id, _own)
