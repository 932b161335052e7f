"""S18: what people really type, line by line of the scenario, asked of the pages; the keyboard is in tests/browser."""

import io
from datetime import date

import pytest
from sqlalchemy import select
from stdnum.luhn import calc_check_digit

from clauses.extensions import db
from clauses.models.files import StoredFile
from clauses.models.hours import HoursEntry, Participant
from clauses.models.markets import Award, Market
from clauses.models.people import Organization
from tests import stage, stage_hours
from tests.journeys.test_s01_filing import MARKET
from tests.portal import Browser, Page, Portal
from tests.stage_hours import AI, Site
from tests.web.test_hours import multipart, person_typed
from tests.web.test_sign_up import third_step

NARROW, NO_BREAK, THIN = "\u202f", "\u00a0", "\u2009"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
FORMAT = "Saisissez un nombre d'heures, par exemple 35 ou 35,5."
POSITIVE = "Le nombre d'heures doit être supérieur à 0. Pour un mois sans activité, cochez « Aucune heure ce mois-ci »."


def october(portal: Portal) -> tuple[Site, Browser]:
    """September 2026 is to be typed by the structure."""
    site = stage_hours.begun(portal)
    portal.day("2026-10-05")
    return site, portal.sign_in("nadege.brunel")


def save(site: Site, browser: Browser, hours: str, comment: str = "", status: int = 303) -> Page:
    key = site.contracts["P1", AI]
    typed = {f"h_worked-{key}": hours, f"h_comment-{key}": comment}
    return browser.submit(browser.get("/heures?month=2026-09"), typed, form="/heures", status=status)


def worked() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(HoursEntry.worked)))


def test_hours_are_understood_as_they_are_written(portal: Portal) -> None:
    site, nadege = october(portal)
    for typed, kept in (
        ("35", 3500),
        ("35,5", 3550),
        ("35.5", 3550),
        ("35h30", 3550),
        ("35 h 30", 3550),
        ("151,67", 15167),
    ):
        save(site, nadege, typed)
        assert worked() == [kept], typed
    for space in (
        " ",
        NO_BREAK,
        NARROW,
        THIN,
        "",
    ):  # understood, then beyond what one month of one person may be
        page = save(site, nadege, f"1{space}190", status=422)
        assert "1 190 h dépassent la durée maximale légale (208 h par mois). Corrigez la saisie." in page
    assert worked() == [15167]


def test_a_volume_of_hours_is_read_with_any_space(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    market = stage.filed(portal)
    page = buyer.get(f"/marches/{market.id}/clauses")
    for space in (" ", NO_BREAK, NARROW):
        asked = {"target_hours-1": f"1{space}190", "do": "calculate"}
        _, values = buyer.submit(page, asked, form="hours-form", status=200).form("hours-form")
        assert values["target_hours-1"].replace(NARROW, " ").replace(NO_BREAK, " ") == "1 190"


def test_what_is_no_number_of_hours_is_refused_at_its_field(portal: Portal) -> None:
    site, nadege = october(portal)
    for typed, said in (
        ("-5", POSITIVE),
        ("abc", FORMAT),
        ("1e3", FORMAT),
        ("", "Indiquez les heures travaillées."),
    ):
        page = save(site, nadege, typed, status=422)
        assert page.problems == [said], (typed, page.problems)
        if typed:
            assert f'value="{typed}"' in page.response.text, "what was typed stays"
    assert worked() == []


def test_beyond_a_full_month_a_comment_then_the_law(portal: Portal) -> None:
    site, nadege = october(portal)
    asked = save(site, nadege, "151,75", status=422)
    assert asked.problems == ["151,75 h dépassent un temps plein mensuel (151,67 h). Ajoutez un commentaire."]
    save(site, nadege, "151,75", "Renfort du week-end")
    assert worked() == [15175]
    save(site, nadege, "208", "Renfort du week-end, planning joint")
    assert worked() == [20800]
    blocked = save(site, nadege, "208,25", "Renfort du week-end, planning joint", status=422)
    assert blocked.problems == [
        "208,25 h dépassent la durée maximale légale (208 h par mois). Corrigez la saisie."
    ]
    assert worked() == [20800]


def test_a_siret_with_spaces_is_stored_without(portal: Portal) -> None:
    market = stage.published(portal)
    portal.day("2026-06-15")
    buyer = portal.sign_in("sandrine.lemaire")
    page = buyer.get(f"/marches/{market.id}/lots/1/attribution")
    values = {"award_result": "awarded", "award_amount": "1 400 000", "notification_date": "15/06/2026",
              "exec_start": "01/09/2026", "exec_months": "12"}  # fmt: skip
    for typed, said in (
        ("99900201700014", "Ce numéro comporte une faute de frappe : vérifiez les chiffres."),
        ("9990020170001", "Le SIRET comporte 14 chiffres ; vous en avez saisi 13."),
    ):
        refused = buyer.submit(page, {**values, "awardee_siret": typed}, form="award-form", status=422)
        assert refused.problems == [said]
    buyer.submit(page, {**values, "awardee_siret": "999 002 017 00013"}, form="award-form")
    db.session.rollback()
    holder = db.session.scalars(
        select(Organization.siret).join(Award, Award.awardee_id == Organization.id)
    ).one()
    assert holder == "99900201700013"


def test_three_offices_of_one_etti_have_each_their_siret(portal: Portal) -> None:
    """The last five digits tell one office from another: the same SIREN three times is no mistake."""
    siren = "99900299" + calc_check_digit("99900299")
    for office in ("0001", "0002", "0003"):
        siret = f"{siren}{office}"
        siret += calc_check_digit(siret)
        page = third_step(
            portal.visitor(), "siae", siret=siret, org_name=f"Agence {office}", siae_kind="ETTI"
        )
        assert not page.problems, (siret, page.problems)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("cpv", "4521420", "Saisissez un code CPV de 8 chiffres comme 45214200, avec ou sans sa clé, ou laissez vide."),
        ("offers_deadline", "31/02/2026", "Cette date n'existe pas dans le calendrier. Vérifiez le jour, le mois et l'année."),
        ("market_amount", "beaucoup", "Indiquez un montant en euros, par exemple 3 227 000."),
    ],
)  # fmt: skip
def test_a_market_says_what_is_wrong_at_its_field(portal: Portal, field: str, typed: str, said: str) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    page = buyer.submit(buyer.get("/marches/nouveau/marche"), {**MARKET, field: typed}, status=422)
    assert page.problems == [said]


