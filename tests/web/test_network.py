"""Is every territory covered, by whom, and does nobody lose a file when somebody comes, leaves or is away?"""

import threading
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from clauses.access.gate import Forbidden
from clauses.actions import markets
from clauses.actions.people import absences, divisions, handovers, mandates, transfers
from clauses.domain.errors import Refused, Several
from clauses.domain.kinds_territories import MandateKind
from clauses.extensions import db, write_transaction
from clauses.models.handovers import Handover
from clauses.models.markets import Lot, Market
from clauses.models.people import Membership, Organization, User
from clauses.models.territory import Mandate, Territory, TerritoryEpci
from clauses.queries.invariants import breaches
from clauses.queries.people import follower_of, territory_of
from clauses.reference import geography
from tests import stage
from tests.portal import Portal

HELENE, CLAIRE, KARIM, SOPHIE, JULIEN = (
    "helene.vasseur", "claire.delattre", "karim.benali", "sophie.marchand", "julien.caron",
)  # fmt: skip


def territory(code: str) -> Territory:
    return db.session.scalars(select(Territory).where(Territory.code == code)).one()


def fields(
    who: str, start: str, *, host: str = "Mission clauses Thelle", **more: object
) -> mandates.MandateFields:
    return mandates.MandateFields(
        stage.actor(who).user_id, stage.organization(host).id, date.fromisoformat(start), **more  # type: ignore[arg-type]
    )  # fmt: skip


def codes(refusal: pytest.ExceptionInfo[BaseException]) -> list[str]:
    found = refusal.value
    return [one.code for one in found.refusals] if isinstance(found, Several) else [found.code]  # type: ignore[attr-defined]


def filed(portal: Portal) -> Market:
    """The market of the story, its opinion asked for: five lots with a clause in Beauvais."""
    market = stage.filed(portal)
    return markets.request_opinion(
        stage.actor("sandrine.lemaire"), market.id, None, seen_version=None, now=portal.now
    )


def night(portal: Portal) -> None:
    """Two ticks: the first one records what changed hands, the second one writes the letters."""
    portal.run_jobs()
    portal.run_jobs()


def letter(mail: Any) -> str:
    return " ".join(mail.body.split())


# Naming


def test_the_network_says_who_covers_each_territory(portal: Portal) -> None:
    page = portal.sign_in(HELENE).get("/reseau")
    for words in ("Claire Delattre", "Maison de l'emploi du Beauvaisis", "couvert", "vacant depuis 425 jours",
                  "Zones blanches (1)"):  # fmt: skip
        assert words in page, words
    assert "Nommer" not in portal.sign_in("maxime.ollier").get("/reseau")
    portal.sign_in(CLAIRE).get("/reseau", status=403)
    portal.sign_in(CLAIRE).get("/reseau/T6/nommer", status=403)
    portal.sign_in(HELENE).get("/reseau/T9/nommer", status=404)


def test_nobody_is_named_in_the_past_nor_out_of_the_list(portal: Portal) -> None:
    helene = portal.sign_in(HELENE)
    page = helene.get("/reseau/T6/nommer")
    host = str(stage.organization("Mission clauses Thelle").id)
    julien = str(stage.actor(JULIEN).user_id)
    sent = helene.submit(
        page, {"rp_person": julien, "rp_from": "01/03/2026", "rp_host": host}, form="nommer", status=422
    )
    assert "Choisissez une date à venir ou aujourd'hui." in sent
    sent = helene.submit(
        page, {"rp_person": "999999", "rp_from": "03/03/2026", "rp_host": host}, form="nommer", status=422
    )
    assert sent.problems or "Choisissez" in sent
    buyer = stage.actor("sandrine.lemaire").user_id
    with pytest.raises(Several) as refusal:
        mandates.give_mandate(
            stage.actor(HELENE), territory("T6").id,
            mandates.MandateFields(buyer, stage.organization("Ville de Beauvais").id, date(2026, 4, 1)), now=portal.now,
        )  # fmt: skip
    assert codes(refusal) == ["mandate_person", "mandate_host"]


