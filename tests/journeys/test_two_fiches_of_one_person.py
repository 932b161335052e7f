"""Trap 27: two fiches of one person are put together by a human, counted right, and taken apart without a trace."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from clauses.actions.hours import months, participants
from clauses.domain.kinds import ContractType, Gender, LedgerKind, Modality, Prescriber
from clauses.extensions import Base, db
from clauses.models.hours import Eligibility, EmploymentContract, HoursEntry, LedgerLine, Participant
from clauses.models.journal import AuditEvent
from clauses.models.participants import ParticipantMerge
from clauses.queries import hours_counters, invariants
from tests import stage_hours
from tests.portal import Page, Portal
from tests.stage_hours import AI, EI, ETTI

CLAIRE, NADEGE, MICKAEL = "claire.delattre", "nadege.brunel", "mickael.roussel"
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
FIRST, LAST, BIRTH = stage_hours.PEOPLE["P1"]
# What a merge writes beside the rows it moves: the ledger only grows, the rest is the story of the acts.
APART = {
    "ledger_line", "lot_person_sum", "audit_event", "outbox_event", "participant_merge", "received_form", "web_session", "job", "background_job",
    "reading", "reading_day", "sign_in_failure", "counted_try", "stamp",
}  # fmt: skip


def rows(question: Any) -> list[Any]:
    db.session.rollback()
    return list(db.session.scalars(question))


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that may change, its version apart."""
    db.session.rollback()
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name in APART or table.name.startswith("reading"):
            continue
        columns = [c for c in table.columns if c.name not in ("version", "seen_at", "last_seen_at")]
        found[table.name] = sorted(tuple(map(repr, row)) for row in db.session.execute(select(*columns)))
    return found


def per_person() -> dict[int, int]:
    db.session.rollback()
    lines = select(LedgerLine.participant_id, func.sum(LedgerLine.hours)).group_by(LedgerLine.participant_id)
    return {number: hours for number, hours in db.session.execute(lines) if hours}


def again(
    site: stage_hours.Site, modality: Modality, starts_on: date, *, proven: bool = True, **changed: Any
) -> int:
    """The same person written a second time, as a namesake; returns the new fiche."""
    person, _ = participants.register_participant(
        site.employer(modality), site.lot_id,
        participants.Person(
            last_name=changed.get("last", LAST.upper()), first_name=FIRST.replace("é", "e"),
            birth=changed.get("birth", BIRTH), gender=Gender.UNSTATED, commune_code="60057", priority_district=False,
            prescriber=Prescriber.FRANCE_TRAVAIL, categories=("RSA",), informed=True,
        ),
        participants.Contract(modality, ContractType.CDDI, starts_on, None, None), same_as=None, homonym=True,
        proof=None, proof_label="Attestation", files=site.portal.app.config["SETTINGS"].files, now=site.portal.now,
    )  # fmt: skip
    if proven:
        site.prove(person.id, starts_on)
    return person.id


def contract_of(participant_id: int) -> int:
    return rows(select(EmploymentContract.id).where(EmploymentContract.participant_id == participant_id))[-1]


@pytest.fixture
def two(portal: Portal) -> tuple[stage_hours.Site, int, int]:
    """P1 with 70 h in an AI in September, and as a second fiche 50 h in an EI in October; both months validated."""
    site = stage_hours.begun(portal)
    kept = rows(select(Participant.id).where(Participant.last_name == LAST))[0]
    portal.day("2026-10-01")
    other = again(site, ETTI, OCTOBER)
    site.enter(SEPTEMBER, {("P1", AI): 70, ("P2", AI): 63})
    site.submit(SEPTEMBER)
    site.validate(SEPTEMBER)
    portal.day("2026-11-05")
    months.enter_hours(
        site.employer(ETTI), site.lot_id, OCTOBER, [months.Typed(contract_of(other), 5000)], now=portal.now
    )
    site.submit(OCTOBER)
    site.validate(OCTOBER)
    return site, kept, other


