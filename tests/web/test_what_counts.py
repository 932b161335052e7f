"""Does an hour count once, for one obligation, by the word of two persons, and for ever as it was known?"""

from datetime import date

import pytest
from sqlalchemy import select

from clauses.access.policy import Permission
from clauses.actions.hours import claims, doubles, validation
from clauses.config import clock
from clauses.domain.as_of import cut
from clauses.domain.errors import IllegalMove, Refused, Several
from clauses.domain.kinds import ComplianceStatus, EntryState, ReportState, ReturnReason
from clauses.domain.kinds_validation import ClaimKind, ClaimState, MatchAnswer, MatchState
from clauses.extensions import db
from clauses.jobs import calendar
from clauses.models.hours import HoursEntry, LedgerLine, MonthlyReport
from clauses.models.validation import HoursClaim, HoursMatch
from clauses.queries import compliance, hours_counters, invariants
from clauses.reference import rulebook
from tests import stage, stage_hours
from tests.portal import Portal
from tests.stage_hours import AI, ETTI, Site
from tests.stage_two_lots import OCTOBER, TwoLots, two_lots

SEPTEMBER = date(2026, 9, 1)
NADEGE, ELODIE, CLAIRE = "nadege.brunel", ("elodie.petit", "agence de Beauvais"), "claire.delattre"


def fresh(question):  # type: ignore[no-untyped-def]
    db.session.rollback()
    return db.session.scalars(question)


def total() -> int:
    return sum(fresh(select(LedgerLine.hours)))


def doubled(portal: Portal) -> Site:
    """The AI and the ETTI both declare 42 h of P1 for September; the company sends the month."""
    site = stage_hours.begun(portal)
    site.hire("P1", ETTI, SEPTEMBER)
    portal.day("2026-10-05")
    site.enter(SEPTEMBER, {("P1", AI): 42, ("P1", ETTI): 42})
    site.submit(SEPTEMBER)
    return site


def match() -> HoursMatch:
    found: HoursMatch = fresh(select(HoursMatch)).one()
    return found


def answer(portal: Portal, who: tuple[str, ...], said: MatchAnswer) -> HoursMatch:
    return doubles.answer_match(stage.actor(*who), match().id, said, now=portal.now)


# -- two sides, one line ------------------------------------------------------------------------------------------------


def test_hours_declared_by_an_ai_and_an_etti_count_once_when_both_sides_agree(portal: Portal) -> None:
    """Trap 32: two-sided confirmation, one line kept, the other refused as a double."""
    site = doubled(portal)
    assert match().state is MatchState.ASKED
    with pytest.raises(Several) as refused:
        site.validate(SEPTEMBER)
    assert {one.code for one in refused.value.refusals} == {"v_duplicate"}
    nadege = portal.sign_in(NADEGE)
    assert "Dire à qui sont 42 h" in nadege.get("/tableau-de-bord")
    page = nadege.get(f"/doublons/{match().id}")
    assert "Bâtir Intérim" in page or "agence de Beauvais" in page
    nadege.submit(page, {"match_answer": "mine"}, form="/repondre")
    assert match().state is MatchState.ASKED  # one side alone settles nothing
    answer(portal, ELODIE, MatchAnswer.OTHERS)
    settled = match()
    assert (settled.state, settled.settled_by_id) == (MatchState.SETTLED, None)
    lost = site.entry(SEPTEMBER, "P1", ETTI)
    assert (lost.state, lost.refusal_reason) == (EntryState.REFUSED, ReturnReason.DUPLICATE)
    decided = site.validate(SEPTEMBER)
    assert (decided.counted, decided.report.state) == (4200, ReportState.PARTLY_VALIDATED)
    assert total() == 4200
    assert invariants.breaches() == []