def test_a_second_territory_is_given_once_the_warning_is_read(portal: Portal) -> None:
    helene = portal.sign_in(HELENE)
    claire, host = stage.actor(CLAIRE).user_id, stage.organization("Maison de l'emploi").id
    typed = {"rp_person": str(claire), "rp_from": "16/03/2026", "rp_host": str(host)}
    warned = helene.submit(helene.get("/reseau/T6/nommer"), typed, form="nommer", status=422)
    assert (
        "Claire Delattre couvre déjà Beauvaisis - Bray - Picardie Verte. Cette personne en couvrira 2"
        in warned
    )
    helene.submit(warned, {**typed, "rp_confirm": "y"}, form="nommer")
    portal.day("2026-03-16")
    assert stage.actor(CLAIRE).territories == {territory("T1").id, territory("T6").id}


def test_whoever_comes_ends_the_running_mandate_the_day_before(portal: Portal) -> None:
    t1 = territory("T1")
    given = mandates.give_mandate(stage.actor(HELENE), t1.id, fields(JULIEN, "2026-04-01"), now=portal.now)
    old = db.session.scalars(
        select(Mandate).where(Mandate.territory_id == t1.id, Mandate.id != given.id)
    ).one()
    assert old.ends_on == date(2026, 3, 31)
    for day, who, name in (("2026-03-31", CLAIRE, "Claire Delattre"), ("2026-04-01", JULIEN, "Julien Caron")):
        on = portal.day(day)
        assert stage.actor(who).territories == {t1.id}
        found = follower_of(t1.id, on)
        assert found is not None and found.name == name
    assert not stage.actor(CLAIRE).territories


def test_two_persons_are_never_in_charge_on_one_day(portal: Portal) -> None:
    t1, helene = territory("T1"), stage.actor(HELENE)
    mandates.give_mandate(helene, t1.id, fields(JULIEN, "2026-04-01"), now=portal.now)
    for start, kind in (("2026-04-01", MandateKind.HOLDER), ("2026-03-20", MandateKind.INTERIM)):
        with pytest.raises(Refused) as refusal:
            mandates.give_mandate(
                helene, t1.id, fields(KARIM, start, kind=kind, seen_warning=True), now=portal.now
            )
        assert codes(refusal) == ["mandate_later"]
    mandates.give_mandate(
        helene, t1.id, fields(KARIM, "2026-03-20", kind=MandateKind.DEPUTY, seen_warning=True), now=portal.now
    )
    assert not [line for line in breaches() if line.startswith("I24")]


def test_a_deputy_acts_beside_the_holder_and_does_not_follow(portal: Portal) -> None:
    t1 = territory("T1")
    mandates.give_mandate(
        stage.actor(HELENE), t1.id, fields(JULIEN, "2026-03-02", kind=MandateKind.DEPUTY), now=portal.now
    )
    assert stage.actor(JULIEN).territories == stage.actor(CLAIRE).territories == {t1.id}
    found = follower_of(t1.id, date(2026, 3, 2))
    assert found is not None and found.name == "Claire Delattre"


def test_a_mandate_that_has_not_begun_is_taken_back_and_the_old_one_goes_on(portal: Portal) -> None:
    t1, helene = territory("T1"), stage.actor(HELENE)
    given = mandates.give_mandate(helene, t1.id, fields(JULIEN, "2026-04-01"), now=portal.now)
    browser = portal.sign_in(HELENE)
    browser.submit(browser.get("/reseau/T1/nommer"), form=f"cancel-{given.id}")
    [kept] = db.session.scalars(select(Mandate).where(Mandate.territory_id == t1.id)).all()
    assert kept.ends_on is None
    with pytest.raises(Refused) as refusal:
        mandates.cancel_mandate(helene, kept.id, now=portal.now)
    assert codes(refusal) == ["cancel_begun"]


# Vacancy and hand-over


