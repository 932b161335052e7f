"""Whose data are kept no longer on a day, and what holds them back?

A person's data are needed until the last of their contracts and of the lots they worked on has ended. A lot ends with
the last day of its last target, for want of a closing. Nothing is due while a dispute is open on the person or one of
their lots.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import exists, func, literal, or_, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.config import PARIS
from clauses.domain.kinds import MailState, MarketState, PartyCapacity, Role
from clauses.domain.kinds_accounts import SignUpState
from clauses.domain.kinds_personal_data import PurgeKind
from clauses.domain.retention import DAY, due_on, gone_before
from clauses.domain.values import last_day
from clauses.extensions import db
from clauses.models.accounts import SignUp
from clauses.models.compliance import ReportRequest
from clauses.models.evidence import Evidence, EvidenceCover
from clauses.models.files import MarketDocument, StoredFile
from clauses.models.hours import Eligibility, EmploymentContract, Participant
from clauses.models.hours_files import HoursFile
from clauses.models.journal import EmailMessage
from clauses.models.markets import Lot, LotParty, Market
from clauses.models.participants import HiringDraft, Immersion
from clauses.models.partner_requests import PartnerRequest
from clauses.models.pathways import PathwayEmployee
from clauses.models.people import Membership, User, WebSession
from clauses.models.personal_data import DataRequest, RetentionHold
from clauses.queries.hours_facts import lot_period
from clauses.reference import rulebook


@dataclass(frozen=True, slots=True)
class Kept:
    """A person whose identity the portal holds: when their use ended (None: not yet) and what holds them."""

    participant_id: int
    ended_on: date | None
    held: bool
    proofs: tuple[int, ...]  # documents not erased yet

    def due(self, months: int) -> date | None:
        return due_on(self.ended_on, months) if self.ended_on and not self.held else None


def lot_ends(lot_ids: Collection[int] | None = None) -> dict[int, date | None]:
    """The last day of each lot, by the last version of its target; None where there is no award."""
    question = select(Lot).options(selectinload(Lot.targets), joinedload(Lot.award))
    if lot_ids is not None:
        question = question.where(Lot.id.in_(lot_ids))
    ends: dict[int, date | None] = {}
    for lot in db.session.scalars(question).unique():
        period = lot_period(lot)
        ends[lot.id] = last_day(period[1]) if period else None
    return ends


def people(ids: Collection[int] | None = None) -> list[Kept]:
    """Everybody whose identity is still held, or those of these numbers."""
    question = select(Participant.id, Participant.informed_on).where(Participant.pseudonymised_on.is_(None))
    contracts = select(
        EmploymentContract.participant_id,
        EmploymentContract.lot_id,
        EmploymentContract.starts_on,
        EmploymentContract.ends_on,
    )
    immersions = select(Immersion.participant_id, Immersion.lot_id, Immersion.first_day, Immersion.last_day)
    pathways = select(
        PathwayEmployee.participant_id, literal(None), PathwayEmployee.starts_on, PathwayEmployee.ends_on
    ).where(PathwayEmployee.starts_on.is_not(None))
    files = (
        select(Eligibility.participant_id, StoredFile.id)
        .join(StoredFile, StoredFile.id == Eligibility.proof_file_id)
        .where(StoredFile.erased_at.is_(None))
    )
    if ids is not None:
        question = question.where(Participant.id.in_(ids))
        contracts = contracts.where(EmploymentContract.participant_id.in_(ids))
        immersions = immersions.where(Immersion.participant_id.in_(ids))
        pathways = pathways.where(PathwayEmployee.participant_id.in_(ids))
        files = files.where(Eligibility.participant_id.in_(ids))
    worked: dict[int, list[tuple[int | None, date, date | None]]] = defaultdict(list)
    for participant_id, lot_id, starts_on, ends_on in [
        *db.session.execute(contracts),
        *db.session.execute(immersions),
        *db.session.execute(pathways),
    ]:
        worked[participant_id].append((lot_id, starts_on, ends_on))
    ends = lot_ends({lot_id for some in worked.values() for lot_id, _, _ in some if lot_id})
    proofs: dict[int, list[int]] = defaultdict(list)
    for participant_id, file_id in db.session.execute(files):
        proofs[participant_id].append(file_id)
    lots_held, people_held = holds()
    return [
        Kept(
            number,
            _ended(
                informed_on,
                [(ends.get(lot_id) if lot_id else None, ends_on) for lot_id, _, ends_on in worked[number]],
            ),
            number in people_held or any(lot_id in lots_held for lot_id, _, _ in worked[number]),
            tuple(sorted(proofs[number])),
        )
        for number, informed_on in db.session.execute(question.order_by(Participant.id))
    ]


def _ended(informed_on: date, worked: list[tuple[date | None, date | None]]) -> date | None:
    """The last day on which something of the person was of use; None while a contract has no end that is known."""
    last = informed_on
    for lot_end, contract_end in worked:
        known = [day for day in (lot_end, contract_end) if day]
        if not known:
            return None
        last = max(last, *known)
    return last


def holds() -> tuple[set[int], set[int]]:
    """The lots and the people that a dispute holds back."""
    found = db.session.execute(
        select(RetentionHold.lot_id, RetentionHold.participant_id).where(RetentionHold.lifted_on.is_(None))
    ).all()
    return {lot for lot, _ in found if lot}, {person for _, person in found if person}


def identities_due(on: date, held: Sequence[Kept] | None = None) -> list[int]:
    """The numbers of the people; `held` is everybody, where it was read already."""
    months = rulebook.retention(on).identity_months
    return [
        one.participant_id
        for one in (people() if held is None else held)
        if (due := one.due(months)) and due <= on
    ]


def documents_due(on: date, held: Sequence[Kept] | None = None) -> list[int]:
    """The numbers of the files: proofs of people whose use is over."""
    months = rulebook.retention(on).document_months
    everybody = people() if held is None else held
    return [file for one in everybody if (due := one.due(months)) and due <= on for file in one.proofs]


def hours_files_due(on: date) -> list[int]:
    """The files of hours: those never taken, from the second day on, and those whose hours were taken long ago."""
    return list(
        db.session.scalars(
            select(StoredFile.id)
            .join(HoursFile, HoursFile.file_id == StoredFile.id)
            .where(
                StoredFile.erased_at.is_(None),
                or_(
                    HoursFile.taken_at.is_(None)
                    & (HoursFile.sent_at < datetime.combine(on - DAY, time.min, PARIS)),
                    HoursFile.taken_at <= before(on, rulebook.retention(on).document_months),
                ),
            )
            .order_by(StoredFile.id)
        )
    )


def hiring_drafts_due(on: date) -> list[int]:
    """What was begun of a person and not taken up again for a month."""
    return list(
        db.session.scalars(
            select(HiringDraft.id).where(HiringDraft.saved_on <= gone_before(on, 1)).order_by(HiringDraft.id)
        )
    )


def evidence_due(on: date) -> list[int]:
    """The files of documents taken back long ago, and of the months of lots that ended long ago.

    Nothing of a lot in dispute, nor of a person in dispute, is taken away.
    """
    rule = rulebook.retention(on)
    lots_held, people_held = holds()
    about = select(EvidenceCover.evidence_id).where(EvidenceCover.participant_id.in_(people_held or {0}))
    kept = select(Evidence.file_id, Evidence.lot_id, Evidence.withdrawn_at).where(
        Evidence.lot_id.not_in(lots_held or {0}), Evidence.id.not_in(about)
    )
    withdrawn = select(MarketDocument.file_id).where(
        MarketDocument.withdrawn_at <= before(on, rule.withdrawn_months),
        or_(MarketDocument.lot_id.is_(None), MarketDocument.lot_id.not_in(lots_held or {0})),
    )
    rows = db.session.execute(kept).all()
    ends = lot_ends({lot_id for _, lot_id, _ in rows})
    found = set(db.session.scalars(withdrawn))
    for file_id, lot_id, withdrawn_at in rows:
        end = ends.get(lot_id)
        back = withdrawn_at is not None and withdrawn_at <= before(on, rule.withdrawn_months)
        if back or (end is not None and due_on(end, rule.document_months) <= on):
            found.add(file_id)
    there = select(StoredFile.id).where(StoredFile.id.in_(found), StoredFile.erased_at.is_(None))
    return list(db.session.scalars(there.order_by(StoredFile.id)))


def accounts_due(on: date) -> list[int]:
    """Open accounts that nobody opened for so long; the last administrator who could open them again is left."""
    limit = before(on, rulebook.retention(on).account_months)
    seen = (
        select(func.max(WebSession.seen_at))
        .where(WebSession.user_id == User.id)
        .correlate(User)
        .scalar_subquery()
    )
    asleep = list(
        db.session.scalars(
            select(User.id).where(User.active, func.coalesce(seen, User.created_at) < limit, User.created_at < limit)
            .order_by(User.id)
        )
    )  # fmt: skip
    admins = set(
        db.session.scalars(
            select(User.id).join(Membership).where(User.active, Membership.active, Membership.role == Role.ADMIN)
        )
    )  # fmt: skip
    if admins and admins <= set(asleep):
        asleep.remove(max(admins))
    return asleep


def sign_ups_due(on: date) -> list[int]:
    limit = before(on, rulebook.retention(on).sign_up_months)
    return list(
        db.session.scalars(
            select(SignUp.id)
            .where(SignUp.state != SignUpState.OPENED, SignUp.asked_at < limit)
            .order_by(SignUp.id)
        )
    )


def partner_requests_due(on: date) -> list[int]:
    """Requests to structures by companies that did not get the lot; those of its holder stay, they are its efforts."""
    limit = before(on, rulebook.retention(on).partner_request_months)
    held = select(LotParty.id).where(
        LotParty.lot_id == PartnerRequest.lot_id, LotParty.organization_id == PartnerRequest.company_id,
        LotParty.capacity.in_((PartyCapacity.AWARDEE, PartyCapacity.CONSORTIUM_MEMBER)),
    )  # fmt: skip
    in_tender = select(Lot.id).join(Market, Market.id == Lot.market_id).where(
        Lot.id == PartnerRequest.lot_id, Lot.result.is_(None), Market.state == MarketState.PUBLISHED,
        or_(Market.offers_deadline.is_(None), Market.offers_deadline >= on),
    )  # fmt: skip
    lots_held, _ = holds()
    return list(
        db.session.scalars(
            select(PartnerRequest.id)
            .where(
                PartnerRequest.sent_at < limit, ~exists(held), ~exists(in_tender),
                PartnerRequest.lot_id.not_in(lots_held),
            )
            .order_by(PartnerRequest.id)
        )
    )  # fmt: skip


def requests_due(on: date) -> list[int]:
    limit = gone_before(on, rulebook.retention(on).request_months)
    return list(
        db.session.scalars(
            select(DataRequest.id)
            .where(
                DataRequest.answered_on <= limit,
                or_(DataRequest.name.is_not(None), DataRequest.message.is_not(None)),
            )
            .order_by(DataRequest.id)
        )
    )


def reports_due(on: date) -> list[int]:
    """The requests of reports whose files are still held after their time."""
    limit = before(on, rulebook.retention(on).report_months)
    return list(
        db.session.scalars(
            select(ReportRequest.id)
            .where(ReportRequest.requested_at < limit, ReportRequest.snapshot_id.is_not(None))
            .order_by(ReportRequest.id)
        )
    )


def messages_due(on: date) -> list[int]:
    """Messages sent long ago whose text or address is still held."""
    limit = before(on, rulebook.retention(on).trace_months)
    return list(
        db.session.scalars(
            select(EmailMessage.id)
            .where(
                EmailMessage.state != MailState.QUEUED,
                EmailMessage.created_at < limit,
                or_(EmailMessage.body != "", EmailMessage.address != ""),
            )
            .order_by(EmailMessage.id)
        )
    )


def before(on: date, months: int) -> datetime:
    """The end, in Paris, of the last day that is kept no longer."""
    return datetime.combine(gone_before(on, months), time.max, PARIS)


def preview(on: date) -> list[tuple[PurgeKind, int]]:
    """What the purge of this day would take away, if nothing changes until then."""
    held = people()
    return [
        (PurgeKind.DOCUMENTS, len(documents_due(on, held))),
        (PurgeKind.IDENTITIES, len(identities_due(on, held))),
        (PurgeKind.ACCOUNTS, len(accounts_due(on))),
        (PurgeKind.TRACES, len(messages_due(on))),
        (PurgeKind.SIGN_UPS, len(sign_ups_due(on))),
        (PurgeKind.PARTNER_REQUESTS, len(partner_requests_due(on))),
        (PurgeKind.HOURS_FILES, len(hours_files_due(on))),
        (PurgeKind.HIRING_DRAFTS, len(hiring_drafts_due(on))),
        (PurgeKind.EVIDENCE, len(evidence_due(on))),
        (PurgeKind.REQUESTS, len(requests_due(on))),
        (PurgeKind.REPORTS, len(reports_due(on))),
    ]
