"""How far may a person be placed by an association intermédiaire, and what is told before somebody is placed?

The traps 38 to 47 of the domain rules, each to the figure and to the sentence.
"""

from datetime import date

import pytest
from sqlalchemy import select

from clauses.actions import allocation
from clauses.actions.hours import earlier, splitting
from clauses.domain import ai_cap
from clauses.domain.errors import Several
from clauses.domain.kinds import BuyerKind, ContractType, EmployerKind, Modality, RelayChoice
from clauses.domain.kinds_partners import Zone
from clauses.domain.kinds_relays import PlacedWith
from clauses.domain.placement_points import Held, beside_another
from clauses.domain.values import last_day
from clauses.extensions import db, write_transaction
from clauses.models.hours import Eligibility, EmploymentContract, Participant
from clauses.models.partners import PrefectWaiver, SiaeProfile
from clauses.models.people import Organization
from clauses.queries import hours_counters
from clauses.reference import rulebook
from tests import stage, stage_hours
from tests.portal import Portal
from tests.reading import plain
from tests.stage_hours import AI, EI, ETTI, Site

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
BEAUVAISIS, SUD_OISE = "200067999", "200068047"


def person(who: str = "P1") -> int:
    last = stage_hours.PEOPLE[who][1]
    return db.session.scalars(select(Participant.id).where(Participant.last_name == last)).one()


def did_before(
    portal: Portal, hours: int, first: date, last: date, where: PlacedWith = PlacedWith.COMPANY
) -> None:
    """P1 did these hours (whole) through another association, before the portal."""
    earlier.declare_earlier(
        stage.actor("nadege.brunel"), person(),
        earlier.Earlier(hours * 100, "Relais Emploi Sud Oise", where, first, last, "Attestation", date(2026, 9, 1), False),
        now=portal.now,
    )  # fmt: skip


def typed(site: Site, month: date, hours: int) -> None:
    site.enter(month, {("P1", AI): hours})


def refusal_of(site: Site, month: date, hours: int) -> dict[str, object]:
    with pytest.raises(Several) as refused:
        typed(site, month, hours)
    [one] = refused.value.refusals
    assert one.code == "over_legal"
    return one.facts


def counter(month: date) -> ai_cap.CeilingCounter:
    placements = hours_counters.ai_hours({person()})[person()]
    return ai_cap.ceiling_counter(placements, month, rulebook.ceiling(last_day(month)))


@pytest.mark.parametrize(
    ("user", "counted"),
    [
        (BuyerKind.MUNICIPALITY, 0), (BuyerKind.EPCI, 0), (BuyerKind.DEPARTMENT, 0),
        (BuyerKind.SOCIAL_LANDLORD, 7000), (BuyerKind.OTHER, 7000), (None, 7000),
    ],
)  # fmt: skip
def test_hours_done_for_a_commune_are_exempt_and_those_for_an_oph_a_sem_or_a_company_count(
    portal: Portal, user: BuyerKind | None, counted: int
) -> None:
    """Trap 38: a local authority is no enterprise; a public housing office, a mixed company or a company is."""
    site = stage_hours.begun(portal)
    with write_transaction():
        stage.lot(1).award.awardee.buyer_kind = user  # type: ignore[union-attr]
        db.session.commit()
    portal.day("2026-10-02")
    typed(site, SEPTEMBER, 70)
    assert counter(SEPTEMBER).done == counted


def test_all_the_companies_that_used_a_person_share_one_ceiling(portal: Portal) -> None:
    """Trap 39: 300 h in one company and 150 h in another leave 30 h, whoever comes next."""
    site = stage_hours.begun(portal)
    portal.day("2026-11-06")
    did_before(portal, 300, date(2026, 2, 2), date(2026, 7, 31))
    typed(site, SEPTEMBER, 150)
    told = refusal_of(site, OCTOBER, 40)
    assert (told["left"], told["over"], told["max"]) == (3000, 1000, 48000)
    typed(site, OCTOBER, 30)
    assert counter(OCTOBER).left == 0


def test_the_ceiling_runs_over_24_months_from_the_first_placement_not_over_a_civil_year(
    portal: Portal,
) -> None:
    """Trap 40: 450 h of the year before still count; a new year gives nothing back."""
    site = stage_hours.begun(portal)
    portal.day("2026-10-02")
    did_before(portal, 450, date(2025, 3, 3), date(2025, 12, 19))
    assert refusal_of(site, SEPTEMBER, 70)["left"] == 3000
    assert counter(SEPTEMBER).first == date(2025, 3, 3)
    assert counter(SEPTEMBER).last == date(2027, 3, 2)


def test_24_months_after_the_first_placement_a_new_window_opens(portal: Portal) -> None:
    """Trap 40: placed first on 3 August 2024, the person has 480 h again from August 2026."""
    site = stage_hours.begun(portal)
    portal.day("2026-10-02")
    did_before(portal, 450, date(2024, 8, 3), date(2025, 3, 31))
    typed(site, SEPTEMBER, 70)
    assert (counter(SEPTEMBER).done, counter(SEPTEMBER).left) == (7000, 41000)


