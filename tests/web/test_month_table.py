"""Is a month typed as a spreadsheet, people by lots, and does what the table does not show stay as it was? F05."""

from datetime import date

from sqlalchemy import select

from clauses.extensions import db
from clauses.models.hours import EmploymentContract, HoursEntry, MonthlyReport
from tests.bench.many_hours import MONTH, STRUCTURE, fill
from tests.portal import Portal

URL = "/heures?month=2026-09&vue=tableau"


def kept() -> dict[tuple[int, int], tuple[int, str | None]]:
    """By lot and person, the hours and the comment."""
    db.session.rollback()
    rows = db.session.execute(
        select(MonthlyReport.lot_id, HoursEntry.participant_id, HoursEntry.worked, HoursEntry.comment)
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .where(MonthlyReport.month == MONTH)
    )
    return {(lot, person): (worked, comment) for lot, person, worked, comment in rows}


def test_people_by_lots_are_typed_at_once_and_nothing_unseen_is_lost(portal: Portal) -> None:
    lots, contracts = fill(portal, people=2, lots=2)
    left = db.session.get_one(EmploymentContract, contracts[3])
    alone, both = left.participant_id, db.session.get_one(EmploymentContract, contracts[2]).participant_id
    left.starts_on, left.ends_on = (
        date(2026, 8, 1),
        date(2026, 8, 31),
    )  # the second person works on the first lot alone
    db.session.commit()
    etti = portal.sign_in(*STRUCTURE)
    assert "Tableau personnes et lots" in etti.get("/heures?month=2026-09")
    one, two, three = (f"h_worked-{number}" for number in contracts[:3])
    etti.submit(
        etti.get("/heures?month=2026-09"), {one: "20", f"h_comment-{contracts[0]}": "Renfort du 3"},
        form="/heures",
    )  # fmt: skip
    page = etti.get(URL)
    assert [cell.get("name") for cell in page.find_all(lambda e: e.get("name", "").startswith("h_worked"))] == [
        one, three, two
    ]  # fmt: skip
    assert "ne travaille pas sur ce lot" in page.response.text
    etti.submit(page, {one: "21,5", two: "30", three: "12"}, form="/heures")
    assert kept() == {
        (lots[0], both): (2150, "Renfort du 3"), (lots[0], alone): (3000, None), (lots[1], both): (1200, None),
    }  # fmt: skip
    page = etti.get(URL)
    assert "63,5 h" in page and "33,5 h" in page  # of all, of the first person on both lots

    # What the trade asks is asked in the cell; what was typed stays there.
    asked = etti.submit(page, {two: "170"}, form="/heures", status=422)
    assert f"h_comment-{contracts[1]}" in asked.response.text and 'value="170"' in asked.response.text
    assert kept()[lots[0], alone] == (3000, None)
    etti.submit(asked, {two: "170", f"h_comment-{contracts[1]}": "Deux équipes en août"}, form="/heures")
    assert kept()[lots[0], alone] == (17000, "Deux équipes en août")


def test_a_table_left_open_never_overwrites_what_a_colleague_typed_since(portal: Portal) -> None:
    lots, contracts = fill(portal, people=1, lots=2)
    etti = portal.sign_in(*STRUCTURE)
    old = etti.get(URL)
    etti.submit(etti.get(URL), {f"h_worked-{contracts[0]}": "40"}, form="/heures")
    etti.submit(old, {f"h_worked-{contracts[0]}": "10"}, form="/heures", status=409)
    assert [worked for (lot, _), (worked, _) in kept().items() if lot == lots[0]] == [4000]
