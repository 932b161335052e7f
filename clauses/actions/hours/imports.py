"""How do the hours of a file become hours of the months? Kept for its check, read again, then all taken or none."""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import func, select

from clauses.access.gate import Forbidden, OutOfReach, load
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, civil_day, journal
from clauses.actions.files import write_sealed
from clauses.actions.hours import pooled
from clauses.actions.hours.held import (
    held_lot,
    in_turn,
    lock_people,
    opened_report,
    people_of_lots,
    refuse_outside,
)
from clauses.actions.hours.writing import Typed, write_rows
from clauses.config import FilesPlace
from clauses.domain.errors import DomainError, Refused, Several
from clauses.domain.files import MOST_OF_ORGANIZATION, fits
from clauses.domain.hours_files import Meaning, Writing
from clauses.extensions import db
from clauses.models.files import StoredFile
from clauses.models.hours_files import HoursFile, HoursFileShape
from clauses.models.pooling import HoursPool
from clauses.queries.hours_files import reading
from clauses.queries.hours_files.reading import Columns, Planned, Reading
from clauses.queries.sheets.columns import Table
from clauses.wording import formats, sentences
from clauses.wording import hours_files as words


@action
def keep_hours_file(actor: Actor, name: str, content: bytes, *, files: FilesPlace, now: datetime) -> str:
    """Keep a file that reads as a table until its hours are taken; its key is random, and its organization's own."""
    if reach_of(actor, Permission.HOURS_ENTER) is None:
        raise Forbidden
    kept = db.session.scalar(
        select(func.sum(StoredFile.size)).where(StoredFile.owner_id == actor.organization_id)
    )
    if not fits(len(content), kept or 0, MOST_OF_ORGANIZATION):
        raise Refused(
            "file_organization_full", field=reading.FIELD, kept=formats.size(kept or 0),
            most=formats.size(MOST_OF_ORGANIZATION),
        )  # fmt: skip
    key = secrets.token_hex(24)
    write_sealed(files, key, content, field=reading.FIELD)
    stored = StoredFile(
        key=key, name=name[:200], media_type="application/octet-stream", size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), owner_id=actor.organization_id, added_at=now,
    )  # fmt: skip
    db.session.add(
        HoursFile(
            file=stored,
            organization_id=actor.organization_id,
            sent_by_id=actor.user_id,
            sent_at=now,
            lines=None,
        )
    )
    return key


@action
def remember_shape(
    actor: Actor, headings: str, meanings: Mapping[str, Meaning], writing: Writing, *, now: datetime
) -> None:
    """Keep what the organization says of a file with these headings, for the next one alike."""
    if reach_of(actor, Permission.HOURS_ENTER) is None:
        raise Forbidden
    refuse_meanings(list(meanings.values()))
    known = db.session.scalars(
        select(HoursFileShape).where(
            HoursFileShape.organization_id == actor.organization_id, HoursFileShape.headings == headings
        )
    ).one_or_none()
    shape = known or HoursFileShape(organization_id=actor.organization_id, headings=headings)
    shape.meanings = {key: meaning.value for key, meaning in meanings.items()}
    shape.writing, shape.said_at = writing, now
    db.session.add(shape)


def refuse_meanings(meanings: list[Meaning]) -> None:
    """Hours and a person are needed; of all but what is left out, one column says each thing."""
    if Meaning.WORKED not in meanings and Meaning.TRAINING not in meanings:
        raise Refused("hours_file_no_hours")
    if not {Meaning.LINE, Meaning.FULL_NAME, Meaning.LAST_NAME} & set(meanings):
        raise Refused("hours_file_first_alone" if Meaning.FIRST_NAME in meanings else "hours_file_no_person")
    for meaning in Meaning:
        if meaning is not Meaning.IGNORED and meanings.count(meaning) > 1:
            raise Refused("hours_file_twice", meaning=words.MEANINGS[meaning])


