"""Which messages exist, for whom, which cannot be switched off, and when may each leave? (ux/4.1 and 4.2)

The list is data. A kind that is not in it is treated as obligatory and alone in its mail: nothing is lost by forgetting
a line.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from clauses.domain.kinds import Role
from clauses.domain.kinds_notices import Duty, Topic
from clauses.domain.workdays import is_working_day

_B, _C, _S = Role.BUYER, Role.COMPANY, Role.SIAE
_P, _R, _A = Role.RESOURCE_PERSON, Role.REGIONAL_COORDINATOR, Role.ADMIN
_ALL = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Notice:
    """One kind of message. `urgent` leaves at any hour; `alone` is never put together with others; `asks` for an act.

    One that repeats a page of the portal is not told `in_portal` beside it.
    """

    topic: Topic
    roles: frozenset[Role] = _ALL
    duty: Duty | None = None
    urgent: bool = False
    alone: bool = False
    asks: bool = False
    reminds: bool = False
    in_portal: bool = True

    @property
    def obligatory(self) -> bool:
        return self.duty is not None


def _to(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


_UNKNOWN = Notice(Topic.ACCOUNT, duty=Duty.AGREEMENT, alone=True)
_SECURITY = Notice(Topic.ACCOUNT, duty=Duty.SECURITY, urgent=True, alone=True)
NOTICES: dict[str, Notice] = {
    "M01": Notice(Topic.MARKETS, _to(_P, _R), asks=True),
    "M02": Notice(Topic.MARKETS, _to(_B), asks=True),
    "M03": Notice(Topic.MARKETS, _to(_P, _R), asks=True, reminds=True),
    "M04": Notice(Topic.MARKETS, _to(_S)),
    "M05": Notice(Topic.PLANS, _to(_S), asks=True),
    "M06": Notice(Topic.PLANS, _to(_C, _S), asks=True),
    "M07": Notice(Topic.MARKETS, _to(_C, _S, _P, _R), asks=True),
    "M08": Notice(Topic.PLANS, _to(_P, _R), asks=True),
    "M09": Notice(Topic.PLANS, _to(_S), duty=Duty.AGREEMENT, asks=True),
    "M10": Notice(Topic.PLANS, _to(_B, _C, _S), duty=Duty.AGREEMENT, alone=True),
    "M11": Notice(Topic.HOURS, _to(_C, _S), duty=Duty.DEADLINE, alone=True, asks=True, reminds=True),
    "M12": Notice(Topic.HOURS, _to(_C, _S), duty=Duty.DEADLINE, alone=True, asks=True),
    "M13": Notice(Topic.HOURS, _to(_B, _C, _P, _R), duty=Duty.DEADLINE, alone=True, reminds=True),
    "M14": Notice(Topic.HOURS, _to(_S, _P, _R), duty=Duty.AGREEMENT, alone=True, asks=True),
    "M15": Notice(Topic.HOURS, _to(_S, _P, _R), asks=True),
    "M16": Notice(Topic.NETWORK, _to(_S, _P, _R), duty=Duty.AGREEMENT, urgent=True, alone=True),
    "M17": Notice(Topic.HOURS, _to(_S), duty=Duty.AGREEMENT, alone=True, asks=True),
    "M18": Notice(Topic.NETWORK, _to(_S)),
    "M20": Notice(Topic.HOURS, _to(_B, _C, _P, _R)),
    "M21": Notice(Topic.NETWORK, _to(_S, _P, _R), asks=True, reminds=True),
    "M22": Notice(Topic.NETWORK, _to(_S, _R)),
    "M23": Notice(Topic.MARKETS, _to(_C, _S, _P, _R), duty=Duty.DEADLINE, alone=True, asks=True),
    "M24": Notice(Topic.MARKETS, _to(_C, _S, _P, _R), duty=Duty.AGREEMENT, alone=True),
    "M25": Notice(Topic.REPORTS, _to(_B, _P, _R)),
    "M26": Notice(Topic.REPORTS, _to(_B, _P, _R, _A), duty=Duty.ASKED, urgent=True, alone=True),
    "M27": Notice(Topic.NETWORK, _to(_S)),
    "M28": Notice(Topic.NETWORK, _to(_S)),
    "M29": Notice(Topic.NETWORK, _to(_B, _C, _S, _P, _R)),
    "M30": _SECURITY,
    "M31": Notice(Topic.ACCOUNT, duty=Duty.ASKED, urgent=True, alone=True),
    "M32": Notice(Topic.NETWORK, _to(_R, _A), asks=True),
    "M33": Notice(Topic.HOURS, _to(_C, _S), duty=Duty.DEADLINE, asks=True),
    "M34": Notice(Topic.MARKETS, _to(_C, _S, _P, _R)),
    "M35": Notice(Topic.HOURS, _to(_P, _R), asks=True),
    "M58": Notice(Topic.HOURS, _to(_C, _S), duty=Duty.DEADLINE, asks=True),
    "M59": Notice(Topic.HOURS, _to(_C, _S), duty=Duty.DEADLINE),
    "M36": Notice(Topic.MARKETS, _to(_B), asks=True),
    "M73": Notice(Topic.MARKETS, _to(_C, _S, _P, _R), duty=Duty.DEADLINE, alone=True, asks=True),
    "M74": Notice(Topic.MARKETS, _to(_B), asks=True),
    "M75": Notice(Topic.MARKETS, _to(_B, _C, _P, _R)),
    "M76": Notice(Topic.MARKETS, _to(_B, _C, _S)),
    "M77": Notice(Topic.NETWORK, _to(_R, _A), asks=True),
    "M72": Notice(Topic.HOURS, _to(_C, _S)),
    "M37": Notice(Topic.REPORTS, _to(_P, _R), asks=True),
    "M38": Notice(Topic.REPORTS, _to(_P, _R), alone=True, in_portal=False),
    "M39": _SECURITY,
    "M40": Notice(Topic.ACCOUNT, duty=Duty.ASKED, alone=True),
    "M41": Notice(Topic.MARKETS, _to(_B), asks=True),
    "M42": Notice(Topic.MARKETS, _to(_B, _C, _S, _P, _R)),
    "M43": Notice(Topic.MARKETS, _to(_B, _C, _S, _P, _R)),
    "M44": Notice(Topic.PLANS, _to(_S)),
    "M45": Notice(Topic.PLANS, _to(_C, _S), duty=Duty.AGREEMENT, asks=True),
    "M46": Notice(Topic.MARKETS, _to(_C, _S, _P, _R), duty=Duty.AGREEMENT),
    "M47": Notice(Topic.MARKETS, _to(_B), asks=True),
    "M48": Notice(Topic.PLANS, _to(_S), asks=True, reminds=True),
    "M49": Notice(Topic.MARKETS, _to(_C, _S, _P, _R)),
    "M51": Notice(Topic.MARKETS, _to(_B, _P, _R)),
    "M52": Notice(Topic.MARKETS, _to(_B, _C, _S, _P, _R)),
    "M50": _SECURITY,
    "M61": _SECURITY,
    "M62": _SECURITY,
    "M63": _SECURITY,
    "M64": _SECURITY,
    "M65": _SECURITY,
    "M66": Notice(Topic.ACCOUNT, asks=True),
    "M70": Notice(Topic.ACCOUNT),
    "M84": Notice(Topic.MARKETS, _to(_B, _C, _S, _P, _R)),
    "M88": Notice(Topic.HOURS, _to(_S, _P, _R)),
    "M89": Notice(Topic.HOURS, _to(_S, _P, _R), duty=Duty.AGREEMENT, alone=True, asks=True),
    "M79": Notice(Topic.NETWORK, _to(_R, _A), duty=Duty.JOURNAL, alone=True),
    "M80": Notice(Topic.PLANS, _to(_B, _C, _S), duty=Duty.AGREEMENT, asks=True),
    "M81": Notice(Topic.PLANS, _to(_P, _R)),
    "M82": Notice(Topic.PLANS, _to(_B, _C, _S, _P, _R), duty=Duty.AGREEMENT),
    "M83": Notice(Topic.PLANS, _to(_B, _C, _S, _P, _R), duty=Duty.AGREEMENT),
}


def notice_of(kind: str) -> Notice:
    return NOTICES.get(kind, _UNKNOWN)


def leaves_at(local: datetime, opens: time, closes: time, *, morning: bool) -> datetime:
    """When a message written at `local` leaves: working days, from `opens` to `closes`; or the next morning's summary.

    `local` carries its zone: 7:30 is 7:30 on the wall, before and after the clocks change.
    """
    day, at = local.date(), local.timetz().replace(tzinfo=None)
    if is_working_day(day):
        if not morning and opens <= at < closes:
            return local
        if at < opens:
            return datetime.combine(day, opens, local.tzinfo)
    return datetime.combine(next_working_day(day), opens, local.tzinfo)


def next_working_day(day: date) -> date:
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
