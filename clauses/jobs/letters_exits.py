"""Which structures are told that a contract ends, so that the exit is prepared in time? (M17, R14)

Asked at each tick: a missed day costs nothing. A contract is told once; one that was made longer is told again when its
new end comes near.
"""

import logging
from datetime import datetime

from clauses.actions.base import civil_day
from clauses.domain.values import add_months, month_of
from clauses.extensions import db, write_transaction
from clauses.jobs import notices
from clauses.jobs.letters import About, Post, link, members, send
from clauses.models.people import Organization
from clauses.queries import hours_exits as queries
from clauses.queries.people.followers import territory_of
from clauses.reference import rulebook

log = logging.getLogger(__name__)


def tell_exits(now: datetime) -> None:
    on = civil_day(now)
    due = queries.due(on)
    db.session.rollback()
    for one in due:
        key = f"Exit-{one.pathway_id}-{one.ends_on:%Y%m%d}"
        try:
            with write_transaction():
                if not notices.was_told(key):
                    _tell(one, Post(key, now))
                db.session.commit()
        except Exception:  # this contract alone is wrong, or another process has just written it
            db.session.rollback()
            log.exception("exit_not_told", extra={"pathway_id": one.pathway_id})


def _tell(one: queries.Ending, post: Post) -> None:
    structure = db.session.get_one(Organization, one.organization_id)
    territory = territory_of(structure.commune_code, post.on) if structure.commune_code else None
    months = rulebook.exit_(post.on).months_before
    send(
        queries.TOLD, [members("keeper", structure)], post, territory=territory,
        about=About(one.pathway_id, month=month_of(one.ends_on)),
        url=link("hours.exit_sheet", pathway_id=one.pathway_id), day=one.ends_on,
        in_time=add_months(one.ends_on, -months) == post.on, months=months,
    )  # fmt: skip
