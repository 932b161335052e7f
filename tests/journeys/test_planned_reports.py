"""I03: a report planned each month or quarter, made with the rights its author has that day, told to who may read it."""

from datetime import date

import pytest
from sqlalchemy import func, select

from clauses.actions import compliance
from clauses.domain.errors import Refused
from clauses.domain.kinds import Rank, Role
from clauses.domain.kinds_reports import Frequency, ReportKind
from clauses.domain.reports import closing_due, closings_due
from clauses.extensions import db, write_transaction
from clauses.models.compliance import ReportRequest, ReportSchedule
from clauses.models.people import Membership, User
from tests import stage
from tests.portal import Portal


@pytest.fixture
def market(portal: Portal) -> int:
    stage.awarded(portal)
    portal.run_jobs()
    portal.day("2026-11-02")
    return stage.lot(1).market_id


def membership(start: str) -> Membership:
    return db.session.scalars(
        select(Membership).join(User).where(User.email.startswith(f"{start}@", autoescape=True))
    ).first()  # type: ignore[return-value]


def colleague() -> Membership:
    """A second account of the buyer."""
    sandrine = membership("sandrine.lemaire")
    with write_transaction():
        user = User(
            email="paul.roy@beauvais.example",
            first_name="Paul",
            last_name="Roy",
            active=True,
            created_at=stage.clock.now(),
        )
        made = Membership(
            user=user,
            organization_id=sandrine.organization_id,
            role=Role.BUYER,
            rank=Rank.MEMBER,
            active=True,
        )
        db.session.add_all([user, made])
        db.session.commit()
    return made


def planned(
    portal: Portal, market: int, *recipients: Membership, frequency: Frequency = Frequency.MONTHLY
) -> int:
    return compliance.plan_report(
        stage.actor("sandrine.lemaire"), market, kind=ReportKind.MARKET_COMPLIANCE, frequency=frequency, day=12,
        recipients=[one.id for one in recipients], now=portal.now,
    ).id  # fmt: skip


def told(portal: Portal) -> list[str]:
    return [mail.goes_to.split("@")[0] for mail in portal.mails("M25")]


def requests() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(ReportRequest)) or 0


@pytest.mark.parametrize(
    ("frequency", "on", "closing"),
    [
        (Frequency.MONTHLY, date(2027, 3, 11), None),
        (Frequency.MONTHLY, date(2027, 3, 12), date(2027, 2, 28)),
        (Frequency.MONTHLY, date(2027, 3, 31), date(2027, 2, 28)),
        (Frequency.MONTHLY, date(2028, 3, 12), date(2028, 2, 29)),
        (Frequency.MONTHLY, date(2027, 1, 12), date(2026, 12, 31)),
        (Frequency.QUARTERLY, date(2027, 4, 12), date(2027, 3, 31)),
        (Frequency.QUARTERLY, date(2027, 5, 12), None),
    ],
)
def test_when_a_planned_report_is_due(frequency: Frequency, on: date, closing: date | None) -> None:
    assert closing_due(frequency, 12, on) == closing


def test_it_is_planned_on_screen_made_on_its_day_and_told_to_its_recipients(
    portal: Portal, market: int
) -> None:
    paul = colleague()
    sandrine = portal.sign_in("sandrine.lemaire")
    page = sandrine.get("/rapports/planifications/nouvelle")
    form = {"rep_kind": "market_compliance", "rep_scope": str(market), "plan_freq": "monthly", "plan_day": "12",
            "plan_to": [str(membership("sandrine.lemaire").id), str(paul.id)]}  # fmt: skip
    done = sandrine.submit(page, form, form="/rapports/planifications/nouvelle")
    listed = sandrine.follow(done)
    assert "Conformité d'un marché : 2026-VB-014" in listed and "Chaque mois, le 12" in listed
    portal.run_jobs()
    assert requests() == 0, "nothing before its day"
    portal.day("2026-11-12")
    portal.run_jobs()
    portal.run_jobs()
    assert requests() == 1
    assert sorted(told(portal)) == ["paul.roy", "sandrine.lemaire"]
    assert "destinataire d'un rapport planifié" in portal.mails("M25")[0].body
    request = db.session.scalars(select(ReportRequest)).one()
    assert (request.as_of, request.requested_by.email) == (
        date(2026, 10, 31),
        "sandrine.lemaire@beauvais.example",
    )
    assert "(planifié)" in sandrine.get("/rapports")


