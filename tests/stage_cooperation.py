"""The territory of Beauvais in 2026 as S14 tells it: offers, relays, people in pathway, exits, lots, sessions, meetings."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select, update

from clauses.actions.cooperation import meetings, offers
from clauses.domain.kinds import ContractType, EntryState, LedgerKind, MailState, Modality, RelayState
from clauses.domain.kinds_cooperation import ExitType, MeetingKind, NoSession, OfferContract
from clauses.domain.kinds_relays import AlertLevel, Ceiling, RelayStepKind
from clauses.extensions import db, write_transaction
from clauses.models.cooperation import CollectiveSession, CooperationEvent, JobOffer, OfferDispatch
from clauses.models.hours import HoursEntry, LedgerLine, Participant, Relay
from clauses.models.journal import EmailMessage
from clauses.models.markets import Lot
from clauses.models.pathways import PathwayEmployee, PathwayExit
from clauses.models.relays import CeilingAlert, RelayStep
from tests import stage, stage_region
from tests.moments import moment
from tests.portal import Portal
from tests.stage_region import Part

AI, ETTI, EI, ACI = "Coup d'Main Beauvaisis", "agence de Beauvais", "Bâti Solidaire", "Chantier du Thérain"
TASKS = "Nettoyer les berges, tailler les haies, entretenir les outils du chantier."
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def number(name: str) -> int:
    return stage.organization(name).id


def person(n: int) -> Participant:
    made = Participant(
        last_name=f"Nomdessai{n}", first_name="Prénomdessai", fold=f"nomdessai{n} prenomdessai", informed_on=FIRST,
        birth=date(1990, 1, 1), created_by_id=number(AI),
    )  # fmt: skip
    db.session.add(made)
    return made


def offer(n: int, posts: int = 1, session: offers.Session | None = None) -> offers.Offer:
    return offers.Offer(
        f"Agente ou agent d'entretien {n}", posts, TASKS, OfferContract.CDDI, 2600, date(2026, 9, 1),
        session or offers.Session(None, None), NoSession.OTHER if session is None and posts >= 3 else None,
    )  # fmt: skip


def eighteen_offers(portal: Portal) -> None:
    """Eighteen offers of the EI, one of which a structure did not receive; seven are of three posts, six with a session held."""
    portal.day("2026-03-02")
    olivier, herve = stage.actor("olivier.lambert"), stage.actor("herve.quentin")
    for n in range(18):
        held = offers.Session(date(2026, 3, 16), "Maison de l'emploi", [number(ACI)]) if n < 6 else None
        offers.publish_offer(olivier, offer(n, 3 if n < 7 else 1, held), now=portal.now)
    portal.run_jobs()
    bounced = db.session.scalars(
        select(OfferDispatch.mail_key).join(JobOffer).order_by(JobOffer.id.desc()).limit(1)
    ).one()
    with write_transaction():
        db.session.execute(
            update(EmailMessage).where(EmailMessage.event_key == bounced).values(state=MailState.REFUSED)
        )
        db.session.commit()
    portal.day("2026-03-17")
    for found in db.session.scalars(select(CollectiveSession.id).order_by(CollectiveSession.id)).all():
        offers.note_session(herve, found, 11, None, version=1, now=portal.now)


def two_meetings(portal: Portal) -> None:
    """Two SIAE/SPE meetings held, one with companies, one still to be told."""
    claire = stage.actor("claire.delattre")
    there = stage_region.territory("T1").id
    for day, kind in (("2026-04-02", MeetingKind.SIAE_SPE), ("2026-10-01", MeetingKind.SIAE_SPE),
                      ("2026-06-04", MeetingKind.BUSINESS)):  # fmt: skip
        portal.day(day)
        made = meetings.plan_meeting(claire, there, kind, date.fromisoformat(day), "Beauvais", now=portal.now)
        meetings.note_meeting(
            claire, made.id, 9, "Préparer le forum de septembre avec l'agence.", version=1, now=portal.now
        )
    meetings.plan_meeting(claire, there, MeetingKind.SIAE_SPE, date(2026, 12, 3), "Beauvais", now=portal.now)


def _follow(
    n: int, structure: str, starts: date, ends: date | None, updated: date | None = None
) -> PathwayEmployee:
    made = PathwayEmployee(
        participant=person(n), organization_id=number(structure), contract_type=ContractType.CDDI, starts_on=starts,
        ends_on=ends, portfolio_on=updated, recorded_on=starts, recorded_by_id=stage.actor("herve.quentin").user_id,
    )  # fmt: skip
    db.session.add(made)
    return made


def eighty_in_pathway() -> None:
    """Sixty-one portfolios updated within six months of the end of the year, nineteen that were not."""
    for n in range(80):
        fresh = date(2026, 6, 30) if n % 2 else date(2026, 11, 15)
        _follow(1000 + n, ACI if n < 50 else AI, date(2026, 2, 1), date(2027, 6, 30),
                fresh if n < 61 else date(2026, 6, 29))  # fmt: skip


def forty_six_exits() -> None:
    """Forty-one contracts ended, thirty-three prepared in time; forty-six persons left, five of them before any end was
    written; twenty-one exits are dynamic. One more is withdrawn, and its contract had no end."""
    by = stage.actor("herve.quentin").user_id
    kinds = (
        [ExitType.LASTING] * 9 + [ExitType.TRANSITION] * 6 + [ExitType.POSITIVE] * 6 + [ExitType.OTHER] * 25
    )
    for n, kind in enumerate([*kinds, ExitType.WITHDRAWN]):
        ends = date(2026, 9, 30) if n < 41 else None
        late = 33 <= n < 38
        opened = date(2026, 6, 30) + timedelta(days=int(late)) if n < 38 else None
        one = _follow(2000 + n, ACI, date(2026, 1, 5), ends)
        one.exit = PathwayExit(
            opened_on=opened, opened_by_id=by if opened else None, steps=[], left_on=ends or date(2026, 8, 3),
            exit_type=kind, told_by_id=by,
        )  # fmt: skip
        db.session.add(one.exit)


def fourteen_lots() -> Lot:
    """Nine of fourteen lots with hours where two SIAE worked together; one with hours in another year, one with an event
    between a structure and a company only. Seven persons of the AI at the threshold, five relays signed in time."""
    lots = [
        stage_region.market(Part("T1", "Ville de Beauvais", 100, 0, 1), number=n, start=FIRST)
        for n in range(15)
    ]
    for n, lot in enumerate(lots):
        _hours(lot, person(3000 + n), date(2026, 5, 1) if n < 14 else date(2025, 12, 1))
        second = ETTI if n < 9 else stage_region.HOLDER
        if n < 9 or n in (9, 14):
            db.session.add(CooperationEvent(
                kind="ai_ei" if n == 9 else "ai_etti", lot_id=lot.id, first_id=number(AI), second_id=number(second),
                happened_on=date(2026, 6, 1)))  # fmt: skip
    return lots[0]


def _hours(lot: Lot, who: Participant, month: date) -> None:
    report = stage_region.month(lot, month)
    entry = HoursEntry(report=report, participant=who, employer_id=number(AI), worked=700, entered_by_id=number(AI),
                       modality=Modality.AI_PLACEMENT, state=EntryState.VALIDATED)  # fmt: skip
    db.session.add(entry)
    db.session.flush()
    db.session.add(
        LedgerLine(kind=LedgerKind.VALIDATION, entry_id=entry.id, lot_id=lot.id, participant_id=who.id, month=month,
                   employer_id=number(AI), modality=Modality.AI_PLACEMENT, hours=700, recorded_on=date(2026, 6, 10),
                   recorded_at=datetime(2026, 6, 10, 9, tzinfo=UTC))
    )  # fmt: skip


def seven_at_the_threshold(lot: Lot) -> None:
    """Five signed within fifteen days, the last one on the fifteenth; one on the sixteenth; one accepted, never agreed."""
    who = at_the_threshold(lot, AI, (0, 3, 7, 14, 15, 16, None), number_from=4000)
    db.session.add(CeilingAlert(participant_id=who.id, ceiling=Ceiling.LEGAL, level=AlertLevel.LIMIT,
                                month=date(2026, 4, 1), told_on=date(2026, 5, 4)))  # fmt: skip


def at_the_threshold(lot: Lot, employer: str, days: Sequence[int | None], *, number_from: int) -> Participant:
    """Persons of an AI told at the threshold on 4 May 2026, whose relay was signed so many days later, or never: the last."""
    told = date(2026, 5, 4)
    for n, later in enumerate(days):
        who = person(number_from + n)
        db.session.flush()
        relay = Relay(participant_id=who.id, lot_id=lot.id, employer_id=number(employer), state=RelayState.TO_PREPARE,
                      alerted_on=told - timedelta(days=30), alert_month=date(2026, 4, 1))  # fmt: skip
        db.session.add(relay)
        db.session.add(CeilingAlert(participant_id=who.id, ceiling=Ceiling.RELAY, level=AlertLevel.LIMIT,
                                    month=date(2026, 4, 1), told_on=told))  # fmt: skip
        db.session.flush()
        _step(relay, RelayStepKind.ACCEPTED, told)
        if later is not None:
            _step(relay, RelayStepKind.CONSENTED, told + timedelta(days=later))
    return who


def _step(relay: Relay, kind: RelayStepKind, day: date) -> None:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    db.session.add(RelayStep(relay_id=relay.id, kind=kind, at=at, day=day, to_id=number(ETTI)))


@moment
def beauvaisis(portal: Portal, *, relays: bool = True) -> None:
    """The whole year of S14; it is then 1 March 2027."""
    eighteen_offers(portal)
    two_meetings(portal)
    with write_transaction():
        eighty_in_pathway()
        forty_six_exits()
        lot = fourteen_lots()
        if relays:
            seven_at_the_threshold(lot)
        db.session.commit()
    portal.day("2027-03-01")
