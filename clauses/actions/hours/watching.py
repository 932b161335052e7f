"""Who comes near the relay of the convention or the ceiling of the law, and who is told of it, once?

Hours sent count here as soon as they are sent: an alert never waits for a late validation. What was told of a person,
for one counter, one level and one window, is never told again; a relay that nobody has begun stops by itself when the
hours come back under the alert.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from clauses.access.policy import Actor
from clauses.actions.base import civil_day, journal, record
from clauses.actions.hours.hand_over import cooperate, step
from clauses.domain import ai_cap, events
from clauses.domain.kinds import Modality, RelayState
from clauses.domain.kinds_relays import AlertLevel, Ceiling, RelayStepKind
from clauses.domain.values import add_months, last_day, month_of
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, HoursEntry, Relay
from clauses.models.relays import CeilingAlert
from clauses.queries import hours_counters
from clauses.reference import rulebook

OPEN_RELAYS = (RelayState.TO_PREPARE, RelayState.PROPOSED, RelayState.AGREED)
Place = tuple[int, int]  # lot, employer


@dataclass(slots=True)
class Watched:
    """One person: the hours known, where they are placed, and the relays opened so far."""

    participant_id: int
    place: Place
    month: date  # the last one with hours, or the one of the act
    relay: ai_cap.Counter
    legal: ai_cap.CeilingCounter
    legal_near: bool
    relays: list[Relay] = field(default_factory=list)

    @property
    def open(self) -> Relay | None:
        return next((one for one in reversed(self.relays) if one.state in OPEN_RELAYS), None)


def watch(
    actor: Actor, participant_ids: Collection[int], month: date, now: datetime, *, places: Mapping[int, Place] | None = None,
    taken: Collection[HoursEntry] = (),
) -> None:  # fmt: skip
    """Look at both counters of these people after an act on their hours of `month`; the people are locked by the act.

    `places`: on which lot and with which AI the act placed them, else their latest contract in an AI. `taken`: entries
    counted in an ETTI, which close the open relays of their people.
    """
    db.session.flush()
    people = _watched(participant_ids, month, places or {})
    for one in people:
        _open_or_stop(one, now)
    _take_over(actor, taken, now)
    for one in people:
        _tell_limits(one, now)
    db.session.flush()


def _watched(participant_ids: Collection[int], month: date, places: Mapping[int, Place]) -> list[Watched]:
    ids = sorted(set(participant_ids))
    hours = hours_counters.ai_hours(ids, sent_only=True)
    known = {**_latest_places(set(ids) - set(places)), **places}
    relays = relays_of(ids)
    found = []
    for participant_id in ids:
        if participant_id not in known:
            continue
        rows = hours.get(participant_id, [])
        until = month_of(max([month, *(row.month for row in rows)]))
        rule = rulebook.relay(last_day(until))
        legal = ai_cap.ceiling_counter(rows, until, rulebook.ceiling(last_day(until)))
        found.append(
            Watched(
                participant_id, known[participant_id], until, ai_cap.relay_counter(rows, until, rule), legal,
                ai_cap.ceiling_alerted(legal, rule),
                [relay for relay in relays if relay.participant_id == participant_id],
            )
        )  # fmt: skip
    return found


def _latest_places(participant_ids: Collection[int]) -> dict[int, Place]:
    """Where each person was last placed by an AI."""
    rows = db.session.execute(
        select(EmploymentContract.participant_id, EmploymentContract.lot_id, EmploymentContract.employer_id)
        .where(
            EmploymentContract.participant_id.in_(participant_ids or [0]),
            EmploymentContract.modality == Modality.AI_PLACEMENT,
        )
        .order_by(EmploymentContract.starts_on, EmploymentContract.id)
    )
    return {participant_id: (lot_id, employer_id) for participant_id, lot_id, employer_id in rows}


def relays_of(participant_ids: Collection[int]) -> list[Relay]:
    """The relays of these people, locked in the order of their numbers."""
    return list(
        db.session.scalars(
            select(Relay)
            .where(Relay.participant_id.in_(participant_ids))
            .order_by(Relay.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def _open_or_stop(one: Watched, now: datetime) -> None:
    rule = rulebook.relay(last_day(one.month))
    if not one.relay.alerted:
        if not one.legal_near:
            _stop(one, now)
    else:
        since = add_months(one.month, 1 - rule.window_months)
        known = [r for r in one.relays if r.alert_month >= since and r.state is not RelayState.NOT_NEEDED]
        if not known:
            _open(one, now)
        if _first_time(one, Ceiling.RELAY, AlertLevel.NEAR, since, now) and not known:
            record(events.RelayAlerted(one.participant_id, _lot_told(one), one.month), now=now)
    if one.legal_near and not _waived(one):
        if one.open is None:
            _open(one, now)  # whatever was decided about the relay, the law does not wait
        if _first_time(one, Ceiling.LEGAL, AlertLevel.NEAR, _legal_since(one), now) and one.legal.left:
            record(events.CeilingNear(one.participant_id, _lot_told(one), one.month), now=now)


def _tell_limits(one: Watched, now: datetime) -> None:
    rule = rulebook.relay(last_day(one.month))
    since = add_months(one.month, 1 - rule.window_months)
    due = not one.relay.left and one.open is not None
    if due and _first_time(one, Ceiling.RELAY, AlertLevel.LIMIT, since, now):
        record(events.RelayDue(one.participant_id, _lot_told(one), one.month), now=now)
    if one.legal.first is None or one.legal.left or _waived(one):
        return
    if _first_time(one, Ceiling.LEGAL, AlertLevel.LIMIT, _legal_since(one), now):
        record(events.CeilingNear(one.participant_id, _lot_told(one), one.month), now=now)


def _lot_told(one: Watched) -> int:
    """The lot that the message names: that of the open relay, which the message is about."""
    return one.open.lot_id if one.open is not None else one.relays[-1].lot_id if one.relays else one.place[0]


def _legal_since(one: Watched) -> date:
    return month_of(one.legal.first) if one.legal.first else one.month


def _waived(one: Watched) -> bool:
    """Does a prefect's decision let the AI of this person go beyond, that month?"""
    waivers = hours_counters.waivers({one.place[1]})[one.place[1]]
    return any(w.starts_on <= last_day(one.month) and w.ends_on >= one.month for w in waivers)


