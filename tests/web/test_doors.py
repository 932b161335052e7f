"""Do the doors hold against what no browser sends: characters, numbers and forms made by hand?"""

import logging
import re
import secrets

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from clauses.extensions import db
from clauses.models.hours import Eligibility, EmploymentContract
from clauses.web.typed import typed_values
from tests import stage_hours
from tests.portal import Portal


def test_a_token_in_another_alphabet_is_refused_like_any_other(portal: Portal) -> None:
    browser = portal.sign_in("sandrine.lemaire")
    browser.post("/deconnexion", {"csrf_token": "é²"}, status=400)


def test_a_number_that_no_database_holds_is_no_address(portal: Portal) -> None:
    browser = portal.sign_in("sandrine.lemaire")
    for number in (2**31, 10**30):
        browser.get(f"/marches/{number}", status=404)
        browser.get(f"/releves/{number}/2026-09", status=404)


@pytest.mark.parametrize("typed", ["²", "٣", "9" * 30, "-1", "1e3"])
def test_what_only_looks_like_a_number_chooses_nothing(portal: Portal, typed: str) -> None:
    sandrine, claire = portal.sign_in("sandrine.lemaire"), portal.sign_in("claire.delattre")
    sandrine.post("/rapports/nouveau", {"rep_scope": typed, "rep_date": "28/02/2026"}, status=422)
    claire.post("/validation/2026-02", {"pick": typed, "confirmed": "1"}, status=422)
    claire.get(f"/validation/2026-02?lot={typed}", status=404)
    portal.sign_in("mickael.roussel").post(
        "/releves", {"pick": f"{typed}_2026-02", "r_honour": "1"}, status=400
    )


def test_a_nul_is_refused_at_the_door(portal: Portal) -> None:
    browser = portal.sign_in("sandrine.lemaire")
    browser.get("/marches?q=%00", status=400)
    browser.post("/marches/nouveau/marche", {"market_ref": "a\0b"}, status=400)


def test_hours_that_no_column_holds_are_a_slip_of_the_keyboard(portal: Portal) -> None:
    site = stage_hours.begun(portal)
    portal.day("2026-10-08")
    key = site.contracts["P1", stage_hours.AI]
    nadege = portal.sign_in("nadege.brunel")
    nadege.post(f"/releves/{site.lot_id}/2026-09", {f"h_worked-{key}": "99 999 999 999"}, status=422)


def test_a_proof_out_of_reach_is_not_there_whatever_is_sent(portal: Portal) -> None:
    """The answer must not depend on the file: permission comes before what was sent is looked at."""
    site = stage_hours.begun(portal)
    proof_id = db.session.scalars(select(Eligibility.id)).first()
    olivier, claire = portal.sign_in("olivier.lambert"), portal.sign_in("claire.delattre")
    for number in (proof_id, proof_id + 999):
        olivier.post(
            f"/participants/eligibilite/{number}/justificatif", {"lot_id": str(site.lot_id)}, status=404
        )
    claire.post(f"/participants/eligibilite/{proof_id}/justificatif", {}, status=403)


def test_two_contracts_of_one_person_in_a_month_make_one_line(portal: Portal) -> None:
    site = stage_hours.begun(portal)
    portal.day("2026-10-08")
    known = db.session.get_one(EmploymentContract, site.contracts["P1", stage_hours.AI])
    nadege = portal.sign_in("nadege.brunel")
    page = nadege.get(f"/lots/{site.lot_id}/participants/nouveau")
    first, last, birth = stage_hours.PEOPLE["P1"]
    nadege.submit(
        page,
        {"p_last_name": last, "p_first_name": first, "p_birth": f"{birth:%d/%m/%Y}", "p_category": "RSA",
         "p_informed": "y", "k_modality": "ai_placement", "k_type": "CDDU", "k_start": "16/09/2026",
         "p_duplicate": str(known.participant_id), "step": None},
        form="/participants/nouveau",
    )  # fmt: skip
    second = db.session.scalars(select(EmploymentContract.id).order_by(EmploymentContract.id.desc())).first()
    shown = nadege.post(
        f"/releves/{site.lot_id}/2026-09",
        {f"h_worked-{known.id}": "10", f"h_worked-{second}": "12"},
        status=422,
    )
    assert "une ligne par mois" in shown.text


