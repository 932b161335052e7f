"""Does the region of the benches hold together, and does a page of it cost and say the same whatever is read for it?"""

from collections.abc import Callable
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from sqlalchemy import select, update

from clauses.access.policy import Permission
from clauses.config import clock
from clauses.domain import ai_cap
from clauses.domain.kinds import ChangeKind, EntryState, LedgerKind, ReportState
from clauses.domain.kinds_relays import PlacedWith
from clauses.domain.quarters import last_month_of
from clauses.domain.values import add_months, months
from clauses.extensions import db, write_transaction
from clauses.models.hours import EmploymentContract, HoursEntry, LedgerLine, MonthlyReport
from clauses.models.markets import Award, ContractChange, Lot
from clauses.models.relays import EarlierHours
from clauses.queries import (
    alerts,
    compliance,
    followed,
    hours_counters,
    hours_missing,
    hours_months,
    invariants,
    lasting,
    lot_sums,
    quarters,
    report_persons,
    running,
    worklist,
)
from clauses.queries.report_scope import Lines, filed
from clauses.reference import rulebook
from tests import stage
from tests.bench.bench_region import FLOOR, SCREENS, Cost, closed, measure, scanned
from tests.bench.region import TODAY, Size, fill
from tests.conftest import Store
from tests.portal import Portal
from tests.reading import plain
from tests.stage import actor

LATER = date(2026, 6, 20)  # the reports of March and April never came
WHOLE = [
    one for one in SCREENS
    if one.name in ("coordinator", "H04 quarter, coordinator", "H06 alerts", "lots of a territory")
]  # fmt: skip