def test_a_vacancy_is_told_once_and_nobody_is_left_without_an_answer(portal: Portal) -> None:
    market = filed(portal)
    t1 = territory("T1")
    running = db.session.scalars(select(Mandate).where(Mandate.territory_id == t1.id)).one()
    helene = portal.sign_in(HELENE)
    helene.post(
        f"/reseau/T1/mandats/{running.id}/fin", {"end_on": "09/03/2026", "end_reason": ""}, status=422
    )
    helene.post(f"/reseau/T1/mandats/{running.id}/fin", {"end_on": "09/03/2026", "end_reason": "Départ"})
    portal.day("2026-03-10")
    night(portal)
    night(portal)
    vacancy = portal.mails("M32")
    assert {m.recipient.email.split("@")[0] for m in vacancy} == {HELENE, "maxime.ollier"}
    letter = " ".join(next(m for m in vacancy if m.recipient.email.startswith(HELENE)).body.split())
    assert (
        "n'a plus de personne ressource depuis le 10 mars 2026. 5 dossiers ouverts vous sont confiés"
        in letter
    )
    assert "Motif : Départ" in letter
    assert [m.recipient.email.split("@")[0] for m in portal.mails("M29")] == ["sandrine.lemaire"]
    helene.get(f"/marches/{market.id}/instruction")
    portal.sign_in(CLAIRE).get(f"/marches/{market.id}", status=404)
    zone = helene.get("/reseau/zones-blanches")
    assert (
        "Beauvaisis - Bray - Picardie Verte (T1)" in zone and "Dossiers tenus par la coordination 5" in zone
    )


def test_the_files_of_a_vacant_territory_pass_to_an_interim_until_a_holder_is_named(portal: Portal) -> None:
    t6 = territory("T6")
    helene = portal.sign_in(HELENE)
    page = helene.get("/reseau/T6/transferer")
    karim = str(stage.actor(KARIM).user_id)
    refused = helene.submit(
        page, {"transfer_to": karim, "transfer_date": "01/03/2026"}, form="transferer", status=422
    )
    assert "Choisissez une date à venir ou aujourd'hui." in refused and "Indiquez le motif" in refused
    typed = {
        "transfer_to": karim,
        "transfer_date": "16/03/2026",
        "transfer_reason": "Renfort du territoire voisin",
    }
    warned = helene.submit(page, typed, form="transferer", status=422)
    helene.submit(warned, {**typed, "rp_confirm": "y"}, form="transferer")
    interim = db.session.scalars(select(Mandate).where(Mandate.territory_id == t6.id)).one()
    assert interim.kind is MandateKind.INTERIM
    portal.day("2026-03-16")
    night(portal)
    told = {m.recipient.email.split("@")[0]: letter(m) for m in portal.mails("M29")}
    assert set(told) == {KARIM, HELENE} and "Motif : Renfort du territoire voisin" in told[KARIM]
    with pytest.raises(Refused) as refusal:
        transfers.transfer_territory(
            stage.actor(HELENE),
            t6.id,
            stage.actor(JULIEN).user_id,
            date(2026, 3, 20),
            "Essai",
            now=portal.now,
        )
    assert codes(refusal) == ["transfer_covered"]
    mandates.give_mandate(stage.actor(HELENE), t6.id, fields(JULIEN, "2026-04-01"), now=portal.now)
    db.session.refresh(interim)
    assert interim.ends_on == date(2026, 3, 31)


def test_two_schedulers_at_once_record_one_hand_over(portal: Portal) -> None:
    filed(portal)
    t1 = territory("T1").id
    mandates.give_mandate(stage.actor(HELENE), t1, fields(JULIEN, "2026-03-09"), now=portal.now)
    on, now = portal.day("2026-03-09"), portal.now
    counts: list[int] = []

    def ring() -> None:
        with portal.app.app_context():
            counts.append(handovers.hand_over(t1, on=on, now=now))
            db.session.remove()

    db.session.rollback()
    threads = [threading.Thread(target=ring) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 2]  # Claire's own beginning, recorded and told to nobody, then Julien's
    rows = db.session.scalars(
        select(Handover).where(Handover.territory_id == t1).order_by(Handover.day)
    ).all()
    assert [row.day for row in rows] == [date(2025, 1, 1), date(2026, 3, 9)]
    portal.run_jobs()
    assert len(portal.mails("M29")) == 3


