"""Does the page of the hours advise a lever, warn of what the law says, and keep what each lever needs?"""

from datetime import date

import pytest
from sqlalchemy import func, select

from clauses.domain.kinds import ClauseType, EmployerKind, HoursBasis, OrganizationKind
from clauses.domain.kinds_clauses import Audience
from clauses.extensions import db
from clauses.models.journal import AuditEvent
from clauses.models.markets import Clause, Lot, Market
from clauses.models.partners import Capability
from clauses.models.people import Organization
from tests import stage
from tests.portal import Browser, Page, Portal


def around(trade: str, number: int, hours: int = 40, kind: EmployerKind = EmployerKind.EI) -> None:
    """That many structures of Beauvais that cover a trade, after those of the demonstration were taken out of it."""
    for one in db.session.scalars(select(Capability).where(Capability.trade == trade)):
        db.session.delete(one)
    for i in range(number):
        found = Organization(
            name=f"Structure {trade} {i:02}", kind=OrganizationKind.EMPLOYER, employer_kind=kind,
            employer_kind_key=kind.value, siret=f"99977{i:03}{hash_of(trade):06}", commune_code="60057",
        )  # fmt: skip
        db.session.add(found)
        db.session.flush()
        db.session.add(
            Capability(
                organization_id=found.id, trade=trade, monthly_hours=hours * 100, stated_on=date(2026, 2, 1)
            )
        )
    db.session.commit()


def hash_of(trade: str) -> int:
    return sum(map(ord, trade)) % 1_000_000


@pytest.fixture
def market(portal: Portal) -> Market:
    return stage.filed(portal)


@pytest.fixture
def buyer(portal: Portal) -> Browser:
    return portal.sign_in("sandrine.lemaire")


def hours_page(buyer: Browser, market: Market) -> Page:
    return buyer.get(f"/marches/{market.id}/clauses")


def calculated(buyer: Browser, page: Page, **typed: object) -> Page:
    return buyer.submit(page, {**typed, "do": "calculate"}, form="hours-form", status=200)


def saved(buyer: Browser, page: Page, status: int = 303, **typed: object) -> Page:
    return buyer.submit(page, {**typed, "do": "save"}, form="hours-form", status=status)


def clause(number: int) -> Clause:
    db.session.expire_all()
    return db.session.scalars(select(Clause).join(Lot).where(Lot.id == stage.lot(number).id)).one()


def test_the_lever_advised_follows_the_supply_around_the_place(market: Market, buyer: Browser) -> None:
    around("gros_oeuvre", 12)
    around("couverture", 4)
    around("menuiseries", 1)
    around("electricite", 32, hours=0)
    around("peinture_sols", 15, kind=EmployerKind.EA)
    page = hours_page(buyer, market).text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "12 structures d'insertion à moins de 30 km, 480 h par mois : plus de 10" in page
    assert "4 structures d'insertion à moins de 30 km, 160 h par mois : de quoi réaliser une clause" in page
    assert "1 structure d'insertion à moins de 30 km, 40 h par mois : l'offre connue est trop mince" in page
    assert "32 structures d'insertion à moins de 30 km, heures offertes non renseignées" in page
    assert "le portail ne le connaît pas" in page, "the turnover is unknown: the whole need is not advised"
    assert (
        "Aucune structure d'insertion connue pour ce métier à moins de 30 km (et 15 autres employeurs" in page
    )
    assert page.count("La décision vous appartient.") == 5
    assert page.count("Retenir ce levier") == 2, "lots 1 and 4: a condition is already the advice of lot 2"


