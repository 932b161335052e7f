"""How is an organization added, closed from a day on, or made one with its double, and how is that undone?

A merge moves what hangs on one organization to the other, in one transaction, and keeps the number of every row it
moved. It deletes nothing and rewrites nothing that is written for ever: the ledger of hours keeps the number of the
organization that declared them, and is read by the entry of each line, which moves.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from clauses.access.gate import Forbidden, OutOfReach
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, civil_day, journal, take_turn
from clauses.domain.errors import Refused
from clauses.domain.kinds import BuyerKind, EmployerKind, OrganizationKind
from clauses.extensions import Base, db
from clauses.models.administration import OrganizationMerge
from clauses.models.people import Membership, Organization
from clauses.queries.people import joined


@dataclass(frozen=True, slots=True)
class NewOrganization:
    name: str
    kind: OrganizationKind
    siret: str
    commune_code: str
    buyer_kind: BuyerKind | None = None
    employer_kind: EmployerKind | None = None


@action
def add_organization(actor: Actor, new: NewOrganization, *, now: datetime) -> Organization:
    """Add an organization; its SIRET and kind of structure must be nobody's."""
    _may(actor)
    key = new.employer_kind.value if new.employer_kind else ""
    take_turn(f"organization:{new.siret}")
    if (new.kind is OrganizationKind.EMPLOYER) != (new.employer_kind is not None):
        raise Refused("organization_kind", field="employer_kind")
    known = select(Organization.name).where(
        Organization.siret == new.siret, Organization.employer_kind_key == key
    )
    if (name := db.session.scalar(known)) is not None:
        raise Refused("organization_known", field="siret", name=name)
    made = Organization(
        name=new.name, kind=new.kind, siret=new.siret, commune_code=new.commune_code, buyer_kind=new.buyer_kind,
        employer_kind=new.employer_kind, employer_kind_key=key, origin="account",
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    journal(actor, "organization:add", made, now=now, kind=new.kind)
    return made


@action
def close_organization(
    actor: Actor, organization_id: int, day: date, reason: str, *, now: datetime
) -> Organization:
    """From that day on nobody acts for it; what it did stays. Never in the past."""
    found = _held(actor, organization_id)
    if found.closed_on is not None:
        raise Refused("organization_closed", day=found.closed_on)
    if day < civil_day(now):
        raise Refused("organization_past", field="closed_on")
    found.closed_on = day
    journal(actor, "organization:close", found, now=now, reason=len(reason))
    return found


@action
def reopen_organization(actor: Actor, organization_id: int, *, now: datetime) -> Organization:
    """Its members may act for it again; not for one that was merged: the merge is undone instead."""
    found = _held(actor, organization_id)
    if _merge_of(organization_id) is not None:
        raise Refused("organization_merged")
    if found.closed_on is None:
        raise Refused("organization_open")
    found.closed_on = None
    journal(actor, "organization:reopen", found, now=now)
    return found


@action
def merge_organizations(
    actor: Actor, merged_id: int, survivor_id: int, reason: str, *, now: datetime
) -> OrganizationMerge:
    """Move everything of the first to the second, and close the first."""
    _may(actor)
    if merged_id == survivor_id:
        raise Refused("merge_same", field="survivor")
    first, second = sorted(
        (merged_id, survivor_id)
    )  # the same order for everybody: no two merges wait for each other
    held = {one: _held(actor, one) for one in (first, second)}
    merged, survivor = held[merged_id], held[survivor_id]
    _check_pair(merged, survivor)
    rows: dict[str, list[int]] = {}
    for table, column in joined.columns():
        stays = set(joined.twice(table, column, merged_id, survivor_id))
        if stays and table.name not in joined.MAY_STAY:
            raise Refused("merge_clash", field="survivor", table=table.name, n=len(stays))
        moving = [id for id in joined.rows_of(table, column, merged_id) if id not in stays]
        if moving:
            _move(table.name, column.name, moving, survivor_id)
            rows[joined.name_of(table, column)] = moving
    ended = list(
        db.session.scalars(
            select(Membership).where(Membership.organization_id == merged_id, Membership.active)
        )
    )
    for membership in ended:  # the person is already a member of the other one, in the same role
        membership.active = False
    moved: dict[str, Any] = {
        "rows": rows, "memberships_ended": [one.id for one in ended],
        "closed_before": merged.closed_on.isoformat() if merged.closed_on else None,
    }  # fmt: skip
    merged.closed_on = merged.closed_on or civil_day(now)
    done = OrganizationMerge(
        survivor_id=survivor_id, merged_id=merged_id, reason=reason, merged_on=civil_day(now), merged_at=now,
        merged_by_id=actor.user_id, moved=moved,
    )  # fmt: skip
    db.session.add(done)
    db.session.flush()
    journal(
        actor, "organization:merge", done, now=now, merged=merged_id, survivor=survivor_id,
        rows={name: len(ids) for name, ids in rows.items()},
    )  # fmt: skip
    db.session.expire_all()
    return done


@action
def undo_merge(actor: Actor, merge_id: int, *, now: datetime) -> OrganizationMerge:
    """Put every row back where it was; refused as a whole when one of them has changed hands since."""
    _may(actor)
    done = db.session.get(OrganizationMerge, merge_id, with_for_update=True)
    if done is None:
        raise OutOfReach
    if done.undone_at is not None:
        raise Refused("merge_undone")
    first, second = sorted((done.merged_id, done.survivor_id))
    held = {one: _held(actor, one) for one in (first, second)}
    if _merge_of(done.survivor_id) is not None:
        raise Refused("merge_survivor_merged", name=held[done.survivor_id].name)
    tables = Base.metadata.tables
    for name, ids in done.moved["rows"].items():
        table_name, column_name = name.split(".")
        table = tables[table_name]
        column = table.c[column_name]
        there = set(joined.rows_of(table, column, done.survivor_id))
        gone = [id for id in ids if id not in there]
        if gone or joined.twice(table, column, done.survivor_id, done.merged_id, ids):
            raise Refused("merge_changed", table=table_name, n=max(len(gone), 1))
        _move(table_name, column_name, ids, done.merged_id)
    ended = done.moved["memberships_ended"]
    for membership in db.session.scalars(select(Membership).where(Membership.id.in_(ended))):
        membership.active = True
    before = done.moved["closed_before"]
    held[done.merged_id].closed_on = date.fromisoformat(before) if before else None
    done.undone_at, done.undone_by_id = now, actor.user_id
    journal(
        actor, "organization:merge_undone", done, now=now, merged=done.merged_id, survivor=done.survivor_id
    )
    db.session.flush()
    db.session.expire_all()
    return done


def _may(actor: Actor) -> None:
    if reach_of(actor, Permission.ORGANIZATION_EDIT) is None:
        raise Forbidden


def _held(actor: Actor, organization_id: int) -> Organization:
    _may(actor)
    found = db.session.get(Organization, organization_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise OutOfReach
    return found


def _merge_of(organization_id: int) -> OrganizationMerge | None:
    """The merge that took this organization away, if it still holds."""
    return db.session.scalars(
        select(OrganizationMerge).where(
            OrganizationMerge.merged_id == organization_id, OrganizationMerge.undone_at.is_(None)
        )
    ).first()


def _check_pair(merged: Organization, survivor: Organization) -> None:
    if (merged.kind, merged.employer_kind) != (survivor.kind, survivor.employer_kind):
        raise Refused("merge_kinds", field="survivor")
    if survivor.closed_on is not None:
        raise Refused("organization_closed", field="survivor", day=survivor.closed_on)
    for one in (merged, survivor):
        if _merge_of(one.id) is not None:
            raise Refused("organization_merged", field="survivor")


def _move(table_name: str, column_name: str, ids: list[int], to: int) -> None:
    """By five hundred rows; a row that counts its versions counts one more, so that an open form says it is late."""
    table = Base.metadata.tables[table_name]
    values: dict[str, Any] = {column_name: to}
    if "version" in table.c:
        values["version"] = table.c.version + 1
    for at in range(0, len(ids), 500):
        db.session.execute(update(table).where(table.c.id.in_(ids[at : at + 500])).values(values))
