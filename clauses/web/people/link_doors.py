"""What does a link from a letter open, and what is said of one that opens nothing any more?"""

from werkzeug.wrappers import Response

from clauses.config import clock
from clauses.domain.kinds_accounts import Counted, LinkPurpose
from clauses.queries.people import accounts as queries
from clauses.queries.people import links
from clauses.web.page import page
from clauses.web.people.hashing import count, place


def subject(purpose: LinkPurpose, token: str) -> int | None:
    """What the link is about, None when it opens nothing. Links tried at random are counted, and then all are closed."""
    at = clock.real()
    if queries.minutes_to_wait(Counted.LINK, place_hash=place(), name_hash=None, at=at):
        return None
    found = links.subject_of(purpose, token, at)
    if found is None:
        count(Counted.LINK, place())
    return found


def opened(purpose: LinkPurpose, token: str) -> queries.Known | Response:
    """The person whom the link is about, or the page that says that it opens nothing."""
    user_id = subject(purpose, token)
    known = queries.known(user_id) if user_id is not None else None
    return known or dead(purpose)


def dead(purpose: LinkPurpose) -> Response:
    """The same page whether the link is late, used, replaced or invented."""
    return private(page("people/link_dead.html", status=410, purpose=purpose.value))


def private(response: Response) -> Response:
    """The address of this page is a secret: it is told to no other site (`Referrer-Policy`) and to no search engine."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response
