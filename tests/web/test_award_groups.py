"""Is a lot awarded to a group, its volume split to the hundredth, and opened to each member with its own part?"""

import pytest
from sqlalchemy import select

from clauses.access.gate import may
from clauses.access.policy import Actor
from clauses.access.policy import Permission as P
from clauses.domain.kinds import EmployerKind, GroupForm, OrganizationKind, PartyCapacity, Role
from clauses.domain.kinds_awards import ShareUnit
from clauses.extensions import db, write_transaction
from clauses.models.awards import GroupMember
from clauses.models.markets import Lot, LotParty
from clauses.models.people import Organization
from tests import stage
from tests.portal import Browser, Portal
from tests.reading import Page

LEAD, SECOND, THIRD = "Bâtisseurs du Thérain", "99900202500016", "99900307200017"  # a company, a SIAE (EI)
LA_POSTE = "35600000000048"
BUYER = "sandrine.lemaire"


def tendered(portal: Portal) -> str:
    market = stage.published(portal)
    portal.day("2026-06-15")
    return f"/marches/{market.id}/lots/1"


def typed(**values: str) -> dict[str, str]:
    return {
        "award_result": "awarded", "awardee": str(stage.organization(LEAD).id), "notification_date": "15/06/2026",
        "exec_start": "01/09/2026", "exec_months": "12", "group_form": "several", "share_unit": "percent",
        "lead_share": "55,55", "member_siret-2": SECOND, "group_share-2": "33,33", "member_siret-3": THIRD,
        "group_share-3": "11,12", **values,
    }  # fmt: skip


def page_of(buyer: Browser, address: str) -> Page:
    """The form with a second line for a member, asked for as one does without JavaScript."""
    page = buyer.get(f"{address}/attribution")
    return buyer.submit(page, form="award-form", press="Ajouter un membre", status=200)


def awarded(buyer: Browser, address: str, **values: str) -> Page:
    check = buyer.submit(page_of(buyer, address), typed(**values), form="award-form", status=200)
    return buyer.follow(buyer.submit(check, form="award-form"))


def problems(buyer: Browser, address: str, **values: str) -> list[str]:
    return buyer.submit(page_of(buyer, address), typed(**values), form="award-form", status=422).problems


def test_the_split_is_shown_before_and_after_to_the_hundredth(portal: Portal) -> None:
    address, buyer = tendered(portal), portal.sign_in(BUYER)
    check = buyer.submit(page_of(buyer, address), typed(), form="award-form", status=200)
    assert "1 190 h, un seul objectif pour le lot" in check
    for part in ("661,04 h", "396,63 h", "132,33 h"):
        assert part in check
    assert "ne compensent pas" in check and "Confirmer l'attribution" in check
    assert stage.lot(1).award is None, "nothing is declared before the buyer confirms"
    lot = buyer.follow(buyer.submit(check, form="award-form"))
    for told in ("Groupement conjoint", "661,04 h", "396,63 h", "132,33 h", "Mandataire", "55,55 %"):
        assert told in lot
    award = stage.lot(1).award
    assert (award.group_form, award.share_unit) == (GroupForm.SEVERAL, ShareUnit.PERCENT)
    assert [(m.share, m.lead) for m in award.members] == [(5555, True), (3333, False), (1112, False)]
    parties = db.session.execute(
        select(LotParty.capacity).where(LotParty.lot_id == award.lot_id).order_by(LotParty.id)
    ).scalars()
    assert list(parties) == [
        PartyCapacity.BUYER, PartyCapacity.AWARDEE, PartyCapacity.CONSORTIUM_MEMBER, PartyCapacity.CONSORTIUM_MEMBER,
    ]  # fmt: skip


def test_shares_in_hours_total_the_volume_of_the_lot(portal: Portal) -> None:
    address, buyer = tendered(portal), portal.sign_in(BUYER)
    hours = {"share_unit": "hours", "lead_share": "700", "group_share-2": "400", "group_share-3": "89"}
    assert problems(buyer, address, **hours) == [
        "Les parts du groupement totalisent 1 189 h ; elles doivent faire 1 190 h, le volume du lot."
    ]
    lot = awarded(buyer, address, **{**hours, "group_share-3": "90 h", "group_form": "joint_and_several"})
    assert "Groupement solidaire" in lot and "compensent celles qui manquent" in lot and "90 h" in lot


