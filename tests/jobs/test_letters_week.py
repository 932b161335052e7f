"""Are those who follow files told on Monday what waits, once, in numbers, and left alone when nothing does? (M38)"""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import select

from clauses.config import PARIS
from clauses.domain.kinds import JobState
from clauses.domain.kinds_notices import Delivery
from clauses.domain.notices import NOTICES
from clauses.extensions import db, write_transaction
from clauses.jobs import dispatch, letters_week
from clauses.models.journal import BackgroundJob
from clauses.models.notices import DeliveryChoice, Notification
from clauses.models.people import User
from tests import stage_hours
from tests.jobs.journey import Journey
from tests.portal import Portal
from tests.reading import plain

CLAIRE, HELENE = "claire.delattre", "helene.vasseur"


@pytest.fixture(autouse=True)
def telling(portal: Portal) -> None:
    portal.tells_the_week = True


@pytest.fixture
def journey(portal: Portal, tmp_path: Path) -> Journey:
    """An opinion is asked of Claire on Monday 2 March 2026, due on the 9th; nothing has run since."""
    journey = Journey(tmp_path, lambda: None)
    journey.file()
    journey.ask_opinion()
    return journey


def weeks() -> list[tuple[date, JobState]]:
    db.session.rollback()
    rows = db.session.scalars(
        select(BackgroundJob).where(BackgroundJob.kind == letters_week.KIND).order_by(BackgroundJob.id)
    )
    return [(date.fromordinal(row.subject_id), row.state) for row in rows]  # fmt: skip


def ring(portal: Portal, *days: str) -> None:
    for day in days:
        portal.day(day)
        portal.run_jobs()


def test_the_monday_letter_says_what_waits_in_numbers_and_leaves_when_the_day_opens(
    portal: Portal, journey: Journey
) -> None:
    """Once for a week whatever rings; whoever has nothing left to do is left alone; the portal tells nothing."""
    portal.day("2026-03-09")
    night = datetime.combine(date(2026, 3, 9), time(0, 5), PARIS)
    letters_week.plan_the_week(night)
    letters_week.plan_the_week(night)
    ring(portal, "2026-03-09", "2026-03-09", "2026-03-11")
    assert weeks() == [(date(2026, 3, 9), JobState.DONE)]
    letter, other = portal.mails("M38")
    assert other.goes_to.startswith(HELENE) and "- Un territoire sans personne ressource\n" in other.body
    assert letter.goes_to.startswith(CLAIRE) and plain(letter.subject) == "Votre semaine du 9 mars 2026"
    assert "- Un avis à rendre (première échéance le 9 mars 2026)" in plain(letter.body)
    assert "Hélène Vasseur" in letter.body, "whom to call: the coordination"
    assert (
        "Simone-Signoret" not in letter.body
        and "Sandrine" not in letter.body
        and "2026-VB-014" not in letter.body
    )
    assert "http://clauses.example/tableau-de-bord\n" in letter.body
    assert not db.session.scalars(select(Notification).where(Notification.kind == "M38")).all()
    journey.give_opinion()
    ring(portal, "2026-03-16")
    assert len(portal.mails("M38", to=CLAIRE)) == 1, "nothing waits any more"
    assert weeks()[-1] == (date(2026, 3, 16), JobState.DONE)


def test_a_machine_asleep_on_monday_tells_on_waking_and_not_when_the_week_is_over(
    portal: Portal, journey: Journey
) -> None:
    ring(portal, "2026-03-07", "2026-03-08")
    assert not weeks(), "a week is not told on its Saturday"
    friday = datetime.combine(date(2026, 3, 6), time(19, 30), PARIS)
    letters_week.plan_the_week(friday)
    assert not weeks(), "what is written after the last opening hour would leave with the next one"
    ring(portal, "2026-03-12")
    [letter] = portal.mails("M38", to=CLAIRE)
    assert plain(letter.subject) == "Votre semaine du 9 mars 2026"
    assert "(en retard depuis le 9 mars 2026)" in plain(letter.body)
    assert {m.goes_to.split("@")[0] for m in portal.mails("M38")} == {CLAIRE, HELENE}, (
        "late: the coordination too"
    )
    portal.day("2026-04-06")  # Easter Monday
    letters_week.plan_the_week(portal.now)
    assert len(weeks()) == 1
    ring(portal, "2026-04-07")
    assert plain(portal.mails("M38", to=CLAIRE)[-1].subject) == "Votre semaine du 6 avril 2026"


def test_whoever_chose_to_read_in_the_portal_alone_gets_no_monday_letter(
    portal: Portal, journey: Journey
) -> None:
    assert not NOTICES["M38"].obligatory
    assert "Le lundi, ce que votre semaine contient" in portal.sign_in(CLAIRE).get("/mon-compte/envois")
    assert "Le lundi" not in portal.sign_in("mickael.roussel").get("/mon-compte/envois")
    with write_transaction():
        user = db.session.scalars(select(User).where(User.email.startswith(f"{CLAIRE}@"))).one()
        db.session.add(DeliveryChoice(user_id=user.id, kind="M38", delivery=Delivery.NEVER))
        db.session.commit()
    ring(portal, "2026-03-09")
    assert not portal.mails("M38", to=CLAIRE) and weeks() == [(date(2026, 3, 9), JobState.DONE)]


def test_one_letter_that_cannot_be_written_is_tried_again_and_the_others_leave_once(
    portal: Portal, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.day("2026-03-12")  # late: Claire and the coordination
    told, broken = letters_week._tell, [CLAIRE]

    def tell(user_id: int, monday: date, now: datetime) -> None:
        if broken and db.session.get_one(User, user_id).email.startswith(broken[0]):
            raise RuntimeError("the text cannot be written")
        told(user_id, monday, now)

    monkeypatch.setattr(letters_week, "_tell", tell)
    portal.run_jobs()
    assert [m.goes_to.split("@")[0] for m in portal.mails("M38")] == [HELENE]
    assert weeks() == [(date(2026, 3, 9), JobState.QUEUED)]
    broken.clear()
    with write_transaction():
        job = db.session.scalars(select(BackgroundJob).where(BackgroundJob.kind == letters_week.KIND)).one()
        job.not_before = job.created_at
        db.session.commit()
    assert dispatch.run_job(job.id) == "done"
    assert sorted(m.goes_to.split("@")[0] for m in portal.mails("M38")) == [CLAIRE, HELENE]


def test_the_coordination_is_told_in_the_week_when_statements_are_due_of_lots_that_it_follows_from_afar(
    portal: Portal,
) -> None:
    """No statement is the coordination's to send or validate: the week counts what is to do and where people meet."""
    stage_hours.begun(portal)
    ring(portal, "2026-11-09")  # the statements of October are due on the 10th
    assert weeks()[-1] == (date(2026, 11, 9), JobState.DONE)
    letter = portal.mails("M38", to=HELENE)[-1]
    assert "- Un territoire sans personne ressource\n" in letter.body