def test_two_sides_that_do_not_agree_leave_the_choice_to_the_resource_person(portal: Portal) -> None:
    site = doubled(portal)
    answer(portal, (NADEGE,), MatchAnswer.MINE)
    answer(portal, ELODIE, MatchAnswer.MINE)
    assert match().state is MatchState.DISPUTED
    claire = portal.sign_in(CLAIRE)
    page = claire.get(f"/validation/2026-09?lot={site.lot_id}")
    assert (
        "42 h déclarées par" in page and "Doublon probable" in page and "Ces heures sont les nôtres" in page
    )
    without = claire.submit(page, {}, form="/doublon", status=422)
    assert "Indiquez pourquoi ce sont d'autres heures" in without
    kept = site.entry(SEPTEMBER, "P1", AI)
    claire.submit(page, {"match_kept": str(kept.id)}, form="/doublon")
    site.validate(SEPTEMBER)
    assert total() == 4200 and site.entry(SEPTEMBER, "P1", ETTI).state is EntryState.REFUSED


def test_two_different_works_of_the_same_length_both_count_once_said_so(portal: Portal) -> None:
    site = doubled(portal)
    answer(portal, (NADEGE,), MatchAnswer.DISTINCT)
    answer(portal, ELODIE, MatchAnswer.DISTINCT)
    assert match().state is MatchState.DISTINCT
    assert "Doublon probable" not in portal.sign_in(CLAIRE).get(f"/validation/2026-09?lot={site.lot_id}").text
    site.validate(SEPTEMBER)
    assert total() == 8400


def test_one_person_does_not_answer_for_both_sides_nor_for_others(portal: Portal) -> None:
    doubled(portal)
    with pytest.raises(Refused) as refused:
        answer(portal, ("mickael.roussel",), MatchAnswer.DISTINCT)
    assert refused.value.code == "match_not_yours"
    answer(portal, (NADEGE,), MatchAnswer.OTHERS)
    answer(portal, ELODIE, MatchAnswer.MINE)
    with pytest.raises(IllegalMove):
        answer(portal, (NADEGE,), MatchAnswer.MINE)  # settled by now


# -- one hour, one obligation -------------------------------------------------------------------------------------------


def sent_twice(portal: Portal) -> TwoLots:
    """The company declares the same 60 h of one person on both of its lots."""
    site = two_lots(portal)
    portal.day("2026-11-05")
    for number in (4, 5):
        site.enter(number, OCTOBER, 60)
        site.submit(number, OCTOBER)
    return site


def test_the_same_hours_on_two_clauses_count_for_one(portal: Portal) -> None:
    """Trap 33: uniqueness; the second lot is refused them until somebody says that they are other hours."""
    site = sent_twice(portal)
    claire = portal.sign_in(CLAIRE)
    page = claire.get(f"/validation/2026-10?lot={site.lots[5]}")
    assert "60 h déclarées aussi sur le marché 2026-VB-014, lot 4, pour octobre 2026." in page
    site.validate(4, OCTOBER)
    with pytest.raises(Several) as refused:
        site.validate(5, OCTOBER)
    assert [one.code for one in refused.value.refusals] == ["v_two_lots"]
    assert total() == 6000
    page = claire.get(f"/validation/2026-10?lot={site.lots[5]}")
    claire.submit(page, {"match_kept": "", "match_reason": "Deux chantiers, feuilles de pointage jointes"},
                  form="/doublon")  # fmt: skip
    site.validate(5, OCTOBER)
    assert total() == 12000
    assert invariants.breaches() == []


def test_the_line_of_the_other_lot_is_kept_and_this_one_does_not_count(portal: Portal) -> None:
    site = sent_twice(portal)
    site.validate(4, OCTOBER)
    claire = portal.sign_in(CLAIRE)
    kept = site.entry(4, OCTOBER)
    claire.submit(
        claire.get(f"/validation/2026-10?lot={site.lots[5]}"), {"match_kept": str(kept.id)}, form="/doublon"
    )
    decided = site.validate(5, OCTOBER)
    assert decided.counted == 0 and total() == 6000


