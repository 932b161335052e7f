"""What goes astray on a home page beside the lots in alert: clauses nobody weighed, hours that wait for a document, relays to
foresee, and resource persons nobody has seen? (ux/5)"""

import secrets
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clauses.actions import markets
from clauses.actions.hours import validation
from clauses.actions.people import absences
from clauses.domain.changes import Step, unweighed
from clauses.domain.kinds import ChangeKind, Rank, Role
from clauses.extensions import db, write_transaction
from clauses.models.people import Membership, WebSession
from tests import stage, stage_site
from tests.jobs.journey import Journey
from tests.journeys.test_s06_what_a_subcontract_counts import (
    AURELIE,
    KARIM,
    OLIVIER,
    declare,
    put_deed,
    subcontracted,
)
from tests.journeys.test_s10_amendment import half_worked
from tests.portal import Portal
from tests.reading import plain

HOME = "/tableau-de-bord"


def home(portal: Portal, who: str) -> str:
    return plain(portal.sign_in(who).get(HOME).text)


def test_a_market_published_without_an_opinion_is_told_until_its_offers_are_due(portal: Portal) -> None:
    stage_site.published_lot(
        portal, "florence.hubert", reference="2026-ARC-07", title="Piscine Mercières", number=4, lot_title="CVC",
        trade="plomberie_cvc", commune="60159", hours=640, start=date(2026, 5, 1), months=8,
    )  # fmt: skip
    told = "Faire relire le marché 2026-ARC-07, publié sans avis"
    seen = {}
    for day in ("2026-04-05", "2026-04-06"):  # offers are due on the 5th
        portal.day(day)
        seen[day] = told in home(portal, "florence.hubert")
    assert seen == {"2026-04-05": True, "2026-04-06": False}
    portal.day("2026-04-05")
    assert "Piscine Mercières. La personne ressource dit si les heures sont tenables" in home(
        portal, "florence.hubert"
    )
    with write_transaction():
        for one in db.session.query(Membership).filter_by(role=Role.BUYER):
            one.rank = Rank.READER
        db.session.commit()
    assert told not in home(portal, "florence.hubert"), "who may not rectify is not asked to"


def test_an_amendment_that_leaves_the_hours_as_they_were_is_told_until_they_follow(portal: Portal) -> None:
    """S10: 610 000 € and 280 h; 18 % more with the same hours, then the 315 h proposed."""
    half_worked(portal)
    sandrine, lot = stage.actor("sandrine.lemaire"), stage.lot(3)
    told = "Revoir le volume du lot 3, marché 2026-VB-014"
    assert told not in home(portal, "sandrine.lemaire")

    def amended(amount: int, hours: int) -> str:
        fields = markets.ChangeFields(
            ChangeKind.AMENDMENT, portal.today, amount=amount, hours=hours, reason="Volume gardé",
        )  # fmt: skip
        markets.record_change(sandrine, lot.id, fields, seen_version=None, now=portal.now)
        return home(portal, "sandrine.lemaire")

    assert told not in amended(66_000_000, 28000), "8 % more: not yet a tenth"
    page = amended(71_980_000, 28000)
    assert told in page and "Depuis le 1 février 2027" in page.replace("1er", "1")
    assert (
        "Avenant n° 2 : le montant est passé de 610 000 € à 719 800 €, le volume est resté à 280 h." in page
    )
    assert told not in amended(71_980_000, 31500)


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([(1000, 1100, 80, 80)], (0, 1000, 1100)),
        ([(1000, 1099, 80, 80)], None),
        ([(1000, 1060, 80, 80), (1060, None, 80, 80), (1060, 1110, 80, 80)], (2, 1000, 1110)),
        ([(1000, 1200, 80, 80), (1200, None, 80, 90)], None),
        ([(1000, 1200, 80, 96), (1200, 1300, 96, 96)], None),
        ([(1000, 1200, 80, 80), (1200, 1000, 80, 80)], None),
        ([(None, None, 80, 80)], None),
        ([], None),
    ],
)
def test_a_tenth_more_is_counted_from_the_amount_that_the_volume_was_set_for(
    steps: list[tuple[int | None, int | None, int, int]], told: tuple[int, int, int] | None
) -> None:
    assert unweighed([Step(*one) for one in steps]) == told


