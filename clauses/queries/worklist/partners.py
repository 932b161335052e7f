"""Which requests of companies wait for a structure, and which counter-proposals for a company?"""

from datetime import date

from clauses.access.policy import Actor
from clauses.domain.kinds_requests import RequestState
from clauses.models.markets import Lot
from clauses.queries import partner_requests
from clauses.queries.partner_requests import Request
from clauses.queries.worklist.found import Found, short
from clauses.wording import requests as words


def to_answer(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Requests that this structure has not answered and still may."""
    return [
        Found(
            "answer_request", _of(one, company=one.company.name, sought=words.sought(one.kinds)),
            "partners.one_request", {"partner_request_id": one.id}, one.sent_on, one.reply_by,
        )
        for one in partner_requests.received_requests(actor, on)
        if one.may_answer and one.state is RequestState.SENT
    ]  # fmt: skip


def counters(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """What structures propose instead of what this company asked."""
    found = []
    for one in partner_requests.sent_requests(actor, on):
        answer = one.answer
        if not one.may_agree or answer is None:
            continue
        offer = words.offer(answer.hours, answer.way, answer.first_month, answer.last_month)
        found.append(
            Found(
                "decide_counter", _of(one, structure=one.structure.name, offer=offer or answer.message or ""),
                "partners.one_request", {"partner_request_id": one.id}, words.day_of(answer.at), one.lot.offers_deadline,
            )
        )  # fmt: skip
    return found


def _of(one: Request, **facts: object) -> dict[str, object]:
    return {"lot": one.lot.number, "ref": one.lot.reference, "title": short(one.lot.title), **facts}