def test_what_exceeds_a_target_stays_on_its_lot_as_a_surplus(portal: Portal) -> None:
    """Trap 35: no hour leaves the lot it was worked on; the excess is shown there, never capped."""
    site = two_lots(portal)
    for month, day in ((OCTOBER, "2026-11-05"), (date(2026, 11, 1), "2026-12-05")):
        portal.day(day)
        site.enter(4, month, 140)
        site.submit(4, month)
        site.validate(4, month)
    assert stage.lot(4).targets[-1].hours == 21_000
    assert hours_counters.counted_on(site.lots[4]) == 28_000
    assert hours_counters.counted_on(site.lots[5]) == 0
    lot = portal.sign_in("sandrine.lemaire").get(f"/marches/{stage.lot(4).market_id}/lots/4")
    assert "280 h" in lot and "133,3 %" in lot


def test_a_lot_in_surplus_does_not_pay_for_another_of_the_same_company(portal: Portal) -> None:
    """Trap 50: lots of the same company compensate only by a written convention; each keeps its own state."""
    test_what_exceeds_a_target_stays_on_its_lot_as_a_surplus(portal)
    fourth, fifth = compliance.figures_of([stage.lot(4), stage.lot(5)], on=date(2026, 12, 31))
    assert (fourth.validated, fifth.validated) == (28_000, 0)
    assert fourth.standing is not None and fourth.standing.status is ComplianceStatus.REACHED
    assert fifth.standing is not None and fifth.standing.status is not ComplianceStatus.REACHED


# -- never by silence ---------------------------------------------------------------------------------------------------


def test_a_report_left_for_eight_months_is_late_and_never_validated_by_silence(portal: Portal) -> None:
    """Trap 51: silence of the resource person is an alert, not a decision."""
    site = stage_hours.submitted_month(portal)
    for day in ("2026-11-12", "2026-12-31", "2027-02-28", "2027-06-15"):
        portal.day(day)
        calendar.run_due(portal.now)
        portal.run_jobs()
    report = fresh(select(MonthlyReport)).one()
    assert (report.state, report.decided_on) == (ReportState.SUBMITTED, None)
    assert total() == 0
    assert {e.state for e in fresh(select(HoursEntry))} == {EntryState.DRAFT}
    assert "En retard" in portal.sign_in(CLAIRE).get("/tableau-de-bord") and site


# -- four eyes ----------------------------------------------------------------------------------------------------------


def test_who_declared_hours_does_not_validate_them(portal: Portal) -> None:
    site = stage_hours.submitted_month(portal)
    claire = portal.sign_in(CLAIRE)
    url = f"/releves/{site.lot_id}/2026-09"
    claire.submit(claire.get(url), {f"h_worked-{site.contracts['P1', AI]}": "66"}, form=url)
    queue = claire.get("/validation/2026-09")
    assert "Vous avez saisi des heures de ce relevé : une autre personne le valide." in queue
    claire.post("/validation/2026-09", {"pick": str(site.lot_id), "confirmed": "1"}, status=422)
    assert total() == 0


# -- back to the declarer, line by line -----------------------------------------------------------------------------------


def test_a_report_goes_back_with_a_reason_at_the_line_that_is_wrong(portal: Portal) -> None:
    site = stage_hours.submitted_month(portal)
    claire = portal.sign_in(CLAIRE)
    wrong = site.entry(SEPTEMBER, "P1", AI)
    page = claire.get(f"/validation/2026-09?lot={site.lot_id}")
    back = {"v_decision": "return", f"v_reason-{wrong.id}": "evidence_unreadable"}
    claire.submit(page, back, form="/decision")
    report = fresh(select(MonthlyReport)).one()
    assert (report.state, report.return_reason) == (ReportState.TO_CORRECT, ReturnReason.EVIDENCE_UNREADABLE)
    said = {e.id: e.refusal_reason for e in report.entries}
    assert said.pop(wrong.id) is ReturnReason.EVIDENCE_UNREADABLE and set(said.values()) == {None}
    page = portal.sign_in(NADEGE).get(f"/releves/{site.lot_id}/2026-09")
    assert page.text.count("Pièce illisible") >= 1 and "À corriger" in page
    site.submit(SEPTEMBER)
    assert {e.refusal_reason for e in fresh(select(HoursEntry))} == {None}


