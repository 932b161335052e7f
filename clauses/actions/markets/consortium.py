"""Who holds a lot together, and for which share of its hours?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from clauses.actions.markets.operators import Named, operator
from clauses.actions.parties import make_party
from clauses.domain.consortium import refuse_partial
from clauses.domain.errors import DomainError, Refused
from clauses.domain.kinds import GroupForm, PartyCapacity
from clauses.domain.kinds_awards import ShareUnit
from clauses.extensions import db
from clauses.models.awards import GroupMember, Subcontract
from clauses.models.markets import Award, LotParty
from clauses.models.people import Organization

MOST_MEMBERS = 20


@dataclass(frozen=True, slots=True)
class MemberFields:
    """A member besides the holder; `share` in basis points or in hundredths of an hour, by the unit of the group."""

    row: int
    named: Named
    share: int | None


@dataclass(frozen=True, slots=True)
class GroupFields:
    """A group as it is typed; the holder of the lot leads it."""

    form: GroupForm
    unit: ShareUnit
    lead_share: int | None
    members: tuple[MemberFields, ...]


def refusals_of(group: GroupFields, volume: int | None) -> list[DomainError]:
    """What the trade refuses of a group before its members are looked for; `volume` in hundredths, when known."""
    found: list[DomainError] = []
    if not group.members:
        found.append(Refused("group_alone", field="group_form"))
    if len(group.members) > MOST_MEMBERS:
        found.append(Refused("group_many", field="group_form", max=MOST_MEMBERS))
    if not group.lead_share or group.lead_share <= 0:
        found.append(Refused("group_share", field="lead_share"))
    found += [
        Refused("group_share", field="group_share", row=one.row)
        for one in group.members
        if not one.share or one.share <= 0
    ]
    if not found:
        try:
            refuse_partial(group.unit, shares_of(group), volume)
        except Refused as refusal:
            found.append(refusal)
    return found


def shares_of(group: GroupFields) -> list[int]:
    """The shares, that of the lead first."""
    return [group.lead_share or 0, *(one.share or 0 for one in group.members)]


def members_of(
    group: GroupFields, holder: Organization | None
) -> tuple[list[Organization], list[DomainError]]:
    """The organizations of a group besides its lead, each once; unknown ones are opened."""
    taken: set[int] = {holder.id} if holder else set()
    found: list[Organization] = []
    refusals: list[DomainError] = []
    for one in group.members:
        try:
            member = operator(one.named, "member", row=one.row)
        except Refused as refusal:
            refusals.append(refusal)
            continue
        if member.id in taken:
            lead = holder is not None and member.id == holder.id
            code = "group_lead_twice" if lead else "group_twice"
            refusals.append(Refused(code, field="member_siret", row=one.row))
        taken.add(member.id)
        found.append(member)
    return found, refusals


def join(award: Award, group: GroupFields, members: Sequence[Organization], lead: int, since: date) -> None:
    """Write the group on its award and open the lot to every member."""
    award.group_form, award.share_unit = group.form, group.unit
    for position, (organization_id, share) in enumerate(
        zip([lead, *(one.id for one in members)], shares_of(group), strict=True), start=1
    ):
        award.members.append(
            GroupMember(organization_id=organization_id, position=position, share=share, lead=position == 1)
        )
        if position > 1:
            make_party(award.lot_id, organization_id, PartyCapacity.CONSORTIUM_MEMBER, since)


def take_over(award: Award, former: int, holder: int, day: date) -> None:
    """Another holder takes the place of the lead in its group, with the share; a member that does so adds its own.

    A subcontract of the new holder ends: nobody works under oneself.
    """
    lead = next((one for one in award.members if one.organization_id == former), None)
    member = next((one for one in award.members if one.organization_id == holder), None)
    if member is not None and member.default is not None:
        raise Refused("takeover_failed", field="holder_siret")
    if lead is not None and member is not None:
        lead.share += member.share
        award.members.remove(member)
        db.session.flush()
    if lead is not None:
        lead.organization_id = holder
    if len(award.members) == 1:
        award.group_form, award.share_unit = GroupForm.NONE, None
        award.members.clear()
    open_ones = select(Subcontract).where(
        Subcontract.lot_id == award.lot_id, Subcontract.organization_id == holder, Subcontract.ended_on.is_(None),
        Subcontract.refused_on.is_(None),
    )  # fmt: skip
    for subcontract in db.session.scalars(open_ones):
        subcontract.ended_on = day
    db.session.execute(
        delete(LotParty).where(
            LotParty.lot_id == award.lot_id, LotParty.organization_id == holder,
            LotParty.capacity.in_((PartyCapacity.CONSORTIUM_MEMBER, PartyCapacity.SUBCONTRACTOR)),
        )
    )  # fmt: skip
