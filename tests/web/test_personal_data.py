"""People use their rights on their data, the administration answers in a month, and two persons confirm a large purge."""

import io
import json
import logging
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import String, Text, inspect, select, update

from clauses import logs
from clauses.config import clock
from clauses.domain.kinds_personal_data import DataRequestState, PurgeKind
from clauses.extensions import Base, db, write_transaction
from clauses.models.hours import Eligibility, LedgerLine, Participant
from clauses.models.identities import ProviderIdentity
from clauses.models.journal import AuditEvent
from clauses.models.people import User
from clauses.models.personal_data import DataRequest, PurgeOrder, PurgeProof, RetentionHold
from clauses.queries import invariants
from clauses.queries.people import retention
from clauses.reference import rulebook
from clauses.wording import participant_notice, personal_data
from tests import stage_hours
from tests.portal import Browser, Portal

DESK = "/admin/donnees-personnelles"
ASKED = {"d_kind": "access", "d_name": "Nazaire Coquevert", "d_email": "nazaire@exemple.fr",
         "d_message": "Je veux voir ce que vous savez de moi."}  # fmt: skip
KEY = "0123456789abcdef" * 2
NIR = "2 55 08 14 168 025 38"


@pytest.fixture
def site(portal: Portal) -> stage_hours.Site:
    return stage_hours.played(portal, 1)


def fresh(question) -> list:
    db.session.rollback()
    return list(db.session.scalars(question))


def admin(portal: Portal) -> Browser:
    return portal.sign_in("maxime.ollier")


def asked_by(portal: Portal, kind: str = "access") -> int:
    visitor = portal.visitor()
    visitor.submit(visitor.get("/donnees-personnelles"), {**ASKED, "d_kind": kind}, form="ask")
    return fresh(select(DataRequest.id))[-1]


def identified(portal: Portal, browser: Browser, number: int, who: str = "P1") -> None:
    first, last, birth = stage_hours.PEOPLE[who]
    browser.submit(
        browser.get(f"{DESK}/{number}"),
        {"i_last_name": last, "i_first_name": first, "i_birth": f"{birth:%d/%m/%Y}", "i_check": "document"},
        form="identity",
    )


def sent(browser: Browser, form: str) -> dict[str, str]:
    """Two copies are taken from one page: with one key."""
    return {"csrf_token": browser.token(), "idem_key": KEY, "form": form}


# -- asking ---------------------------------------------------------------------------------------------------------------


def test_anybody_asks_from_the_public_page_and_has_a_month(portal: Portal) -> None:
    number = asked_by(portal)
    (asked,) = fresh(select(DataRequest))
    assert (asked.received_on, asked.due_on) == (date(2026, 3, 2), date(2026, 4, 2))
    portal.run_jobs()
    letters = portal.mails("M40")
    assert {m.goes_to for m in letters} >= {"nazaire@exemple.fr"} and len(letters) == 2
    for letter in letters:
        assert "2 avril 2026" in letter.body and str(number) in letter.body
        assert not any(
            word in letter.subject + letter.body for word in ("Nazaire", "Coquevert", "voir ce que")
        )
    page = admin(portal).get(DESK)
    assert f"N° {number}" in page and "31 jours" in page


def test_the_same_answer_whoever_asks_and_no_more_than_a_few(portal: Portal) -> None:
    visitor = portal.visitor()
    known = visitor.submit(visitor.get("/donnees-personnelles"), {**ASKED, "d_email": "claire.delattre@mde-beauvaisis.example"}, form="ask")  # noqa: E501  # fmt: skip
    unknown = visitor.submit(visitor.get("/donnees-personnelles"), ASKED, form="ask")
    assert known.response.headers["Location"] == unknown.response.headers["Location"]
    for _ in range(2):
        visitor.submit(visitor.get("/donnees-personnelles"), ASKED, form="ask")
    late = visitor.submit(visitor.get("/donnees-personnelles"), ASKED, form="ask", status=429)
    assert "Réessayez dans" in late and late.response.headers["Retry-After"]
    assert len(fresh(select(DataRequest.id))) == 4


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"d_kind": None}, "Choisissez"),
        ({"d_kind": "everything"}, "Choisissez"),
        ({"d_email": "nulle part"}, "adresse"),
        ({"d_message": ""}, "Écrivez votre demande"),
        ({"d_message": "x" * 2001}, "2000"),
        ({"d_message": f"Mon numéro est {NIR}"}, "numéro de sécurité sociale"),
    ],
)
def test_a_request_that_is_not_complete_says_what_is_missing(portal: Portal, typed: dict, told: str) -> None:
    visitor = portal.visitor()
    page = visitor.submit(visitor.get("/donnees-personnelles"), {**ASKED, **typed}, form="ask", status=422)
    assert told in page and fresh(select(DataRequest.id)) == []