# -- contest and correction ----------------------------------------------------------------------------------------------


def refused_in_part(portal: Portal) -> Site:
    """10 h of the 70 of P1 are refused."""
    site = stage_hours.submitted_month(portal)
    entry = site.entry(SEPTEMBER, "P1", AI)
    validation.decide_report(
        stage.actor(CLAIRE), site.lot_id, SEPTEMBER, validation.Decision.PARTLY,
        retained={entry.id: validation.Retained(6000, ReturnReason.NOT_LINKED)}, now=portal.now,
    )  # fmt: skip
    return site


def test_a_declarer_contests_what_was_refused_and_gets_an_answer(portal: Portal) -> None:
    site = refused_in_part(portal)
    nadege, claire = portal.sign_in(NADEGE), portal.sign_in(CLAIRE)
    entry = site.entry(SEPTEMBER, "P1", AI)
    url = f"/releves/{site.lot_id}/2026-09/reclamer"
    page = nadege.get(f"{url}?ligne={entry.id}")
    assert "60 h comptées sur 70 h" in page
    empty = nadege.submit(page, {"claim_hours": "70"}, form=url, status=422)
    assert "Indiquez pourquoi : le motif reste dans l'historique" in empty
    nadege.submit(
        page, {"claim_hours": "70", "claim_motive": "Nettoyage du chantier, prévu au marché"}, form=url
    )
    claim = fresh(select(HoursClaim)).one()
    assert (claim.kind, claim.before, claim.after, claim.state) == (
        ClaimKind.CONTEST,
        6000,
        7000,
        ClaimState.OPEN,
    )
    nadege.post(f"/reclamations/{claim.id}/decider", {"accept": "1"}, status=403)
    assert "Répondre à Coup d'Main Beauvaisis" in claire.get("/tableau-de-bord")
    page = claire.get(f"/reclamations/{claim.id}")
    mute = claire.submit(page, {"accept": "0"}, form="/decider", status=422)
    assert "Indiquez pourquoi la demande est refusée" in mute
    claire.submit(page, {"accept": "1", "claim_answer": "Vu avec le chef de chantier"}, form="/decider")
    assert total() == 13300 and fresh(select(MonthlyReport)).one().state is ReportState.VALIDATED
    assert [line.hours for line in fresh(select(LedgerLine).where(LedgerLine.entry_id == entry.id))] == [
        6000,
        -6000,
        7000,
    ]
    claire.post(f"/reclamations/{claim.id}/decider", {"accept": "1"}, status=409)
    assert invariants.breaches() == []


def test_a_contest_that_is_refused_changes_nothing(portal: Portal) -> None:
    site = refused_in_part(portal)
    entry = site.entry(SEPTEMBER, "P1", AI)
    claim = claims.ask_claim(
        stage.actor(NADEGE), site.lot_id, SEPTEMBER, entry.id, 7000, "Prévu", now=portal.now
    )
    claims.decide_claim(
        stage.actor(CLAIRE), claim.id, Permission.HOURS_VALIDATE, False, "Hors du lot", now=portal.now
    )
    assert total() == 12300
    page = portal.sign_in(NADEGE).get(f"/reclamations/{claim.id}")
    assert "Refusée" in page and "Hors du lot" in page


