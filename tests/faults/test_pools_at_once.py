"""Everybody agrees, types and sends at once: one opening, no part lost, no part twice, no 500."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from clauses.domain.kinds_pooling import PoolState
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, HoursEntry
from clauses.models.journal import AuditEvent
from clauses.models.pooling import HoursPool, PooledHours, PoolPart
from clauses.queries import audit, invariants
from tests import stage_pooling
from tests.portal import Browser, Portal
from tests.stage_pooling import LOTS, SEPTEMBER

PARTIES = (*[start for *_, start in LOTS], "lucie.garnier")


def sent_at_once(calls: list[tuple[Browser, str, dict]]) -> list[int]:
    db.session.remove()

    def send(call: tuple[Browser, str, dict]) -> int:
        browser, url, values = call
        return browser.client.post(url, data={**values, "idem_key": secrets.token_hex(16)}).status_code

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(send, calls))


def forms(
    portal: Portal, people: tuple[str, ...], url: Callable[[int], str], wanted: str, press: str | None
) -> list:
    found = []
    for number, start in enumerate(people):
        browser = portal.sign_in(start)
        found.append((browser, *browser.get(url(number)).form(wanted, press)))
    return found


def test_four_agreements_at_once_open_the_pool_once(portal: Portal) -> None:
    site = stage_pooling.gymnasium(portal)
    portal.day("2026-08-24")
    url = f"/mutualisations/{site.propose().id}"
    answers = sent_at_once(forms(portal, PARTIES, lambda _: url, "accords", "agree"))
    assert answers == [303] * 4
    pool = db.session.scalars(select(HoursPool)).one()
    assert (pool.state, pool.effective_on) == (PoolState.ACTIVE, SEPTEMBER)
    assert db.session.scalar(select(func.count()).select_from(EmploymentContract)) == 3
    opened = select(func.count()).where(AuditEvent.action == "pool:activate")
    assert db.session.scalar(opened) == 3, "once for each lot"
    assert not invariants.breaches() and audit.verify().broken is None


def test_typing_a_month_while_its_holders_send_it_keeps_every_part_of_one_entry(portal: Portal) -> None:
    site = stage_pooling.gymnasium(portal)
    portal.day("2026-08-24")
    site.propose()
    site.all_agree()
    portal.day("2026-10-06")
    site.enter(SEPTEMBER, 66)
    holders = [start for *_, start in LOTS]
    lot_ids = list(site.lots.values())
    calls = forms(
        portal, tuple(holders), lambda n: f"/releves/{lot_ids[n]}/2026-09", "month", "Transmettre le relevé"
    )
    calls = [(browser, url, {**values, "r_honour": "y"}) for browser, url, values in calls]
    etti = portal.sign_in("elodie.petit", "agence de Beauvais")
    url, values = etti.get(f"/mutualisations/{site.pool_id}/2026-09").form("month")
    [worked] = [name for name in values if name.startswith("h_worked-")]
    for hours in ("70", "72"):
        other = portal.visitor()
        other.client.set_cookie("session", etti.client.get_cookie("session").value)
        calls.append((other, url, {**values, worked: hours}))
    answers = sent_at_once(calls)
    assert set(answers) <= {303, 409, 422}, answers
    entry = db.session.scalars(select(PooledHours)).one()
    assert entry.worked in (6600, 7000, 7200)
    parts = select(func.sum(HoursEntry.worked)).join(PoolPart, PoolPart.entry_id == HoursEntry.id)
    assert db.session.scalar(parts) == entry.worked
    assert not invariants.breaches() and audit.verify().broken is None