def test_what_was_asked_is_closed_in_the_database(portal: Portal) -> None:
    from sqlalchemy import text

    asked_by(portal)
    db.session.rollback()
    held = repr([tuple(row) for row in db.session.execute(text("SELECT * FROM data_request"))])
    assert not any(word in held for word in ("Nazaire", "nazaire", "voir ce que"))


def test_a_late_request_is_shown_late(portal: Portal) -> None:
    asked_by(portal)
    portal.day("2026-04-05")
    assert "3 jours de retard" in admin(portal).get(DESK)


def test_a_request_by_letter_runs_from_the_day_it_came(portal: Portal) -> None:
    browser = admin(portal)
    page = browser.get(f"{DESK}/nouvelle")
    browser.submit(page, {**ASKED, "d_email": "", "received_on": "31/01/2026"}, form="record")
    (asked,) = fresh(select(DataRequest))
    assert asked.due_on == date(2026, 2, 28) and asked.email is None
    browser.submit(
        browser.get(f"{DESK}/nouvelle"), {**ASKED, "received_on": "03/03/2026"}, form="record", status=422
    )


# -- answering ------------------------------------------------------------------------------------------------------------


def test_nothing_is_handed_over_before_the_identity_is_checked(
    portal: Portal, site: stage_hours.Site
) -> None:
    number, browser = asked_by(portal), admin(portal)
    refused = browser.post(f"{DESK}/{number}/copie", {"form": "json"}, status=422)
    assert "identité" in refused and "Aubrespin" not in refused
    wrong = browser.submit(
        browser.get(f"{DESK}/{number}"),
        {"i_last_name": "Aubrespin", "i_first_name": "Zéphyrin", "i_birth": "13/04/1988", "i_check": "document"},
        form="identity", status=422,
    )  # fmt: skip
    assert "ne correspond exactement" in wrong


def test_the_copy_holds_all_that_is_held_and_is_written_in_the_audit(
    portal: Portal, site: stage_hours.Site
) -> None:
    number, browser = asked_by(portal), admin(portal)
    identified(portal, browser, number)
    answer = browser.client.post(f"{DESK}/{number}/copie", data=sent(browser, "json"))
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert "Aubrespin" not in answer.headers["Content-Disposition"]
    told = json.loads(answer.data)
    (identity,) = told[personal_data.IDENTITY]
    assert (identity["Nom"], identity["Date de naissance"]) == ("Aubrespin", "12/04/1988")
    assert "RSA" in told[personal_data.ELIGIBILITY][0]["Situations"]
    assert told[personal_data.CONTRACTS][0]["Marché"] == "2026-VB-014"
    counted = sum(fresh(select(LedgerLine.hours).where(LedgerLine.participant_id == 1)))
    assert counted == 7000 and told[personal_data.COUNTED][0]["Heures"].startswith("70")
    page = browser.client.post(f"{DESK}/{number}/copie", data=sent(browser, "html"))
    assert "Aubrespin" in page.text and "attachment" in page.headers["Content-Disposition"]
    lines = fresh(select(AuditEvent).where(AuditEvent.action == "data_request:export"))
    assert [line.facts["form"] for line in lines] == ["json", "html"]
    assert not any(name in repr([line.facts for line in lines]) for name in stage_hours.NAMES)


