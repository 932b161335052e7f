"""How does the holder of a lot answer for a month from a letter, without signing in?

The link does one act, on one month as it stood when the letter left, once, within seven days. It opens no session.
"""

from datetime import datetime

from sqlalchemy import select

from clauses.access.policy import Permission
from clauses.actions.base import action, civil_day, journal
from clauses.actions.hours.held import contracts_on, held_lot, opened_report, refuse_outside, report_of
from clauses.actions.hours.months import send
from clauses.domain.errors import Refused
from clauses.domain.kinds_accounts import LinkPurpose
from clauses.extensions import db
from clauses.models.accounts import SecretLink
from clauses.models.hours import MonthlyReport
from clauses.models.signed_link import SignedLink
from clauses.queries import hours_anomalies
from clauses.queries.hours_links import actor_of_link
from clauses.queries.people.links import fingerprint, is_alive


@action
def confirm_by_link(
    token: str, *, nil: bool, nil_comment: str | None, honour: bool, now: datetime, at: datetime
) -> MonthlyReport:  # fmt: skip
    """Send a complete month, or say that nobody worked, as the person whom the letter was written to."""
    secret = db.session.scalar(
        select(SecretLink).where(SecretLink.token_hash == fingerprint(token)).with_for_update()
    )
    if secret is None or not is_alive(secret, LinkPurpose.MONTH, at):
        raise Refused("link_dead")
    link = db.session.get_one(SignedLink, secret.subject_id, with_for_update=True, populate_existing=True)
    actor = actor_of_link(link, civil_day(now))
    if actor is None or link.used_at is not None:
        raise Refused("link_dead")
    lot = held_lot(actor, Permission.MONTH_SUBMIT, link.lot_id)
    refuse_outside(lot, link.month, civil_day(now))
    report = report_of(lot, link.month)
    if (report.version if report else None) != link.report_version:
        raise Refused("link_dead")
    report = report or opened_report(lot, link.month)
    if not nil:
        anomalies = hours_anomalies.of_reports([report])[report.id]
        if not hours_anomalies.complete(report, contracts_on(lot).values(), anomalies):
            raise Refused("report_incomplete", month=link.month, lot=lot.number)
    send(actor, lot, report, honour, nil, nil_comment, now)
    journal(actor, "report:by_link", report, now=now, lot_id=lot.id, month=link.month, link=link.id)
    link.used_at = secret.ended_at = at
    secret.sealed = None
    return report