def test_a_cpv_and_an_amount_are_kept_exactly(portal: Portal) -> None:
    buyer = portal.sign_in("sandrine.lemaire")
    for n, (cpv, amount) in enumerate(
        (
            ("45214200-2", "1 420 000"),
            ("452142002", "1420000,00 €"),
            ("45214200", f"1{NARROW}420{NARROW}000{NO_BREAK}€"),
        )
    ):
        typed = {**MARKET, "market_ref": f"2026-S18-{n}", "cpv": cpv, "market_amount": amount}
        buyer.submit(buyer.get("/marches/nouveau/marche"), typed)
        db.session.rollback()
        market = db.session.scalars(select(Market).where(Market.reference == f"2026-S18-{n}")).one()
        assert (market.amount, market.cpv) == (142_000_000, "45214200" if n == 2 else "45214200-2")


def test_the_reference_of_a_market_is_unique_for_its_buyer_alone(portal: Portal) -> None:
    for who in ("sandrine.lemaire", "yann.morel"):
        buyer = portal.sign_in(who)
        buyer.submit(buyer.get("/marches/nouveau/marche"), MARKET)
    buyer = portal.sign_in("yann.morel")
    again = buyer.submit(buyer.get("/marches/nouveau/marche"), MARKET, status=422)
    assert again.problems == ["Vous avez déjà déposé un marché sous la référence 2026-VB-014."]
    db.session.rollback()
    assert len(db.session.scalars(select(Market).where(Market.reference == "2026-VB-014")).all()) == 2


def test_a_document_is_what_it_contains_and_not_what_it_is_called(portal: Portal) -> None:
    site = stage_hours.begun(portal)
    portal.day("2026-10-01")
    nadege = portal.sign_in("nadege.brunel")
    url = f"/lots/{site.lot_id}/participants/nouveau"

    def put(name: str, content: bytes, key: str) -> tuple[int, Page]:
        typed = person_typed(csrf_token=nadege.token(), idem_key=key)
        body, kind = multipart(typed, "p_proof", name, content)
        answer = nadege.client.post(url, data=body, content_type=kind)
        return answer.status_code, Page(answer)

    status, page = put("justificatif.pdf", b"MZ\x90\x00 an executable", "first-key-of-the-form")
    assert status == 422 and page.problems and "Ce format n'est pas accepté." in page.problems[0]
    status, page = put("justificatif.pdf", PDF + b"0" * 10_100_000, "second-key-of-the-form")
    assert status == 422 and page.problems and "la limite est de 10 Mo" in page.problems[0]
    db.session.rollback()
    assert db.session.scalars(select(StoredFile)).all() == []
    status, _ = put("photo.jpg", PDF, "third-key-of-the-form")
    assert status == 303
    db.session.rollback()
    assert db.session.scalars(select(StoredFile.media_type)).one() == "application/pdf"


def test_a_name_keeps_its_apostrophe_and_is_shown_escaped(portal: Portal) -> None:
    site = stage_hours.begun(portal)
    portal.day("2026-10-01")
    nadege = portal.sign_in("nadege.brunel")
    url = f"/lots/{site.lot_id}/participants/nouveau"
    proof = (io.BytesIO(PDF), "attestation.pdf")
    nadege.post(url, person_typed(p_proof=proof), content_type="multipart/form-data")
    listed = nadege.get(f"/lots/{site.lot_id}/participants")
    assert "O'Connor-N'Guyen" in listed and "O&#39;Connor-N&#39;Guyen" in listed.response.text
    grid = nadege.get("/heures?month=2026-10")
    assert "O&#39;Connor-N&#39;Guyen" in grid.response.text
    db.session.rollback()
    person = db.session.scalars(select(Participant).where(Participant.first_name == "Hélène")).one()
    assert (person.last_name, person.birth) == ("O'Connor-N'Guyen", date(1994, 7, 14))