def test_the_derogation_of_the_prefect_lifts_the_ceiling_for_that_ai_between_its_dates(
    portal: Portal,
) -> None:
    """Trap 41: a decree from 1 to 30 September covers September, and says nothing of October."""
    site = stage_hours.begun(portal)
    portal.day("2026-11-06")
    did_before(portal, 450, date(2026, 2, 2), date(2026, 7, 31))
    assert refusal_of(site, SEPTEMBER, 70)["over"] == 4000
    with write_transaction():
        ai = site.employer(AI).organization_id
        db.session.add(
            PrefectWaiver(
                organization_id=ai, number="2026-118", starts_on=SEPTEMBER, ends_on=date(2026, 9, 30)
            )
        )
        db.session.commit()
    typed(site, SEPTEMBER, 70)
    assert refusal_of(site, OCTOBER, 10)["over"] == 1000


def test_240_hours_are_the_convention_of_2008_and_stop_nobody(portal: Portal) -> None:
    """Trap 42: beyond 240 h a relay is prepared; the law stops at 480 h."""
    site = stage_hours.begun(portal)
    portal.day("2026-10-02")
    did_before(portal, 230, date(2026, 2, 2), date(2026, 7, 31))
    typed(site, SEPTEMBER, 70)
    assert (counter(SEPTEMBER).done, counter(SEPTEMBER).left) == (30000, 18000)
    placements = hours_counters.ai_hours({person()})[person()]
    relay = ai_cap.relay_counter(placements, SEPTEMBER, rulebook.relay(last_day(SEPTEMBER)))
    assert (relay.max_hours, relay.over) == (24000, 6000)


def test_a_relay_keeps_the_person_the_proof_and_the_window_and_makes_one_contract(portal: Portal) -> None:
    """Trap 43: P1 passes from the AI to the ETTI in December 2026."""
    site = stage_hours.played(portal, 3)
    before = counter(date(2026, 11, 1))
    people = db.session.scalars(select(Participant.id)).all()
    proofs = db.session.scalars(select(Eligibility.id)).all()
    db.session.rollback()
    site = stage_hours.Site(portal, site.plan, site.lot_id, site.contracts)
    december = date(2026, 12, 1)
    portal.day("2027-01-08")
    site.enter(december, {("P1", AI): 56})
    splitting.split_entry(
        site.employer(AI), site.lot_id, december, site.entry(december, "P1", AI).id, now=portal.now
    )
    assert db.session.scalars(select(Participant.id)).all() == people
    assert db.session.scalars(select(Eligibility.id)).all() == proofs
    contracts = db.session.scalars(
        select(EmploymentContract).where(EmploymentContract.participant_id == person())
    ).all()
    assert [one.modality for one in contracts] == [AI, ETTI]
    assert counter(december).first == before.first == SEPTEMBER
    assert counter(december).done == 24000  # what the ETTI has is no placement of an AI


def zone_of_the_ai(*codes: str) -> None:
    with write_transaction():
        ai = stage.actor("nadege.brunel").organization_id
        sheet = db.session.scalars(select(SiaeProfile).where(SiaeProfile.organization_id == ai)).one()
        sheet.zone, sheet.zone_codes, sheet.radius_km = Zone.AREAS, list(codes), None
        db.session.commit()


AWAY = (
    "Coup d'Main Beauvaisis dit ne pas intervenir à Beauvais. Une association intermédiaire ne place que sur le "
    "territoire de sa convention avec l'État (R5132-19)"
)


def test_an_ai_sent_outside_its_territory_is_told_where_the_line_is_made_and_where_it_is_answered(
    portal: Portal,
) -> None:
    """Trap 44: to the resource person on the plan, to the company on its declaration, to the AI on its proposal."""
    plan = stage.proposed(portal)
    here, claire = f"/engagements/{plan.commitment_id}/affectation", portal.sign_in("claire.delattre")
    nadege, olivier = portal.sign_in("nadege.brunel"), portal.sign_in("olivier.lambert")
    zone_of_the_ai(SUD_OISE)
    assert AWAY in plain(claire.get(here).text)
    assert AWAY in plain(nadege.get("/demandes").text)
    assert "R5132-19" not in olivier.get("/demandes").text  # an EI takes works where it likes
    zone_of_the_ai(BEAUVAISIS)
    assert "R5132-19" not in claire.get(here).text


def test_an_ai_is_told_outside_its_territory_when_it_hires_for_the_lot(portal: Portal) -> None:
    """Trap 44: the last moment to see it, when the person is placed."""
    site = stage_hours.begun(portal)
    zone_of_the_ai(SUD_OISE)
    nadege = portal.sign_in("nadege.brunel")
    assert AWAY in plain(nadege.get(f"/lots/{site.lot_id}/participants/nouveau").text)