def test_the_copy_of_an_account_holds_no_secret(portal: Portal) -> None:
    number, browser = asked_by(portal), admin(portal)
    browser.submit(browser.get(f"{DESK}/{number}"), {"i_email": "claire.delattre@mde-beauvaisis.example", "i_check": "account"}, form="identity")  # noqa: E501  # fmt: skip
    answer = browser.client.post(f"{DESK}/{number}/copie", data=sent(browser, "json"))
    told = json.loads(answer.data)
    assert told[personal_data.ACCOUNT][0]["Nom"] == "Delattre"
    assert told[personal_data.MANDATES] and told[personal_data.MEMBERSHIPS]
    assert set(told) == {personal_data.EXPORT_TITLE, *personal_data.COLUMNS} - {
        personal_data.PASSES, personal_data.IMMERSIONS, personal_data.SAID,
        personal_data.TRIALS, personal_data.PATHWAYS, personal_data.SKILLS,
        personal_data.IDENTITY, personal_data.ELIGIBILITY, personal_data.CONTRACTS, personal_data.HOURS,
        personal_data.COUNTED, personal_data.RELAYS, personal_data.POOLED, personal_data.EARLIER, personal_data.HELD,
    }  # fmt: skip
    assert "argon2" not in answer.text and "token" not in answer.text


def test_an_identity_held_elsewhere_is_copied_and_goes_with_the_account(portal: Portal) -> None:
    address = "sylvie.verbrugghe@menuiseries-verbrugghe.example"
    with write_transaction():
        user = db.session.scalars(select(User).where(User.email == address)).one()
        db.session.add(ProviderIdentity(
            user_id=user.id, issuer="https://identite.example/api/v2", subject="a1b2", linked_at=clock.now()
        ))  # fmt: skip
        db.session.commit()
    number, browser = asked_by(portal, "erasure"), admin(portal)
    browser.submit(
        browser.get(f"{DESK}/{number}"), {"i_email": address, "i_check": "account"}, form="identity"
    )
    told = json.loads(browser.client.post(f"{DESK}/{number}/copie", data=sent(browser, "json")).data)
    assert "https://identite.example/api/v2" in repr(told[personal_data.FACTORS]) and "a1b2" not in repr(told)
    browser.submit(
        browser.get(f"{DESK}/{number}"), {"a_text": "C'est fait."}, form="answer",
        press="Effacer les données et clore",
    )  # fmt: skip
    assert fresh(select(ProviderIdentity.id)) == []
    assert fresh(select(User.id).where(User.email == address)) == []


def test_an_erasure_is_refused_while_the_hours_must_be_proven(portal: Portal, site: stage_hours.Site) -> None:
    number, browser = asked_by(portal, "erasure"), admin(portal)
    identified(portal, browser, number)
    page = browser.submit(browser.get(f"{DESK}/{number}"), form="answer", press="Effacer les données et clore", status=422)  # noqa: E501  # fmt: skip
    assert "article 17.3" in page
    browser.submit(
        browser.get(f"{DESK}/{number}"), {"a_ground": "proof_of_hours", "a_text": "Le marché est en cours."},
        form="answer", press="Refuser avec ce motif",
    )  # fmt: skip
    (asked,) = fresh(select(DataRequest))
    assert asked.state is DataRequestState.REFUSED
    assert "Preuve des heures" in browser.get(f"{DESK}/{number}")


def test_an_erasure_after_the_end_of_the_lot_leaves_the_hours(portal: Portal, site: stage_hours.Site) -> None:
    number, browser = asked_by(portal, "erasure"), admin(portal)
    identified(portal, browser, number)
    before = fresh(select(LedgerLine.hours).order_by(LedgerLine.id))
    end = retention.lot_ends([site.lot_id])[site.lot_id]
    assert end
    portal.day((end + timedelta(days=1)).isoformat())
    browser.submit(browser.get(f"{DESK}/{number}"), {"a_text": "C'est fait."}, form="answer", press="Effacer les données et clore")  # noqa: E501  # fmt: skip
    assert "Aubrespin" not in fresh(select(Participant.last_name))
    assert fresh(select(LedgerLine.hours).order_by(LedgerLine.id)) == before
    (proof,) = fresh(select(PurgeProof).where(PurgeProof.kind == PurgeKind.IDENTITIES))
    assert (proof.count, proof.request_id, proof.months) == (1, number, 0)
    assert not [line for line in invariants.breaches() if line.startswith(("I13", "I1 ", "I2 "))]


