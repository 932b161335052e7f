"""Does a relay pass a person from an AI to an ETTI without losing the person, the proof or an hour? E06."""

from datetime import date

import pytest
from sqlalchemy import select

from clauses.domain.errors import Refused
from clauses.domain.kinds import OverrideReason, RelayState
from clauses.domain.kinds_relays import HeldState
from clauses.extensions import db
from clauses.models.hours import (
    Eligibility,
    EmploymentContract,
    HoursEntry,
    LedgerLine,
    Participant,
    Relay,
)
from clauses.models.relays import EarlierHours, HeldHours, RelayStep
from clauses.queries import invariants
from tests import stage, stage_hours
from tests.portal import Portal
from tests.stage_hours import AI, ETTI


def fresh(question):  # type: ignore[no-untyped-def]
    db.session.rollback()
    return db.session.scalars(question)


def total() -> int:
    return sum(fresh(select(LedgerLine.hours)))


def test_a_relay_is_proposed_answered_agreed_and_handed_over_and_the_person_stays_one(portal: Portal) -> None:
    """S04 after November: the ETTI answers without a name, the person agrees, the ETTI employs the same person."""
    site = stage_hours.played(portal, 3)
    claire = portal.sign_in("claire.delattre")
    first, second = fresh(select(Relay).order_by(Relay.id)).all()
    here = f"/relais/{first.id}"
    page = claire.get("/relais")
    assert "hors du territoire" in page and "km" in page
    bare = claire.submit(page, {}, form=f"{here}/proposer", status=422)
    assert "Choisissez l'ETTI qui prendra le relais." in bare
    etti = stage.organization("agence de Beauvais")
    early = {"relay_to": str(etti.id), "relay_date": "30/10/2026"}
    refused = claire.submit(page, early, form=f"{here}/proposer", status=422)
    assert "ne peut pas précéder le dernier mois travaillé en AI (novembre 2026)" in refused
    claire.submit(page, {**early, "relay_date": "07/12/2026"}, form=f"{here}/proposer")
    claire.post(f"{here}/fait", {"relay_start": "07/12/2026"}, status=409)

    elodie = portal.sign_in("elodie.petit", "agence de Beauvais")
    asked = elodie.get("/relais")
    assert f"Personne à relayer n° {first.id}" in asked and "Aubrespin" not in asked
    nadege = portal.sign_in("nadege.brunel")
    nadege.post(f"{here}/accepter", status=403)  # the AI does not answer for the ETTI
    elodie.post(f"{here}/accord", {"relay_agreed": "y"}, status=403)  # nor the ETTI for the person
    elodie.submit(asked, {"relay_decline": "nobody"}, form=f"{here}/decliner")
    assert elodie.get("/relais").text.count("Personne à relayer") == 0

    claire.submit(claire.get("/relais"), {**early, "relay_date": "07/12/2026"}, form=f"{here}/proposer")
    elodie.submit(elodie.get("/relais"), form=f"{here}/accepter")
    nothing = nadege.submit(nadege.get("/relais"), {}, form=f"{here}/accord", status=422)
    assert "L'accord de la personne est nécessaire avant de transmettre son dossier." in nothing
    nadege.submit(
        nadege.get("/relais"), {"relay_agreed": "y", "relay_agreed_on": "08/12/2026"}, form=f"{here}/accord"
    )
    before = fresh(select(Participant.id)).all(), fresh(select(Eligibility.id, Eligibility.valid_until)).all()
    counted = total()
    agreed = elodie.get("/relais")
    assert "Aubrespin" in agreed and "Tout le monde est d'accord" in agreed
    elodie.submit(agreed, {"relay_start": "07/12/2026", "relay_end": "y"}, form=f"{here}/fait")

    done = fresh(select(Relay).where(Relay.id == first.id)).one()
    assert (done.state, done.consented_on, done.to_id) == (RelayState.DONE, date(2026, 12, 8), etti.id)
    assert (
        fresh(select(Participant.id)).all(),
        fresh(select(Eligibility.id, Eligibility.valid_until)).all(),
    ) == before
    assert total() == counted
    contracts = {
        (c.employer_id == etti.id, c.starts_on, c.ends_on)
        for c in fresh(select(EmploymentContract).where(EmploymentContract.participant_id == first.participant_id))
    }  # fmt: skip
    assert contracts == {(False, date(2026, 9, 1), date(2026, 12, 6)), (True, date(2026, 12, 7), None)}
    assert "Aubrespin" in elodie.get("/heures?month=2026-12")
    steps = [
        s.kind.value
        for s in fresh(select(RelayStep).where(RelayStep.relay_id == first.id).order_by(RelayStep.id))
    ]
    assert steps == ["alerted", "proposed", "declined", "proposed", "accepted", "consented", "handed_over"]
    portal.run_jobs()
    told = portal.mails("M88")
    assert len(told) == 8  # four steps, each to the two who did not take it
    assert not any(name in m.subject + m.body for m in told for name in stage_hours.NAMES)
    claire.submit(claire.get("/relais"), {"override_reason": "no_etti"}, form=f"/relais/{second.id}/deroger")
    assert fresh(select(Relay.override_reason).where(Relay.id == second.id)).one() is OverrideReason.NO_ETTI
    claire.post(f"{here}/fait", {"relay_start": "07/12/2026"}, status=409)
    nadege.post(f"/relais/{second.id}/deroger", status=403)
    portal.sign_in("sandrine.lemaire").get("/relais", status=403)
    assert invariants.breaches() == [] and site.lot_id == first.lot_id


