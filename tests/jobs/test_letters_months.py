"""Do the reminders of a month say what they must, to those who owe something, and stop when it comes?"""

import re
from datetime import date

import pytest
from sqlalchemy import select

from clauses.actions.hours import reminders as actions
from clauses.domain.errors import Refused
from clauses.domain.kinds_follow_up import ReminderKind
from clauses.extensions import db
from clauses.jobs import sending
from clauses.jobs.letters_hours import _words
from clauses.jobs.letters_months import remind_of_months
from clauses.models.hours import Eligibility
from clauses.models.reminders import Reminder
from tests import stage, stage_hours
from tests.jobs.test_letters import _link_opens, _same_as_golden, _side
from tests.portal import Portal
from tests.reading import plain
from tests.stage_hours import AI, NAMES, Site

SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def site(portal: Portal) -> Site:
    """The lot began on 1 September 2026: the AI employs two people on it; nobody has typed anything."""
    return stage_hours.begun(portal)


def ring(portal: Portal, *days: str) -> None:
    for day in days:
        portal.day(day)
        remind_of_months(portal.now)


def test_each_form_of_the_reminders(portal: Portal, site: Site) -> None:
    """To the golden files: M11 of the 5th, 11th and 20th to the holder and to the AI, M13 on the 30th, M12 again."""
    ring(portal, "2026-10-05", "2026-10-11", "2026-10-20", "2026-10-30")
    seen: dict[str, int] = {}
    hidden = {word for name in NAMES for word in _words(name)}
    for message in [*portal.mails("M11"), *portal.mails("M13")]:
        assert len(message.subject) <= 70 and "…" not in message.subject
        body = re.sub(r"http\S+", "", message.body)
        assert len(re.findall(r"\w+(?:['’-]\w+)*", body)) <= 120, message.body
        assert not hidden & _words(message.subject + body)
        if message.link_id is None:
            _link_opens(portal, message)
        key = _side(message)
        seen[key] = seen.get(key, 0) + 1
        name = f"{key}-ladder-{seen[key]}"
        _same_as_golden(name, f"À : {message.recipient.email}\nObjet : {message.subject}\n\n{message.body}")
    assert seen == {
        "M11-mickael.roussel": 3, "M11-nadege.brunel": 3, "M13-sandrine.lemaire": 1, "M13-claire.delattre": 1,
        "M13-mickael.roussel": 1,
    }  # fmt: skip


def test_a_structure_that_typed_its_hours_is_not_reminded_and_its_letters_stay_behind(
    portal: Portal, site: Site
) -> None:
    ring(portal, "2026-10-05")
    first = portal.mails("M11", "nadege.brunel")
    assert len(first) == 1 and "2 lignes restent à remplir" in first[0].body
    assert not sending._is_useless(first[0], portal.now)
    site.enter(SEPTEMBER, {("P1", AI): 70})
    assert sending._is_useless(first[0], portal.now), "the other person may have been absent: nothing says so"
    ring(portal, "2026-10-11", "2026-10-20")
    assert len(portal.mails("M11", "nadege.brunel")) == 1
    assert len(portal.mails("M11", "mickael.roussel")) == 3, "the company has not confirmed"


def test_a_structure_is_reminded_once_for_all_its_lots_and_again_for_a_lot_that_comes_later(
    portal: Portal, site: Site
) -> None:
    ring(portal, "2026-10-05", "2026-10-06", "2026-10-07")
    assert len(portal.mails("M11", "nadege.brunel")) == 1
    site.hire("P3", AI, date(2026, 9, 14))
    ring(portal, "2026-10-08")
    assert len(portal.mails("M11", "nadege.brunel")) == 1, "the same lot was told of at this rung"