def test_a_closed_account_leaves_its_territory_to_the_coordination(portal: Portal) -> None:
    with write_transaction():
        db.session.execute(update(User).where(User.id == stage.actor(CLAIRE).user_id).values(active=False))
        db.session.commit()
    found = follower_of(territory("T1").id, date(2026, 3, 2))
    assert found is not None and found.vacant and found.name == "Hélène Vasseur"
    assert territory("T1").id in stage.actor(HELENE).vacant
    night(portal)
    assert len(portal.mails("M32")) == 2


# Closing of a host organization


@pytest.mark.parametrize(("successor", "name"), [(JULIEN, "Julien Caron"), (None, "Hélène Vasseur")])
def test_a_host_that_closes_leaves_its_territory_to_somebody(
    portal: Portal, successor: str | None, name: str
) -> None:
    filed(portal)
    host, helene = stage.organization("Maison de l'emploi"), portal.sign_in(HELENE)
    page = helene.get(f"/reseau/structures/{host.id}/fermer")
    assert "Claire Delattre" in page and "5 dossiers ouverts" in page
    helene.submit(
        page, {"transfer_date": "01/04/2026", "transfer_reason": "Dissolution"}, form="fermer", status=422
    )
    chosen = str(stage.actor(successor).user_id) if successor else "region"
    helene.submit(
        page,
        {"transfer_to": chosen, "transfer_date": "01/04/2026", "transfer_reason": "Dissolution"},
        form="fermer",
    )
    on = portal.day("2026-03-31")
    before = follower_of(territory("T1").id, on)
    assert before is not None and before.name == "Claire Delattre"
    on = portal.day("2026-04-01")
    after = follower_of(territory("T1").id, on)
    assert after is not None and after.name == name
    night(portal)
    assert portal.mails("M29") and all("Motif : Dissolution" in letter(m) for m in portal.mails("M29"))
    assert bool(portal.mails("M32")) is (successor is None)
    with pytest.raises(Several) as refusal:
        mandates.give_mandate(
            stage.actor(HELENE),
            territory("T6").id,
            fields(KARIM, "2026-05-01", host="Maison de l'emploi"),
            now=portal.now,
        )
    assert codes(refusal) == ["mandate_host_closed"]


# Absences


def away(portal: Portal, who: str, start: str, end: str, deputy: str | None) -> object:
    return absences.declare_absence(
        stage.actor(who), date.fromisoformat(start), date.fromisoformat(end),
        stage.actor(deputy).user_id if deputy else None, coordination=deputy is None, now=portal.now,
    )  # fmt: skip


def test_during_an_absence_the_deputy_acts_and_gets_the_letters_and_nothing_is_lost_after(
    portal: Portal,
) -> None:
    market = filed(portal)
    claire = portal.sign_in(CLAIRE)
    page = claire.get("/territoire")
    assert "Ville de Beauvais" in page and "Coup d'Main Beauvaisis" in page
    typed = {"absence_from": "10/03/2026", "absence_to": "13/03/2026"}
    refused = claire.submit(page, typed, form="absences", status=422)
    assert "Choisissez une remplaçante ou un remplaçant, ou la coordination régionale." in refused
    claire.submit(page, {**typed, "deputy": str(stage.actor(SOPHIE).user_id)}, form="absences")
    portal.sign_in(SOPHIE).get(f"/marches/{market.id}/instruction", status=404)
    on = portal.day("2026-03-10")
    sophie = portal.sign_in(SOPHIE)
    sophie.get(f"/marches/{market.id}/instruction")
    assert "Vous remplacez Claire Delattre" in sophie.get("/territoire")
    found = follower_of(territory("T1").id, on)
    assert found is not None and (found.name, found.instead_of) == ("Sophie Marchand", "Claire Delattre")
    public = portal.visitor().get("/territoires/T1")
    assert "Claire Delattre est absent(e) jusqu'au 13 mars 2026" in public and "Sophie Marchand" in public
    assert "absence couverte par Sophie Marchand jusqu'au 13/03/2026" in portal.sign_in(HELENE).get("/reseau")
    portal.run_jobs()
    assert [m.recipient.email.split("@")[0] for m in portal.mails("M01")] == [SOPHIE]
    assert not portal.mails("M29") and not portal.mails("M32")
    portal.day("2026-03-14")
    assert stage.actor(SOPHIE).territories == {territory("T3").id}
    portal.sign_in(CLAIRE).get(f"/marches/{market.id}/instruction")


