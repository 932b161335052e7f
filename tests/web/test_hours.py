"""Are the doors of people, hours, decisions and relays what the scenarios say, and closed to everybody else?"""

import io
from datetime import date

import pytest
from sqlalchemy import select, update

from clauses.actions.hours import months, participants
from clauses.domain.kinds import (
    ContractType,
    EntryState,
    Gender,
    Modality,
    ReportState,
)
from clauses.extensions import db, write_transaction
from clauses.models.hours import (
    EmploymentContract,
    HoursEntry,
    LedgerLine,
    MonthlyReport,
    Participant,
    StoredFile,
)
from clauses.models.journal import AuditEvent
from clauses.models.partners import PrefectWaiver
from clauses.queries import invariants
from tests import stage, stage_hours
from tests.portal import Portal
from tests.reading import Page, plain
from tests.stage_hours import AI, NAMES

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SEPTEMBER = date(2026, 9, 1)


def fresh(question):  # type: ignore[no-untyped-def]
    db.session.rollback()
    return db.session.scalars(question)


def total() -> int:
    return sum(fresh(select(LedgerLine.hours)))


def direct_site(portal: Portal) -> tuple[int, int]:
    """S07: lot 4 is held by the electrician, who hires one person on 1 October 2026; returns (lot, contract)."""
    stage.awarded(portal, 4, "Élec'Oise Réseaux")
    lot_id = stage.lot(4).id
    portal.day("2026-10-01")
    holder = stage.organization("Élec'Oise Réseaux")
    person, _ = participants.register_participant(
        stage.actor(account_of(holder.id)), lot_id,
        participants.Person("Eustachon", "Wilfrid", date(1990, 5, 5), Gender.MAN, None, False, None, ("DELD",), True),
        participants.Contract(Modality.DIRECT_HIRE, ContractType.CDD, date(2026, 10, 1), None, None),
        same_as=None, homonym=False, proof=None, proof_label=None, files=portal.app.config["SETTINGS"].files,
        now=portal.now,
    )  # fmt: skip
    contract = fresh(
        select(EmploymentContract.id).where(EmploymentContract.participant_id == person.id)
    ).one()
    return lot_id, contract


def account_of(organization_id: int) -> str:
    from clauses.models.people import Membership, User

    email = fresh(
        select(User.email).join(Membership).where(Membership.organization_id == organization_id)
    ).first()
    assert email is not None
    return str(email).split("@")[0]


def month_of(portal: Portal, lot_id: int, contract: int, month: str, hours: str, day: str) -> None:
    """Type, send and validate one month of one person hired by the company itself."""
    portal.day(day)
    company = portal.sign_in(account_of(stage.organization("Élec'Oise Réseaux").id))
    page = company.get(f"/releves/{lot_id}/{month}")
    company.submit(page, {f"h_worked-{contract}": hours, "r_honour": "y"}, form="/releves/",
                   press="Transmettre le relevé")  # fmt: skip
    claire = portal.sign_in("claire.delattre")
    page = claire.get(f"/validation/{month}?lot={lot_id}")
    claire.submit(page, {"v_decision": "validate"}, form=f"/{lot_id}/decision")


# -- S07: the proof comes late -------------------------------------------------------------------------------------


def test_hours_wait_for_the_proof_then_count_in_their_own_months(portal: Portal) -> None:
    lot_id, contract = direct_site(portal)
    month_of(portal, lot_id, contract, "2026-10", "70", "2026-11-05")
    month_of(portal, lot_id, contract, "2026-11", "63", "2026-12-05")
    assert total() == 0
    assert {e.state for e in fresh(select(HoursEntry))} == {EntryState.PENDING_ELIGIBILITY}
    assert {r.state for r in fresh(select(MonthlyReport))} == {ReportState.PARTLY_VALIDATED}

    portal.day("2026-12-12")
    claire = portal.sign_in("claire.delattre")
    page = claire.get("/participants/eligibilite")
    assert "133 h" in page
    late = claire.submit(
        page, {"elig_decision": "validate", "elig_from": "15/11/2026"}, form="/eligibilite/", status=422
    )
    assert (
        "Ce document prend effet le 15/11/2026, après l'embauche du 01/10/2026 : il ne permet pas de compter les heures."
        in late
    )
    assert total() == 0
    claire.submit(page, {"elig_decision": "validate", "elig_from": "28/09/2026"}, form="/eligibilite/")
    lines = {line.month: (line.hours, line.recorded_on) for line in fresh(select(LedgerLine))}
    told = date(2026, 12, 12)
    assert lines == {date(2026, 10, 1): (7000, told), date(2026, 11, 1): (6300, told)}
    assert {r.state for r in fresh(select(MonthlyReport))} == {ReportState.VALIDATED}

    month_of(portal, lot_id, contract, "2026-12", "77", "2027-01-05")
    assert total() == 21000
    assert invariants.breaches() == []


