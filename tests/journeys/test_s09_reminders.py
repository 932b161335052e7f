"""S09, steps 1 and 2: a report that does not come is reminded of on the 5th, 11th and 20th, and told to the buyer on the 30th.

« Piscine Mercières, Compiègne », lot CVC: Thermi'Nord owes 640 h to the ARCBA, from January to August 2026.
"""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from clauses.actions import markets
from clauses.actions.hours import months, validation
from clauses.actions.hours import reminders as actions
from clauses.config import PARIS
from clauses.domain.errors import Refused, Several
from clauses.domain.kinds import (
    LotResult,
    MailState,
    MarketForm,
    MarketType,
    Modality,
    Procedure,
    ReportState,
)
from clauses.extensions import db, write_transaction
from clauses.jobs import calendar, letters_months
from clauses.models.hours import MonthlyReport
from clauses.models.journal import EmailMessage
from clauses.models.markets import Lot
from clauses.models.reminders import Reminder, ReminderCall
from tests import stage, stage_site
from tests.moments import moment
from tests.portal import Portal

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
PERSON = ("Zéphyrin", "Aubrespin", date(1988, 4, 12))


@moment
def silent_pool(portal: Portal) -> int:
    """The number of the lot; January and February are validated, March was declared without hours."""
    portal.day("2025-10-02")
    who = stage.actor("florence.hubert")
    market = markets.create_market(
        who,
        markets.MarketFields(
            reference="2025-ARC-031", title="Piscine Mercières, Compiègne", market_type=MarketType.WORKS,
            market_form=MarketForm.ORDINARY, procedure=Procedure.ADAPTED, amount=60_000_000, places=("60159",),
            publication_date=date(2025, 10, 16), offers_deadline=date(2025, 11, 20), exec_start=date(2026, 1, 1),
            exec_months=8,
        ),
        now=portal.now,
    )  # fmt: skip
    lot = markets.LotFields(
        row=0, number=1, title="CVC", amount=60_000_000, trade="plomberie_cvc", has_clause=True
    )
    market = markets.save_lots(who, market.id, [lot], seen_version=None, now=portal.now)
    clause = markets.ClauseFields(
        lot_id=market.lots[0].id, labour_share=4000, hourly_cost=3800, integration_rate=1000, target_hours=64000,
        publics=stage.PUBLICS, modalities=stage.ADMITTED, penalty_hour=5000, deviation_reason="Volume du scénario",
    )  # fmt: skip
    markets.save_clauses(who, market.id, [clause], seen_version=None, now=portal.now)
    markets.request_opinion(who, market.id, None, seen_version=None, now=portal.now)
    portal.day("2025-10-20")
    market = markets.publish(
        who, market.id, visible=True, without_opinion=True, seen_version=None, now=portal.now
    )
    portal.day("2025-12-15")
    lot_id = market.lots[0].id
    markets.award_lot(
        who, lot_id,
        markets.AwardFields(
            result=LotResult.AWARDED, awardee_id=stage.organization("Thermi'Nord").id, amount=60_000_000,
            notified_on=date(2025, 12, 15), exec_start=date(2026, 1, 1), exec_months=8,
        ),
        seen_version=None, now=portal.now,
    )  # fmt: skip
    hiring = stage_site.Hiring(portal, lot_id, "sophie.marchand")
    portal.day("2026-01-02")
    contract = hiring.hire(stage.actor("celine.aubert"), PERSON, Modality.DIRECT_HIRE, date(2026, 1, 2))
    for month, hours in ((date(2026, 1, 1), 40), (date(2026, 2, 1), 60)):
        portal.day((month + timedelta(days=36)).isoformat())
        months.enter_hours(
            stage.actor("celine.aubert"), lot_id, month, [months.Typed(contract, hours * 100)], now=portal.now
        )
        months.submit_report(
            stage.actor("celine.aubert"),
            lot_id,
            month,
            honour=True,
            nil=False,
            nil_comment=None,
            now=portal.now,
        )
        validation.decide_report(
            stage.actor("sophie.marchand"), lot_id, month, validation.Decision.VALIDATE, now=portal.now
        )
    portal.day("2026-04-07")
    nil(portal, lot_id, MARCH)
    with write_transaction():  # only what follows is looked at
        db.session.execute(delete(EmailMessage))
        db.session.commit()
    return lot_id


@pytest.fixture
def pool(portal: Portal) -> int:
    return silent_pool(portal)


