"""How does a table of projects become a programme, and a line of it a draft market?"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from clauses.access.gate import Forbidden, OutOfReach, load
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, civil_day, journal
from clauses.domain.errors import Refused
from clauses.domain.kinds import MarketForm, MarketState, MarketType, Procedure, Programme
from clauses.domain.programme import ONCE, Answer, Meaning
from clauses.extensions import db
from clauses.models.markets import Lot, Market
from clauses.models.programme import ColumnMapping, ProgrammeLine, YearlyProgramme
from clauses.queries.people import territory_of
from clauses.queries.programme import Answered, answered
from clauses.wording import programme as words

_LONGEST_REFERENCE = 40


@action
def remember_columns(actor: Actor, meanings: Mapping[str, Meaning], *, now: datetime) -> None:
    """Keep what the organization means by each heading (folded), for its next file."""
    if reach_of(actor, Permission.MARKET_FILE) is None:
        raise Forbidden
    refuse_meanings(list(meanings.values()))
    known = {
        one.heading: one
        for one in db.session.scalars(
            select(ColumnMapping).where(
                ColumnMapping.organization_id == actor.organization_id,
                ColumnMapping.heading.in_(list(meanings)),
            )
        )
    }
    for heading, meaning in meanings.items():
        one = known.get(heading) or ColumnMapping(organization_id=actor.organization_id, heading=heading)
        one.meaning, one.said_at = meaning.value, now
        db.session.add(one)


def refuse_meanings(meanings: list[Meaning]) -> None:
    """A title is needed; of the others, one column says each thing."""
    if Meaning.TITLE not in meanings:
        raise Refused("programme_no_title")
    for meaning in Meaning:
        if meaning in ONCE and meanings.count(meaning) > 1:
            raise Refused("programme_twice", meaning=words.MEANINGS[meaning])


@action
def create_programme(
    actor: Actor, lines: list[ProgrammeLine], *, year: int, title: str, now: datetime
) -> YearlyProgramme:
    """Keep the lines that were checked."""
    if reach_of(actor, Permission.MARKET_FILE) is None:
        raise Forbidden
    if not lines:
        raise Refused("programme_nothing")
    made = YearlyProgramme(organization_id=actor.organization_id, year=year, title=title, created_at=now,
                           created_by_id=actor.user_id, lines=lines)  # fmt: skip
    db.session.add(made)
    journal(actor, "programme:create", made, now=now, year=year, lines=len(lines))
    return made


@action
def open_draft(actor: Actor, programme_id: int, line_id: int, *, now: datetime) -> Market:
    """A line becomes a draft market of one lot; form and procedure are the usual ones, for the buyer to check."""
    programme = load(actor, Permission.MARKET_FILE, YearlyProgramme, programme_id)
    found = next((one for one in answered(programme, civil_day(now)).lines if one.line.id == line_id), None)
    if found is None:
        raise OutOfReach
    if found.line.market_id is not None:
        raise Refused("programme_has_market")
    market = _market(actor, programme, found, now)
    db.session.add(market)
    db.session.flush()
    found.line.market_id = market.id
    journal(actor, "market:from_programme", market, now=now, programme=programme.id, row=found.line.row)
    return market


def _market(actor: Actor, programme: YearlyProgramme, found: Answered, now: datetime) -> Market:
    line = found.line
    places = [line.commune_code] if line.commune_code else []
    clause = found.judged.answer in (Answer.CLAUSE, Answer.GROUP, Answer.RESERVE)
    territory = territory_of(places[0], civil_day(now)) if places else None
    lot = Lot(number=1, title=line.title, amount=line.amount, trade=line.trade, places=[],
              has_clause=True if clause else None, territory_id=territory.id if territory else None)  # fmt: skip
    return Market(
        reference=_reference(programme, line), title=line.title, buyer_id=programme.organization_id,
        market_type=_type(found), market_form=MarketForm.ORDINARY, procedure=Procedure.ADAPTED,
        programme=Programme.NONE, amount=line.amount, places=places, exec_start=line.starts_on, exec_months=line.months,
        state=MarketState.DRAFT, source="programme", created_at=now, changed_at=now, changed_by_id=actor.user_id,
        lots=[lot],
    )  # fmt: skip


_SERVICE_TRADES = frozenset(
    {"espaces_verts", "collecte", "nettoyage", "gardiennage", "restauration", "demenagement"}
)


def _type(found: Answered) -> MarketType:
    """Works, unless the trade is one of services; the buyer confirms it on the first step."""
    code = found.line.trade
    if code == "prestations_intellectuelles":
        return MarketType.INTELLECTUAL
    return MarketType.SERVICES if code in _SERVICE_TRADES else MarketType.WORKS


def _reference(programme: YearlyProgramme, line: ProgrammeLine) -> str:
    """The line's own reference, else one made of its year and row; a number is added while it is taken."""
    wanted = line.reference or words.DRAFT_REFERENCE.format(year=programme.year, row=line.row)
    reference, n = wanted, 1
    while db.session.scalar(
        select(Market.id).where(Market.buyer_id == programme.organization_id, Market.reference == reference)
    ):
        n += 1
        mark = f"-{n}"
        reference = wanted[: _LONGEST_REFERENCE - len(mark)] + mark
    return reference