def test_a_machine_that_slept_makes_each_report_it_missed_once_and_says_so(
    portal: Portal, market: int
) -> None:
    """Nothing ran from November to the 20th of February: three months are due, each is made once, on its own date."""
    planned(portal, market, membership("sandrine.lemaire"))
    quarterly = planned(portal, market, membership("sandrine.lemaire"), frequency=Frequency.QUARTERLY)
    portal.day("2027-02-20")
    portal.run_jobs()
    portal.run_jobs()
    asked = db.session.execute(
        select(ReportRequest.schedule_id == quarterly, ReportRequest.as_of).order_by(ReportRequest.id)
    ).all()
    months = [date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31)]
    assert asked == [*((False, end) for end in months), (True, date(2026, 12, 31))], "the quarter is not lost"
    page = portal.sign_in("sandrine.lemaire").get("/rapports/planifications")
    assert "4 échéances manquées ont été rattrapées le 20 février 2027" in page
    assert "Une échéance manquée a été rattrapée le 20 février 2027" in page
    portal.day("2027-03-12")
    portal.run_jobs()
    assert requests() == 6, "then the next one on its day"


@pytest.mark.parametrize(
    ("frequency", "after", "since", "closings"),
    [
        (Frequency.MONTHLY, date(2027, 3, 31), date(2026, 1, 1), [date(2027, 4, 30)]),
        (Frequency.MONTHLY, None, date(2027, 4, 12), [date(2027, 4, 30)]),  # planned that day: the next one
        (
            Frequency.QUARTERLY,
            date(2026, 12, 31),
            date(2026, 1, 1),
            [date(2027, 3, 31)],
        ),  # asked in May, not lost
        (Frequency.QUARTERLY, None, date(2027, 4, 30), []),
        (Frequency.QUARTERLY, date(2027, 3, 31), date(2026, 1, 1), []),
    ],
)
def test_the_dates_that_are_due_and_were_not_asked(
    frequency: Frequency, after: date | None, since: date, closings: list[date]
) -> None:
    assert closings_due(frequency, 12, date(2027, 5, 20), after=after, since=since) == closings
    old = closings_due(Frequency.MONTHLY, 12, date(2030, 5, 20), after=date(2020, 1, 31), since=since)
    assert len(old) == 24 and old[-1] == date(2030, 4, 30), "no older than what is kept of reports"


def test_a_recipient_who_lost_access_gets_nothing(portal: Portal, market: int) -> None:
    paul = colleague()
    planned(portal, market, membership("sandrine.lemaire"), paul)
    with write_transaction():
        db.session.get_one(Membership, paul.id).active = False
        db.session.commit()
    portal.day("2026-11-12")
    portal.run_jobs()
    portal.run_jobs()
    assert told(portal) == ["sandrine.lemaire"]


def test_an_author_who_lost_access_ends_the_plan_and_nothing_is_made(portal: Portal, market: int) -> None:
    paul = colleague()
    schedule_id = planned(portal, market, paul)
    with write_transaction():
        membership("sandrine.lemaire").active = False
        db.session.commit()
    portal.day("2026-11-12")
    portal.run_jobs()
    assert requests() == 0 and not told(portal)
    schedule = db.session.get_one(ReportSchedule, schedule_id)
    assert schedule.stopped_at is not None and schedule.stop_reason == "right_lost"


def test_a_plan_that_is_stopped_makes_nothing_more(portal: Portal, market: int) -> None:
    schedule_id = planned(portal, market, membership("sandrine.lemaire"))
    sandrine = portal.sign_in("sandrine.lemaire")
    sandrine.submit(sandrine.get("/rapports/planifications"), form=f"/{schedule_id}/arret")
    portal.day("2026-11-12")
    portal.run_jobs()
    assert requests() == 0
    assert "Arrêtée" in sandrine.get("/rapports/planifications")
    portal.sign_in("yann.morel").post(f"/rapports/planifications/{schedule_id}/arret", status=404)


def test_recipients_are_accounts_of_the_organization(portal: Portal, market: int) -> None:
    with pytest.raises(Refused, match="plan_recipient_gone"):
        planned(portal, market, membership("yann.morel"))
    with pytest.raises(Refused, match="plan_recipients"):
        planned(portal, market)
    sandrine = portal.sign_in("sandrine.lemaire")
    form = {
        "rep_kind": "market_compliance",
        "rep_scope": str(market),
        "plan_freq": "monthly",
        "plan_day": "31",
        "plan_to": None,
    }
    page = sandrine.submit(
        sandrine.get("/rapports/planifications/nouvelle"), form, form="/rapports/planifications/nouvelle", status=422
    )  # fmt: skip
    assert "28" in " ".join(page.problems)
