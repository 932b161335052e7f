"""Do the holder of a lot and a structure settle hours they do not agree on, each told of the other, nothing lost?"""

from datetime import date

from sqlalchemy import select

from clauses.actions.hours import contesting
from clauses.domain.kinds_months import ContestState
from clauses.extensions import db
from clauses.models.contests import LineContest
from clauses.models.hours import HoursEntry, MonthlyReport
from clauses.models.journal import AuditEvent
from clauses.queries import invariants
from tests import stage, stage_hours
from tests.portal import Portal
from tests.reading import plain
from tests.stage_hours import AI, NAMES, Site

SEPTEMBER = date(2026, 9, 1)
ABSENT = "La personne était absente la dernière semaine"
SIGNED = "Les feuilles de pointage sont signées par votre chef de chantier"


def typed(portal: Portal) -> tuple[Site, str, HoursEntry]:
    """The AI has typed 70 h and 63 h for September; the company has not sent the month yet."""
    site = stage_hours.begun(portal)
    portal.day("2026-10-05")
    site.enter(SEPTEMBER, {("P1", AI): 70, ("P2", AI): 63})
    return site, f"/releves/{site.lot_id}/2026-09", site.entry(SEPTEMBER, "P1", AI)


def contest(portal: Portal, url: str, entry_id: int, words: str = ABSENT, status: int = 303):
    company = portal.sign_in("mickael.roussel")
    said = {f"contest-{entry_id}": words, "entry_id": str(entry_id)}
    return company.submit(company.get(url), said, form=url, press="Envoyer la contestation", status=status)


def states() -> list[ContestState]:
    db.session.rollback()
    return list(db.session.scalars(select(LineContest.state).order_by(LineContest.id)))


def acts() -> list[str]:
    db.session.rollback()
    question = (
        select(AuditEvent.action).where(AuditEvent.action.like("hours:contest%")).order_by(AuditEvent.seq)
    )
    return list(db.session.scalars(question))


def test_a_line_contested_without_a_reason_is_refused(portal: Portal) -> None:
    _, url, entry = typed(portal)
    bare = contest(portal, url, entry.id, " ", status=422)
    assert "Précisez ce qui ne va pas" in bare and states() == []


def test_the_structure_maintains_its_hours_and_the_company_is_content(portal: Portal) -> None:
    _, url, entry = typed(portal)
    contest(portal, url, entry.id)
    portal.run_jobs()
    [letter] = portal.mails("M58")
    assert letter.recipient.email.startswith("nadege.brunel")
    assert plain(letter.subject) == "Heures contestées : relevé de septembre 2026, lot 1"
    assert "70 h saisies par votre structure" in plain(letter.body)
    assert not any(name in letter.subject + letter.body for name in NAMES) and ABSENT not in letter.body

    nadege = portal.sign_in("nadege.brunel")
    assert ABSENT in nadege.get("/heures?month=2026-09") and "Répondre" in nadege.get("/heures?month=2026-09")
    page = nadege.get(url)
    assert f"(70 h) : « {ABSENT} »" in page
    silent = nadege.submit(
        page, {"entry_id": str(entry.id)}, form=url, press="Maintenir ces heures", status=422
    )
    assert "Indiquez pourquoi vous maintenez ces heures" in silent
    said = {f"answer-{entry.id}": SIGNED, "entry_id": str(entry.id)}
    nadege.submit(page, said, form=url, press="Maintenir ces heures")
    portal.run_jobs()
    answer = portal.mails("M59")[0]
    assert answer.recipient.email.startswith("mickael.roussel") and "maintient les 70 h" in plain(answer.body)

    claire = portal.sign_in("claire.delattre").get(url)
    assert f"« {ABSENT} » ; Coup d'Main Beauvaisis maintient ses heures : « {SIGNED} »" in claire
    mickael = portal.sign_in("mickael.roussel")
    listed = mickael.get("/releves")
    assert "133 h" in listed and "1 ligne contestée" in listed and "je confirme" not in listed
    mickael.submit(mickael.get(url), {"entry_id": str(entry.id)}, form=url, press="Cette réponse me convient")
    assert states() == [ContestState.SETTLED]
    assert "je confirme" in mickael.get("/releves")
    assert acts() == ["hours:contest", "hours:contest_kept", "hours:contest_settled"]