def test_a_refused_proof_leaves_the_hours_at_zero(portal: Portal) -> None:
    lot_id, contract = direct_site(portal)
    month_of(portal, lot_id, contract, "2026-10", "70", "2026-11-05")
    claire = portal.sign_in("claire.delattre")
    page = claire.get("/participants/eligibilite")
    refused = {"elig_decision": "refuse", "elig_reason": "Document postérieur à l'embauche"}
    claire.submit(page, refused, form="/eligibilite/")
    assert total() == 0
    assert {e.state for e in fresh(select(HoursEntry))} == {EntryState.REFUSED}
    assert "Aucune éligibilité à examiner." in claire.get("/participants/eligibilite")


# -- S16: the line of a structure (the table of S16 is a journey of its own) ------------------------------------------


def test_a_line_of_a_structure_is_confirmed_or_contested_by_the_company(portal: Portal) -> None:
    site = stage_hours.begun(portal)
    contract = site.contracts["P1", AI]
    portal.day("2026-10-05")
    url = f"/releves/{site.lot_id}/2026-09"
    for who, status in (("sandrine.lemaire", 403), ("helene.vasseur", 403), ("maxime.ollier", 403),
                        ("isabelle.caudron", 404)):  # fmt: skip
        portal.sign_in(who).post(url, {f"h_worked-{contract}": "12"}, status=status)
    mickael = portal.sign_in("mickael.roussel")
    mickael.post(url, {f"h_worked-{contract}": "12"}, status=303)  # not typed by its structure yet
    portal.sign_in("nadege.brunel").post(url, {f"h_worked-{contract}": "70"}, status=303)
    mickael.post(url, {f"h_worked-{contract}": "12"}, status=403)
    entry = fresh(select(HoursEntry)).one()
    assert entry.worked == 7000
    page = mickael.get(url)
    assert "Saisi par Coup d'Main Beauvaisis" in page
    said = {f"contest-{entry.id}": "La personne était absente la dernière semaine", "entry_id": str(entry.id)}
    mickael.submit(page, said, form=url, press="Envoyer la contestation")
    assert "ligne contestée par l'entreprise" in portal.sign_in("claire.delattre").get(url)


# -- S18: small inputs ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("35", 3500, None), ("35,5", 3550, None), ("35.5", 3550, None), ("35h30", 3550, None), ("151,67", 15167, None),
        ("-5", None, "Le nombre d'heures doit être supérieur à 0."), ("0", None, "doit être supérieur à 0."),
        ("abc", None, "Saisissez un nombre d'heures, par exemple 35 ou 35,5."),
        ("1e3", None, "Saisissez un nombre d'heures"), ("", None, "Indiquez les heures travaillées."),
        ("151,75", None, "151,75 h dépassent un temps plein mensuel (151,67 h). Ajoutez un commentaire."),
        ("208,25", None, "208,25 h dépassent la durée maximale légale (208 h par mois). Corrigez la saisie."),
    ],
)  # fmt: skip
def test_hours_as_people_type_them(portal: Portal, typed: str, kept: int | None, said: str | None) -> None:
    site = stage_hours.begun(portal)
    portal.day("2026-10-05")
    nadege = portal.sign_in("nadege.brunel")
    name = f"h_worked-{site.contracts['P1', AI]}"
    page = nadege.get("/heures?month=2026-09")
    answer = nadege.submit(page, {name: typed}, form="/heures", status=303 if kept else 422)
    if said:
        assert said in answer
        assert answer.problems
        if typed:
            assert f'value="{typed}"' in answer.response.text
    assert [e.worked for e in fresh(select(HoursEntry))] == ([kept] if kept else [])


