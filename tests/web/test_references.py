"""May the region set the values of the calculation from a day on, with its reason, and does nothing kept change?"""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from clauses.domain.references import ReferenceKind
from clauses.extensions import db
from clauses.models.journal import AuditEvent
from clauses.models.markets import Clause
from clauses.models.references import ReferenceValue
from clauses.queries.reference_values import reference_list, reference_sheet, values_on
from tests.journeys.test_s01_filing import file_to_hours, rates
from tests.portal import Browser, Page, Portal
from tests.web.test_dashboard import counted

SHARE = "/referentiels/part-de-main-d-oeuvre/peinture_sols"
COST = "/referentiels/cout-horaire/tous-metiers"
TODAY = date(2026, 3, 2)


@pytest.fixture
def coordinator(portal: Portal) -> Browser:
    portal.day("2026-03-02")
    return portal.sign_in("helene.vasseur")


def recorded(
    browser: Browser, url: str, value: str, day: str = "02/03/2026", status: int = 303, **typed: Any
) -> Page:
    values = {"ref_value": value, "ref_from": day, "ref_reason": "Bilan 2025 des facilitateurs", **typed}
    return browser.submit(browser.get(url), values, form="reference-form", status=status)


def plain(page: Page) -> str:
    return page.text.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_list_starts_from_the_values_of_the_portal(coordinator: Browser) -> None:
    page = plain(coordinator.get("/referentiels"))
    assert "Tous les métiers" in page and "Gros œuvre" in page
    assert "45 %" in page and "38 €" in page
    assert "Valeur de départ du portail" in coordinator.get(SHARE)


def test_a_new_value_says_from_when_who_and_why(portal: Portal, coordinator: Browser) -> None:
    page = plain(coordinator.follow(recorded(coordinator, SHARE, "62,5")))
    assert "Valeur enregistrée : 62,5 %, applicable à partir du 2 mars 2026." in page
    assert "Bilan 2025 des facilitateurs" in page and "Hélène Vasseur" in page and "En vigueur" in page
    [row] = db.session.query(ReferenceValue).all()
    assert (row.kind, row.trade, row.value) == (ReferenceKind.LABOUR_SHARE, "peinture_sols", 6250)
    line = db.session.query(AuditEvent).filter_by(action="reference:record").one()
    assert (line.facts["value"], line.facts["before"]) == (6250, 6000)
    assert "62,5 %" in plain(coordinator.get("/referentiels"))


def test_a_value_never_begins_in_the_past_and_everything_wrong_is_said_at_its_field(
    coordinator: Browser,
) -> None:
    past = recorded(coordinator, SHARE, "62", "01/03/2026", 422)
    assert past.problems == [
        "Une valeur ne s'applique jamais à une date passée : les marchés déjà calculés gardent la leur."
    ]
    assert [p.replace("\u202f", " ") for p in recorded(coordinator, SHARE, "120", status=422).problems] == [
        "Saisissez une part comprise entre 1 % et 100 %."
    ]
    assert len(recorded(coordinator, SHARE, "", "", 422, ref_reason="").problems) == 3
    assert "déjà celle" in recorded(coordinator, SHARE, "60", status=422).problems[0]
    assert "dans les cinq ans" in recorded(coordinator, SHARE, "61", "01/01/2090", 422).problems[0]
    assert db.session.query(ReferenceValue).count() == 0


def test_a_value_to_come_waits_for_its_day(portal: Portal, coordinator: Browser) -> None:
    recorded(coordinator, SHARE, "65", "01/09/2026")
    assert values_on(date(2026, 8, 31)).share("peinture_sols").value == 6000  # type: ignore[union-attr]
    assert values_on(date(2026, 9, 1)).share("peinture_sols").value == 6500  # type: ignore[union-attr]
    assert "Valeur à venir" in coordinator.get("/referentiels")
    sheet = reference_sheet(ReferenceKind.LABOUR_SHARE, "peinture_sols", TODAY)
    assert sheet is not None and not sheet.own and sheet.current.value == 6000


def test_a_mistake_is_corrected_the_same_day_and_stays_written(coordinator: Browser) -> None:
    recorded(coordinator, SHARE, "26")
    page = plain(coordinator.follow(recorded(coordinator, SHARE, "62", ref_reason="Chiffres inversés")))
    assert values_on(TODAY).share("peinture_sols").value == 6200  # type: ignore[union-attr]
    assert "Remplacée" in page and "26 %" in page and "Chiffres inversés" in page


def test_a_cost_of_a_trade_stands_before_the_cost_of_every_trade(coordinator: Browser) -> None:
    recorded(coordinator, COST, "40")
    assert values_on(TODAY).cost("nettoyage").value == 4000
    recorded(coordinator, "/referentiels/cout-horaire/nettoyage", "29,50")
    recorded(coordinator, COST, "41")
    assert values_on(TODAY).cost("nettoyage").value == 2950
    assert values_on(TODAY).cost("vrd").value == values_on(TODAY).cost(None).value == 4100