def _first_time(one: Watched, ceiling: Ceiling, level: AlertLevel, since: date, now: datetime) -> bool:
    """Was this not told yet within the window? Then it is written down as told."""
    known = select(CeilingAlert.id).where(
        CeilingAlert.participant_id == one.participant_id,
        CeilingAlert.ceiling == ceiling,
        CeilingAlert.level == level,
        CeilingAlert.month >= since,
    )
    if db.session.scalar(known.limit(1)) is not None:
        return False
    db.session.add(
        CeilingAlert(
            participant_id=one.participant_id, ceiling=ceiling, level=level, month=one.month, told_on=civil_day(now)
        )
    )  # fmt: skip
    db.session.flush()
    return True


def _open(one: Watched, now: datetime) -> None:
    lot_id, employer_id = one.place
    relay = next((r for r in one.relays if r.lot_id == lot_id), None)
    if relay is None:
        relay = Relay(participant_id=one.participant_id, lot_id=lot_id)
        one.relays.append(relay)
    relay.employer_id, relay.state = employer_id, RelayState.TO_PREPARE
    relay.alerted_on, relay.alert_month = civil_day(now), one.month
    relay.to_id = relay.planned_on = relay.override_reason = relay.done_on = relay.contract_id = None
    relay.answered_on = relay.answered_by_id = relay.consented_on = relay.consented_by_id = None
    db.session.add(relay)
    step(None, relay, RelayStepKind.ALERTED, now)


def _stop(one: Watched, now: datetime) -> None:
    """Nothing to prepare any more; what somebody has begun is theirs to cancel."""
    for relay in one.relays:
        if relay.state is RelayState.TO_PREPARE:
            relay.state = RelayState.NOT_NEEDED
            step(None, relay, RelayStepKind.STOPPED, now)


def _take_over(actor: Actor, taken: Collection[HoursEntry], now: datetime) -> None:
    """Hours counted in an ETTI close the open relay to it, and log the cooperation of the two structures."""
    relays = relays_of({entry.participant_id for entry in taken}) if taken else []
    for entry in taken:
        for relay in relays:
            if relay.participant_id != entry.participant_id or relay.state not in OPEN_RELAYS:
                continue
            if relay.to_id not in (None, entry.employer_id):
                continue
            before = relay.state
            relay.state, relay.to_id, relay.done_on = RelayState.DONE, entry.employer_id, civil_day(now)
            cooperate(relay, entry.report.lot_id, now)
            step(actor, relay, RelayStepKind.TAKEN_OVER, now, to_id=entry.employer_id)
            journal(
                actor, "relay:done", relay, now=now, lot_id=relay.lot_id, before=before, after=relay.state
            )
