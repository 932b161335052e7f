"""How do contracts published as open data become markets, once each?"""

import hashlib
import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from clauses.access.gate import Forbidden
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, civil_day, journal
from clauses.actions.files import write_sealed
from clauses.actions.markets.awards import HOLDERS
from clauses.config import FilesPlace
from clauses.domain.decp import Contract, Holder, SocialConsideration
from clauses.domain.errors import Refused
from clauses.domain.kinds import (
    BuyerKind,
    ClauseType,
    LotResult,
    MarketState,
    NoClauseReason,
    OrganizationKind,
    PartyCapacity,
)
from clauses.extensions import db
from clauses.models.hours import StoredFile
from clauses.models.markets import Award, Clause, Lot, LotParty, Market
from clauses.models.people import Organization
from clauses.queries.decp import communes_of, is_siret, known_among, reference_of, uid_of
from clauses.queries.people import territory_of
from clauses.wording.markets import BUYER_UNNAMED, COMPANY_UNNAMED

UNKNOWN_PLACE = ""  # the file names an organization by its number alone
_CPV = re.compile(r"[0-9]{8}(-[0-9])?")


@action
def keep_file(actor: Actor, name: str, content: bytes, *, files: FilesPlace, now: datetime) -> str:
    """Keep a file that was checked, until it is confirmed; its key is random and only its organization may use it."""
    if reach_of(actor, Permission.MARKET_FILE) is None:
        raise Forbidden
    key = secrets.token_hex(24)
    write_sealed(files, key, content)
    db.session.add(
        StoredFile(key=key, name=name[:200], media_type="application/octet-stream", size=len(content),
                   sha256=hashlib.sha256(content).hexdigest(), owner_id=actor.organization_id, added_at=now)
    )  # fmt: skip
    return key


@action
def import_contracts(actor: Actor | None, contracts: Sequence[Contract], *, now: datetime) -> int:
    """Create the markets that are not known yet; the number created. Without an actor, any buyer's (the shell)."""
    mine = None
    if actor is not None:
        if reach_of(actor, Permission.MARKET_FILE) is None:
            raise Forbidden
        mine = db.session.get_one(Organization, actor.organization_id)
        contracts = [one for one in contracts if one.buyer_siret[:9] == mine.siret[:9]]
    known = known_among(contracts, mine)
    places = _Places(civil_day(now))
    people = _People(contracts)
    created: dict[str, Market] = {}
    try:
        for one in contracts:
            if known(one):
                continue
            uid = uid_of(one)
            if uid not in created:
                created[uid] = _market(one, mine or people.buyer(one), now, actor)
            else:  # another lot of the same market, in our own model
                created[uid].amount = (created[uid].amount or 0) + one.current_amount or None
                created[uid].places = list(dict.fromkeys([*created[uid].places, *communes_of(one)]))
            _add_lot(created[uid], one, places, people)
        for market in created.values():
            journal(actor, "market:import", market, now=now, uid=market.source_uid, amount=market.amount)
        db.session.flush()
    except IntegrityError:
        raise Refused("import_again") from None
    return len(created)


