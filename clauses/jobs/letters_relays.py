"""Who is told that a relay is to prepare, is due, is proposed, answered, cancelled or done?

A message never names a person.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.domain import ai_cap
from clauses.domain.events import CeilingNear, RelayAlerted, RelayDue, RelayMoved
from clauses.domain.kinds import EmployerKind
from clauses.domain.kinds_relays import RelayStepKind
from clauses.extensions import db
from clauses.jobs.letters import About, Post, follower, link, members, send
from clauses.models.hours import Relay
from clauses.models.people import Organization
from clauses.models.relays import RelayStep
from clauses.queries import allocation, deadlines, hours_counters
from clauses.reference import rulebook


def relay_alerted(fact: RelayAlerted, *, event_key: str, now: datetime) -> None:
    """M14: the AI that employs the person, and the resource person."""
    relay = _relay(fact.participant_id, fact.lot_id)
    if relay is None:
        return
    lot, post = relay.lot, Post(event_key, now)
    rows = hours_counters.ai_hours({fact.participant_id}, sent_only=True).get(fact.participant_id, [])
    until = max([fact.month, *(row.month for row in rows)])
    rule = rulebook.relay(until)
    counter = ai_cap.relay_counter(rows, until, rule)
    send(
        "M14", [members("structure", relay.employer), follower(lot.territory, post.on)], post,
        territory=lot.territory, url=link("hours.relays"), about=About(relay.id), lot=lot, market=lot.market, left=counter.left,
        alert_at=counter.alert_at, relay=counter.max_hours, months=rule.window_months,
        waiting=ai_cap.waiting(rows), reached_in=ai_cap.forecast_month(rows, until, rule) if counter.left else None,
    )  # fmt: skip


def ceiling_near(fact: CeilingNear, *, event_key: str, now: datetime) -> None:
    """M89: the AI that employs the person and the resource person, at 80 % of the legal ceiling and once it is reached."""
    relay = _relay(fact.participant_id, fact.lot_id)
    if relay is None:
        return
    lot, post = relay.lot, Post(event_key, now)
    rows = hours_counters.ai_hours({fact.participant_id}, sent_only=True).get(fact.participant_id, [])
    until = max([fact.month, *(row.month for row in rows)])
    legal = ai_cap.ceiling_counter(rows, until, rulebook.ceiling(until))
    send(
        "M89", [members("structure", relay.employer), follower(lot.territory, post.on)], post,
        territory=lot.territory, url=link("hours.relays"), about=About(relay.id), lot=lot, market=lot.market,
        reached=not legal.left, left=legal.left, done=legal.done, max=legal.max_hours, last=legal.last,
        waiting=ai_cap.waiting(rows),
    )  # fmt: skip


def relay_due(fact: RelayDue, *, event_key: str, now: datetime) -> None:
    """M15: the AI, the ETTI that takes over (the nearest while none is chosen) and the resource person."""
    relay = _relay(fact.participant_id, fact.lot_id)
    if relay is None:
        return
    lot, post = relay.lot, Post(event_key, now)
    etti = relay.to or nearest_etti(lot.places or lot.market.places)
    sides = [members("structure", relay.employer)]
    if etti is not None:
        sides.append(members("structure", etti))
    send(
        "M15", [*sides, follower(lot.territory, post.on)], post, territory=lot.territory, url=link("hours.relays"),
        about=About(relay.id), lot=lot, market=lot.market, etti=etti.name if etti else None, planned_on=relay.planned_on,
        due=relay.planned_on or deadlines.relay_due(post.on),
    )  # fmt: skip


# Which steps are told in a message of their own, and whether the structure they were about is told as well.
_TOLD = {
    RelayStepKind.ACCEPTED: False,
    RelayStepKind.DECLINED: False,
    RelayStepKind.CONSENTED: True,
    RelayStepKind.CONSENT_REFUSED: True,
    RelayStepKind.CANCELLED: True,
    RelayStepKind.HANDED_OVER: False,
}


def relay_moved(fact: RelayMoved, *, event_key: str, now: datetime) -> None:
    """M15 when a relay is proposed; M88 for what follows, to those who did not do it: the AI and the resource person,
    and the ETTI when it must know."""
    step = db.session.scalars(
        select(RelayStep).where(RelayStep.id == fact.step_id).options(
            joinedload(RelayStep.to),
            joinedload(RelayStep.relay).options(joinedload(Relay.employer), joinedload(Relay.to), joinedload(Relay.lot)),
        )
    ).one()  # fmt: skip
    kind, relay, etti = step.kind, step.relay, step.to
    lot, post = relay.lot, Post(event_key, now)
    if kind is RelayStepKind.PROPOSED:
        relay_due(
            RelayDue(relay.participant_id, relay.lot_id, relay.alert_month), event_key=event_key, now=now
        )
    elif kind in _TOLD:
        sides = [members("structure", relay.employer), follower(lot.territory, post.on)]
        if _TOLD[kind] and etti is not None:
            sides.insert(0, members("structure", etti))
        sides = [replace(side, users=[u for u in side.users if u.id != step.by_id]) for side in sides]
        send(
            "M88", sides, post, territory=lot.territory, url=link("hours.relays"), about=About(relay.id), lot=lot,
            market=lot.market, kind=kind.value, etti=etti.name if etti else None, employer=relay.employer.name,
            planned_on=relay.planned_on,
        )  # fmt: skip


def nearest_etti(places: list[str]) -> Organization | None:
    """The ETTI nearest to the first place of a lot, to be told while none is chosen."""
    near = [
        one
        for one in allocation.structures(places[0] if places else None, None)
        if one.kind is EmployerKind.ETTI
    ]
    return db.session.get(Organization, near[0].id) if near else None


def _relay(participant_id: int, lot_id: int) -> Relay | None:
    return db.session.scalar(
        select(Relay)
        .where(Relay.participant_id == participant_id, Relay.lot_id == lot_id)
        .options(joinedload(Relay.employer), joinedload(Relay.to), joinedload(Relay.lot))
    )