def test_beyond_a_full_month_with_a_comment(portal: Portal) -> None:
    site = stage_hours.begun(portal)
    portal.day("2026-10-05")
    nadege = portal.sign_in("nadege.brunel")
    key = site.contracts["P1", AI]
    typed = {f"h_worked-{key}": "208", f"h_comment-{key}": "Renfort de nuit, planning joint"}
    nadege.submit(nadege.get("/heures?month=2026-09"), typed, form="/heures")
    assert [e.worked for e in fresh(select(HoursEntry))] == [20800]


def test_months_outside_the_lot_or_not_begun_are_refused(portal: Portal) -> None:
    site = stage_hours.begun(portal)
    portal.day("2026-10-05")
    nadege = portal.sign_in("nadege.brunel")
    key = {f"h_worked-{site.contracts['P1', AI]}": "10"}
    later = nadege.post(f"/releves/{site.lot_id}/2026-11", key, status=422)
    assert "Ce mois n'est pas encore commencé." in later
    shown = portal.sign_in("mickael.roussel").get(f"/releves/{site.lot_id}/2026-11")
    assert "Ce mois n'est pas encore commencé : le relevé s'ouvre le 1er novembre 2026." in shown
    assert "Transmettre le relevé" not in shown and "h_worked" not in shown.response.text, (
        "nothing to fill in, nobody's turn"
    )
    early = nadege.post(f"/releves/{site.lot_id}/2026-08", key, status=422)
    assert "hors de la période d'exécution" in early
    nadege.get(f"/releves/{site.lot_id}/2026-13", status=404)


# -- R7: the law blocks ---------------------------------------------------------------------------------------------


def test_the_legal_ceiling_blocks_until_the_prefect_waives(portal: Portal) -> None:
    site = stage_hours.begun(portal)
    for month, hours in ((SEPTEMBER, 151), (date(2026, 10, 1), 151), (date(2026, 11, 1), 151)):
        portal.day(f"{month:%Y}-{month.month + 1:02}-05")
        site.enter(month, {("P1", AI): hours})
    portal.day("2027-01-05")
    nadege = portal.sign_in("nadege.brunel")
    typed = {f"h_worked-{site.contracts['P1', AI]}": "40"}
    page = nadege.get("/heures?month=2026-12")
    answer = nadege.submit(page, typed, form="/heures", status=422)
    assert "la loi limite à 480 h sur 24 mois" in answer
    with write_transaction():
        ai = stage.organization("Coup d'Main Beauvaisis")
        db.session.add(
            PrefectWaiver(
                organization_id=ai.id,
                number="2026-60-12",
                starts_on=date(2026, 12, 1),
                ends_on=date(2028, 12, 1),
            )
        )
        db.session.commit()
    nadege.submit(nadege.get("/heures?month=2026-12"), typed, form="/heures")


# -- D09: nothing this month, several at once ------------------------------------------------------------------------


def test_a_month_without_hours_asks_why(portal: Portal) -> None:
    site = stage_hours.begun(portal)
    portal.day("2026-10-05")
    mickael = portal.sign_in("mickael.roussel")
    url = f"/releves/{site.lot_id}/2026-09"
    page = mickael.get(url)
    empty = mickael.submit(page, {}, form=url, press="Transmettre le relevé", status=422)
    assert "Cochez l'attestation pour transmettre le relevé." in empty
    assert "Aucune heure n'est saisie pour ce mois." in empty
    without = {"nil_report": "y", "r_honour": "y"}
    why = mickael.submit(page, without, form=url, press="Transmettre le relevé", status=422)
    assert "Indiquez brièvement pourquoi, cela évite une relance." in why
    mickael.submit(
        page, {**without, "nil_comment": "Arrêt de chantier"}, form=url, press="Transmettre le relevé"
    )
    assert fresh(select(MonthlyReport)).one().state is ReportState.NIL
    claire = portal.sign_in("claire.delattre")
    claire.submit(claire.get(url), {"reopen_reason": "Des heures ont été faites"}, form="/rouvrir")
    assert fresh(select(MonthlyReport)).one().state is ReportState.TO_CORRECT


