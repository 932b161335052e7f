"""What does the portal hold on one person? All of it, section by section, as the person receives it.

Opened only by the act that writes it in the audit (`actions.people.data_requests.export_held`).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from clauses.domain.kinds_eligibility import EligibilityCategory, Reception
from clauses.extensions import db
from clauses.models.accounts import SignUp
from clauses.models.contests import LineContest
from clauses.models.handovers import Absence
from clauses.models.hours import (
    Eligibility,
    EmploymentContract,
    HoursEntry,
    LedgerLine,
    MonthlyReport,
    Participant,
    Relay,
)
from clauses.models.identities import ProviderIdentity
from clauses.models.journal import AuditEvent, EmailMessage
from clauses.models.markets import Lot, Market
from clauses.models.notices import Notification
from clauses.models.participants import Immersion, PassIae
from clauses.models.people import Membership, Organization, User, WebSession
from clauses.models.pooling import PooledHours
from clauses.models.relays import EarlierHours, HeldHours
from clauses.models.second_factor import Authenticator, Passkey
from clauses.models.territory import Mandate, Territory
from clauses.queries import hours_pools
from clauses.queries.hours_passes import last_day_of, passes_of
from clauses.queries.hours_people import fold_names
from clauses.queries.people import held_pathways, held_said
from clauses.reference import geography
from clauses.wording import formats
from clauses.wording import personal_data as words
from clauses.wording.labels import label

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of what is held: its title, its headings, its lines; all in words."""

    title: str
    columns: tuple[str, ...]
    rows: list[Row]


def person_named(last_name: str, first_name: str, birth: date) -> int | None:
    """The number of the one person of these names and this date of birth; None when nobody, or several, answer."""
    found = db.session.scalars(
        select(Participant.id).where(
            Participant.birth == birth,
            Participant.fold == fold_names(last_name, first_name),
            Participant.merged_into_id.is_(None),
        )
    ).all()
    return found[0] if len(found) == 1 else None