def test_a_closed_month_is_corrected_by_a_counter_line_that_two_persons_wrote(portal: Portal) -> None:
    """Trap 52: counter-line with a motive; the reports keep their version, the screens show all three."""
    site = stage_hours.submitted_month(portal)
    site.validate(SEPTEMBER)
    portal.day("2026-11-02")
    before = figures(1)
    portal.day("2027-02-04")
    entry = site.entry(SEPTEMBER, "P1", AI)
    claire = stage.actor(CLAIRE)
    claim = claims.ask_claim(
        claire, site.lot_id, SEPTEMBER, entry.id, 6600, "Pointage corrigé", now=portal.now
    )
    assert claim.kind is ClaimKind.CORRECTION
    with pytest.raises(Refused) as refused:
        claims.decide_claim(claire, claim.id, Permission.HOURS_VALIDATE, True, None, now=portal.now)
    assert refused.value.code == "claim_own"
    assert total() == 13300  # nothing moves on the word of one person
    nadege = portal.sign_in(NADEGE)
    assert "Confirmer une correction" in nadege.get("/tableau-de-bord")
    nadege.submit(nadege.get(f"/reclamations/{claim.id}"), {"accept": "1"}, form="/confirmer")
    assert total() == 12900
    lines = fresh(select(LedgerLine).where(LedgerLine.entry_id == entry.id).order_by(LedgerLine.id)).all()
    assert [(line.hours, line.recorded_on, line.reason) for line in lines] == [
        (7000, date(2026, 10, 8), None),
        (-7000, date(2027, 2, 4), "Pointage corrigé"),
        (6600, date(2027, 2, 4), None),
    ]
    page = nadege.get(f"/reclamations/{claim.id}")
    assert (
        "Écriture d'origine" in page
        and "Contre-écriture" in page
        and "Nouvelle écriture" in page
        and "66 h" in page
    )
    assert (
        "70 h le 08/10/2026 ; −70 h le 04/02/2027 (Pointage corrigé) ; 66 h le 04/02/2027, soit 66 h"
        in nadege.get(f"/releves/{site.lot_id}/2026-09")
    )
    assert figures(1) == before  # « arrêté au » 30 September: as it was known at the end of October
    assert invariants.breaches() == []


def figures(number: int) -> int:
    """Hours that a report « arrêté au 30 septembre », asked for today, counts on a lot."""
    on = date(2026, 9, 30)
    lot = stage.lot(number)
    known = cut(on, clock.today(), rulebook.reporting(on).settled_months)
    assert known.known_on == date(2026, 10, 31)
    [found] = compliance.figures_of([lot], on=on, cut=known)
    return found.validated


def test_hours_forgotten_in_a_closed_month_are_added_with_the_limits_of_any_month(portal: Portal) -> None:
    site = stage_hours.submitted_month(portal)
    site.validate(SEPTEMBER)
    portal.day("2027-02-04")
    entry, nadege = site.entry(SEPTEMBER, "P1", AI), stage.actor(NADEGE)
    too_many = claims.ask_claim(nadege, site.lot_id, SEPTEMBER, entry.id, 20900, "Oubli", now=portal.now)
    with pytest.raises(IllegalMove):
        claims.ask_claim(nadege, site.lot_id, SEPTEMBER, entry.id, 7700, "Oubli", now=portal.now)
    claire = stage.actor(CLAIRE)
    with pytest.raises(Several) as refused:
        claims.decide_claim(claire, too_many.id, Permission.HOURS_VALIDATE, True, None, now=portal.now)
    assert [one.code for one in refused.value.refusals] == ["hours_over_legal"]
    claims.decide_claim(claire, too_many.id, Permission.HOURS_VALIDATE, False, "Impossible", now=portal.now)
    claim = claims.ask_claim(
        nadege, site.lot_id, SEPTEMBER, entry.id, 7700, "Une journée oubliée", now=portal.now
    )
    claims.decide_claim(claire, claim.id, Permission.HOURS_VALIDATE, True, None, now=portal.now)
    assert total() == 14000 and invariants.breaches() == []
