"""May a structure be asked this, where does a request stand on a day, and since when is it silent?

A request is answered until the day it says, that day included (ux/2, D05). Silence is derived from the day: it is
never written, so that no late job and no wrong clock can close a request that was open.
"""

from collections.abc import Iterable
from datetime import date

from clauses.domain.consultation import is_open
from clauses.domain.kinds import EmployerKind, LotResult, MarketState
from clauses.domain.kinds_requests import RequestKind, RequestStanding, RequestState

MOST_STRUCTURES = 5  # asked at once (ux/2, D05)
SHORTEST_NEED, LONGEST_NEED = 30, 2000
LONGEST_MESSAGE = 1000

_K = EmployerKind
_WORKS = frozenset({_K.EI, _K.ACI, _K.EITI, _K.EA, _K.ESAT, _K.NEIGHBOURHOOD_AGENCY})
# Who may lend people (C. trav. L5132-7 for an AI, L5132-6 for an ETTI, L1253-1 for a GEIQ) and who carries out works.
ABLE: dict[RequestKind, frozenset[EmployerKind]] = {
    RequestKind.PLACEMENT: frozenset({_K.AI, _K.ETTI, _K.GEIQ, _K.EA, _K.EATT, _K.ESAT}),
    RequestKind.SUBCONTRACTING: _WORKS,
    RequestKind.CO_CONTRACTING: _WORKS,
    RequestKind.DIRECT_HIRE: frozenset(EmployerKind),
    RequestKind.ADVICE: frozenset(EmployerKind),
}
OPEN = frozenset({RequestState.SENT, RequestState.COUNTERED})
UNDER_WAY = (MarketState.AWARDED, MarketState.IN_PROGRESS)


def able(kind: EmployerKind, sought: Iterable[RequestKind]) -> list[RequestKind]:
    """What this kind of structure can do of what is sought, in the order of the kinds."""
    wanted = set(sought)
    return [one for one in RequestKind if one in wanted and kind in ABLE[one]]


def may_seek(
    state: MarketState, offers_deadline: date | None, result: LotResult | None, holds: bool, on: date
) -> bool:
    """Partners are sought while offers are prepared, then by who holds the lot, until the market is closed."""
    if result is None:
        return is_open(state, offers_deadline, on)
    return holds and result is LotResult.AWARDED and state in UNDER_WAY


def is_late(state: RequestState, reply_by: date, on: date) -> bool:
    """Nobody answered, and the day until which an answer was expected is over."""
    return state is RequestState.SENT and on > reply_by


def standing(state: RequestState, reply_by: date, seen: bool, on: date) -> RequestStanding:
    """Where a request stands on a day."""
    if is_late(state, reply_by, on):
        return RequestStanding.EXPIRED
    if state is RequestState.SENT and seen:
        return RequestStanding.SEEN
    return RequestStanding(state.value)


def silent_days(state: RequestState, sent_on: date, reply_by: date, on: date) -> int | None:
    """Whole days without an answer, counted until the answer was due; None where it came, or is not waited for."""
    if state is not RequestState.SENT:
        return None
    return (min(on, reply_by) - sent_on).days


def stands_in_the_way(state: RequestState, reply_by: date, on: date) -> bool:
    """The same is already asked: it waits for an answer, is discussed, or was accepted."""
    return state in (RequestState.COUNTERED, RequestState.ACCEPTED) or (
        state is RequestState.SENT and not is_late(state, reply_by, on)
    )
