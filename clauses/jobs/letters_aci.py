"""Who is told that a stay in a workshop (ACI) begins, and that it enters its third month? (M27, M28; convention of 2008, S6)

Asked at each tick and told once. A missed day is caught up: the beginning within the first month, the third month while
it lasts. Those of one site who begin on one day are told together, and nobody is named.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from clauses.actions.base import civil_day
from clauses.domain.values import add_months
from clauses.extensions import db, write_transaction
from clauses.jobs import notices
from clauses.jobs.letters import About, Post, link, lot_with_market, members, send
from clauses.models.people import Organization
from clauses.models.territory import Territory
from clauses.queries import aci_stays as queries
from clauses.queries import cooperation
from clauses.queries.aci_stays import AciStay
from clauses.queries.people.followers import territory_of
from clauses.reference import geography, rulebook

log = logging.getLogger(__name__)
Telling = Callable[[AciStay, "Near", Post], None]


@dataclass(frozen=True, slots=True)
class Near:
    """A commune, its territory and the AI established there: at least one."""

    commune: str
    territory_id: int
    ai: list[Organization]


def tell_stays(now: datetime) -> None:
    on = civil_day(now)
    due = _due(on)
    told = notices.told_among(due)
    places = {key: _place(due[key][1]) for key in due if key not in told}
    near = {code: _near(code, on) for code in set(places.values()) if code}
    db.session.rollback()
    for key, code in places.items():
        around = near.get(code or "")
        if around is None:  # no AI there: nobody to meet, nothing to propose
            continue
        tell, stay = due[key]
        try:
            with write_transaction():
                if not notices.was_told(key):
                    tell(stay, around, Post(key, now))
                db.session.commit()
        except Exception:  # this stay alone is wrong, or another process has just written it
            db.session.rollback()
            log.exception("aci_stay_not_told", extra={"organization_id": stay.organization_id})


def _due(on: date) -> dict[str, tuple[Telling, AciStay]]:
    """What this day asks to tell, by the key that is told once."""
    months = rulebook.cooperation(on).enrol_months
    due: dict[str, tuple[Telling, AciStay]] = {}
    for stay in queries.begun(on, months + 1):
        day = f"{stay.starts_on:%Y%m%d}"
        if on < add_months(stay.starts_on, 1):
            due.setdefault(f"AciStart-{stay.organization_id}-l{stay.lot_id or 0}-{day}", (_begins, stay))
        if add_months(stay.starts_on, months) <= on < add_months(stay.starts_on, months + 1):
            due[f"AciMonth-{stay.organization_id}-p{stay.participant_id}-{day}"] = (_enters_third_month, stay)
    return due


def _begins(stay: AciStay, near: Near, post: Post) -> None:
    """M27: the AI of the place where the work is, and the workshop."""
    workshop = db.session.get_one(Organization, stay.organization_id)
    send(
        "M27", [*(members("local", one) for one in near.ai), members("keeper", workshop)], post,
        territory=db.session.get_one(Territory, near.territory_id),
        url=link("people.agenda"), workshop=workshop.name, place=near.commune, day=stay.starts_on,
    )  # fmt: skip


def _enters_third_month(stay: AciStay, near: Near, post: Post) -> None:
    """M28: the workshop."""
    workshop = db.session.get_one(Organization, stay.organization_id)
    known = stay.pathway_id
    send(
        "M28", [members("keeper", workshop)], post, territory=db.session.get_one(Territory, near.territory_id),
        about=About(known) if known else None, nearby=[one.name for one in near.ai],
        url=link("hours.pathway", pathway_id=known) if known else link("hours.pathways"),
    )  # fmt: skip


def _place(stay: AciStay) -> str | None:
    """The first commune of the lot; that of the workshop for a contract on no lot."""
    lot = lot_with_market(stay.lot_id) if stay.lot_id else None
    named = (lot.places or lot.market.places) if lot else None
    return named[0] if named else db.session.get_one(Organization, stay.organization_id).commune_code


def _near(code: str, on: date) -> Near | None:
    """The AI of the territory of a commune, unless the convention of its département has ended."""
    signed = cooperation.agreement(code[:2])
    if signed is not None and signed.ended_on is not None and signed.ended_on <= on:
        return None
    commune, territory = geography.present(code), territory_of(code, on)
    found = queries.ai_of(territory.id, on) if territory else []
    return Near(commune.name, territory.id, found) if commune and territory and found else None