def test_a_dispute_refuses_an_erasure_and_is_placed_and_lifted_by_hand(
    portal: Portal, site: stage_hours.Site
) -> None:
    number, browser = asked_by(portal, "erasure"), admin(portal)
    identified(portal, browser, number)
    nowhere = browser.submit(browser.get(DESK), {"l_reference": "2026-XX", "l_reason": "Litige"}, form="litiges", status=422)  # noqa: E501  # fmt: skip
    assert "Aucun lot" in nowhere
    browser.submit(browser.get(DESK), {"l_reference": "2026-VB-014", "l_lot": "1", "l_reason": "Pénalité contestée"}, form="litiges")  # noqa: E501  # fmt: skip
    portal.day("2035-01-01")
    page = browser.submit(browser.get(f"{DESK}/{number}"), form="answer", press="Effacer les données et clore", status=422)  # noqa: E501  # fmt: skip
    assert "litige est en cours" in page
    assert "Pénalité contestée" in browser.get(DESK)
    browser.submit(browser.get(DESK), form="levee")
    assert fresh(select(RetentionHold.lifted_on)) == [date(2035, 1, 1)]


def test_an_answered_request_is_answered_once(portal: Portal, site: stage_hours.Site) -> None:
    number, browser = asked_by(portal, "correction"), admin(portal)
    identified(portal, browser, number)
    page = browser.get(f"{DESK}/{number}")
    empty = browser.submit(page, form="answer", press="Clore : demande satisfaite", status=422)
    assert "Écrivez ce qui a été fait" in empty
    browser.submit(page, {"a_text": "Prénom corrigé."}, form="answer", press="Clore : demande satisfaite")
    browser.post(f"{DESK}/{number}/reponse", {"act": "answer", "a_text": "Encore."}, status=409)
    assert fresh(select(DataRequest.state)) == [DataRequestState.ANSWERED]


# -- the purge ------------------------------------------------------------------------------------------------------------


def test_two_different_persons_confirm_a_large_purge(portal: Portal) -> None:
    with write_transaction():
        db.session.add(PurgeOrder(until=date(2026, 3, 2), people=120, documents=80, proposed_at=clock.now()))
        db.session.commit()
    maxime, helene = admin(portal), portal.sign_in("helene.vasseur")
    assert "120 personnes" in maxime.get(DESK)
    maxime.submit(maxime.get(DESK), form="purges")
    again = maxime.submit(maxime.get(DESK), form="purges", status=422)
    assert "autre personne" in again
    seen = helene.get(DESK)
    assert "Enregistrer une demande" not in seen, "the coordination confirms, and reads no request"
    helene.submit(seen, form="purges")
    (order,) = fresh(select(PurgeOrder))
    assert order.first_by_id and order.second_by_id and order.first_by_id != order.second_by_id
    assert (
        fresh(select(AuditEvent.action).where(AuditEvent.action == "purge:confirm")) == ["purge:confirm"] * 2
    )


def test_the_desk_says_what_will_be_taken_away_and_when(portal: Portal, site: stage_hours.Site) -> None:
    end = retention.lot_ends([site.lot_id])[site.lot_id]
    assert end
    due = retention.due_on(end, 24)
    portal.day((due - timedelta(days=1)).isoformat())
    with write_transaction():
        db.session.execute(update(User).values(active=True))
        db.session.commit()
    page = admin(portal).get(DESK)
    people = len(fresh(select(Participant.id)))
    assert re.search(rf"Personnes remplacées par un numéro\s*: {people}", page.text)
    assert not any(name in page for name in stage_hours.NAMES)


# -- what the page and the code say ---------------------------------------------------------------------------------------


