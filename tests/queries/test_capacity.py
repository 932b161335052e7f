"""Do stated hours, less those of the plans accepted, come out by structure and month in two statements?"""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from clauses.config import clock
from clauses.domain.capacity import MonthHours
from clauses.domain.values import months
from clauses.extensions import db
from clauses.models.capacity import MonthlyCapacity
from clauses.models.people import Organization
from clauses.queries import capacity
from tests import stage
from tests.portal import Portal
from tests.web.test_dashboard import counted

SEPTEMBER = date(2026, 9, 1)


def say(portal: Portal, name: str, trade: str, month: date, hours: int) -> None:
    db.session.add(
        MonthlyCapacity(organization=stage.organization(name), trade=trade, month=month, hours=hours,
                        stated_on=clock.today(), stated_at=portal.now)
    )  # fmt: skip
    db.session.commit()


def test_what_is_left_is_what_was_said_less_what_was_accepted(portal: Portal) -> None:
    stage.settled(portal)  # 400 h to the ETTI over the 12 months of the lot, in structural work
    say(portal, "agence de Beauvais", "gros_oeuvre", SEPTEMBER, 50_000)
    say(portal, "agence de Beauvais", "gros_oeuvre", SEPTEMBER, 60_000)  # said again: the last one counts
    etti = stage.organization("agence de Beauvais").id
    one = capacity.by_trade([etti], months(SEPTEMBER, 2))[etti, "gros_oeuvre"]
    # 40 000 hundredths over 12 months: 3 333 the first, 3 333 the second; 900 h a month is the usual rhythm.
    assert one.months == (
        MonthHours(SEPTEMBER, 60_000, 3_333, 0),
        MonthHours(date(2026, 10, 1), 90_000, 3_333, 0),
    )
    assert one.stated_on == date(2026, 6, 30)
    assert one.days_since(date(2026, 7, 10)) == 10
    whole = capacity.available([etti], [SEPTEMBER])[etti].months[0]
    assert whole.stated == 60_000 + 90_000 + 40_000 + 60_000 + 30_000 and whole.allocated == 3_333


def test_what_is_proposed_and_not_answered_is_told_apart(portal: Portal) -> None:
    stage.proposed(portal)
    ai = stage.organization("Coup d'Main Beauvaisis").id
    one = capacity.by_trade(None, [SEPTEMBER], trades={"gros_oeuvre"})[ai, "gros_oeuvre"]
    assert one.months == (MonthHours(SEPTEMBER, None, 0, 4_000),), "the AI does not list structural work"


def test_ten_structures_or_all_of_them_are_two_statements(portal: Portal) -> None:
    some = select(Organization.id).where(Organization.commune_code == "60057")
    db.session.rollback()
    with counted() as statements:
        found = capacity.available(some, months(SEPTEMBER, 3), trades={"nettoyage"})
    assert len(statements) == 2, statements
    assert {one.left for one in found.values()} == {3 * 30_000, 3 * 60_000}
    everybody = capacity.available(None, months(SEPTEMBER, 3), trades={"nettoyage"})
    assert found.items() <= everybody.items() and len(everybody) > len(found)
    assert capacity.available([], [SEPTEMBER]) == {} == capacity.available(some, [SEPTEMBER], trades=())


def test_what_was_said_is_never_written_over(portal: Portal) -> None:
    say(portal, "agence de Beauvais", "vrd", SEPTEMBER, 1_000)
    for act in ("UPDATE monthly_capacity SET hours = 2000", "DELETE FROM monthly_capacity"):
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text(act))
        db.session.rollback()