class _Places:
    """Where a contract is carried out, and who follows it there; each commune is asked once."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._territories: dict[str, int | None] = {}

    def territory(self, code: str | None) -> int | None:
        if not code:
            return None
        if code not in self._territories:
            found = territory_of(code, self.on)
            self._territories[code] = found.id if found else None
        return self._territories[code]


class _People:
    """The organizations of a file by their SIRET, created once where they are unknown."""

    def __init__(self, contracts: Sequence[Contract]) -> None:
        sirets = {one.buyer_siret for one in contracts}
        sirets |= {holder.id for one in contracts for holder in one.current_holders}
        wanted = sorted(sirets)
        self._known: dict[str, list[Organization]] = {}
        for start in range(0, len(wanted), 400):
            part = select(Organization).where(Organization.siret.in_(wanted[start : start + 400]))
            for found in db.session.scalars(part.order_by(Organization.id)):
                self._known.setdefault(found.siret, []).append(found)

    def buyer(self, contract: Contract) -> Organization:
        siret = contract.buyer_siret
        for found in self._known.get(siret, []):
            if found.kind is OrganizationKind.BUYER:
                return found
        name = contract.buyer_name or BUYER_UNNAMED.format(siret=siret)
        return self._open(siret, name, OrganizationKind.BUYER, BuyerKind.OTHER)

    def holder(self, holders: Sequence[Holder]) -> Organization | None:
        """The first holder that has a SIRET: the one that answers for the group."""
        for one in holders:
            if not is_siret(one.id):
                continue
            fit = [found for found in self._known.get(one.id, []) if found.kind in HOLDERS]
            if fit:
                return fit[0]
            return self._open(
                one.id, one.name or COMPANY_UNNAMED.format(siret=one.id), OrganizationKind.COMPANY, None
            )
        return None

    def _open(
        self, siret: str, name: str, kind: OrganizationKind, buyer_kind: BuyerKind | None
    ) -> Organization:
        known = self._known.get(siret, [])
        # The key is (SIRET, employer kind): a SIRET already held by another kind without one is used as it is.
        if any(not one.employer_kind_key for one in known):
            return next(one for one in known if not one.employer_kind_key)
        opened = Organization(name=name[:200], kind=kind, buyer_kind=buyer_kind, siret=siret, origin="decp",
                              commune_code=UNKNOWN_PLACE)  # fmt: skip
        db.session.add(opened)
        db.session.flush()
        self._known.setdefault(siret, []).append(opened)
        return opened


def _market(one: Contract, buyer: Organization, now: datetime, actor: Actor | None) -> Market:
    market = Market(
        reference=reference_of(one), title=one.title, buyer_id=buyer.id, market_type=one.market_type, market_form=one.market_form,
        procedure=one.procedure, cpv=one.cpv if one.cpv and _CPV.fullmatch(one.cpv) else None,
        amount=one.current_amount or None, places=communes_of(one), exec_start=one.notified_on,
        exec_months=one.current_duration, state=MarketState.AWARDED, source="decp", source_uid=uid_of(one),
        source_record=_as_json(one), created_at=now, changed_at=now, changed_by_id=actor.user_id if actor else None,
        lots=[],
    )  # fmt: skip
    db.session.add(market)
    return market


def _add_lot(market: Market, one: Contract, places: _Places, people: _People) -> None:
    """One contract is one lot; its clause is known only where the file names a social consideration."""
    lever = _lever(one.social)
    codes = communes_of(one)
    wanted = int(one.lot) if one.lot and one.lot.isdigit() and len(one.lot) < 4 else None
    taken = {lot.number for lot in market.lots}
    number = wanted if wanted and wanted not in taken else max(taken, default=0) + 1
    lot = Lot(
        number=number, title=one.lot_title or one.title, amount=one.current_amount or None, places=codes,
        has_clause=lever is not None, no_clause_reason=None if lever else NoClauseReason.OTHER,
        territory_id=places.territory(codes[0] if codes else None),
    )  # fmt: skip
    if lever is not None:
        lot.clause = Clause(clause_type=lever, publics=[], modalities=[])
    market.lots.append(lot)
    holder = people.holder(one.current_holders)
    if holder is None:
        return  # no holder is known by a SIRET: the buyer declares it
    lot.result = LotResult.AWARDED
    lot.award = Award(awardee_id=holder.id, amount=one.current_amount or None, notified_on=one.notified_on,
                      exec_start=one.notified_on, exec_months=one.current_duration)  # fmt: skip
    if lever is not None:
        capacities = ((market.buyer_id, PartyCapacity.BUYER), (holder.id, PartyCapacity.AWARDEE))
        lot.parties = [
            LotParty(organization_id=who, capacity=capacity, since=one.notified_on)
            for who, capacity in capacities
        ]


def _lever(social: Sequence[SocialConsideration]) -> ClauseType | None:
    clause, criterion = SocialConsideration.CLAUSE in social, SocialConsideration.CRITERION in social
    if clause and criterion:
        return ClauseType.BOTH
    if clause:
        return ClauseType.EXECUTION_CONDITION
    if criterion:
        return ClauseType.AWARD_CRITERION
    return ClauseType.RESERVED_INTEGRATION if SocialConsideration.RESERVED in social else None


def _as_json(one: Contract) -> dict[str, Any]:
    """What the file said: as it was understood, and in `record` word for word."""
    understood = asdict(replace(one, record=None))
    kept: dict[str, Any] = json.loads(json.dumps(understood, default=str))
    return {**kept, "record": _as_written(one.record)}


def _as_written(value: Any) -> Any:
    """The JSON of a record: its exact numbers as the shortest JSON number that says the same."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: _as_written(held) for key, held in value.items()}
    return [_as_written(one) for one in value] if isinstance(value, list) else value
