"""Twenty people at once: one transition, one row, no 500."""

import secrets
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from sqlalchemy import func, select

from clauses.actions.base import civil_day
from clauses.domain.kinds import ReportState
from clauses.extensions import db
from clauses.models.hours import LedgerLine, MonthlyReport
from clauses.models.journal import AuditEvent, ReceivedForm
from clauses.models.markets import Market
from clauses.queries import audit, invariants
from tests import stage_hours
from tests.portal import Browser, Portal

MANY = 20


def at_once(call: Callable[[int], int]) -> Counter[int]:
    with ThreadPoolExecutor(MANY) as pool:
        return Counter(pool.map(call, range(MANY)))


def test_twenty_validations_of_one_month_make_one_transition(portal: Portal) -> None:
    site = stage_hours.submitted_month(portal)
    portal.day("2026-10-12")
    browsers = [portal.sign_in("claire.delattre") for _ in range(MANY)]
    for browser in browsers:
        browser.client.set_cookie("session", browsers[0].client.get_cookie("session").value)
    page = browsers[0].get(f"/validation/2026-09?lot={site.lot_id}")
    url, values = page.form(f"/{site.lot_id}/")
    values["v_decision"] = "validate"
    db.session.remove()

    def validate(number: int) -> int:
        own = {**values, "idem_key": secrets.token_hex(16)}
        return browsers[number].client.post(url, data=own).status_code

    answers = at_once(validate)
    assert answers[303] == 1, answers
    assert set(answers) <= {303, 409}, answers
    report = db.session.scalars(select(MonthlyReport)).one()
    assert report.state is ReportState.VALIDATED
    assert db.session.scalar(select(func.sum(LedgerLine.hours))) == 13300
    decided = select(func.count()).where(AuditEvent.action == "report:validate")
    assert db.session.scalar(decided) == 1
    assert not invariants.breaches()
    assert audit.verify().broken is None


def market_form(browser: Browser) -> tuple[str, dict]:
    url, values = browser.get("/marches/nouveau/marche").form("/marches/nouveau")
    values |= {
        "market_ref": "2026-VB-020", "market_title": "Rénovation de la maison des associations",
        "market_type": "works", "market_form": "ordinary", "procedure": "adapted", "market_amount": "420 000",
        "places": "Beauvais (60057)", "programme": "none",
    }  # fmt: skip
    return url, values


def test_twenty_identical_posts_make_one_market(portal: Portal) -> None:
    browsers = [portal.sign_in("sandrine.lemaire")]
    url, values = market_form(browsers[0])
    secret = browsers[0].client.get_cookie("session").value
    for _ in range(MANY - 1):
        other = portal.visitor()
        other.client.set_cookie("session", secret)
        browsers.append(other)
    db.session.remove()
    answers = at_once(lambda number: browsers[number].client.post(url, data=values).status_code)
    assert set(answers) == {303}, answers
    assert db.session.scalar(select(func.count()).select_from(Market)) == 1
    assert db.session.scalar(select(func.count()).select_from(ReceivedForm)) == 1


def test_a_form_sent_again_leads_where_the_first_led(portal: Portal) -> None:
    sandrine = portal.sign_in("sandrine.lemaire")
    url, values = market_form(sandrine)
    first = sandrine.client.post(url, data=values)
    second = sandrine.client.post(url, data=values)
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert "rien n'a été fait deux fois" in sandrine.get(second.headers["Location"])


def test_a_key_used_again_with_another_content_is_refused(portal: Portal) -> None:
    sandrine = portal.sign_in("sandrine.lemaire")
    url, values = market_form(sandrine)
    sandrine.client.post(url, data=values)
    answer = sandrine.client.post(
        url, data={**values, "market_title": "Tout autre chose que la première fois"}
    )
    assert answer.status_code == 409
    assert db.session.scalar(select(func.count()).select_from(Market)) == 1


def test_acts_of_many_people_keep_one_audit_chain(portal: Portal) -> None:
    starts = ["sandrine.lemaire", "yann.morel", "isabelle.caudron", "damien.leroux"]
    browsers = [portal.sign_in(starts[i % 4]) for i in range(MANY)]
    forms = [market_form(b) for b in browsers]
    db.session.remove()

    def file(number: int) -> int:
        url, values = forms[number]
        return (
            browsers[number]
            .client.post(url, data={**values, "market_ref": f"2026-M-{number:03}"})
            .status_code
        )

    assert at_once(file) == Counter({303: MANY})
    assert db.session.scalar(select(func.count()).select_from(Market)) == MANY
    result = audit.verify()
    assert result.broken is None and result.lines >= MANY
    first = db.session.scalars(select(AuditEvent.at).order_by(AuditEvent.seq).limit(1)).one()
    assert civil_day(first) == date(2026, 3, 2)