def merged(portal: Portal, kept: int, other: int) -> Page:
    claire = portal.sign_in(CLAIRE)
    page = claire.get(f"/participants/{kept}/reunir?avec={other}")
    answer = claire.submit(page, {"merge_reason": "Pièce d'identité vue chez l'EI"}, form="/reunir")
    return claire.follow(answer)


def apart(portal: Portal, kept: int) -> Page:
    claire = portal.sign_in(CLAIRE)
    page = claire.get("/participants/doublons")
    return claire.follow(claire.submit(page, form=f"/participants/{kept}/fusions/"))


def test_counters_follow_a_merge_and_come_back_exactly_when_it_is_undone(
    portal: Portal, two: tuple[stage_hours.Site, int, int]
) -> None:
    site, kept, other = two
    page = portal.sign_in(CLAIRE).get("/participants/doublons")
    assert "Mêmes noms et même date de naissance." in page
    before, hours = everything(), per_person()
    assert (hours[kept], hours[other]) == (7000, 5000)

    told = merged(portal, kept, other)
    assert (
        "Fiches réunies : 50 h validées ont changé de fiche" in told
        and "Pièce d'identité vue chez l'EI" in told
    )
    assert per_person()[kept] == 12_000 and other not in per_person()
    assert set(rows(select(Eligibility.participant_id).where(Eligibility.hired_on == OCTOBER))) == {kept}
    assert hours_counters.counted_on(site.lot_id) == 18_300
    assert {
        line.month for line in rows(select(LedgerLine).where(LedgerLine.kind == LedgerKind.REVERSAL))
    } == {OCTOBER}
    assert invariants.breaches() == []
    assert "50 h" in portal.sign_in(CLAIRE).get(f"/lots/{site.lot_id}/participants")

    told = apart(portal, kept)
    assert "Fiches séparées : 50 h validées sont revenues sur leur fiche." in told
    assert per_person() == hours
    after = everything()
    assert {name for name in before if before[name] != after[name]} == set()
    assert hours_counters.counted_on(site.lot_id) == 18_300
    assert invariants.breaches() == []
    acts = [line.action for line in rows(select(AuditEvent).order_by(AuditEvent.seq)) if ":" in line.action]
    assert [act for act in acts if "merge" in act] == ["participant:merge", "participant:unmerge"]
    facts = " ".join(str(line.facts) for line in rows(select(AuditEvent)))
    assert LAST not in facts and FIRST not in facts


def test_what_is_typed_after_the_merge_goes_with_the_contract_that_goes_back(
    portal: Portal, two: tuple[stage_hours.Site, int, int]
) -> None:
    site, kept, other = two
    contract = contract_of(other)
    merged(portal, kept, other)
    portal.day("2026-12-05")
    november = date(2026, 11, 1)
    typed = [months.Typed(contract, 4000)]
    months.enter_hours(site.employer(ETTI), site.lot_id, november, typed, now=portal.now)
    site.enter(november, {("P1", AI): 30})
    site.submit(november)
    site.validate(november)
    assert per_person()[kept] == 12_000 + 7000
    apart(portal, kept)
    assert per_person()[kept] == 7000 + 3000
    assert per_person()[other] == 5000 + 4000
    assert invariants.breaches() == []