def test_the_coordination_may_stand_in(portal: Portal) -> None:
    away(portal, CLAIRE, "2026-03-02", "2026-03-06", None)
    assert territory("T1").id in stage.actor(HELENE).vacant
    found = follower_of(territory("T1").id, date(2026, 3, 3))
    assert found is not None and (found.name, found.instead_of) == ("Hélène Vasseur", "Claire Delattre")


def test_absences_that_cross_are_refused(portal: Portal) -> None:
    away(portal, CLAIRE, "2026-03-10", "2026-03-13", SOPHIE)
    for who, deputy, code in ((CLAIRE, KARIM, "absence_overlap"), (SOPHIE, KARIM, "absence_standing_in"),
                              (KARIM, CLAIRE, "absence_deputy_away")):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            away(portal, who, "2026-03-13", "2026-03-20", deputy)
        assert codes(refusal) == [code]
    with pytest.raises(Several) as several:
        away(portal, KARIM, "2026-03-01", "2026-02-27", KARIM)
    assert codes(several) == ["absence_from", "absence_to", "absence_deputy"]
    with pytest.raises(Forbidden):
        away(portal, "sandrine.lemaire", "2026-03-10", "2026-03-13", SOPHIE)


def test_somebody_comes_back_before_the_end_and_another_absence_is_out_of_reach(portal: Portal) -> None:
    absence = away(portal, CLAIRE, "2026-03-02", "2026-03-13", SOPHIE)
    portal.day("2026-03-04")
    portal.sign_in(SOPHIE).post(f"/territoire/absences/{absence.id}/fin", status=404)  # type: ignore[attr-defined]
    claire = portal.sign_in(CLAIRE)
    claire.submit(claire.get("/territoire"), form="/fin")
    assert stage.actor(SOPHIE).territories == {territory("T3").id}


# Divisions


def test_a_division_says_which_open_lots_stay_and_they_stay(portal: Portal) -> None:
    market = filed(portal)
    t1, t2 = territory("T1"), territory("T2")
    beauvaisis = "200067999"
    admin = portal.sign_in("maxime.ollier")
    page = admin.get("/admin/territoires")
    assert "dans aucun territoire" not in page
    wanted = {f"epci_{beauvaisis}": t2.id, "tr_from": "01/04/2026"}
    check = admin.get("/admin/territoires/verifier", query_string=wanted)
    assert "5 lots ouverts gardent le territoire qui les suit aujourd'hui" in check and "Gros œuvre" in check
    admin.submit(check, form="save")
    rows = db.session.scalars(select(TerritoryEpci).where(TerritoryEpci.epci_code == beauvaisis)).all()
    assert sorted((r.territory_id, r.starts_on, r.ends_on) for r in rows) == sorted(
        [(t1.id, date(2025, 1, 1), date(2026, 3, 31)), (t2.id, date(2026, 4, 1), None)]
    )
    for on, code in ((date(2026, 3, 31), "T1"), (date(2026, 4, 1), "T2")):
        found = territory_of("60057", on)
        assert found is not None and found.code == code
    portal.day("2026-04-02")
    assert {lot.territory_id for lot in db.session.get_one(Market, market.id).lots if lot.has_clause} == {
        t1.id
    }
    portal.sign_in(CLAIRE).get(f"/marches/{market.id}/instruction")
    past = admin.get(
        "/admin/territoires/verifier", query_string={**wanted, "tr_from": "01/03/2026"}, status=422
    )
    assert "un découpage ne s'applique jamais au passé" in past
    portal.sign_in(HELENE).get("/admin/territoires", status=403)