def on_participant(participant_id: int) -> list[Section]:
    """Everything about a participant: who, why eligible, for whom, how many hours, and who may read it."""
    person = db.session.get_one(Participant, participant_id)
    commune = geography.commune(person.commune_code) if person.commune_code else None
    identity = [
        person.last_name, person.first_name, person.birth, person.gender, commune.name if commune else None,
        person.priority_district, person.prescriber, person.informed_on, person.id,
    ]  # fmt: skip
    known = {one.value: one for one in EligibilityCategory}
    proofs = db.session.scalars(
        select(Eligibility)
        .where(Eligibility.participant_id == participant_id)
        .options(joinedload(Eligibility.submitted_by), joinedload(Eligibility.proof_file))
        .order_by(Eligibility.id)
    )
    contracts = db.session.scalars(
        select(EmploymentContract)
        .where(EmploymentContract.participant_id == participant_id)
        .options(
            joinedload(EmploymentContract.lot).joinedload(Lot.market), joinedload(EmploymentContract.employer)
        )
        .order_by(EmploymentContract.starts_on)
    )
    entries = db.session.execute(
        select(HoursEntry, MonthlyReport.month, Market.reference, Lot.number, Organization.name)
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .join(Lot, Lot.id == MonthlyReport.lot_id)
        .join(Market, Market.id == Lot.market_id)
        .join(Organization, Organization.id == HoursEntry.employer_id)
        .where(HoursEntry.participant_id == participant_id)
        .order_by(MonthlyReport.month, HoursEntry.id)
    )
    contests: dict[int, list[LineContest]] = {}
    for one in db.session.scalars(
        select(LineContest)
        .join(HoursEntry, HoursEntry.id == LineContest.entry_id)
        .where(HoursEntry.participant_id == participant_id)
        .order_by(LineContest.id)
    ):
        contests.setdefault(one.entry_id, []).append(one)
    lines = db.session.execute(
        select(LedgerLine, Market.reference, Lot.number, Organization.name)
        .join(Lot, Lot.id == LedgerLine.lot_id)
        .join(Market, Market.id == Lot.market_id)
        .join(Organization, Organization.id == LedgerLine.employer_id)
        .where(LedgerLine.participant_id == participant_id)
        .order_by(LedgerLine.id)
    )
    relays = db.session.scalars(
        select(Relay)
        .where(Relay.participant_id == participant_id)
        .options(
            joinedload(Relay.lot).joinedload(Lot.market), joinedload(Relay.employer), joinedload(Relay.to)
        )
        .order_by(Relay.id)
    )
    earlier = db.session.scalars(
        select(EarlierHours).where(EarlierHours.participant_id == participant_id).order_by(EarlierHours.id)
    )
    over = db.session.scalars(
        select(HeldHours)
        .where(HeldHours.participant_id == participant_id)
        .options(joinedload(HeldHours.employer))
        .order_by(HeldHours.month, HeldHours.id)
    )
    immersions = db.session.scalars(
        select(Immersion)
        .where(Immersion.participant_id == participant_id)
        .options(joinedload(Immersion.lot).joinedload(Lot.market), joinedload(Immersion.host))
        .order_by(Immersion.first_day)
    )
    return [
        _section(words.IDENTITY, [identity]),
        _section(
            words.ELIGIBILITY,
            [
                [", ".join(label(known[c]) for c in p.categories if c in known), p.hired_on, p.proof_label,
                 p.proof_file is not None and p.proof_file.erased_at is None, p.state, p.effective_on, p.valid_until,
                 p.message, p.submitted_by.name, p.ground, p.basis, p.issued_on, _residence(p)]
                for p in proofs
            ],
        ),
        _section(
            words.CONTRACTS,
            [
                [c.lot.market.reference, c.lot.number, c.employer.name, c.modality, c.contract_type, c.starts_on,
                 c.ends_on, c.tutor, ", ".join(label(Reception(one)) for one in c.reception)]
                for c in contracts
            ],
        ),
        _section(
            words.HOURS,
            [
                [formats.month_long(month), _lot(reference, number), name, formats.hours(e.worked),
                 formats.hours(e.training), e.state, e.comment, _contests(contests.get(e.id, []))]
                for e, month, reference, number, name in entries
            ],
        ),
        _section(
            words.COUNTED,
            [
                [formats.month_long(line.month), _lot(reference, number), name, formats.hours(line.hours),
                 line.recorded_on]
                for line, reference, number, name in lines
            ],
        ),
        _section(
            words.RELAYS,
            [
                [_lot(r.lot.market.reference, r.lot.number), r.employer.name, r.state, r.alerted_on,
                 r.to.name if r.to else None]
                for r in relays
            ],
        ),
        _section(words.PASSES, [_pass(one) for one in passes_of(participant_id)]),
        _section(
            words.IMMERSIONS,
            [
                [i.lot.market.reference, i.lot.number, i.host.name, i.purpose, i.first_day, i.last_day, i.tutor]
                for i in immersions
            ],
        ),
        _section(words.POOLED, _pooled(participant_id)),
        _section(
            words.EARLIER,
            [
                [one.association, one.placed_with, formats.hours(one.hours), one.first_day, one.last_day, one.proof_label,
                 one.declared_on, one.withdrawn_on]
                for one in earlier
            ],
        ),
        _section(
            words.HELD,
            [
                [formats.month_long(one.month), one.employer.name, formats.hours(one.hours), one.state, one.reason]
                for one in over
            ],
        ),
        _section(words.TRIALS, held_pathways.trials(participant_id)),
        _section(words.PATHWAYS, held_pathways.pathways(participant_id)),
        _section(words.SKILLS, held_pathways.skills(participant_id)),
        _section(words.SAID, held_said.on_participant(participant_id)),
        _section(words.READERS, [list(one) for one in words.READERS_OF_PARTICIPANT]),
    ]  # fmt: skip


def _residence(proof: Eligibility) -> str | None:
    """Where the person lived on the day of hiring, and by which map of the priority districts it is judged."""
    kept = proof.residence
    if not kept:
        return None
    commune = geography.commune(kept["commune"]) if kept.get("commune") else None
    district = words.DISTRICT.format(map=kept["map"]) if kept.get("district") else None
    return ", ".join(part for part in (commune.name if commune else None, district) if part) or None


def _pass(one: PassIae) -> list[Any]:
    moved = [
        f"{label(change.kind)}, {formats.day_short(change.first_day)} - {formats.day_short(change.last_day)}"
        for change in one.changes
        if change.withdrawn_on is None
    ]
    return [one.number, one.starts_on, last_day_of(one), " ; ".join(moved) or None]