def test_two_lines_of_the_same_contract_and_month_are_never_added_in_silence(portal: Portal) -> None:
    site = stage_hours.begun(portal)
    kept = rows(select(Participant.id).where(Participant.last_name == LAST))[0]
    portal.day("2026-09-30")
    other = again(site, AI, SEPTEMBER)
    twin = contract_of(other)
    typed = [months.Typed(site.contracts["P1", AI], 7000), months.Typed(twin, 1200)]
    months.enter_hours(site.employer(AI), site.lot_id, SEPTEMBER, typed, now=portal.now)
    claire = portal.sign_in(CLAIRE)
    page = claire.get(f"/participants/{kept}/reunir?avec={other}")
    assert "L'une des deux lignes est de trop" in page and "Réunir les deux fiches" not in page
    typed_form = {"avec": str(other), "merge_reason": "Même personne", "merge_shared": "y"}
    refused = claire.post(f"/participants/{kept}/reunir", typed_form, status=422)
    assert "corrigez d'abord la ligne qui est de trop." in refused
    assert rows(select(ParticipantMerge)) == []
    months.enter_hours(site.employer(AI), site.lot_id, SEPTEMBER, [months.Typed(twin, 0)], now=portal.now)

    before = everything()
    merged(portal, kept, other)
    left = rows(
        select(EmploymentContract).where(EmploymentContract.employer_id == site.employer(AI).organization_id)
    )
    assert len([c for c in left if c.participant_id == kept]) == 1, "one contract written twice is kept once"
    assert [e.worked for e in rows(select(HoursEntry).where(HoursEntry.participant_id == kept))] == [7000]
    apart(portal, kept)
    after = everything()
    assert {name for name in before if before[name] != after[name]} == set()
    assert invariants.breaches() == []


def test_months_in_common_are_shown_and_asked_about(portal: Portal) -> None:
    site = stage_hours.begun(portal)
    kept = rows(select(Participant.id).where(Participant.last_name == LAST))[0]
    portal.day("2026-09-30")
    other = again(site, ETTI, SEPTEMBER)
    site.enter(SEPTEMBER, {("P1", AI): 70})
    months.enter_hours(
        site.employer(ETTI), site.lot_id, SEPTEMBER, [months.Typed(contract_of(other), 5000)], now=portal.now
    )
    claire = portal.sign_in(CLAIRE)
    page = claire.get(f"/participants/{kept}/reunir?avec={other}")
    assert "Mois où les deux fiches ont des heures : septembre 2026." in page
    blank = claire.submit(page, {}, form="/reunir", status=422)
    assert "Indiquez comment vous le savez." in blank
    asked = claire.submit(page, {"merge_reason": "Pièce vue"}, form="/reunir", status=422)
    assert "cochez la case si c'est bien la même personne." in asked
    claire.submit(asked, {"merge_reason": "Pièce vue", "merge_shared": "y"}, form="/reunir")
    assert len(rows(select(ParticipantMerge))) == 1
    claire.post(  # a fiche is put into another once
        f"/participants/{kept}/reunir", {"avec": str(other), "merge_reason": "encore"}, status=404
    )


def test_a_likeness_is_a_question_and_the_answer_is_kept(portal: Portal) -> None:
    """Trap 27: a slip in the birth date is found by names and commune, and two people stay two."""
    site = stage_hours.begun(portal)
    other = again(site, EI, SEPTEMBER, proven=False, birth=date(1988, 4, 21))
    claire = portal.sign_in(CLAIRE)
    page = claire.get("/participants/doublons")
    assert "Noms, date de naissance ou commune proches : à vérifier." in page
    told = claire.follow(claire.submit(page, form="/distinctes"))
    assert "Ces fiches ne seront plus proposées." in told and "Aucune fiche ne ressemble à une autre." in told
    kept = rows(select(Participant.id).where(Participant.last_name == LAST))[0]
    for who, status in ((NADEGE, 403), (MICKAEL, 403), ("sandrine.lemaire", 404), ("karim.benali", 404)):
        portal.sign_in(who).get(f"/participants/{kept}/reunir?avec={other}", status=status)


def test_every_table_that_names_a_person_moves_with_the_person() -> None:
    from clauses.actions.hours.merging import MOVED

    naming = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "participant" and key.parent.name == "participant_id"
    }
    assert naming - {"ledger_line", "lot_person_sum"} == {model.__tablename__ for model in MOVED}