def test_late_is_said_from_the_eleventh(portal: Portal) -> None:
    stage_hours.begun(portal)
    portal.day("2026-10-10")
    assert "En retard" not in portal.sign_in("mickael.roussel").get("/releves")
    portal.day("2026-10-11")
    assert "En retard" in portal.sign_in("mickael.roussel").get("/releves")


# -- E04: batch, part, return, reopen ---------------------------------------------------------------------------------


def test_clean_reports_are_validated_together_after_one_question(portal: Portal) -> None:
    """A report without all its documents is none of them (E04): each nature is told, and the batch refuses it."""
    site = stage_hours.submitted_month(portal)
    claire = portal.sign_in("claire.delattre")
    page = claire.get(f"/validation/2026-09?lot={site.lot_id}")
    assert "2 anomalies" in page and "Valider les relevés sans anomalie" not in page.text
    assert (
        "Contrat de mise à disposition ou de mission : pièce absente." in page
        and "Relevé d'heures signé : pièce absente." in page
    )
    told = claire.post("/validation/2026-09", {"pick": str(site.lot_id), "confirmed": "1"}, status=422)
    assert "anomalie" in told and total() == 0
    site.put_documents(SEPTEMBER)
    page = claire.get("/validation/2026-09")
    asked = claire.submit(
        page, form="validation/2026-09", press="Valider les relevés sans anomalie", status=200
    )
    assert "Valider 1 relevé, soit 133 h ?" in asked
    assert total() == 0
    claire.post("/validation/2026-09", {"pick": str(site.lot_id), "confirmed": "1"})
    assert total() == 13300
    claire.post("/validation/2026-09", {"pick": str(site.lot_id), "confirmed": "1"}, status=409)


def test_a_report_emptied_of_its_hours_is_sent_back_never_validated_and_said_without_activity(
    portal: Portal,
) -> None:
    """« Néant » is declared by whoever owes the report, with its reason; an empty report is no report without anomaly."""
    site = stage_hours.submitted_month(portal)
    site.put_documents(SEPTEMBER)
    claire = portal.sign_in("claire.delattre")
    for state, told in (
        (EntryState.REFUSED, "Toutes les lignes de ce relevé sont retirées"),
        (EntryState.DRAFT, "133 h, 2 lignes"),
    ):
        with write_transaction():
            db.session.execute(update(HoursEntry).values(state=state))
            db.session.commit()
        page = claire.get(f"/validation/2026-09?lot={site.lot_id}")
        assert told in plain(page.text) and ("133 h, 2" in plain(page.text)) is (state is EntryState.DRAFT)
    rows = [months.Typed(contract, 0) for contract in site.contracts.values()]
    months.enter_hours(stage.actor("claire.delattre"), site.lot_id, SEPTEMBER, rows, now=portal.now)
    assert fresh(select(MonthlyReport)).one().state is ReportState.SUBMITTED
    page = claire.get(f"/validation/2026-09?lot={site.lot_id}")
    assert "1 relevé à décider, dont 0 sans anomalie" in page and "ne déclare plus aucune heure" in page
    assert "Valider les relevés sans anomalie" not in page.text and "Sans anomalie" not in page.text
    claire.post("/validation/2026-09", {"pick": str(site.lot_id), "confirmed": "1"}, status=422)
    for decision in ("validate", "partly"):
        told = claire.submit(page, {"v_decision": decision}, form=f"/{site.lot_id}/decision", status=422)
        assert "il ne se valide pas" in told, decision
    assert fresh(select(MonthlyReport)).one().state is ReportState.SUBMITTED
    claire.submit(page, {"v_decision": "return", "v_reason": "other"}, form=f"/{site.lot_id}/decision")

    mickael = portal.sign_in("mickael.roussel")
    url = f"/releves/{site.lot_id}/2026-09"
    bare = mickael.submit(
        mickael.get(url),
        {"r_honour": "y", "nil_report": "y"},
        form=url,
        press="Transmettre le relevé",
        status=422,
    )
    assert "Indiquez brièvement pourquoi" in bare
    mickael.submit(
        bare,
        {"r_honour": "y", "nil_report": "y", "nil_comment": "Chantier arrêté"},
        form=url,
        press="Transmettre le relevé",
    )
    told = fresh(select(MonthlyReport)).one()
    assert told.state is ReportState.NIL and told.nil_comment == "Chantier arrêté"
    assert invariants.breaches() == []