def test_one_press_takes_the_advice_and_saves_nothing(market: Market, buyer: Browser) -> None:
    around("gros_oeuvre", 12)
    typed = {"take": "1", "target_hours-1": "1 200"}
    page = buyer.submit(hours_page(buyer, market), typed, form="hours-form", status=200)
    assert "Levier repris pour ce lot" in page
    assert "Levier de ce lot : Lot réservé à l'insertion (L.2113-13, R.2113-7, à faire relire)" in page
    assert clause(1).clause_type is ClauseType.EXECUTION_CONDITION
    refused = saved(buyer, page, status=422)
    assert refused.problems == [
        "Ces heures s'ajoutent à l'activité du titulaire. Videz le volume, ou confirmez que vous les voulez."
    ]
    saved(buyer, refused, **{"target_hours-1": ""})
    kept = clause(1)
    assert (kept.clause_type, kept.target_hours) == (ClauseType.RESERVED_INTEGRATION, None)
    assert clause(2).clause_type is ClauseType.EXECUTION_CONDITION
    assert "aucun volume d'heures d'insertion n'est exigé en plus" in buyer.get(f"/marches/{market.id}/texte")
    assert "Aucune heure en plus" in buyer.get(f"/marches/{market.id}/lots/1")


def test_a_volume_still_proposed_goes_with_the_condition(market: Market, buyer: Browser) -> None:
    """The volume that the portal put there leaves with it; one that was typed is for the buyer to decide."""
    around("gros_oeuvre", 12)
    page = hours_page(buyer, market)
    page = calculated(buyer, page, **{"target_hours-1": "", "deviation_reason-1": ""})
    page = buyer.submit(page, {"take": "1"}, form="hours-form", status=200)
    assert "elles sont l'activité même du titulaire" not in page
    saved(buyer, page)
    assert clause(1).target_hours is None


def test_hours_on_a_reserved_lot_are_confirmed_and_stay_so(market: Market, buyer: Browser) -> None:
    typed = {
        "clause_type-1": "reserved_integration",
        "target_hours-1": "70",
        "deviation_reason-1": "Demande du service",
    }
    page = calculated(buyer, hours_page(buyer, market), **typed)
    assert "elles sont l'activité même du titulaire" in page
    saved(buyer, page, **{"hours_confirmed-1": "y"})
    kept = clause(1)
    assert kept.target_hours == 7000 and kept.sizing is not None and kept.sizing["hours_confirmed"] is True
    saved(buyer, hours_page(buyer, market))
    assert clause(1).target_hours == 7000
    text = buyer.get(f"/marches/{market.id}/texte")
    assert "réserve en outre au moins 70 heures de travail" in text
    assert "aucun volume d'heures d'insertion n'est exigé en plus" not in text
    facts = db.session.scalars(
        select(AuditEvent.facts)
        .where(AuditEvent.action == "clause:save")
        .order_by(AuditEvent.seq.desc())
        .limit(5)
    ).all()
    assert any(one and one.get("hours_confirmed") and one["lever"] == "reserved_integration" for one in facts)


def test_an_advice_on_a_lot_without_one_changes_nothing(market: Market, buyer: Browser) -> None:
    around("menuiseries", 0)
    for wrong in ("3", "6", "999", "abc"):
        buyer.submit(
            hours_page(buyer, market), {"take": wrong, "do": "calculate"}, form="hours-form", status=200
        )
    assert clause(3).clause_type is ClauseType.EXECUTION_CONDITION


def test_a_placement_counts_weeks_with_its_own_counter(market: Market, buyer: Browser) -> None:
    page = calculated(buyer, hours_page(buyer, market), **{"clause_type-5": "work_experience"})
    assert "Semaines d'accueil" in page
    refused = saved(buyer, page, status=422)
    assert refused.problems == [
        "Indiquez le nombre de semaines d'accueil : ce levier se compte en semaines, non en heures."
    ]
    saved(buyer, refused, **{"experience_weeks-5": "6"})
    kept = clause(5)
    assert (kept.experience_weeks, kept.target_hours) == (6, None)
    assert kept.sizing is not None and kept.sizing["experience_weeks"] == 6
    lot = buyer.get(f"/marches/{market.id}/lots/5").text.replace("\u00a0", " ").replace("\u202f", " ")
    assert lot.count("6 semaines") == 2
    assert "6 semaines" in buyer.get(f"/marches/{market.id}/texte").text.replace("\u00a0", " ").replace(
        "\u202f", " "
    )