def test_the_region_of_the_benches_holds_every_invariant_and_opens_all_its_pages(
    portal: Portal, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.day(TODAY.isoformat())
    assert fill(Size(lots=36, lines=3000)) > 2500
    closed()
    assert invariants.breaches() == []
    _rows_say_what_lots_say()
    _sums_say_what_the_ledger_says()
    db.session.rollback()
    costs = {screen.name: measure(store, screen, runs=1) for screen in SCREENS}
    assert costs[FLOOR].size < costs["coordinator"].size
    for home in ("buyer", "company", "resource person", "coordinator", "H06 alerts"):
        assert not _named("ledger_line", costs[home]), home
    for home in ("company", "structure (AI)"):
        assert scanned(db.engine, costs[home].asked, indexes=True) == [], home
    _counters_say_what_placements_say()
    _hours_in_a_territory_leave_the_others_as_they_were(portal, monkeypatch)
    portal.day(LATER.isoformat())
    _nothing_late_is_left_out(portal)


def _hours_in_a_territory_leave_the_others_as_they_were(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The coordination reads again the lots where something has changed, and no other; its pages say all of them."""
    region, pages = (
        portal.sign_in("helene.vasseur"),
        ("/tableau-de-bord", "/consolidation/2025-T4", "/alertes"),
    )
    for page in pages:
        region.get(page)
    entry, lot_id = db.session.execute(
        select(HoursEntry, MonthlyReport.lot_id)
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .order_by(HoursEntry.id.desc())
        .limit(1)
    ).one()
    with write_transaction():
        entry.comment = "Relu"
        db.session.commit()
    territory = db.session.get_one(Lot, lot_id).territory_id
    mine = set(db.session.scalars(select(Lot.id).where(Lot.territory_id == territory)))
    asked: list[int] = []

    def noted(read: Callable[..., object]) -> Callable[..., object]:
        return lambda ids, *more: asked.extend(known := list(ids)) or read(known, *more)

    with monkeypatch.context() as spied:
        for name in ("validated_on", "validated_until"):
            spied.setattr(lot_sums, name, noted(getattr(lot_sums, name)))
        # Checking reads the whole region.
        spied.setitem(portal.app.config, "KEPT_CHECKED", False)
        for page, again in zip(pages, (True, True, False), strict=True):
            asked.clear()
            region.get(page)
            assert (lot_id in asked) is again, f"{page}: the alerts are of lots known since the home page"
            assert set(asked) <= mine, page
    for page in pages:
        region.get(page)
    assert len(mine) < len(running.lots(actor("helene.vasseur"), Permission.LOT_FOLLOW))


def _nothing_late_is_left_out(portal: Portal) -> None:
    """Two months that nobody sent, and some sent back: each late report is in the alerts once, fifty at a time, and each
    lot followed says its first month that is missing; as one would find them reading every report of every lot."""
    who, this_month = actor("helene.vasseur"), LATER.replace(day=1)
    lots = [
        one for one in compliance.lots(compliance.lot_ids(filed())) if one.award is not None and one.targets
    ]
    with write_transaction():
        for lot, at, state in (
            (lots[-1], -3, ReportState.TO_CORRECT),
            (lots[-1], 4, ReportState.TO_CORRECT),
            *((lot, 4, ReportState.DRAFT) for lot in lots[-8:-1]),
        ):
            asked = select(MonthlyReport).where(MonthlyReport.lot_id == lot.id).order_by(MonthlyReport.month)
            db.session.scalars(asked).all()[at].state = state
        db.session.commit()
    states = {(one.lot_id, one.month): one.state for one in db.session.scalars(select(MonthlyReport))}
    missing = {
        (lot.id, month)
        for lot in lots
        for month in hours_months.months_of(lot, LATER)
        if month < this_month and states.get((lot.id, month), ReportState.TO_ENTER) in hours_months.TO_DO
    }
    since = add_months(this_month, -hours_missing.MONTHS_BACK)
    found = hours_missing.missing_of(lots, LATER, proofs=False, lines=False)
    assert (
        {(one.lot.id, one.month) for one in found} == {one for one in missing if one[1] >= since} != missing
    )
    late = [one for one in found if one.due_on + timedelta(days=alerts.REPORT_DAYS) < LATER]
    browser, url, told = portal.sign_in("helene.vasseur"), "/alertes?bloc=report", []
    while url:
        page = browser.get(url)
        assert f"Relevés en retard de plus de 30 jours ({len(late)})" in page
        told += [
            plain("".join(one.itertext())) for one in page.find_all(lambda e: e.get("class") == "queue-title")
        ]
        url = next((one.get("href") or "" for one in page.find_all(lambda e: e.get("rel") == "next")), "")
    assert len(told) == len(set(told)) == len(late) > alerts.SHOWN
    whole = browser.get("/alertes")
    assert (
        f"1 à {alerts.SHOWN} sur {len(late)}" in whole and "Lots en alerte depuis plus de deux mois" in whole
    )
    assert told[0] in whole.text and told[-1] not in whole.text
    assert told[0] in browser.get("/alertes?bloc=report&apres=2099-01-01-1").text, (
        "nothing after: the first ones"
    )
    with write_transaction():
        come = db.session.scalars(
            select(MonthlyReport).where(MonthlyReport.lot_id == lots[-1].id).order_by(MonthlyReport.month)
        ).all()[-3]
        come.state = ReportState.SUBMITTED
        db.session.commit()
    assert f"Relevés en retard de plus de 30 jours ({len(late) - 1})" in browser.get("/alertes"), "at once"
    states[come.lot_id, come.month] = ReportState.SUBMITTED
    missing.remove((come.lot_id, come.month))
    for on in (TODAY, LATER):
        for one in followed.followed(who, followed.View(), on).lines:
            waits = {month for lot_id, month in missing if lot_id == one.lot.id and month < on.replace(day=1)}
            known = {month: state for (lot_id, month), state in states.items() if lot_id == one.lot.id}
            sent = {month for month, state in known.items() if state is ReportState.SUBMITTED}
            corrected = {month for month in waits if known.get(month) is ReportState.TO_CORRECT}
            if one.next in (followed.Next.REPORT, followed.Next.REPORT_LATE, followed.Next.NOTHING):
                assert not sent and not corrected and one.month == min(waits, default=None)
            elif one.next in (followed.Next.VALIDATE, followed.Next.CORRECT):
                assert one.month == min(sent or corrected)


def _counters_say_what_placements_say() -> None:
    """The relay counters of an AI summed by the database are those of the placements of each person, whatever they hold:
    training counted beside the work, hours not decided yet or from before the portal, users that the law leaves out."""
    who, month = actor("nadege.brunel"), TODAY.replace(day=1)
    people = select(EmploymentContract.participant_id).where(
        EmploymentContract.employer_id == who.organization_id
    )
    entries = select(HoursEntry).where(
        HoursEntry.employer_id == who.organization_id, HoursEntry.participant_id.in_(people)
    )
    with write_transaction():
        trained = db.session.scalars(
            entries.where(HoursEntry.state == EntryState.VALIDATED).order_by(HoursEntry.id.desc())
        ).all()
        for entry in trained[:20]:
            entry.worked, entry.training = 60, entry.worked - 60
        typed = MonthlyReport(lot_id=trained[0].report.lot_id, month=month, state=ReportState.DRAFT)
        db.session.add(typed)
        for entry in trained[:1]:
            db.session.add(
                HoursEntry(
                    report=typed, participant_id=entry.participant_id, employer_id=who.organization_id,
                    modality=entry.modality, worked=4_200, entered_by_id=who.organization_id,
                )
            )  # fmt: skip
        # One of its lots goes to a local authority, as a user: its hours are in neither counter.
        lot_id = db.session.scalar(
            select(LedgerLine.lot_id).where(LedgerLine.employer_id == who.organization_id).limit(1)
        )
        db.session.execute(
            update(Award)
            .where(Award.lot_id == lot_id)
            .values(awardee_id=stage.organization("Ville de Beauvais").id)
        )
        for person, placed, withdrawn in (
            (0, "company", None),
            (1, "non_profit", None),
            (2, "company", TODAY),
        ):
            db.session.add(
                EarlierHours(
                    participant_id=trained[person].participant_id, hours=7_000, association="AI d'ailleurs", placed_with=PlacedWith(placed),
                    first_day=date(2025, 1, 10), last_day=date(2025, 6, 30), proof_label="Attestation", declared_on=TODAY,
                    declared_by_id=who.user_id, organization_id=who.organization_id, withdrawn_on=withdrawn,
                    withdrawn_by_id=who.user_id if withdrawn else None, withdrawn_reason="Déclaré deux fois" if withdrawn else None,
                )
            )  # fmt: skip
        db.session.commit()
    rule = rulebook.relay(TODAY)
    placements = hours_counters.ai_hours(db.session.scalars(people).all())
    told = {one: ai_cap.relay_counter(found, month, rule).done for one, found in placements.items()}
    assert any(one.exempt for found in placements.values() for one in found)
    assert any(one.waiting for found in placements.values() for one in found)
    assert (
        hours_counters.relay_hours(people, month, rule)
        == {one: done for one, done in told.items() if done}
        != {}
    )
    read = worklist.standing(who, TODAY, [])
    assert [one.done for one in read.counters] == sorted(told.values(), reverse=True)[:5]
    db.session.rollback()


def _rows_say_what_lots_say() -> None:
    """The figures and the acts of a home page are the same from rows as from the lots themselves."""
    for start in ("sandrine.lemaire", "mickael.roussel", "claire.delattre", "helene.vasseur"):
        who = actor(start)
        rows = running.lots(who, Permission.COMMITMENT_VIEW)
        lots = sorted(compliance.lots([one.id for one in rows]), key=lambda one: -one.id)
        assert [one.id for one in lots] == [one.id for one in rows] != []
        told, read = worklist.standing(who, TODAY, lots), worklist.standing(who, TODAY, rows)
        assert (told.validated, told.owed, told.persons, told.states, told.bars) == (
            read.validated, read.owed, read.persons, read.states, read.bars,
        )  # fmt: skip
        assert worklist.worklist(who, TODAY, lots) == worklist.worklist(who, TODAY, rows)


def _sums_say_what_the_ledger_says() -> None:
    """The hours of a quarter read from the sums, and its persons read in one go, are those of the ledger."""
    quarter = date(2025, 10, 1)
    found = quarters.figures(actor("helene.vasseur"), quarter, TODAY)
    lines = Lines(filed(), quarters.cut_of(quarter, TODAY), quarter)
    assert lines.cut.last_month == last_month_of(quarter)
    assert {part.number: part.hours for part in found.parts if part.hours} == dict(
        report_persons.hours_by(lines, "territory")
    )
    assert {part.number: part.persons for part in found.parts if part.persons} == report_persons.count_by(
        lines, "territory"
    )
    assert found.persons == report_persons.count(lines) > 0
    there = {part.number: part.persons for part in found.parts if part.persons}
    assert (there, found.persons, found.several) == report_persons.by_territory(lines)
    since = dict(report_persons.hours_by(Lines(filed(), lines.cut), "territory"))
    assert {part.number: part.validated for part in found.parts if part.validated} == since
    assert dict(found.modalities) == dict(report_persons.hours_by(lines, "modality"))
    _hours_taken_back_weigh_against_those_of_elsewhere(lines)
    _holders_are_those_of_the_quarter(quarter)


def _hours_taken_back_weigh_against_those_of_elsewhere(lines: Lines) -> None:
    """Persons whose hours were written on a lot and taken back on another, of the same territory or not, count for what
    is left: nothing there, and nothing in the region where all is gone."""
    quarter, known = lines.since, lines.cut.known_on
    assert quarter is not None
    own = {
        territory: db.session.scalars(
            select(LedgerLine)
            .join(Lot, Lot.id == LedgerLine.lot_id)
            .where(LedgerLine.month == quarter, Lot.territory_id == territory)
            .order_by(LedgerLine.lot_id, LedgerLine.id)
        ).all()
        for territory in db.session.scalars(
            select(Lot.territory_id).join(LedgerLine, LedgerLine.lot_id == Lot.id).where(filed()).distinct()
        )
    }
    here, there = sorted(own.values(), key=len)[-2:]
    assert here[0].lot_id != here[-1].lot_id
    db.session.rollback()
    with write_transaction(), patch.object(lasting, "HANDFUL", 1), patch.object(lot_sums, "HANDFUL", 1):
        for line, lot_id in (
            (here[0], here[-1].lot_id),
            (here[1], there[0].lot_id),
            (there[1], here[-1].lot_id),
        ):
            db.session.add(
                LedgerLine(
                    kind=LedgerKind.REVERSAL, entry_id=line.entry_id, lot_id=lot_id, participant_id=line.participant_id,
                    employer_id=line.employer_id, modality=line.modality, month=quarter, hours=-line.hours * 50,
                    reverses_id=line.id, recorded_on=known, recorded_at=clock.now(),
                )
            )  # fmt: skip
        db.session.flush()
        found = quarters.figures(actor("helene.vasseur"), quarter, known)
        told = {part.number: part.persons for part in found.parts if part.persons}
        assert (told, found.persons, found.several) == report_persons.by_territory(lines)
        db.session.rollback()


def _holders_are_those_of_the_quarter(quarter: date) -> None:
    """A lot that changed hands after the quarter is still, in it, that of whoever held it then; of the first if twice."""
    who = actor("helene.vasseur")
    first = running.lots(who, Permission.QUARTER_VIEW, Lot.title.like("Lot de mesure%"))[0]
    assert first.award is not None
    firm = who.organization_id  # which holds no other lot
    with write_transaction():
        for number, before in ((1, firm), (2, first.award.awardee_id)):
            db.session.add(
                ContractChange(
                    lot_id=first.id, number=number, kind=ChangeKind.TRANSFER, label="Cession", effective_on=date(2026, 2, number),
                    recorded_on=TODAY, recorded_at=clock.now(), holder_before_id=before,
                )
            )  # fmt: skip
        db.session.commit()
    cut = quarters.cut_of(quarter, TODAY)
    there: dict[int | None, set[int]] = {}
    for lot in compliance.lots(compliance.lot_ids(filed())):
        holder = compliance.holder_at(lot, cut)
        if holder is not None and lot_sums.by_month([lot.id]).get(lot.id, {}).keys() & set(
            months(quarter, 3)
        ):
            there.setdefault(lot.territory_id, set()).add(holder.id)
            assert lot.id != first.id or holder.id == firm
    found = quarters.figures(who, quarter, TODAY)
    assert {part.number: part.companies for part in found.parts if part.companies} == {
        number: len(firms) for number, firms in there.items()
    }


def test_the_coordination_asks_as_much_of_a_few_lots_as_of_three_hundred(
    portal: Portal, store: Store
) -> None:
    def opened(lots: int) -> dict[str, Cost]:
        store.restore()
        portal.day(TODAY.isoformat())
        fill(Size(lots, lines=lots * 72))
        return {screen.name: measure(store, screen, runs=1) for screen in WHOLE}

    few, many = opened(160), opened(300)
    for name, cost in many.items():
        known = {asked for asked, _ in few[name].asked}
        assert len(few[name].asked) == len(cost.asked), (
            name, [statement for statement, _ in cost.asked if statement not in known],
        )  # fmt: skip


def _named(table: str, cost: Cost) -> list[str]:
    return [statement for statement, _ in cost.asked if table in statement]