def test_a_proposal_is_taken_back_and_its_history_stays(portal: Portal) -> None:
    stage_hours.played(portal, 3)
    claire = portal.sign_in("claire.delattre")
    relay = fresh(select(Relay).order_by(Relay.id)).first()
    here, etti = f"/relais/{relay.id}", stage.organization("agence de Beauvais")
    claire.submit(
        claire.get("/relais"), {"relay_to": str(etti.id), "relay_date": "04/01/2027"}, form=f"{here}/proposer"
    )
    late = {"relay_agreed": "y", "relay_agreed_on": "01/02/2031"}
    assert "dans l'avenir" in claire.submit(claire.get("/relais"), late, form=f"{here}/accord", status=422)
    claire.submit(claire.get("/relais"), {"relay_agreed": "y"}, form=f"{here}/accord")
    empty = claire.submit(claire.get("/relais"), {"relay_cancel": ""}, form=f"{here}/annuler", status=422)
    assert "pourquoi la proposition est annulée" in empty
    claire.submit(claire.get("/relais"), {"relay_cancel": "Agence fermée en janvier"}, form=f"{here}/annuler")
    found = fresh(select(Relay).where(Relay.id == relay.id)).one()
    assert (found.state, found.to_id, found.consented_on) == (RelayState.TO_PREPARE, None, None)
    page = claire.get("/relais")
    assert "Proposition annulée" in page and "Agence fermée en janvier" in page


def test_hours_of_before_the_portal_count_once_and_are_told_once(portal: Portal) -> None:
    """P1 did 70 h here in September; 380 h elsewhere make 450 h of the legal 480 h, and the relay is passed."""
    site = stage_hours.played(portal, 1)
    nadege = portal.sign_in("nadege.brunel")
    person = fresh(select(Participant).where(Participant.last_name == "Aubrespin")).one().id
    people = nadege.get(f"/lots/{site.lot_id}/participants")
    url = f"/participants/{person}/compteurs-ai"
    assert url in people.response.text
    page = nadege.get(url)
    assert "70 h sur 240 h" in page and "Rien n'a encore été demandé à la personne." in page
    earlier = {
        "earlier_hours": "380", "earlier_association": "Relais Emploi Sud Oise", "earlier_first": "02/02/2026",
        "earlier_last": "31/07/2026", "earlier_proof": "Attestation de l'association", "earlier_proof_on": "01/09/2026",
    }  # fmt: skip
    for missing, sentence in (
        ("earlier_association", "Indiquez dans quelle association intermédiaire."),
        ("earlier_proof", "Indiquez le document qui prouve ces heures."),
    ):
        refused = nadege.submit(page, {**earlier, missing: ""}, form="earlier-form", status=422)
        assert sentence in refused
    many = nadege.submit(page, {**earlier, "earlier_hours": "5000"}, form="earlier-form", status=422)
    assert "tiennent dans ces 6 mois" in many
    nadege.submit(page, earlier, form="earlier-form")
    again = nadege.submit(nadege.get(url), earlier, form="earlier-form", status=422)
    assert "déjà déclarées pour cette association du 02/02/2026 au 31/07/2026" in again, again.problems
    ours = {
        **earlier,
        "earlier_association": "Coup d'Main Beauvaisis",
        "earlier_last": "30/09/2026",
        "earlier_hours": "10",
    }
    doubt = nadege.submit(nadege.get(url), ours, form="earlier-form", status=422)
    assert "Le portail compte déjà des heures dans cette association en septembre 2026." in doubt
    home = {
        **earlier,
        "earlier_association": "Autre",
        "earlier_placed_with": "individual",
        "earlier_hours": "50",
    }
    nadege.submit(nadege.get(url), home, form="earlier-form")
    counted = nadege.get(url)
    assert "450 h sur 240 h" in counted and "450 h sur 480 h, du 02/02/2026 au 01/02/2028" in counted
    assert "50 h chez des particuliers, associations ou collectivités" in counted

    portal.run_jobs()
    told = [
        (m.template, m.recipient.email.split("@")[0])
        for m in portal.mails()
        if m.template in ("M14", "M15", "M89")
    ]
    both = [
        (template, who) for template in ("M14", "M89", "M15") for who in ("nadege.brunel", "claire.delattre")
    ]
    assert sorted(told) == sorted([*both, ("M15", "elodie.petit")])
    [relay] = fresh(select(Relay)).all()
    assert (relay.participant_id, relay.state) == (person, RelayState.TO_PREPARE)

    declared = fresh(select(EarlierHours.id).where(EarlierHours.hours == 38000)).one()
    nadege.submit(
        nadege.get(url),
        {"earlier_reason": "Erreur de personne"},
        form=f"/heures-anterieures/{declared}/retirer",
    )
    back = nadege.get(url)
    assert "70 h sur 240 h" in back and "Retirée" in back
    assert fresh(select(Relay.state)).one() is RelayState.NOT_NEEDED  # nothing to prepare any more
    nadege.submit(nadege.get(url), earlier, form="earlier-form")
    assert fresh(select(Relay.state)).one() is RelayState.TO_PREPARE
    portal.run_jobs()
    assert len([m for m in portal.mails() if m.template in ("M14", "M15", "M89")]) == len(told)  # never twice
    portal.sign_in("sandrine.lemaire").get(url, status=404)
    portal.sign_in("mickael.roussel").get(url, status=403)


