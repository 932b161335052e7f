"""Whose hours are these? A line of a file is one contract of one person in one month, or it says why it is not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, Participant
from clauses.models.markets import Lot
from clauses.queries import hours_pools
from clauses.queries.hours_facts import covers
from clauses.reference.geography import folded


class Unmatched(Exception):  # noqa: N818 - one line, told by its number
    """The code and the facts of why a line is no contract; `stranger`: the portal knows nobody of that name."""

    def __init__(self, code: str, *, stranger: bool = False, **facts: object) -> None:
        super().__init__(code)
        self.code, self.stranger, self.facts = code, stranger, facts


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says of a person and a place, as written."""

    line: str
    names: str
    birth: date | None
    market: str
    lot: int | None


class Employed:
    """The people one organization employs on lots it may type hours of: each by name, birth date and contract."""

    def __init__(self, contracts: Iterable[EmploymentContract]) -> None:
        self.contracts = {contract.id: contract for contract in contracts}
        self._pools: dict[date, dict[tuple[int, int, int], int]] = {}
        self._by_name: dict[str, dict[int, Participant]] = defaultdict(dict)
        self._of: dict[int, list[EmploymentContract]] = defaultdict(list)
        for contract in self.contracts.values():
            person = contract.participant
            self._of[person.id].append(contract)
            for written in _orders(person):
                self._by_name[written][person.id] = person

    def contract(self, said: Said, month: date) -> EmploymentContract:
        """The contract of a line in a month. Raises Unmatched: nobody, several people, several lots, no contract."""
        if said.line:
            return self._by_line(said.line, month)
        person = self._person(said)
        running = [one for one in self._of[person.id] if covers(one, month)]
        if not running:
            raise Unmatched("hours_file_no_contract", name=person.short, month=month)
        there = [one for one in running if _there(one.lot, said)]
        if not there:
            raise Unmatched("hours_file_other_lot", name=person.short, month=month)
        if len({(one.lot_id, one.modality) for one in there}) > 1 and not self._shared(there, month):
            raise Unmatched("hours_file_which_lot", name=person.short, month=month)
        return there[0]  # two contracts of one person on a lot in a month share one line

    def pool_of(self, one: EmploymentContract, month: date) -> int | None:
        """The pool by which the hours of this contract come in a month; None when they are typed on its lot."""
        if month not in self._pools:
            self._pools[month] = hours_pools.pooled_people(
                {contract.lot_id for contract in self.contracts.values()}, month
            )
        return self._pools[month].get((one.lot_id, one.participant_id, one.employer_id))

    def _shared(self, there: Iterable[EmploymentContract], month: date) -> bool:
        """Do all these lots share the hours of the person? Then the file need not say which."""
        found = {self.pool_of(one, month) for one in there}
        return len(found) == 1 and None not in found

    def _by_line(self, written: str, month: date) -> EmploymentContract:
        found = self.contracts.get(int(written)) if written.isascii() and written.isdigit() else None
        if found is None:
            raise Unmatched("hours_file_line", value=written[:40])
        if not covers(found, month):
            raise Unmatched("hours_file_no_contract", name=found.participant.short, month=month)
        return found

    def _person(self, said: Said) -> Participant:
        named = list(self._by_name.get(folded(said.names), {}).values())
        if not named:
            raise Unmatched("hours_file_stranger", stranger=True, name=said.names[:80])
        if said.birth is not None:
            born = [person for person in named if person.birth == said.birth]
            if not born:
                raise Unmatched("hours_file_birth", name=named[0].short)
            named = born
        if len(named) > 1:
            raise Unmatched("hours_file_homonyms", name=named[0].name)
        return named[0]


def employed(actor: Actor) -> Employed:
    """The people an organization employs; one statement, and nobody else's people."""
    rows: Sequence[EmploymentContract] = (
        db.session.scalars(
            select(EmploymentContract)
            .join(Participant, Participant.id == EmploymentContract.participant_id)
            .where(
                within_reach(actor, Permission.HOURS_ENTER, EmploymentContract),
                EmploymentContract.employer_id == actor.organization_id,
                Participant.pseudonymised_on.is_(None),
            )
            .options(
                joinedload(EmploymentContract.participant),
                joinedload(EmploymentContract.lot).options(
                    joinedload(Lot.market), joinedload(Lot.clause), joinedload(Lot.award)
                ),
            )
            .order_by(EmploymentContract.id)
        )
        .unique()
        .all()
    )
    return Employed(rows)


def _orders(person: Participant) -> set[str]:
    """A name as tables write it: « DUPONT Marie » or « Marie Dupont »."""
    last, first = folded(person.last_name), folded(person.first_name)
    return {f"{last} {first}", f"{first} {last}"}


def _there(lot: Lot, said: Said) -> bool:
    if said.market and folded(lot.market.reference) != folded(said.market):
        return False
    return said.lot is None or lot.number == said.lot
