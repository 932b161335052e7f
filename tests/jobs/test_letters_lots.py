"""Who is told of a subcontractor, of a comment and of a document; and is nobody told of what they may not read?"""

import re

import pytest
from sqlalchemy import delete

from clauses.actions import markets
from clauses.domain.files import Upload
from clauses.domain.kinds_files import DocumentKind, Readership
from clauses.extensions import db, write_transaction
from clauses.jobs import sending
from clauses.models.files import MarketDocument
from clauses.models.journal import EmailMessage
from clauses.queries import files
from tests import stage, stage_hours
from tests.jobs.test_letters import _link_opens, _same_as_golden, _side
from tests.journeys.test_s08_across_territories import CHAUMONT, COMPIEGNE, GRANDVILLIERS, roads
from tests.portal import Portal
from tests.sendable import pdf
from tests.web.test_subcontracts import BUYER, HOLDER, accepted, declare, held


def quiet() -> None:
    """Only what follows is looked at."""
    with write_transaction():
        db.session.execute(delete(EmailMessage))
        db.session.commit()


def golden(portal: Portal, template: str, name: str = "") -> list[str]:
    """Hold every message of a template to its golden file; returns who received it."""
    sides = []
    for message in portal.mails(template):
        assert len(message.subject) <= 70 and "…" not in message.subject
        body = re.sub(r"http\S+", "", message.body)
        assert len(re.findall(r"\w+(?:['’-]\w+)*", body)) <= 120
        _link_opens(portal, message)
        key = _side(message)
        sides.append(key.partition("-")[2])
        _same_as_golden(
            f"{key}{name}", f"À : {message.recipient.email}\nObjet : {message.subject}\n\n{message.body}"
        )
    return sides


def test_a_subcontractor_is_told_to_the_buyer_then_the_answer_to_the_holder_and_to_the_subcontractor(
    portal: Portal,
) -> None:
    address = held(portal)
    portal.run_jobs()
    quiet()
    declare(portal.sign_in(HOLDER), address)
    portal.run_jobs()
    assert golden(portal, "M47") == ["sandrine.lemaire"]
    [asked] = portal.mails("M47")
    assert not sending._is_useless(asked, portal.now)
    buyer = portal.sign_in(BUYER)
    page = buyer.get(f"{address}/sous-traitants")
    buyer.submit(page, {"sub_date-1": "25/08/2026"}, form="decision-1", press="Accepter ce sous-traitant")
    assert sending._is_useless(asked, portal.now), "it was accepted before the letter left"
    portal.run_jobs()
    assert golden(portal, "M49") == ["mickael.roussel", "claire.delattre", "olivier.lambert"]


def test_a_refusal_is_not_told_to_the_one_that_never_saw_the_lot(portal: Portal) -> None:
    address = held(portal)
    declare(portal.sign_in(HOLDER), address)
    buyer = portal.sign_in(BUYER)
    page = buyer.get(f"{address}/sous-traitants")
    buyer.submit(page, {"sub_reason-1": "Qualification absente"}, form="decision-1", press="Refuser")
    portal.run_jobs()
    assert golden(portal, "M49", "-refused") == ["mickael.roussel", "claire.delattre"]


def test_the_end_is_told_and_the_subcontractor_is_led_to_a_page_that_opens(portal: Portal) -> None:
    buyer, address = accepted(portal)
    portal.run_jobs()
    quiet()
    page = buyer.get(f"{address}/sous-traitants")
    buyer.submit(page, {"sub_date-1": "31/08/2026"}, form="end-1")
    portal.run_jobs()
    assert golden(portal, "M49", "-ended") == ["mickael.roussel", "claire.delattre", "olivier.lambert"]


@pytest.mark.parametrize(
    ("readership", "told"),
    [
        (Readership.EVERYONE, {"mickael.roussel", "nadege.brunel", "elodie.petit", "olivier.lambert", "claire.delattre"}),
        (Readership.HOLDER, {"mickael.roussel", "claire.delattre"}),
        (Readership.BUYER, {"claire.delattre"}),
    ],
)  # fmt: skip
def test_a_document_is_told_to_those_who_read_it_and_to_nobody_else(
    portal: Portal, readership: Readership, told: set[str]
) -> None:
    stage_hours.played(portal, 1)
    portal.run_jobs()
    quiet()
    lot = stage.lot(1)
    folder = portal.app.config["SETTINGS"].files
    for number in (1, None):
        sent = files.check(Upload("CCAP définitif.pdf", pdf(str(number).encode())), field="e_file")
        markets.put_document(
            stage.actor("sandrine.lemaire"), lot.market_id, number,
            markets.DocumentFields(DocumentKind.SPECIAL_CONDITIONS, readership), sent, files=folder, now=portal.now,
        )  # fmt: skip
    portal.run_jobs()
    found = portal.mails("M52")
    assert {m.recipient.email.split("@")[0] for m in found} == told
    assert len(found) == 2 * len(told) and all("CCAP définitif" not in m.body for m in found)
    for message in found:
        _link_opens(portal, message)
    if readership is Readership.HOLDER:
        first = found[0]
        _same_as_golden(
            f"{_side(first)}", f"À : {first.recipient.email}\nObjet : {first.subject}\n\n{first.body}"
        )


def test_a_document_taken_back_at_once_is_not_told(portal: Portal) -> None:
    stage_hours.played(portal, 1)
    portal.run_jobs()
    quiet()
    lot = stage.lot(1)
    sent = files.check(Upload("CCAP.pdf", pdf()), field="e_file")
    put = markets.put_document(
        stage.actor("sandrine.lemaire"), lot.market_id, 1,
        markets.DocumentFields(DocumentKind.SPECIAL_CONDITIONS, Readership.EVERYONE), sent,
        files=portal.app.config["SETTINGS"].files, now=portal.now,
    )  # fmt: skip
    number = put.id
    markets.withdraw_document(
        stage.actor("sandrine.lemaire"), lot.market_id, number, "Mauvais fichier", now=portal.now
    )
    portal.run_jobs()
    assert portal.mails("M52") == [] and db.session.get(MarketDocument, number)


def test_a_comment_is_told_to_whoever_gives_the_opinion_and_to_the_buyer(portal: Portal) -> None:
    market = roads(
        portal, "stephane.vidal", {1: (GRANDVILLIERS, COMPIEGNE), 2: (GRANDVILLIERS,), 3: (CHAUMONT,)}
    )
    markets.comment_opinion(
        stage.actor("sophie.marchand"), market.id, 1, "Deux chantiers dès février.", now=portal.now
    )
    portal.run_jobs()
    assert golden(portal, "M51") == ["claire.delattre", "stephane.vidal"]
    assert all("Deux chantiers" not in m.body for m in portal.mails("M51"))
