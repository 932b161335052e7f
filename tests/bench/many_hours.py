"""How is a structure of sixty people on ten lots of several companies made for a bench? By rows, from the lot of S04."""

from datetime import date

from sqlalchemy import insert, select

from clauses.domain.kinds import (
    ContractType,
    EligibilityState,
    Gender,
    LotResult,
    Modality,
    PartyCapacity,
)
from clauses.extensions import db, write_transaction
from clauses.models.hours import Eligibility, EmploymentContract, Participant
from clauses.models.markets import Award, Clause, HoursTarget, Lot, LotParty
from clauses.queries.hours_people import fold_names
from tests import stage, stage_hours
from tests.portal import Portal

PEOPLE, LOTS = 60, 10
START, MONTH = date(2026, 9, 1), date(2026, 9, 1)
HOLDERS = ("Bâtisseurs du Thérain", "Élec'Oise Réseaux", "Plomberie Hénin", "Peinture Ravon")
STRUCTURE = ("elodie.petit", "agence de Beauvais")


def fill(
    portal: Portal, people: int = PEOPLE, lots: int = LOTS, *, shared: bool = True
) -> tuple[list[int], list[int]]:
    """Everybody of the ETTI has a contract on every lot, or on one lot alone (so many people each) when not `shared`;
    returns the lots and the contracts, lot by lot."""
    site = stage_hours.begun(portal)
    structure = stage.actor(*STRUCTURE).organization_id
    with write_transaction():
        first = db.session.get_one(Lot, site.lot_id)
        made = [_lot(first, n, stage.organization(HOLDERS[n % len(HOLDERS)]).id) for n in range(lots)]
        for lot_id in made:
            db.session.add(
                LotParty(
                    lot_id=lot_id, organization_id=structure, capacity=PartyCapacity.STRUCTURE, since=START
                )
            )
        hired = _people(structure, people if shared else people * lots)
        rows = [
            {"version": 1, "participant_id": person, "lot_id": lot_id, "employer_id": structure,
             "modality": Modality.ETTI_PLACEMENT, "contract_type": ContractType.MISSION, "starts_on": START}
            for n, lot_id in enumerate(made)
            for person in (hired if shared else hired[n * people : (n + 1) * people])
        ]  # fmt: skip
        db.session.execute(insert(EmploymentContract), rows)
        db.session.commit()
    portal.day("2026-10-05")
    contracts = db.session.scalars(
        select(EmploymentContract.id)
        .where(EmploymentContract.employer_id == structure, EmploymentContract.lot_id.in_(made))
        .order_by(EmploymentContract.lot_id, EmploymentContract.id)
    )
    found = list(contracts)
    db.session.rollback()
    return made, found


def _lot(like: Lot, n: int, holder_id: int) -> int:
    lot = Lot(
        market_id=like.market_id, number=100 + n, title=f"Tranche {n}", trade=like.trade, places=like.places,
        has_clause=True, territory_id=like.territory_id, result=LotResult.AWARDED, amount=100_000_00,
    )  # fmt: skip
    lot.clause = Clause(target_hours=500_000, publics=[], modalities=[])
    lot.targets = [
        HoursTarget(number=1, hours=500_000, exec_start=START, exec_months=12, effective_on=START,
                    recorded_on=START, reason="Attribution")
    ]  # fmt: skip
    lot.award = Award(awardee_id=holder_id, notified_on=START, exec_start=START, exec_months=12)
    lot.parties = [LotParty(organization_id=holder_id, capacity=PartyCapacity.AWARDEE, since=START)]
    db.session.add(lot)
    db.session.flush()
    return lot.id


def _people(structure: int, people: int) -> list[int]:
    found = []
    for n in range(people):
        person = Participant(
            last_name=f"Nom{n:03}", first_name="Prénom", fold=fold_names(f"Nom{n:03}", "Prénom"),
            birth=date(1990, 1, 1 + n % 28), gender=Gender.UNSTATED, informed_on=START, created_by_id=structure,
        )  # fmt: skip
        db.session.add(person)
        db.session.flush()
        db.session.add(
            Eligibility(
                participant_id=person.id, hired_on=START, state=EligibilityState.VALIDATED, effective_on=START,
                submitted_by_id=structure, submitted_on=START,
            )
        )  # fmt: skip
        found.append(person.id)
    return found