def test_the_structure_corrects_its_hours_and_the_contest_is_answered(portal: Portal) -> None:
    site, url, entry = typed(portal)
    contest(portal, url, entry.id)
    nadege = portal.sign_in("nadege.brunel")
    key = f"h_worked-{site.contracts['P1', AI]}"
    nadege.submit(nadege.get(url), {key: "52,5"}, form=url, press="Enregistrer les heures")
    assert states() == [ContestState.CORRECTED]
    portal.run_jobs()
    assert "70 h deviennent 52,5 h" in plain(portal.mails("M59")[0].body)
    page = portal.sign_in("mickael.roussel").get(url)
    assert "A été contestée par" in page and "70 h → 52,5 h" in page
    assert acts() == ["hours:contest", "hours:contest_corrected"]


def test_a_contested_line_taken_to_zero_keeps_what_was_said(portal: Portal) -> None:
    site, url, entry = typed(portal)
    contest(portal, url, entry.id)
    nadege = portal.sign_in("nadege.brunel")
    nadege.submit(nadege.get(url), {f"h_worked-{site.contracts['P1', AI]}": ""}, form=url)
    db.session.rollback()
    assert sorted(db.session.scalars(select(HoursEntry.worked))) == [0, 6300]
    assert states() == [ContestState.CORRECTED]
    assert invariants.breaches() == []


def test_a_line_is_contested_once_until_it_is_answered(portal: Portal) -> None:
    _, url, entry = typed(portal)
    contest(portal, url, entry.id)
    mickael = portal.sign_in("mickael.roussel")
    assert "Envoyer la contestation" in mickael.get(url)  # of the other line
    again = {f"contest-{entry.id}": "Encore", "entry_id": str(entry.id)}
    assert "n'a pas encore répondu" in mickael.post(f"{url}/contester", again, status=409)
    nadege = stage.actor("nadege.brunel")
    site_lot = int(url.split("/")[2])
    contesting.maintain_entry(nadege, site_lot, SEPTEMBER, entry.id, SIGNED, now=portal.now)
    contest(portal, url, entry.id, "Le chef de chantier ne reconnaît pas sa signature")
    assert states() == [ContestState.SETTLED, ContestState.OPEN]


def test_nobody_answers_for_the_structure_nor_contests_for_the_company(portal: Portal) -> None:
    _, url, entry = typed(portal)
    said = {"entry_id": str(entry.id), f"contest-{entry.id}": "Non", f"answer-{entry.id}": "Non"}
    for who, status in (("nadege.brunel", 403), ("claire.delattre", 403), ("sandrine.lemaire", 403),
                        ("isabelle.caudron", 404)):  # fmt: skip
        portal.sign_in(who).post(f"{url}/contester", said, status=status)
        portal.sign_in(who).post(f"{url}/clore", said, status=status)
    contest(portal, url, entry.id)
    for who, status in (("mickael.roussel", 403), ("claire.delattre", 403), ("sandrine.lemaire", 403),
                        ("isabelle.caudron", 404)):  # fmt: skip
        portal.sign_in(who).post(f"{url}/maintenir", said, status=status)
    assert states() == [ContestState.OPEN]


def test_a_contest_may_be_answered_until_the_month_is_decided(portal: Portal) -> None:
    site, url, entry = typed(portal)
    contest(portal, url, entry.id)
    site.submit(SEPTEMBER)
    said = {"entry_id": str(entry.id), f"answer-{entry.id}": SIGNED}
    nadege = portal.sign_in("nadege.brunel")
    nadege.submit(nadege.get(url), said, form=url, press="Maintenir ces heures")
    claire = portal.sign_in("claire.delattre").get(f"/validation/2026-09?lot={site.lot_id}")
    assert SIGNED in claire
    site.validate(SEPTEMBER)
    mickael = portal.sign_in("mickael.roussel")
    mickael.post(f"{url}/clore", {"entry_id": str(entry.id)}, status=409)
    db.session.rollback()
    assert db.session.scalars(select(MonthlyReport.version)).one() > 1