def nil(portal: Portal, lot_id: int, month: date, why: str = "Arrêt de chantier") -> None:
    months.submit_report(
        stage.actor("celine.aubert"), lot_id, month, honour=True, nil=True, nil_comment=why, now=portal.now
    )


def told(lot_id: int) -> list[tuple[str, int, date, bool]]:
    db.session.rollback()
    rows = db.session.scalars(select(Reminder).where(Reminder.lot_id == lot_id).order_by(Reminder.id))
    return [(one.kind.value, one.rank, one.told_on, one.asked_by_id is not None) for one in rows]


def ring(portal: Portal, *days: str) -> None:
    """What the clock brings on these days, three times each."""
    for day in days:
        portal.day(day)
        for _ in range(3):
            letters_months.remind_of_months(portal.now)


def every_day(portal: Portal, first: str, last: str) -> None:
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        ring(portal, day.isoformat())
        day += timedelta(days=1)


def test_a_report_that_does_not_come_is_reminded_of_three_times_then_told_to_the_buyer(
    portal: Portal, pool: int
) -> None:
    every_day(portal, "2026-05-01", "2026-06-04")
    mine = [m for m in portal.mails() if m.recipient.email.startswith("celine.aubert")]
    assert [(m.template, m.subject) for m in mine] == [
        ("M11", "Relevé d'avril 2026 : à transmettre avant le 10"),
        ("M11", "Relance - relevé d'avril 2026 non reçu"),
        ("M11", "Dernière relance - relevé d'avril 2026"),
        ("M13", "Relevé d'avril 2026 non reçu : marché 2025-ARC-031, lot 1"),
    ]
    assert [one[:3] for one in told(pool)] == [
        ("report", 1, date(2026, 5, 5)), ("report", 2, date(2026, 5, 11)), ("report", 3, date(2026, 5, 20)),
        ("buyer", 0, date(2026, 5, 30)),
    ]  # fmt: skip
    copies = {m.recipient.email.split("@")[0] for m in portal.mails("M13")}
    assert copies == {"florence.hubert", "sophie.marchand", "celine.aubert"}
    [letter] = portal.mails("M13", "florence.hubert")
    assert (
        "Thermi'Nord" in letter.body
        and "malgré 3 rappels (5 mai 2026, 11 mai 2026, 20 mai 2026)" in letter.body
    )
    assert "Sophie Marchand a prévu d'appeler" in letter.body and re.search(r"100\sh sur 640\sh", letter.body)
    assert PERSON[1] not in letter.body
    planned = letter.planned_at.astimezone(PARIS).date()
    assert (planned, planned.weekday()) == (date(2026, 6, 1), 0), "30 May is a Saturday"


def test_the_report_is_late_from_the_11th(portal: Portal, pool: int) -> None:
    sophie = portal.sign_in("sophie.marchand")
    portal.day("2026-05-10")
    page = sophie.get("/relances")
    assert "Personne n'est en retard." in page and "attendu le 10/05/2026" in page
    portal.day("2026-05-11")
    page = sophie.get("/relances")
    assert "En retard" in page and "Thermi'Nord" in page and "avril 2026" in page
    assert "Personne n'est en retard." not in page


def test_a_month_declared_without_hours_is_not_missing(portal: Portal, pool: int) -> None:
    every_day(portal, "2026-04-07", "2026-04-30")
    assert portal.mails("M11") == [] and portal.mails("M13") == [] and told(pool) == []
    assert "mars 2026" not in portal.sign_in("sophie.marchand").get("/relances")


def test_reminders_stop_when_the_report_comes(portal: Portal, pool: int) -> None:
    ring(portal, "2026-05-05", "2026-05-11")
    nil(portal, pool, APRIL)
    ring(portal, "2026-05-20", "2026-05-30", "2026-05-31")
    assert [one[1] for one in told(pool)] == [1, 2] and portal.mails("M13") == []


