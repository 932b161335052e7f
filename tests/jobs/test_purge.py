"""Does the night take away what is kept no longer, all of it and nothing else, and prove it?"""

import io
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DatabaseError

from clauses import stores
from clauses.actions.people import purge as actions
from clauses.config import PARIS, clock
from clauses.domain.kinds import JobState
from clauses.domain.kinds_follow_up import DifficultyKind, DifficultyState
from clauses.domain.kinds_personal_data import PurgeKind
from clauses.domain.kinds_validation import ClaimKind, ClaimState, MatchState, PickResult, PickWay
from clauses.domain.retention import digest, due_on, gone_before
from clauses.extensions import db, write_transaction
from clauses.jobs import dispatch, purge
from clauses.models.files import StoredFile
from clauses.models.follow_up import Difficulty
from clauses.models.hours import Eligibility, EmploymentContract, HoursEntry, LedgerLine, Participant
from clauses.models.journal import BackgroundJob, EmailMessage
from clauses.models.people import User, WebSession
from clauses.models.personal_data import PurgeOrder, PurgeProof, RetentionHold
from clauses.models.validation import ControlDraw, ControlPick, HoursClaim, HoursMatch
from clauses.queries import invariants
from clauses.queries.people import held as held_on
from clauses.queries.people import retention
from clauses.reference import rulebook
from clauses.wording.personal_data import SAID
from tests import stage_hours
from tests.portal import Portal
from tests.sendable import pdf
from tests.stage_hours import NAMES, Site

ON = date(2026, 10, 12)


@pytest.fixture
def site(portal: Portal) -> Site:
    """Lot 1 with four people, one month validated, and a document of eligibility."""
    site = stage_hours.played(portal, 1)
    person = site.hire("P3", stage_hours.AI, portal.today, proven_on=None)
    asked = fresh(select(Eligibility.id).where(Eligibility.participant_id == person))[-1]
    nadege = portal.sign_in("nadege.brunel")
    sent = {"p_proof_label": "Notification RQTH", "p_proof": (io.BytesIO(pdf(b"(RQTH)")), "Coquevert.pdf")}
    nadege.post(f"/participants/eligibilite/{asked}/justificatif", sent, content_type="multipart/form-data")
    return site


def fresh(question) -> list:
    db.session.rollback()
    return list(db.session.scalars(question))


def end_of(site: Site) -> date:
    end = retention.lot_ends([site.lot_id])[site.lot_id]
    assert end is not None
    return end


def night(portal: Portal, on: date) -> None:
    """The purge of this day, as the background does it."""
    portal.day(on.isoformat())
    purge.plan(on)
    for job_id in dispatch.waiting_jobs():
        dispatch.run_job(job_id)
    assert fresh(select(BackgroundJob.state).where(BackgroundJob.kind == "purge")) != [JobState.FAILED]


def awaken() -> None:
    """Accounts that nobody opened meanwhile are opened again."""
    with write_transaction():
        db.session.execute(update(User).values(active=True))
        db.session.commit()


def held() -> str:
    db.session.rollback()
    return repr([tuple(row) for row in db.session.execute(text("SELECT * FROM participant"))])


def ledger() -> list[tuple]:
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(text("SELECT * FROM ledger_line ORDER BY id"))]


def totals() -> list[list[tuple]]:
    """Every sum that a page or a report makes of the hours."""
    db.session.rollback()
    found = []
    for column in ("lot_id", "participant_id", "employer_id", "modality", "month"):
        key = getattr(LedgerLine, column)
        found.append([tuple(r) for r in db.session.execute(select(key, func.sum(LedgerLine.hours)).group_by(key).order_by(key))])  # noqa: E501  # fmt: skip
    found.append([tuple(r) for r in db.session.execute(select(HoursEntry.id, HoursEntry.worked, HoursEntry.training, HoursEntry.state).order_by(HoursEntry.id))])  # noqa: E501  # fmt: skip
    return found