NOTHING_TYPED = {"member_siret-2": "", "group_share-2": "", "member_siret-3": "", "group_share-3": ""}
AT_ONCE = [
    ({"group_share-3": "10,12"}, "Les parts du groupement totalisent 99 % ; elles doivent faire 100 %."),
    ({"group_share-3": ""}, "Indiquez la part de ce membre, supérieure à 0."),
    ({"group_share-3": "beaucoup"}, "Écrivez la part en chiffres, par exemple 33,33."),
    ({"member_siret-3": "99900201700014"}, None),
    ({"group_form": "none"}, "Choisissez la forme du groupement, ou retirez ses membres et leurs parts."),
    (
        {**NOTHING_TYPED, "lead_share": "100"},
        "Indiquez au moins un membre en plus du mandataire, ou choisissez « Pas de groupement ».",
    ),
]
ONCE_THE_SPLIT_IS_SEEN = [
    ({"member_siret-3": SECOND}, "Cette organisation est déjà membre du groupement"),
    ({"member_siret-3": "99900201700013"}, "Cette organisation est déjà le mandataire"),
    ({"member_siret-3": "99900101900010"}, "Cette organisation ne peut pas être titulaire d'un lot"),
    ({"notification_date": "23/04/2026"}, "La notification ne peut pas précéder la remise des offres (24/04/2026)."),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "told"), AT_ONCE)
def test_a_group_that_is_no_whole_is_refused_at_its_field(
    portal: Portal, wrong: dict[str, str], told: str | None
) -> None:
    address, buyer = tendered(portal), portal.sign_in(BUYER)
    found = problems(buyer, address, **wrong)
    assert len(found) == 1 and (told is None or found == [told])
    assert stage.lot(1).award is None


@pytest.mark.parametrize(("wrong", "told"), ONCE_THE_SPLIT_IS_SEEN)
def test_a_member_that_cannot_be_is_refused_at_its_line(
    portal: Portal, wrong: dict[str, str], told: str
) -> None:
    address, buyer = tendered(portal), portal.sign_in(BUYER)
    check = buyer.submit(page_of(buyer, address), typed(**wrong), form="award-form", status=200)
    [found] = buyer.submit(check, form="award-form", status=422).problems
    assert found.startswith(told)
    assert stage.lot(1).award is None


def test_structures_that_share_a_siret_are_told_apart_by_their_commune(portal: Portal) -> None:
    address, buyer = tendered(portal), portal.sign_in(BUYER)
    with write_transaction():
        twin = Organization(name="Bâti Solidaire Creil", kind=OrganizationKind.EMPLOYER, employer_kind=EmployerKind.ACI,
                            employer_kind_key="ACI", siret=THIRD, commune_code="60175")  # fmt: skip
        db.session.add(twin)
        db.session.commit()
    check = buyer.submit(page_of(buyer, address), typed(), form="award-form", status=200)
    asked = buyer.submit(check, form="award-form", status=422)
    assert asked.problems == ["Plusieurs structures partagent ce SIRET : indiquez la commune de la bonne."]
    lot = buyer.follow(buyer.submit(asked, {"member_city-3": "Creil"}, form="award-form"))
    assert "Bâti Solidaire Creil" in lot


def test_a_member_of_la_poste_that_nobody_knows_is_opened_by_its_name(portal: Portal) -> None:
    address, buyer = tendered(portal), portal.sign_in(BUYER)
    check = buyer.submit(
        page_of(buyer, address), typed(**{"member_siret-3": LA_POSTE}), form="award-form", status=200
    )
    asked = buyer.submit(check, form="award-form", status=422)
    assert asked.problems == [
        "Ce SIRET n'est pas encore connu du portail : indiquez le nom et la commune de l'entreprise."
    ]
    lot = buyer.follow(
        buyer.submit(
            asked, {"member_name-3": "Façades & Fils", "member_city-3": "Beauvais"}, form="award-form"
        )
    )
    assert "Façades & Fils" in lot
    opened = db.session.scalars(select(Organization).where(Organization.siret == LA_POSTE)).one()
    assert (opened.origin, opened.commune_code) == ("award", "60057")


def test_a_member_sees_the_lot_and_its_own_part_and_types_nothing_for_the_others(portal: Portal) -> None:
    address, buyer = tendered(portal), portal.sign_in(BUYER)
    awarded(buyer, address)
    ei = portal.sign_in("olivier.lambert")
    page = ei.get(address)
    assert "132,33 h" in page and "396,63 h" not in page and "Couverture Picarde Lenoir" not in page
    ei.get(f"{address}/attribution", status=403)
    members = db.session.scalars(select(GroupMember).order_by(GroupMember.position)).all()
    lenoir, lot = members[1].organization, stage.lot(1)
    company = _someone_of(lenoir, Role.COMPANY)
    assert may(company, P.MARKET_VIEW, Lot, lot.id) and may(company, P.MESSAGE_WRITE, Lot, lot.id)
    for kept in (P.HOURS_ENTER, P.PARTICIPANT_IDENTIFY, P.MONTH_SUBMIT, P.COMMITMENT_EDIT, P.AWARD_DECLARE):
        assert not may(company, kept, Lot, lot.id), kept
    structure = stage.actor("olivier.lambert")
    assert may(structure, P.HOURS_ENTER, Lot, lot.id), "a structure types the hours of its own employees"
    assert not may(structure, P.MONTH_SUBMIT, Lot, lot.id), "the lead sends the month of the lot"


