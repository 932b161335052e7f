"""I03: a report planned each month or quarter, made with the rights its author has that day, told to who may read it."""

from datetime import date

import pytest
from sqlalchemy import func, select

from clauses.actions import compliance
from clauses.domain.errors import Refused
from clauses.domain.kinds import Rank, Role
from clauses.domain.kinds_reports import Frequency, ReportKind
from clauses.domain.reports import closing_due
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


def test_a_machine_that_slept_makes_the_last_report_alone(portal: Portal, market: int) -> None:
    planned(portal, market, membership("sandrine.lemaire"))
    portal.day("2027-02-20")
    portal.run_jobs()
    assert db.session.scalars(select(ReportRequest.as_of)).all() == [date(2027, 1, 31)]


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
