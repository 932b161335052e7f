"""Which trial placements are over, without a word on what followed?"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.extensions import db
from clauses.models.hours import EmploymentContract
from clauses.models.markets import Lot
from clauses.models.pathways import TrialPlacement
from clauses.queries.worklist.found import Found, of_lot

LIMIT = 200
PAST = "terminees"  # the list of the missions that are over, as its address says it


def trials_to_answer(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Trial placements of the structure's own people, from their last day on, until their outcome is told (S11)."""
    rows = db.session.scalars(
        select(TrialPlacement)
        .join(EmploymentContract, EmploymentContract.id == TrialPlacement.contract_id)
        .where(
            within_reach(actor, Permission.MISSION_MAKE, EmploymentContract), TrialPlacement.result.is_(None),
            EmploymentContract.employer_id == actor.organization_id, EmploymentContract.ends_on <= on,
        )
        .options(
            joinedload(TrialPlacement.contract).joinedload(EmploymentContract.lot).joinedload(Lot.market)
        )
        .order_by(EmploymentContract.ends_on, TrialPlacement.id)
        .limit(LIMIT)
    )  # fmt: skip
    return [
        Found(
            "answer_trial", of_lot(one.contract.lot, day=one.contract.ends_on), "hours.missions",
            {**({"etat": PAST} if one.contract.ends_on != on else {}), "_anchor": f"mission-{one.contract_id}"},
            one.contract.ends_on,
        )
        for one in rows
    ]  # fmt: skip