def test_the_register_says_the_durations_that_the_purge_uses(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = rulebook.retention(clock.today())
    names = {name for line in personal_data.REGISTER for name, _ in line.keeps}
    assert names == {n for n in rule.__dataclass_fields__ if n.endswith("_months")}
    page = portal.visitor().get("/donnees-personnelles")
    for line in personal_data.REGISTER:
        assert all(sentence in page for sentence in personal_data.durations(line, rule))
    other = type(rule)(rule.effective_from, None, "essai", identity_months=31)
    monkeypatch.setattr(rulebook, "retention", lambda on: other)
    assert "31 mois après la fin du lot" in portal.visitor().get("/donnees-personnelles")
    assert "31 mois" in portal.visitor().get("/donnees-personnelles/notice-facile")


def test_the_notices_are_read_printed_and_taken_away(portal: Portal) -> None:
    from io import BytesIO

    from docx import Document

    visitor = portal.visitor()
    for url, title in (
        ("/donnees-personnelles/notice", participant_notice.TITLE),
        ("/donnees-personnelles/notice-facile", participant_notice.EASY_TITLE),
    ):
        page = visitor.get(url)
        assert title in page and "CNIL" in page and "24 mois" in page
        word = visitor.client.get(f"{url}.docx")
        text = "\n".join(p.text for p in Document(BytesIO(word.data)).paragraphs)
        plain = visitor.client.get(f"{url}.txt").get_data(as_text=True)
        for told in (text, plain):
            assert "24 mois" in told and "/donnees-personnelles" in told
    sentences = [s for part in participant_notice.EASY for s in part.sentences]
    assert max(len(s.split()) for s in sentences) <= 15, "easy French: short sentences"


def test_the_form_of_a_participant_leads_to_the_notices(portal: Portal, site: stage_hours.Site) -> None:
    page = portal.sign_in("nadege.brunel").get(f"/lots/{site.lot_id}/participants/nouveau")
    assert 'href="/donnees-personnelles/notice"' in page.response.text
    assert 'href="/donnees-personnelles/notice-facile"' in page.response.text


# -- no social security number --------------------------------------------------------------------------------------------


def test_no_column_is_made_for_a_social_security_number() -> None:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            words = set(re.split(r"_", column.name.lower()))
            assert not words & {"nir", "ssn", "nss", "insee", "secu", "social"}, f"{table.name}.{column.name}"
    person = inspect(Participant).columns
    assert not [c.name for c in person if isinstance(c.type, String) and not isinstance(c.type, Text) and c.type.length in (13, 15)]  # noqa: E501  # fmt: skip


@pytest.mark.parametrize("field", ["p_last_name", "p_proof_label", "k_tutor"])
def test_a_social_security_number_is_refused_on_a_participant(
    portal: Portal, site: stage_hours.Site, field: str
) -> None:
    nadege = portal.sign_in("nadege.brunel")
    page = nadege.get(f"/lots/{site.lot_id}/participants/nouveau")
    answer = nadege.submit(page, {field: f"Durand {NIR}", "step": None}, form="participants", status=422)
    assert "numéro de sécurité sociale" in answer


def test_a_social_security_number_is_refused_in_a_message(portal: Portal, site: stage_hours.Site) -> None:
    from clauses.models.markets import Lot

    lot = db.session.get_one(Lot, site.lot_id)
    url = f"/marches/{lot.market_id}/lots/{lot.number}/echanges"
    mickael = portal.sign_in("mickael.roussel")
    answer = mickael.post(url, {"message": f"Son numéro : {NIR}"}, status=422)
    assert "numéro de sécurité sociale" in answer


def test_a_ground_is_nowhere_in_the_audit_nor_in_a_letter(portal: Portal, site: stage_hours.Site) -> None:
    portal.run_jobs()
    assert fresh(select(Eligibility.categories))[0] == ["RSA"]
    said = repr(fresh(select(AuditEvent.facts))) + "".join(m.subject + m.body for m in portal.mails())
    assert "RSA" not in said and not any(name in said for name in stage_hours.NAMES)


def test_who_asks_and_who_it_is_about_are_in_no_line_of_the_log_and_in_no_address(
    portal: Portal, site: stage_hours.Site
) -> None:
    stream, root = io.StringIO(), logging.getLogger()
    level, handler = root.level, logs.write_to(stream)
    try:
        number, browser = asked_by(portal, "erasure"), admin(portal)
        identified(portal, browser, number)
        browser.client.post(f"{DESK}/{number}/copie", data=sent(browser, "json"))
        page = browser.submit(
            browser.get(f"{DESK}/{number}"), {"a_ground": "dispute", "a_text": "Aubrespin attend."}, form="answer",
            press="Refuser avec ce motif",
        )  # fmt: skip
        portal.run_jobs()
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    said = stream.getvalue()
    assert "/admin/donnees-personnelles" in said or "people.identify" in said, "the log was written"
    for word in (*stage_hours.NAMES, "nazaire", "exemple.fr", "1988", "RSA", "savez de moi", "attend."):
        assert word.lower() not in said.lower(), word
    assert page.response.headers["Location"].endswith(f"{DESK}/{number}")
