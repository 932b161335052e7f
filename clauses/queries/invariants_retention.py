"""Is anything kept beyond its time, and is what was taken away proven, whole and gone?"""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, or_, select

from clauses.domain.kinds_personal_data import PurgeKind
from clauses.extensions import db
from clauses.models.files import StoredFile
from clauses.models.hours import Eligibility, Participant
from clauses.models.personal_data import PurgeOrder, PurgeProof
from clauses.queries.invariants_territories import today
from clauses.queries.people import retention
from clauses.wording.invariants import broken

GRACE = timedelta(days=2)  # a machine may have been stopped a whole night


def kept_too_long() -> Iterator[str]:
    """Nobody's identity and no proof past its date, unless a purge waits for two persons."""
    waits = select(PurgeOrder.id).where(PurgeOrder.done_at.is_(None)).limit(1)
    if db.session.scalar(waits) is not None:
        return
    on = today() - GRACE
    for number in retention.identities_due(on):
        yield broken("person_overdue", person=number)
    for number in retention.documents_due(on):
        yield broken("file_overdue", file=number)


def purges_proven() -> Iterator[str]:
    """As many people and documents marked as the proofs say, and nothing left of what tells a ground."""
    proven = {
        kind: int(count)
        for kind, count in db.session.execute(
            select(PurgeProof.kind, func.sum(PurgeProof.count)).group_by(PurgeProof.kind)
        )
    }
    numbers = set(db.session.scalars(select(Participant.id).where(Participant.pseudonymised_on.is_not(None))))
    if proven.get(PurgeKind.IDENTITIES, 0) != len(numbers):
        yield broken("people_unproven", count=len(numbers), proven=proven.get(PurgeKind.IDENTITIES, 0))
    erased = db.session.scalar(select(func.count()).where(StoredFile.erased_at.is_not(None))) or 0
    if proven.get(PurgeKind.DOCUMENTS, 0) != erased:
        yield broken("files_unproven", count=erased, proven=proven.get(PurgeKind.DOCUMENTS, 0))
    for proof in db.session.scalars(
        select(Eligibility).join(Participant).where(Participant.pseudonymised_on.is_not(None))
    ):
        if proof.categories or proof.proof_label or proof.message:
            yield broken("ground_left", proof=proof.id)
    late = select(StoredFile.id).where(
        StoredFile.erased_at.is_not(None),
        or_(StoredFile.size > 0, StoredFile.sha256 != ""),
    )
    for number in db.session.scalars(late):
        yield broken("file_described", file=number)
