"""Who is told, on Monday morning, what the week holds? (M38)

One piece of work a week, whose row says that the week was looked at: a person for whom nothing waited is not looked at
again, and a machine asleep on Monday tells on waking, up to Friday. Written before the opening hour, the letters leave
at that hour. They repeat the home page: nothing more is told in the portal.
"""

import logging
from datetime import date, datetime

from clauses.actions.base import action, civil_day
from clauses.config import PARIS, clock
from clauses.domain.workdays import is_working_day
from clauses.extensions import db, write_transaction
from clauses.jobs import dated, letters, notices
from clauses.jobs.run import Run
from clauses.models.people import User
from clauses.queries import week as queries

log = logging.getLogger(__name__)
KIND = "week"  # its subject is the number of the Monday
LETTER = "M38"
SHOWN = 5  # kinds of acts that a letter of 120 words holds


def plan_the_week(now: datetime) -> None:
    """Write the work of the week once, on its first working day or on the first one when something runs."""
    on = civil_day(now)
    monday = queries.monday_of(on)
    if not is_working_day(on) or _leaves_later(now, monday):
        return
    dated.plan(KIND, monday)


def tell_the_week(run: Run) -> None:
    """Write to each of those who follow files; one whose letter cannot be written does not keep the others from theirs.

    Begun again, it writes to those who have no letter of this week yet. A week that is over is told to nobody.
    """
    monday, now = date.fromordinal(run.subject_id), clock.now()
    readers = [] if _leaves_later(now, monday) else queries.readers()
    db.session.rollback()
    failed = 0
    for user_id in readers:
        run.renew()
        try:
            with write_transaction():
                _tell(user_id, monday, now)
                db.session.commit()
        except Exception:  # this person alone
            db.session.rollback()
            failed += 1
            log.exception("week_not_told", extra={"user_id": user_id})
    if failed:
        raise RuntimeError(f"{failed} weekly letters were not written")
    _finish(run)


def _leaves_later(now: datetime, monday: date) -> bool:
    """What is written now about this week would leave in another one."""
    return queries.monday_of(notices.opening(LETTER, now).astimezone(PARIS).date()) != monday


@action
def _finish(run: Run) -> None:
    run.finish()


def _tell(user_id: int, monday: date, now: datetime) -> None:
    """Nothing to a person for whom nothing waits."""
    post = letters.Post(f"Week-{monday:%Y%m%d}", now)
    week = queries.week_of(user_id, post.on)
    if week.empty:
        return
    letters.send(
        LETTER, [letters.Side("week", [db.session.get_one(User, user_id)], "")], post, territory=None, url=letters.link("people.dashboard"),
        monday=monday, waiting=week.waiting[:SHOWN], more=max(0, len(week.waiting) - SHOWN), meetings=week.meetings,
    )  # fmt: skip
