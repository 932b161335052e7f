"""Does what is written on each request to a structure agree with what happened to it?"""

from collections.abc import Iterator

from sqlalchemy import func, select

from clauses.domain.kinds_requests import RequestState, RequestStepKind
from clauses.extensions import db
from clauses.models.partner_requests import PartnerRequest, PartnerRequestStep
from clauses.wording.invariants import broken

LEADS_TO: dict[RequestStepKind, RequestState] = {
    RequestStepKind.SENT: RequestState.SENT,
    RequestStepKind.ACCEPTED: RequestState.ACCEPTED,
    RequestStepKind.COUNTERED: RequestState.COUNTERED,
    RequestStepKind.DECLINED: RequestState.DECLINED,
    RequestStepKind.AGREED: RequestState.ACCEPTED,
    RequestStepKind.WITHDRAWN: RequestState.WITHDRAWN,
}


def requests_and_steps() -> Iterator[str]:
    """The state of each request is the one its last step leads to; a structure seen or reminded changes nothing."""
    last = (
        select(PartnerRequestStep.request_id, func.max(PartnerRequestStep.id).label("id"))
        .where(PartnerRequestStep.step.in_(LEADS_TO))
        .group_by(PartnerRequestStep.request_id)
        .subquery()
    )
    rows = db.session.execute(
        select(PartnerRequest.id, PartnerRequest.state, PartnerRequestStep.step)
        .outerjoin(last, last.c.request_id == PartnerRequest.id)
        .outerjoin(PartnerRequestStep, PartnerRequestStep.id == last.c.id)
        .order_by(PartnerRequest.id)
    )
    for id, state, step in rows:
        if step is None or LEADS_TO[step] is not state:
            yield broken("request_state", request=id, state=state)