def test_hours_beyond_the_ceiling_are_held_and_decided_never_lost(portal: Portal) -> None:
    """WE-A04: 470 h done, 30 h worked: 10 h are kept, 20 h are decided by the resource person."""
    site = stage_hours.begun(portal)
    nadege, claire = portal.sign_in("nadege.brunel"), portal.sign_in("claire.delattre")
    person = fresh(select(Participant).where(Participant.last_name == "Aubrespin")).one().id
    portal.day("2026-10-08")
    earlier = {
        "earlier_hours": "470", "earlier_association": "Relais Emploi Sud Oise", "earlier_first": "02/02/2026",
        "earlier_last": "31/07/2026", "earlier_proof": "Attestation", "earlier_proof_on": "01/09/2026",
    }  # fmt: skip
    url = f"/participants/{person}/compteurs-ai"
    nadege.submit(nadege.get(url), earlier, form="earlier-form")
    key = f"h_worked-{site.contracts['P1', AI]}"
    page = nadege.get("/heures?month=2026-09")
    refused = nadege.submit(page, {key: "30"}, form="/heures", status=422)
    assert "10 h peuvent être enregistrées ; 20 h sont au-delà" in refused
    nadege.submit(
        refused, {key: "30"}, form="/heures", press="Enregistrer, et confier le dépassement à l'arbitrage"
    )
    held = fresh(select(HeldHours)).one()
    entry = fresh(select(HoursEntry)).one()
    assert (entry.worked, held.hours, held.state) == (1000, 2000, HeldState.PENDING)
    again = nadege.submit(nadege.get("/heures?month=2026-09"), {key: "35"}, form="/heures", status=422)
    nadege.submit(
        again, {key: "35"}, form="/heures", press="Enregistrer, et confier le dépassement à l'arbitrage"
    )
    assert [(h.hours, h.state) for h in fresh(select(HeldHours))] == [
        (2500, HeldState.PENDING)
    ]  # replaced, not added
    assert "25 h au-delà du plafond légal, à arbitrer" in nadege.get("/heures?month=2026-09")

    decide = f"/heures-a-arbitrer/{held.id}"
    nadege.post(decide, {"decision": "moved"}, status=403)
    relays = claire.get("/relais")
    assert "Zéphyrin Aubrespin : 25 h en septembre 2026" in relays
    bare = claire.submit(relays, form=decide, press="Ne pas compter", status=422)
    assert "Indiquez pourquoi ces heures ne comptent pas" in bare
    waived = claire.submit(relays, form=decide, press="Compter en AI (dérogation du préfet)", status=422)
    assert "aucune dérogation du préfet ne couvre ce mois" in waived
    claire.submit(relays, form=decide, press="Passer à l'ETTI")
    lines = {e.modality: e.worked for e in fresh(select(HoursEntry))}
    assert lines == {AI: 1000, ETTI: 2500}  # 35 h worked, 35 h there
    claire.post(decide, {"decision": "moved"}, status=409)
    assert fresh(select(Participant.id).where(Participant.last_name == "Aubrespin")).all() == [person]

    site.submit(date(2026, 9, 1))
    portal.day("2026-10-12")
    site.validate(date(2026, 9, 1))
    assert total() == 3500
    portal.day("2026-10-20")
    lot = f"/lots/{site.lot_id}/participants/nouveau"
    with pytest.raises(Refused, match="k_over_legal"):  # nobody is placed again before the window ends
        site.hire("P1", AI, date(2026, 11, 2))
    assert nadege.get(lot).response.status_code == 200
    assert invariants.breaches() == []