@pytest.mark.parametrize("typed", ["0", "-1", "six", "521", "9" * 30])
def test_weeks_that_make_no_sense_are_refused_at_the_field(
    market: Market, buyer: Browser, typed: str
) -> None:
    page = calculated(buyer, hours_page(buyer, market), **{"clause_type-5": "work_experience"})
    assert saved(buyer, page, status=422, **{"experience_weeks-5": typed}).problems
    assert clause(5).experience_weeks is None


def test_a_criterion_has_a_weight_and_owes_what_the_offer_promises(market: Market, buyer: Browser) -> None:
    page = calculated(buyer, hours_page(buyer, market), **{"clause_type-2": "award_criterion"})
    assert "ce que l'offre retenue aura promis deviendra contractuel" in page
    assert "Le calcul, pour repère" in page
    page = calculated(buyer, page, **{"criterion_weight-2": "20"})
    assert "un critère d'insertion est rarement admis" in page
    saved(buyer, page, **{"criterion_weight-2": "15"})
    kept = clause(2)
    assert (kept.criterion_weight, kept.target_hours) == (1500, None)
    assert kept.hours_basis is HoursBasis.CANDIDATE_FILLED, "the award asks for the hours promised"
    lot = buyer.get(f"/marches/{market.id}/lots/2").text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "15 %" in lot and "au moins 5 %" not in lot, "a rate for the calculation is no floor"
    text = (
        buyer.get(f"/marches/{market.id}/texte?piece=reglement")
        .text.replace("\u202f", " ")
        .replace("\u00a0", " ")
    )
    assert "pondéré à 15 %" in text


def test_both_keep_a_floor_and_a_promise_apart(market: Market, buyer: Browser) -> None:
    page = calculated(
        buyer, hours_page(buyer, market), **{"clause_type-2": "both", "criterion_weight-2": "10"}
    )
    assert "Ce que l'offre promet en plus est suivi à part" in page.text.replace("\u00a0", " ")
    saved(buyer, page)
    assert (clause(2).target_hours, clause(2).criterion_weight) == (24500, 1000)


def test_a_base_leaves_supplies_out_and_says_so(market: Market, buyer: Browser) -> None:
    page = hours_page(buyer, market)
    refused = saved(buyer, page, status=422, **{"base_amount-1": "1 420 001"})
    assert any("ne peut pas dépasser le montant du lot" in one for one in refused.problems)
    refused = saved(buyer, page, status=422, **{"base_amount-1": "1 000 000", "base_reason-1": ""})
    assert refused.problems == [
        "Dites ce qui est laissé hors de la base : fournitures, réseaux, équipements."
    ]
    typed = {
        "base_amount-1": "1 000 000",
        "base_reason-1": "Fourniture des menuiseries",
        "target_hours-1": "",
    }
    page = calculated(buyer, refused, **typed)
    said = page.text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "1 420 000 € − 420 000 € (Fourniture des menuiseries)" in said
    assert "828,95 h" in said and "840 h" in said
    saved(buyer, page)
    kept = clause(1)
    assert (kept.base_amount, kept.computed_hours, kept.target_hours) == (100_000_000, 82895, 84000)
    assert kept.sizing is not None and kept.sizing["base_amount"] == 100_000_000
    lot = buyer.get(f"/marches/{market.id}/lots/1").text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "1 000 000 € HT, hors fourniture des menuiseries" in lot


def test_staff_taken_over_leave_the_base(market: Market, buyer: Browser) -> None:
    page = hours_page(buyer, market)
    refused = saved(buyer, page, status=422, **{"taken_over-5": "100 000"})
    assert (
        "Les heures du personnel repris couvrent toutes les heures de travail : il ne reste rien à réserver."
        in (refused.problems)
    )
    page = calculated(buyer, page, **{"taken_over-5": "1 000", "target_hours-5": ""})
    said = page.text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "4 421,05 h − 1 000 h" in said and "3 421,05 h" in said and "342,11 h" in said
    saved(buyer, page)
    assert (clause(5).taken_over, clause(5).target_hours) == (100_000, 35_000)
    assert "Heures du personnel repris" in buyer.get(f"/marches/{market.id}/lots/5")