def test_part_of_a_line_is_kept_with_a_reason(portal: Portal) -> None:
    site = stage_hours.submitted_month(portal)
    claire = portal.sign_in("claire.delattre")
    entry = site.entry(SEPTEMBER, "P1", AI)
    page = claire.get(f"/validation/2026-09?lot={site.lot_id}")
    form = f"/{site.lot_id}/decision"
    more = claire.submit(page, {"v_decision": "partly", f"v_hours-{entry.id}": "80"}, form=form, status=422)
    assert "Les heures retenues ne peuvent pas dépasser les heures déclarées (70 h)." in more
    bare = claire.submit(page, {"v_decision": "partly", f"v_hours-{entry.id}": "60"}, form=form, status=422)
    assert "Choisissez un motif : il sera lu par la personne qui a saisi." in bare
    none = claire.submit(page, {"v_decision": "return"}, form=form, status=422)
    assert "Choisissez un motif" in none
    assert total() == 0
    kept = {"v_decision": "partly", f"v_hours-{entry.id}": "60", f"v_reason-{entry.id}": "not_linked"}
    claire.submit(page, kept, form=form)
    assert total() == 12300
    assert fresh(select(MonthlyReport)).one().state is ReportState.PARTLY_VALIDATED
    assert invariants.breaches() == []


def test_a_validated_report_is_reopened_by_reversal_and_validated_again(portal: Portal) -> None:
    site = stage_hours.submitted_month(portal)
    site.validate(SEPTEMBER)
    claire = portal.sign_in("claire.delattre")
    url = f"/releves/{site.lot_id}/2026-09"
    page = claire.get(url)
    assert "Indiquez pourquoi" in claire.submit(page, {}, form="/rouvrir", status=422)
    claire.submit(page, {"reopen_reason": "Feuille de pointage corrigée"}, form="/rouvrir")
    assert total() == 0 and len(fresh(select(LedgerLine)).all()) == 4
    assert invariants.breaches() == []
    nadege = portal.sign_in("nadege.brunel")
    nadege.submit(nadege.get(url), {f"h_worked-{site.contracts['P1', AI]}": "66"}, form=url)
    site.submit(SEPTEMBER)
    site.validate(SEPTEMBER)
    assert total() == 12900 and len(fresh(select(LedgerLine)).all()) == 6
    assert invariants.breaches() == []


def test_what_is_decided_cannot_be_typed_over(portal: Portal) -> None:
    site = stage_hours.submitted_month(portal)
    key = {f"h_worked-{site.contracts['P1', AI]}": "10"}
    url = f"/releves/{site.lot_id}/2026-09"
    portal.sign_in("nadege.brunel").post(url, key, status=409)
    claire = portal.sign_in("claire.delattre")
    claire.submit(claire.get(url), key, form=url)  # the resource person still corrects what was sent
    page = claire.get(f"/validation/2026-09?lot={site.lot_id}")
    refused = claire.submit(page, {"v_decision": "validate"}, form="/decision", status=422)
    assert (
        "Vous avez saisi ou transmis des heures de ce relevé : une autre personne doit le valider." in refused
    )
    claire.submit(page, {"v_decision": "return", "v_reason": "other"}, form="/decision")
    site.submit(SEPTEMBER)  # the company declares the corrected hours as its own
    site.validate(SEPTEMBER)
    claire.post(url, key, status=409)
    assert total() == 7300


# -- D11 ---------------------------------------------------------------------------------------------------------------


def person_typed(**changed: object) -> dict[str, object]:
    return {
        "p_last_name": "O'Connor-N'Guyen", "p_first_name": "Hélène", "p_birth": "14/07/1994", "p_gender": "woman",
        "p_city": "Beauvais (60057)", "p_prescriber": "FT", "p_category": ["RSA"], "p_informed": "y",
        "k_modality": "ai_placement", "k_type": "CDDU", "k_start": "01/10/2026", **changed,
    }  # fmt: skip