def test_a_commune_is_in_one_territory_at_a_date(portal: Portal) -> None:
    admin, t1, t2 = stage.actor("maxime.ollier"), territory("T1"), territory("T2")
    divisions.redraw(admin, {"200067999": t2.id}, date(2026, 5, 1), now=portal.now)
    for day, code in ((date(2026, 4, 1), "division_later"), (date(2026, 3, 1), "division_from")):
        with pytest.raises(Refused) as refusal:
            divisions.redraw(admin, {"200067999": territory("T3").id}, day, now=portal.now)
        assert codes(refusal) == [code]
    with pytest.raises(Refused) as nothing:
        divisions.redraw(admin, {"246000913": t1.id}, date(2026, 4, 1), now=portal.now)
    assert codes(nothing) == ["division_nothing"]
    with pytest.raises(Forbidden):
        divisions.redraw(stage.actor(HELENE), {"246000913": t2.id}, date(2026, 4, 1), now=portal.now)


def test_communes_of_no_territory_are_counted_and_their_lots_go_to_the_coordination(portal: Portal) -> None:
    divisions.redraw(stage.actor("maxime.ollier"), {"246000913": None}, date(2026, 3, 2), now=portal.now)
    n = len(geography.communes_of("246000913"))
    assert f"{n} communes ne sont dans aucun territoire" in portal.sign_in("maxime.ollier").get(
        "/admin/territoires"
    )
    found = follower_of(None, date(2026, 3, 2))
    assert found is not None and found.name == "Hélène Vasseur"


def test_a_lot_filed_on_a_code_that_has_merged_still_finds_its_territory(portal: Portal) -> None:
    for former, present in (("60696", "60057"), ("60349", "60395"), ("60455", "60694")):
        assert geography.commune(former) is None
        here, there = territory_of(former, date(2026, 3, 2)), territory_of(present, date(2026, 3, 2))
        assert here is not None and there is not None and here.id == there.id
    assert territory_of("60999", date(2026, 3, 2)) is None


def test_a_territory_is_created_once(portal: Portal) -> None:
    admin = portal.sign_in("maxime.ollier")
    page = admin.get("/admin/territoires")
    admin.submit(page, {"tr_code": "t7", "tr_name": "Pays de Bray"}, form="/admin/territoires")
    assert territory("T7").name == "Pays de Bray"
    again = admin.post("/admin/territoires", {"tr_code": "T7", "tr_name": "Autre"}, status=422)
    odd = admin.post("/admin/territoires", {"tr_code": "O'Bré 😀", "tr_name": "Autre"}, status=422)
    assert "lettres sans accent et des chiffres" in odd, "a code is part of addresses and of the map"
    assert "Ce code est déjà celui d'un autre territoire." in again


# Nothing is ever routed to nobody


def told(code: str) -> list[str]:
    db.session.rollback()
    return [line for line in breaches() if line.startswith(code + " ")]


def test_an_open_lot_without_a_follower_is_told(portal: Portal) -> None:
    filed(portal)
    assert not told("I22")
    with write_transaction():
        t6 = territory("T6")
        db.session.execute(update(Lot).values(territory_id=t6.id))
        region = select(Organization.id).where(Organization.name.contains("Coordination"))
        db.session.execute(
            update(Membership).where(Membership.organization_id.in_(region)).values(active=False)
        )
        db.session.commit()
    assert len(told("I22")) == 5


def test_a_commune_in_two_territories_or_in_none_is_told(portal: Portal) -> None:
    assert not told("I23")
    with write_transaction():
        db.session.add(
            TerritoryEpci(territory_id=territory("T2").id, epci_code="246000913", starts_on=date(2026, 1, 1))
        )
        db.session.execute(
            update(TerritoryEpci)
            .where(TerritoryEpci.epci_code == "246000376")
            .values(ends_on=date(2026, 1, 1))
        )
        db.session.commit()
    lines = told("I23")
    for epci, times in (("246000913", 2), ("246000376", 0)):
        for commune in geography.communes_of(epci):
            assert f"I23 La commune {commune.code} est dans {times} territoires." in lines


def test_two_mandates_in_charge_on_one_day_are_told(portal: Portal) -> None:
    assert not told("I24")
    with write_transaction():
        t1, julien = territory("T1").id, stage.actor(JULIEN).user_id
        host = stage.organization("Mission clauses Thelle").id
        db.session.add(Mandate(territory_id=t1, user_id=julien, host_id=host, starts_on=date(2030, 1, 1)))
        db.session.commit()
    assert len(told("I24")) == 1
