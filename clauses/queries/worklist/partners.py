"""Which requests of companies wait for a structure, and which counter-proposals for a company? One statement for both."""

from datetime import date

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.config import PARIS
from clauses.domain.kinds import LotResult, PartyCapacity
from clauses.domain.kinds_requests import RequestKind, RequestState
from clauses.extensions import db
from clauses.models.markets import Lot, LotParty, Market
from clauses.models.partner_requests import PartnerRequest
from clauses.models.people import Organization
from clauses.queries.worklist.found import Found, of_lot
from clauses.wording import requests as words

_HEADS = (
    joinedload(PartnerRequest.lot)
    .load_only(Lot.number, Lot.title, Lot.market_id, Lot.result)
    .joinedload(Lot.market)
    .load_only(Market.reference),
    joinedload(PartnerRequest.company).load_only(Organization.name),
    joinedload(PartnerRequest.structure).load_only(Organization.name),
)


_HELD = exists(
    select(LotParty.id).where(
        LotParty.lot_id == PartnerRequest.lot_id, LotParty.organization_id == PartnerRequest.company_id,
        LotParty.capacity.in_((PartyCapacity.AWARDEE, PartyCapacity.CONSORTIUM_MEMBER)),
    )
)  # fmt: skip


def requests(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """What this organization has to answer or to decide, while the lot is not given to another company."""
    rows = db.session.scalars(
        select(PartnerRequest)
        .join(Lot, Lot.id == PartnerRequest.lot_id)
        .where(
            within_reach(actor, Permission.REQUEST_VIEW, PartnerRequest),
            or_(
                and_(
                    PartnerRequest.structure_id == actor.organization_id,
                    PartnerRequest.state == RequestState.SENT, PartnerRequest.reply_by >= on,
                ),
                and_(
                    PartnerRequest.company_id == actor.organization_id,
                    PartnerRequest.state == RequestState.COUNTERED,
                ),
            ),
            or_(Lot.result.is_(None), and_(Lot.result == LotResult.AWARDED, _HELD)),
        )
        .options(*_HEADS)
        .order_by(PartnerRequest.reply_by, PartnerRequest.id)
    )  # fmt: skip
    return [_found(row, row.structure_id == actor.organization_id) for row in rows]


def _found(row: PartnerRequest, asked: bool) -> Found:
    at = {"partner_request_id": row.id}
    if not asked:
        return Found(
            "decide_counter", of_lot(row.lot, structure=row.structure.name), "partners.one_request", at,
            row.sent_at.astimezone(PARIS).date(),
        )  # fmt: skip
    sought = words.sought(tuple(RequestKind(kind) for kind in row.kinds))
    return Found(
        "answer_request", of_lot(row.lot, company=row.company.name, sought=sought), "partners.one_request", at,
        row.sent_at.astimezone(PARIS).date(), row.reply_by,
    )  # fmt: skip