def test_a_person_is_added_once(portal: Portal) -> None:
    site = stage_hours.begun(portal)
    portal.day("2026-10-01")
    nadege = portal.sign_in("nadege.brunel")
    url = f"/lots/{site.lot_id}/participants/nouveau"
    blank = nadege.post(url, {"p_informed": ""}, status=422)
    assert "Mise à disposition par une AI" in blank
    assert "Choisissez au moins une situation. En cas de doute, demandez l'avis de Claire Delattre." in blank
    young = nadege.post(url, person_typed(p_birth="14/07/2012"), status=422)
    assert "La personne doit avoir 16 ans ou plus à la date d'embauche." in young
    asked = nadege.post(url, person_typed(p_informed=""), status=422)
    assert "Remettez la notice à la personne, puis cochez cette case." in asked
    other = nadege.post(url, person_typed(k_modality="direct_hire"), status=422)
    assert other.problems
    nadege.post(url, person_typed(p_proof=(io.BytesIO(PDF), "x.jpg")), content_type="multipart/form-data")
    assert "O&#39;Connor-N&#39;Guyen" in nadege.get(f"/lots/{site.lot_id}/participants").response.text
    assert fresh(select(StoredFile)).one().media_type == "application/pdf"

    again = person_typed(p_first_name="Helene", k_start="05/10/2026")
    known = nadege.post(url, again, status=422)
    assert "né(e) le 14/07/1994, est déjà connu(e). Utiliser cette fiche ?" in known
    assert "Oui, c'est la même personne" in known
    person = fresh(select(Participant).where(Participant.first_name == "Hélène")).one()
    nadege.post(url, {**again, "p_duplicate": str(person.id)})
    assert len(fresh(select(Participant).where(Participant.last_name.contains("Connor"))).all()) == 1
    nadege.post(url, {**again, "p_duplicate": "new"})
    assert len(fresh(select(Participant).where(Participant.last_name.contains("Connor"))).all()) == 2
    facts = " ".join(str(line.facts) for line in fresh(select(AuditEvent)))
    assert "Connor" not in facts and not any(name in facts for name in NAMES)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00 an executable named as a document", "Ce format n'est pas accepté."),
        (b"", "Ce fichier est vide."),
        (PDF + b"0" * 10_100_000, "la limite est de 10 Mo."),
    ],
)
def test_documents_are_judged_by_their_content(portal: Portal, content: bytes, said: str) -> None:
    site = stage_hours.begun(portal)
    nadege = portal.sign_in("nadege.brunel")
    typed = person_typed(csrf_token=nadege.token(), idem_key="a-key-of-this-form")
    body, content_type = multipart(typed, "p_proof", "justificatif.pdf", content)
    url = f"/lots/{site.lot_id}/participants/nouveau"
    answer = nadege.client.post(url, data=body, content_type=content_type)
    assert answer.status_code == 422 and said in Page(answer)
    assert fresh(select(StoredFile)).all() == []


def multipart(fields: dict[str, object], name: str, filename: str, content: bytes) -> tuple[bytes, str]:
    """The body of a form with a document, written by hand: the test client would keep a large one open."""
    rows = [
        (key, one) for key, value in fields.items() for one in (value if isinstance(value, list) else [value])
    ]
    parts = [f'--line\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in rows]
    head = f'--line\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n\r\n'.encode()
    return b"".join([*parts, head, content, b"\r\n--line--\r\n"]), "multipart/form-data; boundary=line"


def test_only_those_who_employ_add_people(portal: Portal) -> None:
    site = stage_hours.begun(portal)
    url = f"/lots/{site.lot_id}/participants/nouveau"
    for who, status in (("sandrine.lemaire", 403), ("claire.delattre", 403), ("isabelle.caudron", 404)):
        portal.sign_in(who).get(url, status=status)


# -- the ledger never lies ---------------------------------------------------------------------------------------------


def test_a_wrong_state_is_told(portal: Portal) -> None:
    site = stage_hours.submitted_month(portal)
    site.validate(SEPTEMBER)
    assert invariants.breaches() == []
    with write_transaction():
        db.session.execute(update(HoursEntry).values(worked=100))
        db.session.commit()
    assert [line[:2] for line in invariants.breaches()] == ["I2", "I2"]
