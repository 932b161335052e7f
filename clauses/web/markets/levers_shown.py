"""What does the page of the hours say of the lever of each lot: the one advised, why, and what is to be watched?"""

from dataclasses import dataclass
from datetime import date

from clauses.actions.markets import ClauseFields
from clauses.actions.markets.sizing import asked_of
from clauses.domain.advice import LEVER_OF, Advice, advised
from clauses.domain.duty import Duty
from clauses.domain.kinds import ClauseType
from clauses.domain.levers import CONDITIONS, NOTES, LotLever, watched
from clauses.models.markets import Lot, Market
from clauses.queries.markets import Supply
from clauses.reference import clause_library, law
from clauses.wording import advice as words
from clauses.wording.clause_texts import article
from clauses.wording.labels import label


@dataclass(frozen=True, slots=True)
class LeverShown:
    """The advice on a lot, then what its present lever rests on and asks to watch."""

    title: str | None
    why: str
    take: str | None  # the words of the button, where the advice may be taken
    already: str | None
    articles: tuple[str, ...]
    to_reread: bool
    watch: tuple[str, ...]
    notes: tuple[str, ...]


def levers_shown(
    market: Market, cards: list[tuple[Lot, ClauseFields]], supply: dict[int, Supply], duty: Duty, on: date
) -> dict[int, LeverShown]:
    """By lot, what is said of its lever as its card stands."""
    return {lot.id: _shown(market, lot, fields, supply.get(lot.id), duty, on) for lot, fields in cards}


def advised_lever(found: Supply | None, on: date) -> ClauseType | None:
    """The lever that one press takes."""
    return LEVER_OF[_advice(found, on)] if found is not None else None


def duty_met(duty: Duty, cards: list[tuple[Lot, ClauseFields]]) -> str | None:
    """Which lots hold the condition that the law asks; None where it asks none."""
    return words.conditions(duty, [lot.number for lot, fields in cards if fields.clause_type in CONDITIONS])


def _advice(found: Supply, on: date) -> Advice:
    # The turnover of the structures is not known here: the whole need is never advised by itself.
    return advised(found.siae, None, law.advice(on))


def _shown(
    market: Market, lot: Lot, fields: ClauseFields, found: Supply | None, duty: Duty, on: date
) -> LeverShown:
    rests_on, limits = clause_library.LEVERS[fields.clause_type], law.lever_limits(on)
    codes = watched(_facts(market, fields, found, duty), limits)
    title = take = already = None
    if found is None:
        why = words.NO_PLACE if lot.trade else words.NO_TRADE
    else:
        advice, rule = _advice(found, on), law.advice(on)
        why = words.why(
            advice, rule, siae=found.siae, siae_hours=found.siae_hours, others=found.structures - found.siae, share_known=False
        )  # fmt: skip
        lever = LEVER_OF[advice]
        title = label(lever) if lever else words.NO_LEVER
        already = words.ALREADY if lever is fields.clause_type else None
        take = words.TAKE if lever and not already else None
    return LeverShown(
        title, why, take, already, tuple(article(code) for code in rests_on.articles), rests_on.to_reread,
        tuple(words.watch(code, weight=limits.criterion_warn_bp) for code in codes if code not in NOTES),
        tuple(words.watch(code, weight=limits.criterion_warn_bp) for code in codes if code in NOTES),
    )  # fmt: skip


def _facts(market: Market, fields: ClauseFields, found: Supply | None, duty: Duty) -> LotLever:
    written = (fields.deviation_reason, fields.base_reason)
    near = None
    if found is not None and fields.clause_type in _ABLE:
        near = sum(getattr(found, name) for name in _ABLE[fields.clause_type])
    return LotLever(
        lever=fields.clause_type, hours=asked_of(fields), weight=fields.criterion_weight, market_type=market.market_type,
        procedure=market.procedure, exec_months=market.exec_months, structures=near,
        residence=words.asks_residence(*written),
        named_structure=words.names_structure(found.names if found else (), *written), duty_due=duty.due,
    )  # fmt: skip


# Who may answer a lot reserved to them, among the structures counted near the place.
_ABLE = {
    ClauseType.RESERVED_INTEGRATION: ("siae",),
    ClauseType.RESERVED_DISABILITY: ("disability",),
    ClauseType.RESERVED_BOTH: ("siae", "disability"),
}
