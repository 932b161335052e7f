"""Where does the network need help, and does the service itself wait for somebody?"""

from datetime import date

from sqlalchemy import func, select

from clauses.access.policy import Actor
from clauses.config import PARIS
from clauses.domain.kinds import JobState, MailState, MarketState
from clauses.extensions import db
from clauses.models.journal import BackgroundJob, EmailMessage, OutboxEvent
from clauses.models.markets import Lot, Market
from clauses.models.territory import Mandate, Territory
from clauses.queries.worklist.found import Found
from clauses.wording import sentences
from clauses.wording.worklist import FACTS, FILES, JOBS, MAILS_FAILED, MAILS_WAITING


def vacancies(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Territories without a resource person, with the lots that the coordination follows in the meantime."""
    if not actor.vacant:
        return []
    ended = (
        select(Mandate.territory_id, func.max(Mandate.ends_on).label("ended"))
        .group_by(Mandate.territory_id)
        .subquery()
    )
    files = (
        select(Lot.territory_id, func.count().label("files"))
        .join(Market)
        .where(
            Lot.has_clause.is_(True),
            Market.state.not_in((MarketState.DRAFT, MarketState.CLOSED, MarketState.CANCELLED)),
        )
        .group_by(Lot.territory_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Territory.code, Territory.name, files.c.files, ended.c.ended)
        .outerjoin(files, files.c.territory_id == Territory.id)
        .outerjoin(ended, ended.c.territory_id == Territory.id)
        .where(Territory.id.in_(actor.vacant))
        .order_by(Territory.code)
    )
    return [
        Found("vacant_territory", {"territory": name, "files": sentences.plural(FILES, count or 0)},
              "people.territory", {"code": code}, since)
        for code, name, count, since in rows
    ]  # fmt: skip


def service(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Jobs that failed, messages that were refused or wait, facts that have not left."""
    failed, failed_at = db.session.execute(
        select(func.count(), func.min(BackgroundJob.created_at)).where(BackgroundJob.state == JobState.FAILED)
    ).one()
    mails = {
        state: (count, oldest)
        for state, count, oldest in db.session.execute(
            select(EmailMessage.state, func.count(), func.min(EmailMessage.created_at))
            .where(EmailMessage.state.in_((MailState.FAILED, MailState.QUEUED)))
            .group_by(EmailMessage.state)
        )
    }
    facts, oldest_fact = db.session.execute(
        select(func.count(), func.min(OutboxEvent.created_at)).where(
            OutboxEvent.drained_at.is_(None), OutboxEvent.attempts > 0
        )
    ).one()
    refused, refused_at = mails.get(MailState.FAILED, (0, None))
    waiting, waiting_at = mails.get(MailState.QUEUED, (0, None))
    lines = (
        ("failed_jobs", failed, "jobs", JOBS, "people.service_state", failed_at),
        ("failed_mails", refused, "mails", MAILS_FAILED, "people.mails", refused_at),
        ("waiting_mails", waiting, "mails", MAILS_WAITING, "people.mails", waiting_at),
        ("waiting_facts", facts, "facts", FACTS, "people.service_state", oldest_fact),
    )
    return [
        Found(
            kind,
            {name: sentences.plural(words, count)},
            endpoint,
            {},
            at.astimezone(PARIS).date() if at else None,
        )
        for kind, count, name, words, endpoint, at in lines
        if count
    ]