def test_the_public_calculation_proposes_the_value_of_the_day(portal: Portal, coordinator: Browser) -> None:
    recorded(coordinator, SHARE, "70")
    recorded(coordinator, COST, "35")
    query = "lot_amount=100000&trade=peinture_sols&integration_rate=10"
    visitor = portal.visitor()
    # 100 000 x 70 % / 35 x 10 % = 200 h; 210 h in weeks.
    found = visitor.client.get(f"/api/v1/calcul?{query}").get_json()
    assert (found["labour_share"], found["hourly_cost"], found["computed_hours"]) == (70, 35, 200)
    page = plain(visitor.get(f"/calculer?{query}"))
    assert (
        "Part de main-d'œuvre proposée : 70 %, depuis le 2 mars 2026 (Bilan 2025 des facilitateurs)." in page
    )
    assert "Coût horaire moyen chargé proposé : 35 €" in page


def test_a_new_value_reaches_the_next_calculation_and_never_one_already_kept(
    portal: Portal, coordinator: Browser
) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    base, hours = file_to_hours(buyer)
    buyer.submit(hours, rates(), form="hours-form")
    kept = {
        c.lot_id: (c.labour_share, c.hourly_cost, c.computed_hours, c.target_hours, c.sizing)
        for c in clauses()
    }
    assert len(kept) == 5
    shares = {c[4]["proposed"]["labour_share"]["value"] for c in kept.values()}
    assert shares == {4500, 4000, 3500, 6000}

    assert "Aucun lot en préparation" in coordinator.get(SHARE)  # its five lots are calculated
    recorded(coordinator, SHARE, "80")
    recorded(coordinator, COST, "50")
    assert {
        c.lot_id: (c.labour_share, c.hourly_cost, c.computed_hours, c.target_hours, c.sizing)
        for c in clauses()
    } == kept
    _, values = buyer.get(f"{base}/clauses").form("hours-form")
    assert (values["labour_share-5"], values["hourly_cost-5"]) == ("60", "38")


def clauses() -> list[Clause]:
    db.session.rollback()
    return db.session.query(Clause).order_by(Clause.lot_id).all()


def test_lots_in_preparation_are_counted_and_take_the_new_value(portal: Portal, coordinator: Browser) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    base, _ = file_to_hours(buyer)  # its lots are written, not their hours
    assert "Un lot en préparation" in coordinator.get(SHARE)
    assert "5 lots en préparation" in plain(coordinator.get(COST))
    recorded(coordinator, SHARE, "70")
    recorded(coordinator, "/referentiels/cout-horaire/peinture_sols", "33")
    assert "4 lots en préparation" in plain(coordinator.get(COST))
    page = buyer.get(f"{base}/clauses")
    _, values = page.form("hours-form")
    assert (values["labour_share-5"], values["hourly_cost-5"]) == ("70", "33")
    assert values["hourly_cost-1"] == "38"
    assert "proposée : 70 %" in plain(page)


@pytest.mark.parametrize("email", ["sandrine.lemaire", "mickael.roussel", "nadege.brunel", "claire.delattre"])
def test_nobody_else_reads_or_writes_them(portal: Portal, email: str) -> None:
    browser = portal.sign_in(email)
    for url in ("/referentiels", SHARE):
        browser.get(url, status=403)
    browser.post(SHARE, {"ref_value": "70", "ref_from": "02/03/2026", "ref_reason": "Motif"}, status=403)
    assert db.session.query(ReferenceValue).count() == 0


def test_a_visitor_signs_in_first_and_the_administrator_may_write(portal: Portal) -> None:
    portal.day("2026-03-02")
    portal.visitor().get("/referentiels", status=302)
    admin = portal.sign_in("maxime.ollier")
    recorded(admin, SHARE, "61")
    assert values_on(TODAY).share("peinture_sols").value == 6100  # type: ignore[union-attr]


def test_what_does_not_exist_is_not_found(coordinator: Browser) -> None:
    for url in (
        "/referentiels/part-de-main-d-oeuvre/alchimie", "/referentiels/part-de-main-d-oeuvre/tous-metiers",
        "/referentiels/autre/vrd",
    ):  # fmt: skip
        coordinator.get(url, status=404)


def test_a_value_is_never_changed_nor_removed(portal: Portal, coordinator: Browser) -> None:
    recorded(coordinator, SHARE, "61")
    for statement in ("UPDATE reference_value SET value = 1", "DELETE FROM reference_value"):
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()


def test_the_list_takes_two_statements_however_many_values(portal: Portal, coordinator: Browser) -> None:
    for value in ("61", "62", "63"):
        recorded(coordinator, SHARE, value)
    db.session.rollback()
    with counted() as seen:
        reference_list(TODAY)
    assert len(seen) == 2


def test_a_projected_purchase_is_answered_with_the_same_values(portal: Portal, coordinator: Browser) -> None:
    from clauses.models.programme import ProgrammeLine, YearlyProgramme
    from clauses.queries.programme import answered

    recorded(coordinator, SHARE, "70")
    line = ProgrammeLine(
        row=1, title="Peinture", amount=10_000_000, trade="peinture_sols", trade_guessed=False, free={}
    )
    file = answered(YearlyProgramme(year=2026, title="Programme", lines=[line]), TODAY)
    # 100 000 x 70 % / 38 x 5 % = 92.1 h, that is 105 h in weeks (60 % would give 78.9 h, that is 70 h).
    assert file.lines[0].judged.hours == 10500