def test_what_was_written_about_people_is_not_read_by_the_buyer(portal: Portal) -> None:
    """A message typed by hand may name somebody: it is for those who employ or accompany people."""
    site = stage_hours.submitted_month(portal)
    portal.day("2026-10-12")
    claire = portal.sign_in("claire.delattre")
    claire.post(
        f"/validation/2026-09/{site.lot_id}/decision",
        {"v_decision": "return", "v_reason": "not_linked", "v_message": "Revoir Zéphyrin Aubrespin"},
    )
    url = f"/releves/{site.lot_id}/2026-09"
    assert "Aubrespin" in portal.sign_in("mickael.roussel").get(url).text
    for who in ("sandrine.lemaire", "helene.vasseur"):
        assert "Aubrespin" not in portal.sign_in(who).get(url).text


def test_logs_name_nobody(portal: Portal, caplog: pytest.LogCaptureFixture) -> None:
    """Not even when the database refuses a row: the values of a failed statement stay out."""
    caplog.set_level(logging.DEBUG)
    stage_hours.submitted_month(portal)
    portal.run_jobs()
    portal.sign_in("nadege.brunel").get("/releves/999/2026-09", status=404)
    try:
        with db.engine.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO participant (last_name) VALUES (?)"
                if db.engine.dialect.name == "sqlite"
                else "INSERT INTO participant (last_name) VALUES (%s)",
                ("Aubrespin",),
            )
    except Exception as refused:  # noqa: BLE001
        assert "'Aubrespin'" not in str(refused) and "parameters" in str(refused)
    written = caplog.text
    for name in (*stage_hours.NAMES, "@beauvais.example", "csrf_token"):
        assert name not in written, name


def test_a_key_serves_one_person_and_one_form(portal: Portal) -> None:
    key = secrets.token_hex(16)
    sandrine, yann = portal.sign_in("sandrine.lemaire"), portal.sign_in("yann.morel")
    data = {
        "idem_key": key, "market_ref": "2026-VB-030", "market_title": "Réfection de la cour de l'école", "market_amount": "420 000", "market_type": "works",
        "market_form": "ordinary", "procedure": "adapted", "places": "Beauvais (60057)", "programme": "none",
    }  # fmt: skip
    first = sandrine.post("/marches/nouveau/marche", data)
    again = sandrine.post("/marches/nouveau/marche", data)
    assert again.response.headers["Location"] == first.response.headers["Location"]
    stolen = yann.post("/marches/nouveau/marche", data, status=409)
    assert first.response.headers["Location"] not in stolen.text
    sandrine.post("/marches/nouveau/marche", {**data, "market_ref": "2026-VB-031"}, status=409)


@pytest.mark.usefixtures("portal")  # the forms are those of an application that was put together
def test_what_was_typed_is_kept_in_words_never_in_codes() -> None:
    sent = MultiDict(
        [
            ("market_title", "Réfection du gymnase"), ("market_type", "works"), ("market_form", "ordinary"),
            ("has_clause-0", "no"), ("trade-0", "gros_oeuvre"), ("line_modality-1", "ai_placement"),
            ("publish_visible", "y"), ("awardee", "12"), ("csrf_token", "x"),
        ]
    )  # fmt: skip
    assert [value for _, value in typed_values(sent)] == [
        "Réfection du gymnase", "Travaux", "Marché ordinaire", "Non", "Gros œuvre", "Mise à disposition par une AI",
        "Oui",
    ]  # fmt: skip


def test_pages_travel_compressed_and_files_as_they_are(portal: Portal) -> None:
    browser = portal.visitor()
    ask = {"Accept-Encoding": "gzip, br"}
    plain, packed = browser.client.get("/calculer"), browser.client.get("/calculer", headers=ask)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.get_data()) < len(plain.get_data()) / 3
    model = portal.sign_in("sandrine.lemaire").client.get("/marches/importer/modele.xlsx", headers=ask)
    assert model.status_code == 200 and "Content-Encoding" not in model.headers


def test_a_token_is_never_written_twice_alike_and_each_one_serves(portal: Portal) -> None:
    """The length of a compressed page would otherwise tell a token letter by letter."""
    browser = portal.sign_in("sandrine.lemaire")
    pattern = r'name="csrf_token" value="([0-9a-f]+)"'
    seen = set(re.findall(pattern, browser.client.get("/marches/nouveau/marche").text))
    seen |= set(re.findall(pattern, browser.client.get("/marches/nouveau/marche").text))
    assert len(seen) >= 3
    other = portal.sign_in("claire.delattre")
    for token in seen:
        browser.post("/marches/nouveau/marche", {"csrf_token": token}, status=422)
        other.post("/deconnexion", {"csrf_token": token}, status=400)
        browser.post("/deconnexion", {"csrf_token": "0" * 32 + token[32:]}, status=400)