def test_more_than_thirty_hours_that_wait_for_a_document_are_told_to_whoever_puts_it(portal: Portal) -> None:
    """S06: 520 h wait for the deed of the subcontractor, which its holder puts."""
    site = subcontracted(portal)
    told = "Ajouter les pièces du lot 3, marché 2026-HDC-084"
    declare(portal, site, "7,5", "180")
    assert told not in home(portal, AURELIE), "nothing is decided yet"
    validation.decide_report(
        stage.actor(KARIM), site.lot_id, date(2026, 4, 1), validation.Decision.VALIDATE, now=portal.now
    )
    assert told not in home(portal, AURELIE), "30 h wait: not more"


def test_the_hours_that_wait_are_told_no_more_once_the_document_is_here(portal: Portal) -> None:
    site = subcontracted(portal)
    told = "Ajouter les pièces du lot 3, marché 2026-HDC-084"
    declare(portal, site, "130", "180")
    validation.decide_report(
        stage.actor(KARIM), site.lot_id, date(2026, 4, 1), validation.Decision.VALIDATE, now=portal.now
    )
    aurelie = portal.sign_in(AURELIE)
    page = aurelie.get(HOME)
    assert told in page and "520 h ne comptent pas encore" in page
    [link] = [
        e.get("href") for e in page.find_all(lambda e: e.tag == "a") if plain("".join(e.itertext())) == told
    ]
    assert link == f"/releves/{site.lot_id}/2026-04/pieces"
    aurelie.get(link)
    assert told not in home(portal, OLIVIER)
    put_deed(portal, site)
    assert told not in home(portal, AURELIE), "it is with the resource person now"


def test_a_company_foresees_a_relay_and_reads_nobodys_name(portal: Portal, tmp_path: Path) -> None:
    Journey(tmp_path, portal.run_jobs).work()
    page = home(portal, "mickael.roussel")
    assert "Prévoir le relais avec la personne ressource : lot 1, marché 2026-VB-014" in page
    assert "Yanis" not in page and "Bertin" not in page
    assert "Prévoir le relais" not in home(portal, "sandrine.lemaire")
    assert "Mon attestation d'heures" in page
    attestation = portal.sign_in("mickael.roussel").get("/rapports/nouveau?rep_kind=company_certificate")
    assert "Attestation d'heures d'une entreprise" in attestation


def test_the_coordination_hears_of_a_resource_person_not_seen_for_thirty_days(portal: Portal) -> None:
    """A day and a territory, nothing of what they did; a declared absence and a new sign-in end it, on the next page."""
    told = "Prendre des nouvelles de Claire Delattre, Beauvaisis"

    def signed_in(day: date) -> None:
        claire = stage.actor("claire.delattre")
        at = datetime(day.year, day.month, day.day, 21, tzinfo=UTC)
        with write_transaction():
            db.session.add(
                WebSession(token_hash=secrets.token_hex(32), user_id=claire.user_id, membership_id=claire.membership_id,
                           created_at=at, seen_at=at)
            )  # fmt: skip
            db.session.commit()

    assert "Prendre des nouvelles" not in home(portal, "helene.vasseur"), "the accounts were opened today"
    signed_in(date(2026, 3, 12))
    seen = {}
    for day in ("2026-04-10", "2026-04-11"):
        portal.day(day)
        seen[day] = told in home(portal, "helene.vasseur")
    assert seen == {"2026-04-10": False, "2026-04-11": True}
    helene = portal.sign_in("helene.vasseur")
    page = helene.get(HOME)
    assert "Depuis le 12 mars 2026" in page and "21" not in plain(page.text).split("12 mars 2026")[1][:20]
    for who in ("maxime.ollier", "sandrine.lemaire", "sophie.marchand"):
        assert "Prendre des nouvelles de Claire" not in home(portal, who)
    signed_in(date(2026, 4, 11))
    assert told not in helene.get(HOME), "the page kept for another answer is not handed out"
    portal.day("2026-05-11")
    assert told in helene.get(HOME)
    absences.declare_absence(
        stage.actor("claire.delattre"),
        date(2026, 5, 11),
        date(2026, 5, 20),
        None,
        coordination=True,
        now=portal.now,
    )
    assert told not in helene.get(HOME)
    for day, again in (("2026-06-18", False), ("2026-06-19", True)):
        portal.day(day)
        assert (told in portal.sign_in("helene.vasseur").get(HOME)) is again, day
