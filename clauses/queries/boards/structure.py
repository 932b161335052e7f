"""B03. Where does an insertion structure stand: its hours, its room, its people?"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from clauses.access.policy import Actor
from clauses.domain.values import add_months, month_of, months
from clauses.extensions import db
from clauses.models.cooperation import JobOffer, OfferDispatch
from clauses.models.hours import HoursEntry, MonthlyReport
from clauses.queries import capacity, hours_exits, hours_pathways, lasting
from clauses.queries.boards import shared
from clauses.queries.boards.board import Board, Figure, Link
from clauses.queries.worklist import Standing
from clauses.reference import rulebook
from clauses.wording import dashboard as words
from clauses.wording import formats, sentences

AHEAD = 6  # months


@dataclass(frozen=True, slots=True)
class Room:
    """One month: hours stated, hours accepted in plans, and those accepted beyond what was stated (hundredths)."""

    month: date
    offered: int
    asked: int
    short: int


@dataclass(frozen=True, slots=True)
class Ahead:
    title: str
    months: tuple[Room, ...]
    said: bool

    @property
    def offered(self) -> int:
        return sum(one.offered for one in self.months)

    @property
    def asked(self) -> int:
        return sum(one.asked for one in self.months)


def board(actor: Actor, on: date, standing: Standing) -> Board:
    """Six figures and the next six months. Six statements besides the hours of the structure.

    An AI reads who comes near the relay in place of its hours, which its lots say below.
    """
    ahead = lasting.kept(("room", actor, on), lambda: room(actor, on), lambda _: 2)
    figures = [
        _month(actor, on),
        _allocated(ahead),
        *([shared.hours(standing, "people.dashboard", _anchor="lots")] if standing.near is None else []),
        *lasting.kept(("people", actor, on), lambda: [*_people(actor, on), _offers(actor, on)], lambda _: 1),
    ]
    if standing.near is not None:
        rule = rulebook.relay(on)
        alert = rule.max_hours * rule.alert_bp // 10_000
        figures.append(
            Figure(
                sentences.written(words.NEAR_RELAY, alert=alert), formats.number(standing.near),
                sentences.written(words.NEAR_RELAY_NOTE, max=rule.max_hours), "hours.relays", {},
                "ambre" if standing.near else None,
            )
        )  # fmt: skip
    return Board(
        figures=figures,
        months=ahead if ahead.offered or ahead.asked else None,
        links=[
            Link(words.CONSULTATIONS, "markets.consultations"),
            Link(words.OFFER_OF_STRUCTURES, "partners.directory"),
            Link(words.THREADS, "markets.threads"),
            Link(words.DIFFICULTIES, "hours.difficulty_list"),
        ],
    )


def room(actor: Actor, on: date) -> Ahead:
    """The six months after this one, all trades together."""
    span = months(add_months(month_of(on), 1), AHEAD)
    found = capacity.available([actor.organization_id], span).get(actor.organization_id)
    rows = tuple(
        Room(one.month, one.stated or 0, one.allocated, one.over) for one in (found.months if found else ())
    ) or tuple(Room(month, 0, 0, 0) for month in span)
    said = bool(found and any(one.stated is not None for one in found.months))
    short = sum(one.short for one in rows)
    title = sentences.written(
        words.ROOM_SHORT if short else words.ROOM, short=formats.hours(short),
        allocated=formats.hours(sum(one.asked for one in rows)), stated=formats.hours(sum(one.offered for one in rows)),
    )  # fmt: skip
    return Ahead(title, rows, said)


def _month(actor: Actor, on: date) -> Figure:
    month = add_months(month_of(on), -1)
    # The reports first: those of a month are as many as the lots, whatever a structure has typed since it works.
    reports = select(MonthlyReport.id).where(MonthlyReport.month == month)
    hours, people = db.session.execute(
        select(func.coalesce(func.sum(HoursEntry.worked), 0), func.count(HoursEntry.participant_id.distinct()))
        .where(HoursEntry.employer_id == actor.organization_id, HoursEntry.report_id.in_(reports))
    ).one()  # fmt: skip
    return Figure(
        sentences.written(words.MONTH_HOURS, month=month), formats.hours(int(hours)),
        sentences.plural(words.MONTH_HOURS_NOTE, people), "hours.grid", {"month": f"{month:%Y-%m}"},
    )  # fmt: skip


def _allocated(ahead: Ahead) -> Figure:
    first, last = (ahead.months[i].month for i in (0, -1))
    note = words.ALLOCATED_NOTE if ahead.said else words.ALLOCATED_UNSAID
    return Figure(
        words.ALLOCATED, formats.hours(ahead.asked),
        sentences.written(note, stated=formats.hours(ahead.offered), first=first, last=last), "structure.capacity",
    )  # fmt: skip


def _people(actor: Actor, on: date) -> list[Figure]:
    """Those whose contract runs, on a lot or not, and the exits of the list of exits; each counts once (F06, F11)."""
    employed, leaving = db.session.execute(
        select(
            hours_pathways.employed(actor, on).scalar_subquery(),
            hours_exits.how_many(actor, on).scalar_subquery(),
        )
    ).one()
    day = formats.day_long(hours_exits.horizon(on))
    return [
        Figure(words.EMPLOYED, formats.number(employed), words.EMPLOYED_NOTE, "hours.pathways"),
        Figure(
            words.LEAVING, formats.number(leaving), sentences.plural(words.LEAVING_NOTE, leaving, day=day), "hours.exits",
            {}, "ambre" if leaving else None,
        ),
    ]  # fmt: skip


def _offers(actor: Actor, on: date) -> Figure:
    """The offers of posts of the other structures, sent within a year, and those of them that were answered (F09)."""
    since = add_months(on, -12)
    sent, answered = db.session.execute(
        select(func.count(OfferDispatch.id), func.count(OfferDispatch.answer))
        .join(JobOffer, JobOffer.id == OfferDispatch.offer_id)
        .where(OfferDispatch.organization_id == actor.organization_id, JobOffer.published_on > since)
    ).one()  # fmt: skip
    number = 0 if not sent else 2 if answered > 1 else 1
    return Figure(
        words.OFFERS, formats.number(sent),
        sentences.written(words.OFFERS_NOTE[number], answered=formats.number(answered), day=formats.day_long(since)),
        "cooperation.offers",
    )  # fmt: skip