def test_sub_targets_are_kept_shown_and_written(market: Market, buyer: Browser) -> None:
    page = hours_page(buyer, market)
    typed = {"sub_qpv-1": "30 %", "sub_women-1": "120 h", "sub_under_26-1": "", "sub_mandatory-1": ["qpv"]}
    page = calculated(buyer, page, **typed)
    said = page.text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "Habitants des quartiers prioritaires (QPV) : 30 % des heures, soit 357 h (obligatoire)" in said
    assert "Femmes : 120 h (souhaité)" in said
    saved(buyer, page)
    kept = [(one.audience, one.share, one.hours, one.mandatory) for one in clause(1).sub_targets]
    assert kept == [(Audience.QPV, 3000, None, True), (Audience.WOMEN, None, 12000, False)]
    lot = buyer.get(f"/marches/{market.id}/lots/1").text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "30 % des heures, soit 357 h (obligatoire) ; Femmes : 120 h (souhaité)" in lot
    for piece in ("ccap", "annexe"):
        text = (
            buyer.get(f"/marches/{market.id}/texte?piece={piece}")
            .text.replace("\u202f", " ")
            .replace("\u00a0", " ")
        )
        assert (
            "Parmi ces heures : au moins 30 % par des habitants des quartiers prioritaires de la politique de la ville ; "
            "si possible 120 heures par des femmes."
        ) in text, piece
    saved(buyer, hours_page(buyer, market))
    assert len(clause(1).sub_targets) == 2, "saved again, they are the same"
    saved(buyer, hours_page(buyer, market), **{"sub_qpv-1": "", "sub_women-1": ""})
    assert clause(1).sub_targets == []


@pytest.mark.parametrize("typed", ["101", "0", "beaucoup", "-3", "0 h", "12h20"])
def test_a_sub_target_that_is_neither_a_share_nor_hours_is_refused(
    market: Market, buyer: Browser, typed: str
) -> None:
    refused = saved(buyer, hours_page(buyer, market), status=422, **{"sub_women-1": typed})
    assert refused.problems == ["Écrivez une part ou des heures : « 30 % » ou « 120 h »."]


def test_a_sub_target_stays_within_the_volume(market: Market, buyer: Browser) -> None:
    refused = saved(buyer, hours_page(buyer, market), status=422, **{"sub_women-1": "1 191 h"})
    assert [one.replace("\u202f", " ") for one in refused.problems] == [
        "Ce sous-objectif dépasse le volume retenu (1 190 h)."
    ]


def test_free_words_that_ask_a_place_or_a_structure_are_told(market: Market, buyer: Browser) -> None:
    page = calculated(
        buyer, hours_page(buyer, market), **{"deviation_reason-1": "Volume pour les habitants de Beauvais"}
    )
    assert "Une préférence de résidence n'est pas permise" in page
    around("gros_oeuvre", 2)
    page = calculated(buyer, page, **{"deviation_reason-1": "Confié à structure gros_oeuvre 01"})
    assert "Aucune ne peut être imposée" in page and "préférence de résidence" not in page


def test_the_duty_is_recalled_on_the_whole_need(portal: Portal, market: Market, buyer: Browser) -> None:
    assert "Condition sociale facultative" in hours_page(buyer, market)
    held = db.session.get_one(Market, market.id)
    held.amount, held.publication_date = 612_000_000, date(2026, 9, 1)
    db.session.commit()
    page = hours_page(buyer, market)
    assert "Condition sociale obligatoire" in page
    assert "Lots 1, 2, 3, 4 et 5 : condition sociale prévue." in page.text.replace("\u00a0", " ")
    typed = {f"clause_type-{n}": "award_criterion" for n in range(1, 6)}
    page = calculated(buyer, page, **typed)
    assert "Aucun lot ne prévoit encore de condition d'exécution sociale" in page
    assert "ce levier seul pourrait ne pas y répondre" in page


def test_every_act_of_the_page_leaves_as_many_clauses(market: Market, buyer: Browser) -> None:
    before = db.session.scalar(select(func.count()).select_from(Clause))
    for lever in ClauseType:
        page = calculated(buyer, hours_page(buyer, market), **{"clause_type-4": lever.value})
        assert "Levier de ce lot" in page
    assert db.session.scalar(select(func.count()).select_from(Clause)) == before