def _someone_of(organization: Organization, role: Role) -> Actor:
    return Actor(
        user_id=0, name="Une personne", membership_id=0, organization_id=organization.id,
        organization_name=organization.name, role=role,
    )  # fmt: skip


def test_a_market_is_out_of_reach_of_who_is_not_in_the_group(portal: Portal) -> None:
    address, buyer = tendered(portal), portal.sign_in(BUYER)
    awarded(buyer, address)
    portal.sign_in("nadege.brunel").get(address, status=404)


def test_a_structure_may_lead_a_group(portal: Portal) -> None:
    """C2: a SIAE holds the lot; its mandate is that of any holder."""
    address, buyer = tendered(portal), portal.sign_in(BUYER)
    page = awarded(
        buyer,
        address,
        awardee=str(stage.organization("Bâti Solidaire Picardie").id),
        **{"member_siret-3": "99900311400017"},
    )
    assert "seules les heures de ses salariés en insertion comptent" in page
    ei = portal.sign_in("olivier.lambert").get(address)
    assert "661,04 h" in ei and "396,63 h" in ei and "Préparer la déclaration" in ei


def test_the_new_holder_of_a_lot_takes_the_place_of_the_lead(portal: Portal) -> None:
    address, buyer = tendered(portal), portal.sign_in(BUYER)
    awarded(buyer, address)
    portal.day("2026-10-01")
    _transfer(buyer, address, "Peinture Ravon et Fille")
    award = stage.lot(1).award
    assert [(m.organization.name, m.share, m.lead) for m in award.members][0] == (
        "Peinture Ravon et Fille",
        5555,
        True,
    )
    assert len(award.members) == 3
    _transfer(buyer, address, "Couverture Picarde Lenoir")
    db.session.expire_all()
    award = stage.lot(1).award
    held = [(m.organization.name, m.share, m.lead) for m in award.members]
    assert held == [("Couverture Picarde Lenoir", 8888, True), ("Bâti Solidaire Picardie", 1112, False)]
    assert "88,88 %" in buyer.get(address)


def _transfer(buyer: Browser, address: str, holder: str) -> None:
    page = buyer.get(f"{address}/modifications/nouvelle?motif=transfer")
    values = {"holder": str(stage.organization(holder).id), "amend_date": "01/10/2026"}
    check = buyer.submit(page, values, form="change-form", press="Voir ce que cela change", status=200)
    buyer.submit(check, form="change-form", press="Enregistrer la modification")


def test_what_a_failing_member_did_not_do_passes_to_the_others_by_their_shares(portal: Portal) -> None:
    """R16: 1 190 h by 55,55 / 33,33 / 11,12 %; the second keeps 100 h, 1 090 h are left to the two others."""
    address, buyer = tendered(portal), portal.sign_in(BUYER)
    awarded(buyer, address)
    portal.day("2026-11-02")
    page = buyer.get(f"{address}/groupement/defaillance")
    lead, second, third = stage.lot(1).award.members
    typed_in = {
        "default_member": str(second.id), "default_since": "30/10/2026", "default_kept": "100",
        "default_reason": "Liquidation judiciaire",
    }  # fmt: skip
    wrong = {
        "default_kept": "400",
        "default_since": "01/01/2027",
        "default_reason": "",
        "default_member": str(lead.id),
    }
    refused = buyer.submit(page, typed_in | wrong, form="default-form", status=422)
    for told in (
        "enregistrez d'abord le changement de titulaire",
        "Cette date est à venir",
        "Indiquez le motif",
    ):
        assert told in refused
    over = buyer.submit(page, typed_in | {"default_kept": "400"}, form="default-form", status=422)
    assert "Ce membre devait 396,63 h" in over
    lot = buyer.follow(buyer.submit(page, typed_in, form="default-form"))
    assert "les autres membres reprennent 296,63 h" in lot
    for told in ("908,2 h", "181,8 h", "100 h", "Défaillant", "au départ 396,63 h"):
        assert told in lot
    portal.run_jobs()
    assert {m.goes_to.split("@")[0] for m in portal.mails("M46")} >= {"mickael.roussel", "olivier.lambert"}
    again = buyer.get(f"{address}/groupement/defaillance")
    twice = buyer.submit(again, typed_in, form="default-form", status=422)
    assert "La défaillance de ce membre est déjà enregistrée" in twice
    olivier = portal.sign_in("olivier.lambert")
    own = olivier.get(address)
    assert "181,8 h" in own and "908,2 h" not in own.text
    assert portal.sign_in("mickael.roussel").get(f"{address}/groupement/defaillance", status=403)