def test_a_report_sent_back_is_asked_for_as_such_and_the_buyer_is_not_told(
    portal: Portal, site: Site
) -> None:
    from clauses.actions.hours import validation
    from clauses.domain.kinds import ReturnReason

    portal.day("2026-10-08")
    month, hours = stage_hours.MONTHS[0]
    site.enter(month, hours)
    site.submit(month)
    portal.day("2026-10-12")
    validation.decide_report(
        stage.actor("claire.delattre"), site.lot_id, month, validation.Decision.RETURN, reason=ReturnReason.NOT_LINKED,
        message="À revoir", now=portal.now,
    )  # fmt: skip
    ring(portal, "2026-10-13", "2026-10-30")
    subjects = [m.subject for m in portal.mails("M11")]
    assert subjects == [
        "Relance - relevé de septembre 2026 à corriger", "Dernière relance - relevé de septembre 2026",
    ]  # fmt: skip
    assert portal.mails("M13") == [], "it came: it is not a report that never arrived"


def test_a_missing_proof_is_asked_for_again_by_hand(portal: Portal, site: Site) -> None:
    """M12 « Relance - », to whoever typed the hours, and to nobody else; nothing once the proof is sent."""
    portal.day("2026-10-02")
    site.hire("P3", AI, date(2026, 9, 14), proven_on=None)
    portal.day("2026-10-08")
    month, hours = stage_hours.MONTHS[0]
    site.enter(month, {**hours, ("P3", AI): 20})
    site.submit(month)
    pending = db.session.scalars(select(Eligibility).order_by(Eligibility.id.desc())).first()
    assert pending is not None
    pending.proof_label = None  # the label said that the paper had been seen: here nothing was
    db.session.commit()
    portal.day("2026-10-12")
    site.validate(month)
    portal.run_jobs()
    assert [m.subject for m in portal.mails("M12")] == ["1 pièce à ajouter : relevé de septembre 2026, lot 1"]
    portal.day("2026-10-21")
    claire = portal.sign_in("claire.delattre")
    page = claire.get("/relances")
    assert "1 pièce à ajouter" in page and "Plus de relance automatique" in page
    assert "Aubrespin" not in page and "Coquevert" not in page
    ai = stage.organization("Coup d'Main Beauvaisis").id
    made = actions.remind_now(stage.actor("claire.delattre"), site.lot_id, month, ai, now=portal.now)
    assert [one.kind for one in made] == [ReminderKind.PROOFS]
    portal.run_jobs()
    again = portal.mails("M12")[1:]
    assert [(m.subject, m.recipient.email.split("@")[0]) for m in again] == [
        ("Relance - 1 pièce à ajouter : relevé de septembre 2026, lot 1", "nadege.brunel")
    ]
    assert db.session.scalars(select(Reminder.rank).where(Reminder.kind == ReminderKind.PROOFS)).all() == [0]


def test_missing_documents_are_asked_for_by_hand_like_missing_proofs(portal: Portal, site: Site) -> None:
    """E07: whatever is missing of a month that was sent; M12 says its nature, and nothing more is owed once it is put."""
    portal.day("2026-10-08")
    month, hours = stage_hours.MONTHS[0]
    site.enter(month, hours)
    site.submit(month)
    portal.day("2026-10-12")
    claire, ai = portal.sign_in("claire.delattre"), stage.organization("Coup d'Main Beauvaisis").id
    assert "4 pièces à ajouter" in claire.get("/relances")
    actions.remind_now(stage.actor("claire.delattre"), site.lot_id, month, ai, now=portal.now)
    portal.run_jobs()
    (told,) = portal.mails("M12")
    assert told.subject == "Relance - 4 pièces à ajouter : relevé de septembre 2026, lot 1"
    assert told.recipient.email.startswith("nadege.brunel")
    assert "133 h" in plain(told.body) and "relevé d'heures signé" in plain(told.body)
    assert "Sans elles, le relevé ne peut pas être validé avec les autres." in plain(told.body)
    assert not any(name in told.body for name in NAMES)
    site.put_documents(month)
    assert "pièces à ajouter" not in claire.get("/relances")
    with pytest.raises(Refused, match="reminder_answered"):
        actions.remind_now(stage.actor("claire.delattre"), site.lot_id, month, ai, now=portal.now)


def test_what_one_structure_owes_is_not_told_to_another(portal: Portal, site: Site) -> None:
    ring(portal, "2026-10-05")
    assert portal.mails("M11", "elodie.petit") == [] and portal.mails("M11", "olivier.lambert") == []