def _pooled(participant_id: int) -> list[list[Any]]:
    """The hours typed once for the person in a pool of lots, before they were shared."""
    rows = db.session.scalars(
        select(PooledHours)
        .where(PooledHours.participant_id == participant_id)
        .options(joinedload(PooledHours.employer))
        .order_by(PooledHours.month, PooledHours.id)
    )
    lots = {
        pool_id: ", ".join(_lot(reference, number) for reference, number in names)
        for pool_id, names in hours_pools.lot_names(participant_id).items()
    }
    return [
        [formats.month_long(one.month), lots.get(one.pool_id), one.employer.name, formats.hours(one.worked),
         formats.hours(one.training)]
        for one in rows
    ]  # fmt: skip


def on_user(user_id: int) -> list[Section]:
    """Everything about somebody with an account."""
    user = db.session.scalars(
        select(User)
        .where(User.id == user_id)
        .options(selectinload(User.memberships).joinedload(Membership.organization))
    ).one()
    sessions = db.session.scalars(
        select(WebSession).where(WebSession.user_id == user_id).order_by(WebSession.id)
    )
    codes = db.session.scalars(select(Authenticator.created_at).where(Authenticator.user_id == user_id))
    keys = db.session.execute(select(Passkey.name, Passkey.created_at).where(Passkey.user_id == user_id))
    elsewhere = db.session.execute(
        select(ProviderIdentity.issuer, ProviderIdentity.linked_at).where(ProviderIdentity.user_id == user_id)
    )
    mails = db.session.execute(
        select(EmailMessage.created_at, EmailMessage.subject)
        .where(EmailMessage.recipient_id == user_id)
        .order_by(EmailMessage.id)
    )
    told = db.session.execute(
        select(Notification.written_at, Notification.title, Notification.read_at)
        .where(Notification.user_id == user_id)
        .order_by(Notification.id)
    )
    mandates = db.session.execute(
        select(Territory.name, Mandate.kind, Mandate.starts_on, Mandate.ends_on)
        .join(Territory, Territory.id == Mandate.territory_id)
        .where(Mandate.user_id == user_id)
        .order_by(Mandate.starts_on)
    )
    absences = db.session.execute(
        select(Absence.starts_on, Absence.ends_on)
        .where(Absence.user_id == user_id)
        .order_by(Absence.starts_on)
    )
    requested = db.session.execute(
        select(SignUp.asked_at, SignUp.organization_name, SignUp.profile, SignUp.email, SignUp.state)
        .where((SignUp.user_id == user_id) | (SignUp.email == user.email))
        .order_by(SignUp.id)
    )
    acts = db.session.execute(
        select(AuditEvent.at, AuditEvent.action, AuditEvent.object_type, AuditEvent.object_id)
        .where(AuditEvent.actor_id == user_id)
        .order_by(AuditEvent.seq)
    )
    account = [
        user.first_name,
        user.last_name,
        user.email,
        user.job_title,
        user.phone,
        user.created_at,
        user.active,
    ]
    return [
        _section(words.ACCOUNT, [account]),
        _section(
            words.MEMBERSHIPS, [[m.organization.name, m.role, m.rank, m.active] for m in user.memberships]
        ),
        _section(words.SESSIONS, [[s.created_at, s.seen_at, s.ended_at] for s in sessions]),
        _section(
            words.FACTORS,
            [
                *([words.APPLICATION, at] for at in codes),
                *([name, at] for name, at in keys),
                *([issuer, at] for issuer, at in elsewhere),
            ],
        ),
        _section(words.MESSAGES, [list(one) for one in mails]),
        _section(words.NOTIFICATIONS, [list(one) for one in told]),
        _section(words.MANDATES, [list(one) for one in mandates]),
        _section(words.ABSENCES, [list(one) for one in absences]),
        _section(words.REQUESTED, [list(one) for one in requested]),
        _section(words.ACTS, [list(one) for one in acts]),
        _section(words.READERS, [list(one) for one in words.READERS_OF_USER]),
    ]


def _contests(rows: list[LineContest]) -> str | None:
    """What was said against a line, and what was answered."""
    return " ; ".join(f"{one.reason} → {one.answer}" if one.answer else one.reason for one in rows) or None


def _lot(reference: str, number: int) -> str:
    return f"{reference}, {number}"


def _section(title: str, rows: list[list[Any]]) -> Section:
    return Section(title, words.COLUMNS[title], [tuple(map(_written, row)) for row in rows])


def _written(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return words.YES if value else words.NO
        case StrEnum():
            return label(value)
        case datetime():
            return formats.moment(value)
        case date():
            return formats.day_short(value)
        case _:
            return str(value)