@action
def take_hours_file(
    actor: Actor,
    key: str,
    table: Table,
    columns: Columns,
    *,
    seen: str,
    leave_out: bool,
    worked: bool,
    now: datetime,
) -> Reading:
    """Type all the hours of a file that was checked, or none.

    `seen` is the print of the check page: when somebody typed hours since, nothing is taken and the page is shown
    again. `leave_out`: the lines about strangers are left out on purpose. `worked`: 151,67 h was really worked (trap
    28). What a month refuses (R7, R9, a month sent) is told with the number of its line.
    """
    kept = _kept(actor, key)
    if kept.taken_at is not None:
        raise Refused("hours_file_done")
    found = reading.read(actor, table, columns, civil_day(now))
    pools = {one.pool_id for one in found.planned if one.pool_id is not None}
    pooled.lock_lots({one.contract.lot_id for one in found.planned}, pools)
    lot_ids = in_turn(actor, Permission.HOURS_ENTER, {one.contract.lot_id for one in found.planned})
    lock_people(people_of_lots(lot_ids))
    found = reading.read(actor, table, columns, civil_day(now))  # again, once nobody else types
    _refuse(found, seen, leave_out, worked)
    months: dict[tuple[int, int], list[Planned]] = defaultdict(list)
    shared: dict[tuple[int, date], list[Planned]] = defaultdict(list)
    for one in found.planned:
        if one.changes and one.pool_id is not None:
            shared[one.pool_id, one.month].append(one)
        elif one.changes:
            months[one.month.toordinal(), one.contract.lot_id].append(one)
    refusals: list[DomainError] = []
    for (_, lot_id), some in sorted(months.items()):
        try:
            _type(actor, lot_id, some, kept, now)
        except Several as several:
            refusals += [_at_line(one, some) for one in several.refusals]
        except Refused as refused:
            refusals.append(_at_line(refused, some))
    for (pool_id, month), some in sorted(shared.items()):
        refusals += _share(actor, pool_id, month, some, kept, now)
    if refusals:
        raise Several(refusals)
    kept.taken_at = now
    kept.lines = sum(len(some) for some in (*months.values(), *shared.values()))
    return found


def _kept(actor: Actor, key: str) -> HoursFile:
    found = db.session.scalars(
        select(HoursFile)
        .join(StoredFile, StoredFile.id == HoursFile.file_id)
        .where(StoredFile.key == key, HoursFile.organization_id == actor.organization_id)
        .with_for_update(of=HoursFile)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise OutOfReach
    return found


def _refuse(found: Reading, seen: str, leave_out: bool, worked: bool) -> None:
    if found.wrong:
        raise Refused("hours_file_unread")
    if not found.sound:
        raise Refused("hours_file_nothing")
    if found.digest != seen:
        raise Refused("hours_file_changed")
    refusals: list[DomainError] = []
    if found.strangers and not leave_out:
        refusals.append(Refused("hours_file_leave_out", field="leave_out"))
    if any(one.paid_by_month for one in found.planned) and not worked:
        refusals.append(Refused("hours_file_worked", field="really_worked"))
    if refusals:
        raise Several(refusals)


def _type(actor: Actor, lot_id: int, some: list[Planned], kept: HoursFile, now: datetime) -> None:
    lot, month = held_lot(actor, Permission.HOURS_ENTER, lot_id), some[0].month
    refuse_outside(lot, month, civil_day(now))
    report = opened_report(lot, month)
    rows = [Typed(one.contract.id, one.worked or None, one.training or None, one.comment) for one in some]
    write_rows(actor, lot, report, rows, now)
    journal(
        actor, "hours:import", report, now=now, lot_id=lot.id, month=month, file=kept.file_id, lines=len(some),
        sha256=kept.file.sha256,
    )  # fmt: skip


def _share(
    actor: Actor, pool_id: int, month: date, some: list[Planned], kept: HoursFile, now: datetime
) -> list[DomainError]:  # fmt: skip
    """Split the hours of pooled people between the lots of their pool; what is refused, at the line of each."""
    pool = load(actor, Permission.HOURS_ENTER, HoursPool, pool_id)
    seats = {(one.participant_id, one.employer_id): one.id for one in pool.people}
    rows: dict[int, Planned] = {}
    for one in some:
        rows[seats[one.contract.participant_id, one.contract.employer_id]] = one
    told = [
        pooled.Shared(seat, one.worked or None, one.training or None, one.comment)
        for seat, one in rows.items()
    ]
    try:
        pooled.share_hours(actor, pool, month, told, now)
    except Several as several:
        found = list(several.refusals)
    except Refused as refused:
        found = [refused]
    else:
        journal(
            actor, "hours:import", pool, now=now, month=month, file=kept.file_id, lines=len(some),
            sha256=kept.file.sha256,
        )  # fmt: skip
        return []
    return [_at_line(one, some, rows.get(_seat(one))) for one in found]


def _seat(refused: DomainError) -> int:
    number = (refused.field or "").rpartition("-")[2]
    return int(number) if number.isdigit() else 0


def _at_line(refused: DomainError, some: list[Planned], found: Planned | None = None) -> DomainError:
    """A refusal of the month, with the line of the file that it concerns."""
    one = found or next((one for one in some if one.contract.id == _seat(refused)), some[0])
    sentence = sentences.refusal(refused.code, **refused.facts)
    return Refused("hours_file_line_said", row=one.rows[0], sentence=sentence)