def test_a_buyer_is_not_told_when_the_report_comes_during_the_week_end(
    portal: Portal, pool: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written on Saturday 30 May, the letter would leave on Monday: by then it has no reason to."""
    from clauses.jobs import sending

    ring(portal, "2026-05-30")
    [letter] = portal.mails("M13", "florence.hubert")
    nil(portal, pool, APRIL)
    assert sending._is_useless(letter, letter.planned_at)


def test_after_days_without_a_clock_the_rung_in_force_leaves_and_the_buyer_is_still_told(
    portal: Portal, pool: int
) -> None:
    ring(portal, "2026-05-13")
    assert [one[:3] for one in told(pool)] == [("report", 2, date(2026, 5, 13))]
    ring(portal, "2026-06-02")
    assert told(pool)[-1][:3] == ("buyer", 0, date(2026, 6, 2)), "the 30th was missed: told three days later"
    ring(portal, "2026-06-20")
    assert [one[0] for one in told(pool)].count("buyer") == 1


def test_a_crash_between_the_reminder_and_its_letters_leaves_neither_then_both(
    portal: Portal, pool: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise OSError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(letters_months.mail, "compose", broken)
        ring(portal, "2026-05-11")
    assert told(pool) == [] and portal.mails("M11") == []
    ring(portal, "2026-05-11", "2026-05-12")
    assert [one[:3] for one in told(pool)] == [("report", 2, date(2026, 5, 11))]
    assert len(portal.mails("M11")) == 1


def test_the_table_refuses_a_second_reminder_and_any_change(portal: Portal, pool: int) -> None:
    ring(portal, "2026-05-11")
    one = db.session.scalars(select(Reminder)).one()
    again = {
        name: getattr(one, name)
        for name in ("lot_id", "month", "organization_id", "kind", "told_at", "event_key")
    }
    for rank, day in ((2, date(2026, 5, 12)), (3, date(2026, 5, 11))):
        with pytest.raises(IntegrityError), write_transaction():
            db.session.add(Reminder(**again, rank=rank, told_on=day))
            db.session.flush()
        db.session.rollback()
    for change in (update(Reminder).values(rank=9), delete(Reminder)):
        with pytest.raises(DatabaseError), write_transaction():
            db.session.execute(change)
        db.session.rollback()


def test_relancer_maintenant_counts_as_the_rung_in_force_and_never_twice_a_day(
    portal: Portal, pool: int
) -> None:
    portal.day("2026-05-11")  # before the clock rings
    sophie = portal.sign_in("sophie.marchand")
    page = sophie.get("/relances")
    sent = sophie.submit(page, form="/relancer")
    assert "Relance envoyée à Thermi'Nord." in sophie.follow(sent)
    portal.run_jobs()
    assert told(pool) == [("report", 2, date(2026, 5, 11), True)], "the clock adds nothing"
    assert [m.subject for m in portal.mails("M11")] == ["Relance - relevé d'avril 2026 non reçu"]
    shown = sophie.get("/relances")
    assert "Relancé aujourd'hui" in shown and "11/05/2026, à la main" in shown and "20/05/2026" in shown
    again = sophie.post(
        f"/relances/{pool}/2026-04/relancer",
        {"organization": stage.organization("Thermi'Nord").id},
        status=422,
    )
    assert "Thermi'Nord a déjà reçu une relance aujourd'hui" in again
    ring(portal, "2026-05-20")
    assert told(pool)[-1] == ("report", 3, date(2026, 5, 20), False)
    portal.day("2026-05-21")
    nil(portal, pool, APRIL)
    late = sophie.post(
        f"/relances/{pool}/2026-04/relancer",
        {"organization": stage.organization("Thermi'Nord").id},
        status=422,
    )
    assert "ce qui manquait est arrivé" in late


def test_a_reminder_sent_by_hand_says_nothing_when_the_report_came_in_between(
    portal: Portal, pool: int
) -> None:
    portal.day("2026-05-14")
    company = stage.organization("Thermi'Nord").id
    actions.remind_now(stage.actor("sophie.marchand"), pool, APRIL, company, now=portal.now)
    nil(portal, pool, APRIL)
    portal.run_jobs()
    assert portal.mails("M11") == []


def test_a_call_is_noted_without_naming_anybody_and_the_buyer_reads_that_it_was_made(
    portal: Portal, pool: int
) -> None:
    ring(portal, "2026-05-20")
    portal.day("2026-05-21")
    sophie = portal.sign_in("sophie.marchand")
    address = f"/relances/{pool}/2026-04"
    page = sophie.get(address)
    assert 'href="tel:0353010030"' in page.response.text
    empty = sophie.submit(page, {"call_day": "22/05/2026", "call_note": ""}, form="call-form", status=422)
    assert "Le jour de l'appel ne peut pas être dans le futur." in empty and "Notez en une phrase" in empty
    named = sophie.submit(
        page, {"call_note": f"{PERSON[0]} {PERSON[1]} est parti."}, form="call-form", status=422
    )
    assert "semble citer une personne" in named and db.session.scalars(select(ReminderCall)).all() == []
    sophie.submit(named, {"call_note": "La comptable est absente, relevé promis lundi."}, form="call-form")
    assert "relevé promis lundi" in sophie.get(address) and "21/05/2026" in sophie.get("/relances")
    ring(portal, "2026-05-30")
    [letter] = portal.mails("M13", "florence.hubert")
    assert "Sophie Marchand a appelé le 21 mai 2026." in letter.body and "promis" not in letter.body


def test_reminders_wait_by_agreement_fifteen_days_at_most(portal: Portal, pool: int) -> None:
    portal.day("2026-05-08")
    sophie = portal.sign_in("sophie.marchand")
    address = f"/relances/{pool}/2026-04"
    page = sophie.get(address)
    long = sophie.submit(page, {"pause_until": "24/05/2026"}, form="pause-form", status=422)
    assert "au plus tard jusqu'au 23 mai 2026" in long
    sophie.submit(page, {"pause_until": "21/05/2026"}, form="pause-form")
    assert "Suspendues jusqu'au 21 mai 2026" in sophie.get(address)
    ring(portal, "2026-05-11", "2026-05-20", "2026-05-21")
    assert told(pool) == []
    ring(portal, "2026-05-22")
    assert [one[:3] for one in told(pool)] == [("report", 3, date(2026, 5, 22))]


def test_a_reminder_that_no_address_took_is_not_counted_as_received(portal: Portal, pool: int) -> None:
    ring(portal, "2026-05-11", "2026-05-20")
    with write_transaction():
        first = portal.mails("M11")[0]
        db.session.execute(
            update(EmailMessage).where(EmailMessage.id == first.id).values(state=MailState.REFUSED)
        )
        db.session.commit()
    portal.day("2026-05-21")
    assert "Non remise" in portal.sign_in("sophie.marchand").get("/relances")
    ring(portal, "2026-05-30")
    [letter] = portal.mails("M13", "florence.hubert")
    assert "malgré un rappel, le 20 mai 2026" in letter.body and "l'adresse est à vérifier" in letter.body


def test_only_whoever_follows_the_lot_reminds(portal: Portal, pool: int) -> None:
    portal.day("2026-05-11")
    for who, status in (
        ("florence.hubert", 403), ("celine.aubert", 403), ("nadege.brunel", 404), ("maxime.ollier", 403),
        ("claire.delattre", 404),
    ):  # fmt: skip
        browser = portal.sign_in(who)
        browser.get(f"/relances/{pool}/2026-04", status=status)
        browser.post(f"/relances/{pool}/2026-04/relancer", {"organization": 1}, status=status)
    assert "Thermi'Nord" not in portal.sign_in("claire.delattre").get("/relances")
    with pytest.raises((Refused, Several)):
        actions.remind_now(stage.actor("sophie.marchand"), pool, APRIL, 1, now=portal.now)


def test_silence_never_validates_a_month(portal: Portal, pool: int) -> None:
    """Trap 51: a report nobody controls stays sent; two months later it is an alert of the facilitator, nothing else."""
    portal.day("2026-05-08")
    contract = db.session.scalars(select(Lot).where(Lot.id == pool)).one()
    months.submit_report(
        stage.actor("celine.aubert"), contract.id, APRIL, honour=True, nil=False, nil_comment=None,
        rows=[months.Typed(_contract(pool), 4000)], now=portal.now,
    )  # fmt: skip
    for day in ("2026-06-10", "2026-07-09", "2026-08-31", "2026-12-01"):
        portal.day(day)
        calendar.run_due(portal.now)
        portal.run_jobs()
    report = db.session.scalars(
        select(MonthlyReport).where(MonthlyReport.lot_id == pool, MonthlyReport.month == APRIL)
    ).one()
    assert report.state is ReportState.SUBMITTED and report.decided_on is None
    assert not [one for one in db.session.scalars(select(Reminder)) if one.month == APRIL]
    page = portal.sign_in("sophie.marchand").get("/tableau-de-bord")
    assert "avril 2026" in page and "retard" in page.response.text


def _contract(lot_id: int) -> int:
    from clauses.models.hours import EmploymentContract

    return db.session.scalars(select(EmploymentContract.id).where(EmploymentContract.lot_id == lot_id)).one()