def test_dangerous_work_and_a_dismissal_within_six_months_are_asked_before_an_ai_places_somebody(
    portal: Portal,
) -> None:
    """Trap 45: on the plan, on the proposal and when the person is hired; never for an ETTI or an EI."""
    plan = stage.proposed(portal)
    pages = {
        "plan": portal.sign_in("claire.delattre").get(f"/engagements/{plan.commitment_id}/affectation"),
        "proposal": portal.sign_in("nadege.brunel").get("/demandes"),
    }
    for name, page in pages.items():
        text = plain(page.text)
        assert (
            "Y a-t-il eu un licenciement économique sur ce poste dans les six derniers mois ? Posez la question à "
            "Bâtisseurs du Thérain : si oui, une association intermédiaire ne peut pas y placer quelqu'un (L5132-7)."
        ) in text, name
        assert "aucun des travaux dangereux de la liste D4154-1" in text, name
    assert "D4154-1" not in portal.sign_in("elodie.petit", "agence de Beauvais").get("/demandes").text


def test_the_company_is_asked_of_a_dismissal_as_soon_as_it_declares_an_ai(portal: Portal) -> None:
    """Trap 45: the one that knows is asked where it names the AI."""
    commitment = stage.awarded(portal)
    portal.day("2026-06-22")
    allocation.save_commitment(
        stage.actor("mickael.roussel"), commitment.id, stage.plan_lines(*stage.DECLARED),
        relay_choice=RelayChoice.RESOURCE_PERSON, contact="Mickaël Roussel", version=None, now=portal.now,
    )  # fmt: skip
    page = portal.sign_in("mickael.roussel").get(f"/engagements/{commitment.id}/declaration")
    assert "Y a-t-il eu un licenciement économique sur ce poste" in page.text


def test_a_geiq_lends_to_its_members_alone_and_the_membership_is_asked(portal: Portal) -> None:
    """Trap 46: a GEIQ line tells that the company must be a member."""
    commitment = stage.awarded(portal)
    portal.day("2026-06-22")
    geiq = db.session.scalars(
        select(Organization.name)
        .where(Organization.employer_kind == EmployerKind.GEIQ)
        .order_by(Organization.id)
    ).first()
    assert geiq is not None
    lines = stage.plan_lines((Modality.GEIQ_PLACEMENT, geiq, 300, 1))
    allocation.save_commitment(
        stage.actor("mickael.roussel"), commitment.id, lines, relay_choice=None, contact="Mickaël Roussel",
        version=None, now=portal.now,
    )  # fmt: skip
    page = portal.sign_in("mickael.roussel").get(f"/engagements/{commitment.id}/declaration")
    assert (
        f"{geiq} est un groupement d'employeurs : il ne prête ses salariés qu'à ses membres. Vérifiez que Bâtisseurs "
        "du Thérain a adhéré (L1253-1)."
    ) in plain(page.text)
    assert "D4154-1" not in page.text


TWO = (
    "CDDI et second contrat d'insertion sur la même période : le CDDI doit rester à 20 h par semaine au moins, car le "
    "second employeur est une structure d'insertion ou une entreprise adaptée."
)


def test_a_cddi_beside_a_placement_by_an_ai_is_told_to_be_checked_at_20_hours(portal: Portal) -> None:
    """Trap 47: P2 has a CDDI in an EI and is placed by the AI over the same days; P1 is only placed."""
    site = stage_hours.begun(portal)
    portal.day("2026-09-02")
    claire = portal.sign_in("claire.delattre")
    assert TWO not in plain(claire.get(f"/lots/{site.lot_id}/participants").text)
    site.hire("P2", EI, date(2026, 9, 1))
    assert plain(claire.get(f"/lots/{site.lot_id}/participants").text).count(TWO) == 2


@pytest.mark.parametrize(
    ("kind", "contract", "starts_on", "told"),
    [
        ("AI", ContractType.CDDU, date(2026, 9, 1), True),
        ("EA", ContractType.CDD, date(2026, 9, 1), True),
        ("AI", ContractType.CDDU, date(2027, 3, 1), False),  # after the CDDI
        ("GEIQ", ContractType.PROFESSIONAL_TRAINING, date(2026, 9, 1), False),  # neither a SIAE nor an EA
        (None, ContractType.CDD, date(2026, 9, 1), False),  # a company: the derogation of the law stands
    ],
)
def test_the_second_employer_of_a_cddi_may_be_a_company_not_a_siae_nor_an_ea(
    kind: str | None, contract: ContractType, starts_on: date, told: bool
) -> None:
    """Trap 47: the derogation under 20 h leaves SIAE and EA out."""
    cddi = Held(1, 10, EmployerKind.ACI, ContractType.CDDI, date(2026, 6, 1), date(2027, 2, 28))
    other = Held(2, 11, EmployerKind(kind) if kind else None, contract, starts_on, None)
    assert beside_another([cddi, other]) == ({1, 2} if told else set())
