"""What does each member of a group owe, when each answers for its own part? (R16, R17)

Of the hours of a lot the ledger keeps the employer, not the member they are done for. The hours of a member's own people
are its own; those of the structures outside the group are shared by the parts until the buyer, who hears the group,
says for whom they were done. What was said is kept with the decision.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission, Reach, reach_of
from clauses.access.scoping import within_reach
from clauses.domain.consortium import asked_of, done_by
from clauses.domain.kinds import GroupForm, Role
from clauses.domain.kinds_decisions import DecisionKind, DecisionState, PenaltyBase
from clauses.domain.penalties import Member
from clauses.domain.values import largest_remainder
from clauses.extensions import db
from clauses.models.awards import GroupMember
from clauses.models.decisions import Decision
from clauses.models.markets import Award, Lot
from clauses.queries import lot_sums
from clauses.queries.markets.groups import members_in_order, parts_of


def members_of(
    lot: Lot, due: int, validated: int, typed: Mapping[int, int] | None, but: int | None
) -> tuple[Member, ...]:
    """The members of the group of a lot within reach, each with its part of what is due once neutralised hours are off.

    Empty unless the members answer each for its own part. `typed` are the hours the buyer says were done for each, by
    member; `but` leaves a decision out of what was penalised before.
    """
    if lot.award is None or lot.award.group_form is not GroupForm.SEVERAL:
        return ()
    rows = members_in_order(lot.award.id)
    if not rows:
        return ()
    done = _done(lot.id, rows, validated)
    if typed is not None:
        done = [typed.get(one.id, 0) for one in rows]
    return _owing(lot.id, rows, due, done, but)


def at_end(
    lot_id: int, rows: Sequence[GroupMember], due: int, validated: int, expected: int
) -> tuple[Member, ...]:
    """The same at the end of the execution, where the lot is expected to have so many hours: each as it went so far."""
    done = _done(lot_id, rows, validated)
    then = largest_remainder(expected, done if any(done) else [one.share for one in rows])
    return _owing(lot_id, rows, due, then, None)


def several_of(lot_ids: Collection[int]) -> dict[int, list[GroupMember]]:
    """By lot, the members of its group, the lead first, where they answer each for their own part. One statement."""
    found: dict[int, list[GroupMember]] = {}
    for lot_id, member in db.session.execute(
        select(Award.lot_id, GroupMember)
        .join(GroupMember, GroupMember.award_id == Award.id)
        .where(Award.lot_id.in_(set(lot_ids) or {0}), Award.group_form == GroupForm.SEVERAL)
        .order_by(Award.lot_id, GroupMember.position)
        .options(joinedload(GroupMember.organization), joinedload(GroupMember.default))
    ):
        found.setdefault(lot_id, []).append(member)
    return found


def lots_apart(organization_id: int) -> list[int]:
    """The lots that another organization holds, of which this one answers for its own part."""
    return list(
        db.session.scalars(
            select(Award.lot_id)
            .join(GroupMember, GroupMember.award_id == Award.id)
            .where(
                GroupMember.organization_id == organization_id, GroupMember.lead.is_(False),
                Award.group_form == GroupForm.SEVERAL,
            )
            .order_by(Award.lot_id)
        )
    )  # fmt: skip


def _done(lot_id: int, rows: Sequence[GroupMember], validated: int) -> list[int]:
    """The hours done for each member so far, while nobody says otherwise."""
    own = [lot_sums.validated_of(lot_id, one.organization_id) for one in rows]
    return list(done_by(own, validated, [one.share for one in rows]))


def _owing(
    lot_id: int, rows: Sequence[GroupMember], due: int, done: Sequence[int], but: int | None
) -> tuple[Member, ...]:
    found = [
        Member(one.id, one.organization.name, part or 0, hours)
        for one, part, hours in zip(rows, parts_of(due, rows), done, strict=True)
    ]
    already = penalised(lot_id, found, but)
    return tuple(
        Member(one.number, one.name, one.part, one.validated, already.get(one.number, 0)) for one in found
    )


def penalised(lot_id: int, members: Sequence[Member], but: int | None) -> dict[int, int]:
    """Hours each member was penalised for by earlier decisions that stand; those not said by member are shared by what
    each lacks."""
    found: dict[int, int] = {}
    rows = db.session.scalars(
        select(Decision).where(
            Decision.lot_id == lot_id, Decision.kind == DecisionKind.PENALTY, Decision.decided_on.is_not(None),
            Decision.state != DecisionState.WAIVED, Decision.id != (but or 0), Decision.missing > 0,
        )
    )  # fmt: skip
    for one in rows:
        said = kept_members(one)
        each = {row["member"]["number"]: row["missing"] for row in said}
        if not said:
            lacks = [member.missing for member in members]
            spread = largest_remainder(one.missing, lacks if any(lacks) else [1] * len(lacks))
            each = {member.number: hours for member, hours in zip(members, spread, strict=True)}
        for number, hours in each.items():
            found[number] = found.get(number, 0) + hours
    return found


def kept_members(one: Decision) -> list[dict[str, Any]]:
    """Member by member, the calculation as a decision kept it; empty when the lot owed as one."""
    hours = next((row for row in one.proposal or [] if row["base"] == PenaltyBase.HOURS), None)
    return list((hours or {}).get("members") or [])


def kept_done(one: Decision) -> dict[int, int] | None:
    """The hours a decision says were done for each member, where the buyer said it."""
    hours = next((row for row in one.proposal or [] if row["base"] == PenaltyBase.HOURS), None)
    if not hours or not hours.get("done_said"):
        return None
    return {row["member"]["number"]: row["member"]["validated"] for row in hours["members"]}


@dataclass(frozen=True, slots=True)
class Part:
    """One member in a decision; hours in hundredths, cents: what its contract leads to, and what is asked of it."""

    number: int
    name: str
    part: int
    validated: int
    already: int
    missing: int
    calculated: int
    asked: int


def parts_of_decision(one: Decision) -> tuple[Part, ...]:
    """Member by member, what a decision keeps; empty when the lot owes as one."""
    rows = kept_members(one)
    others = sum(row["amount"] for row in one.proposal or [] if row["base"] != PenaltyBase.HOURS)
    each = asked_of(one.amount or 0, [row["amount"] for row in rows], others) if rows else ()
    return tuple(
        Part(
            row["member"]["number"], row["member"]["name"], row["member"]["part"], row["member"]["validated"],
            row["member"]["already"], row["missing"], row["amount"], asked,
        )
        for row, asked in zip(rows, each, strict=True)
    )  # fmt: skip


def apart(actor: Actor, one: Decision) -> bool:
    """Does this person read a decision for its own part alone? So do the members besides the holder, which leads them."""
    award = one.lot.award
    holder = award.awardee_id if award else None
    return actor.role in (Role.COMPANY, Role.SIAE) and actor.organization_id != holder


def part_of(one: Decision, organization_id: int) -> Part | None:
    """The part of one organization in a decision, as it was addressed to it."""
    member = next((row.member for row in one.parties if row.organization_id == organization_id), None)
    return next((part for part in parts_of_decision(one) if part.number == member), None)


def spoken_to(actor: Actor, lot_id: int) -> bool:
    """Is there a decision on this lot within reach? Asked for a member of a group, which does not hold the lot."""
    if reach_of(actor, Permission.DECISION_VIEW) is not Reach.ADDRESSED:
        return False
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Decision.lot_id == lot_id, within_reach(actor, Permission.DECISION_VIEW, Decision)
                )
            )
        )
    )