def test_people_become_numbers_when_their_time_is_over_and_not_a_day_before(
    portal: Portal, site: Site
) -> None:
    due = due_on(end_of(site), rulebook.retention(end_of(site)).identity_months)
    before, lines = totals(), ledger()
    assert before[0] and lines
    night(portal, due - timedelta(days=1))
    assert "Aubrespin" in held()
    assert fresh(select(PurgeProof).where(PurgeProof.kind == PurgeKind.IDENTITIES)) == []

    night(portal, due)
    for name in (*NAMES, "1979-07-21", "60057"):
        assert name not in held()
    people = fresh(select(Participant))
    assert {p.pseudonymised_on for p in people} == {due} and all(p.birth is None for p in people)
    assert people[0].name == f"Personne n° {people[0].id}" == people[0].short
    assert all(
        (p.categories, p.proof_label, p.message) == ([], None, None) for p in fresh(select(Eligibility))
    )
    assert set(fresh(select(EmploymentContract.tutor))) == {None}
    assert totals() == before and ledger() == lines
    awaken()
    assert invariants.breaches() == []


def test_a_day_is_looked_at_once_for_the_whole_portal_from_two_in_the_morning(
    portal: Portal, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[date] = []
    asked = retention.preview
    monkeypatch.setattr(retention, "preview", lambda on: [looked.append(on), asked(on)][1])  # type: ignore[func-returns-value]
    due = due_on(end_of(site), rulebook.retention(end_of(site)).identity_months)
    nights = select(BackgroundJob.subject_id, BackgroundJob.state).where(BackgroundJob.kind == "purge").order_by(BackgroundJob.id)  # noqa: E501  # fmt: skip

    def tick(day: date, hour: int) -> None:
        """In a process of its own, which remembers nothing."""
        portal.app.extensions.pop("purge_looked_at", None)
        purge.plan_the_night(datetime.combine(day, time(hour), PARIS))

    quiet = date(2026, 3, 1)  # the demonstration is of the next day: nothing is old yet
    tick(quiet, 1)
    assert looked == []
    for _ in range(3):
        tick(quiet, 3)
    assert looked == [quiet] and dispatch.waiting_jobs() == [], "nothing is due: done at once"
    for _ in range(2):
        tick(due, 3)
    db.session.rollback()
    found = db.session.execute(nights).all()
    assert looked == [quiet, due]
    assert [tuple(one) for one in found] == [
        (quiet.toordinal(), JobState.DONE), (due.toordinal(), JobState.QUEUED),
    ]  # fmt: skip
    assert len(dispatch.waiting_jobs()) == 1


def test_what_was_written_of_a_person_is_copied_to_them_then_goes_with_their_name(
    portal: Portal, site: Site
) -> None:
    first, second = fresh(select(HoursEntry).order_by(HoursEntry.id))[:2]
    person, said = first.participant_id, "Aubrespin était en arrêt"
    with write_transaction():
        draw = ControlDraw(
            month=date(2026, 9, 1), seed=7, rate_bp=1500, lines=2, hours=7000, drawn_on=ON, drawn_by_id=1
        )
        db.session.add_all([
            HoursClaim(entry_id=first.id, lot_id=site.lot_id, kind=ClaimKind.CORRECTION, before=7000, after=6000,
                       motive=said, asked_on=ON, asked_by_id=1, organization_id=1, state=ClaimState.REFUSED,
                       answer=f"Non : {said}", decided_on=ON, decided_by_id=2),
            HoursMatch(lot_id=site.lot_id, first_id=first.id, second_id=second.id, asked_on=ON, asked_by_id=1,
                       state=MatchState.SETTLED, kept_id=first.id, settled_on=ON, reason=said),
            ControlPick(entry_id=first.id, lot_id=site.lot_id, way=PickWay.BY_HOUR, reasons=[], hours=7000, draw=draw,
                        result=PickResult.CONFORM, note=said, checked_on=ON, checked_by_id=1),
            Difficulty(lot_id=site.lot_id, organization_id=1, signalled_by_id=1, signalled_at=portal.now,
                       kind=DifficultyKind.OTHER, participant_id=person, text=said, state=DifficultyState.ANSWERED,
                       answer=said, answered_at=portal.now, answered_by_id=1),
        ])  # fmt: skip
        db.session.commit()
    copied = next(one for one in held_on.on_participant(person) if one.title == SAID)
    assert [(row[1], row[2], row[3]) for row in copied.rows] == [
        ("Réclamation", said, f"Non : {said}"), ("Doublon", said, ""), ("Contrôle", said, ""),
        ("Difficulté", said, said),
    ]  # fmt: skip

    night(portal, due_on(end_of(site), rulebook.retention(end_of(site)).identity_months))
    for table in ("hours_claim", "hours_match", "control_pick", "difficulty"):
        rows = db.session.execute(text(f"SELECT * FROM {table}")).all()
        assert len(rows) == 1 and "Aubrespin" not in repr(rows), table
    assert not next(one for one in held_on.on_participant(person) if one.title == SAID).rows


def test_pages_and_lists_still_open_once_people_are_numbers(portal: Portal, site: Site) -> None:
    due = due_on(end_of(site), 24)
    night(portal, due)
    awaken()
    number = fresh(select(Participant))[0].name
    claire = portal.sign_in("claire.delattre")
    assert "133 h" in claire.get(f"/validation/2026-09?lot={site.lot_id}")
    nadege = portal.sign_in("nadege.brunel")
    page = nadege.get(f"/lots/{site.lot_id}/participants")
    assert number in page and not any(name in page for name in NAMES)
    nadege.get("/heures")
    mickael = portal.sign_in("mickael.roussel")
    mickael.get(f"/releves/{site.lot_id}/2026-09")


def test_documents_leave_the_disk_and_their_row_says_so(portal: Portal, site: Site) -> None:
    stored = fresh(select(StoredFile))[0]
    path = stores.path_of(portal.app.config["SETTINGS"].files, stored.key)
    assert path.is_file()
    proof = fresh(select(Eligibility.id).where(Eligibility.proof_file_id == stored.id))[0]
    due = due_on(end_of(site), 24)
    night(portal, due)
    assert not path.exists()
    stored = fresh(select(StoredFile))[0]
    assert stored.erased_at and stored.gone_at and (stored.name, stored.sha256, stored.size) == ("", "", 0)
    awaken()
    answer = portal.sign_in("nadege.brunel").client.get(f"/participants/eligibilite/{proof}/justificatif")
    assert answer.status_code == 409 and "supprimé le" in answer.text


def test_what_was_taken_away_is_proven_for_ever(portal: Portal, site: Site) -> None:
    due = due_on(end_of(site), 24)
    numbers = fresh(select(Participant.id))
    night(portal, due)
    proofs = {p.kind: p for p in fresh(select(PurgeProof))}
    people = proofs[PurgeKind.IDENTITIES]
    assert (people.count, people.ids_hash, people.months) == (
        len(numbers),
        digest("participant", numbers),
        24,
    )
    assert proofs[PurgeKind.DOCUMENTS].count == 1
    for change in ("UPDATE purge_proof SET count = 1", "DELETE FROM purge_proof"):
        with pytest.raises(DatabaseError, match="append-only"), write_transaction():
            db.session.execute(text(change))
        db.session.rollback()


def test_a_purge_done_twice_takes_nothing_more(portal: Portal, site: Site) -> None:
    due = due_on(end_of(site), 24)
    night(portal, due)
    proofs = fresh(select(PurgeProof.id))
    night(portal, due)
    night(portal, due + timedelta(days=1))
    assert fresh(select(PurgeProof.id)) == proofs


def test_a_purge_killed_in_the_middle_goes_on_where_it_stopped(
    portal: Portal, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "BATCH", 1)
    due = due_on(end_of(site), 24)
    portal.day(due.isoformat())
    purge.plan(due)
    (job_id,) = dispatch.waiting_jobs()
    real, calls = actions.pseudonymise_people, []

    def killed(*args, **kwargs):
        if calls:
            raise KeyboardInterrupt  # the process dies here: nothing is told, nothing is given back
        calls.append(1)
        return real(*args, **kwargs)

    monkeypatch.setattr(actions, "pseudonymise_people", killed)
    with pytest.raises(KeyboardInterrupt):
        dispatch.run_job(job_id)
    db.session.rollback()
    done = fresh(select(Participant.id).where(Participant.pseudonymised_on.is_not(None)))
    assert len(done) == 1
    monkeypatch.setattr(actions, "pseudonymise_people", real)
    with write_transaction():
        db.session.execute(update(BackgroundJob).values(lease_until=clock.real() - timedelta(seconds=1)))
        db.session.commit()
    assert dispatch.run_job(job_id) == "done"
    assert fresh(select(Participant.id).where(Participant.pseudonymised_on.is_(None))) == []
    assert sum(fresh(select(PurgeProof.count).where(PurgeProof.kind == PurgeKind.IDENTITIES))) == len(
        fresh(select(Participant.id))
    )
    awaken()
    assert invariants.breaches() == []


@pytest.mark.parametrize("on_the_lot", [True, False])
def test_a_dispute_holds_everything_back_until_it_is_lifted(
    portal: Portal, site: Site, on_the_lot: bool
) -> None:
    due = due_on(end_of(site), 24)
    person = fresh(select(Participant.id).where(Participant.last_name == "Coquevert"))[0]
    admin = fresh(select(User.id))[0]
    hold = RetentionHold(lot_id=site.lot_id if on_the_lot else None, participant_id=None if on_the_lot else person,
                         reason="Contentieux sur une pénalité", since=due, placed_by_id=admin)  # fmt: skip
    with write_transaction():
        db.session.add(hold)
        db.session.commit()
    night(portal, due)
    left = fresh(select(Participant.last_name).where(Participant.pseudonymised_on.is_(None)))
    assert "Coquevert" in left and ("Aubrespin" in left) is on_the_lot
    assert fresh(select(StoredFile.erased_at)) == [None]
    with write_transaction():
        db.session.execute(update(RetentionHold).values(lifted_on=due))
        db.session.commit()
    night(portal, due + timedelta(days=1))
    assert fresh(select(Participant.id).where(Participant.pseudonymised_on.is_(None))) == []


def test_many_people_at_once_wait_for_two_persons(
    portal: Portal, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = due_on(end_of(site), 24)
    few = rulebook.retention(due)
    monkeypatch.setattr(
        rulebook, "retention", lambda on: type(few)(few.effective_from, None, "essai", bulk_over=1)
    )
    night(portal, due)
    assert "Aubrespin" in held()
    (order,) = fresh(select(PurgeOrder))
    assert (order.until, order.people, order.documents) == (due, len(fresh(select(Participant.id))), 1)
    first, second = fresh(select(User.id))[:2]
    with write_transaction():
        db.session.execute(update(PurgeOrder).values(first_by_id=first, second_by_id=second))
        db.session.commit()
    night(portal, due + timedelta(days=1))
    assert "Aubrespin" not in held()
    assert fresh(select(PurgeOrder.done_at)) != [None]
    assert set(fresh(select(PurgeProof.order_id).where(PurgeProof.kind == PurgeKind.IDENTITIES))) == {
        order.id
    }
    with pytest.raises(DatabaseError), write_transaction():
        db.session.execute(update(PurgeOrder).values(first_by_id=first, second_by_id=first))
    db.session.rollback()


def test_an_account_asleep_is_closed_and_one_that_was_opened_is_not(portal: Portal) -> None:
    on = date(2028, 6, 1)
    awake = portal.sign_in("claire.delattre")
    assert awake.get("/tableau-de-bord")
    with write_transaction():
        db.session.execute(update(User).values(created_at=clock.real() - timedelta(days=900)))
        seen = clock.now().replace(year=2028, month=5)
        db.session.execute(update(WebSession).values(seen_at=seen))
        db.session.commit()
    night(portal, on)
    active = fresh(select(User.email).where(User.active))
    assert [email.split("@")[0] for email in active if "claire" in email] == ["claire.delattre"]
    assert len(active) == 2, "the one who was there, and the last administrator"
    assert any("maxime.ollier" in email for email in active)


def test_texts_of_messages_are_emptied_after_a_year(portal: Portal, site: Site) -> None:
    portal.run_jobs()
    assert all(fresh(select(EmailMessage.body)))
    sent = max(fresh(select(EmailMessage.created_at)))
    night(portal, due_on(sent.astimezone(PARIS).date(), 12) + timedelta(days=1))
    assert set(fresh(select(EmailMessage.body))) == {""}
    assert all(fresh(select(EmailMessage.subject)))


def test_the_preview_of_a_day_is_what_that_day_takes(portal: Portal, site: Site) -> None:
    due = due_on(end_of(site), 24)
    told = dict(retention.preview(due))
    night(portal, due)
    done = dict(
        db.session.execute(
            select(PurgeProof.kind, func.sum(PurgeProof.count)).group_by(PurgeProof.kind)
        ).all()
    )
    assert {kind: n for kind, n in told.items() if n} == done
    assert told[PurgeKind.IDENTITIES] and told[PurgeKind.DOCUMENTS]


@pytest.mark.parametrize(
    ("ended", "months", "due"),
    [
        (date(2026, 3, 31), 24, date(2028, 3, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last_of_a_shorter_month(
    ended: date, months: int, due: date
) -> None:
    assert due_on(ended, months) == due
    assert gone_before(due, months) >= ended > gone_before(due - timedelta(days=1), months)
