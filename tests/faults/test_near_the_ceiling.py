"""Two acts at once near the ceiling of the law: the first takes what is left, the other is told; no hour too many."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from sqlalchemy import func, select

from clauses.actions.hours import earlier, months, validation
from clauses.domain.errors import Several
from clauses.domain.kinds_relays import PlacedWith
from clauses.extensions import db
from clauses.models.hours import HoursEntry, LedgerLine, Participant
from clauses.queries import hours_counters, invariants
from tests import stage, stage_hours
from tests.portal import Portal
from tests.stage_hours import AI

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def near(portal: Portal) -> tuple[stage_hours.Site, int]:
    """P1 did 400 h elsewhere: 80 h are left of 480 h."""
    site = stage_hours.begun(portal)
    person = db.session.scalars(select(Participant.id).where(Participant.last_name == "Aubrespin")).one()
    portal.day("2026-11-06")
    earlier.declare_earlier(
        stage.actor("nadege.brunel"), person,
        earlier.Earlier(40000, "Relais Emploi Sud Oise", PlacedWith.COMPANY, date(2026, 2, 2), date(2026, 7, 31),
                        "Attestation", date(2026, 9, 1), False),
        now=portal.now,
    )  # fmt: skip
    return site, person


def at_once(portal: Portal, *acts) -> list[object]:  # type: ignore[no-untyped-def]
    """What each act answered, or the refusal it met."""

    def run(act):  # type: ignore[no-untyped-def]
        with portal.app.app_context():
            try:
                return act()
            except Several as refused:
                return refused
            finally:
                db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_months_typed_at_once_never_pass_the_ceiling_together(portal: Portal) -> None:
    """60 h in September and 60 h in October, sent by two people at the same moment: one is kept, the other is told."""
    site, person = near(portal)
    nadege, contract, now = stage.actor("nadege.brunel"), site.contracts["P1", AI], portal.now

    def typed(month: date):  # type: ignore[no-untyped-def]
        return lambda: months.enter_hours(nadege, site.lot_id, month, [months.Typed(contract, 6000)], now=now)

    answers = at_once(portal, typed(SEPTEMBER), typed(OCTOBER))
    refused = [one for one in answers if isinstance(one, Several)]
    assert len(refused) == 1 and refused[0].refusals[0].code == "over_legal"
    assert db.session.scalar(select(func.sum(HoursEntry.worked))) == 6000
    assert sum(p.hours for p in hours_counters.ai_hours({person})[person]) == 46000


def test_two_months_validated_at_once_count_each_hour_once(portal: Portal) -> None:
    site, person = near(portal)
    for month in (SEPTEMBER, OCTOBER):
        site.enter(month, {("P1", AI): 40})
        site.submit(month)
    claire, now = stage.actor("claire.delattre"), portal.now

    def validated(month: date):  # type: ignore[no-untyped-def]
        return lambda: validation.decide_report(
            claire, site.lot_id, month, validation.Decision.VALIDATE, now=now
        )

    assert not any(
        isinstance(one, Several) for one in at_once(portal, validated(SEPTEMBER), validated(OCTOBER))
    )
    assert db.session.scalar(select(func.sum(LedgerLine.hours))) == 8000
    assert sum(p.hours for p in hours_counters.ai_hours({person})[person]) == 48000  # exactly the ceiling
    assert invariants.breaches() == []
