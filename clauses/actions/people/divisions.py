"""Which EPCI make which territory, from which day? A division is dated and never applies to the past."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from clauses.access.gate import Forbidden, load
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, civil_day, journal, take_turn
from clauses.domain.errors import Refused
from clauses.domain.mandates import DAY, on_day
from clauses.extensions import db
from clauses.models.territory import Territory, TerritoryEpci
from clauses.reference import geography


@action
def create_territory(actor: Actor, code: str, name: str, *, now: datetime) -> Territory:
    """A territory without EPCI yet."""
    if reach_of(actor, Permission.TERRITORY_EDIT) is None:
        raise Forbidden
    take_turn("territories")
    if db.session.scalar(select(Territory.id).where(Territory.code == code)) is not None:
        raise Refused("territory_code", field="tr_code")
    territory = Territory(code=code, name=name)
    db.session.add(territory)
    db.session.flush()
    journal(actor, "territory:create", territory, now=now, code=code)
    return territory


@action
def redraw(
    actor: Actor, wanted: Mapping[str, int | None], starts_on: date | None, *, now: datetime
) -> list[TerritoryEpci]:
    """Give EPCI to territories from a day: each is in one territory at a date, in none where None is asked.

    Open lots stay with the territory that follows them: only what is filed afterwards is routed by the new division.
    """
    if reach_of(actor, Permission.TERRITORY_EDIT) is None:
        raise Forbidden
    take_turn("territories")
    if starts_on is None or starts_on < civil_day(now):
        raise Refused("division_from", field="tr_from")
    moved: list[TerritoryEpci] = []
    touched: dict[int, list[str]] = {}
    for epci_code, territory_id in sorted(wanted.items()):
        epci = geography.epci(epci_code)
        if epci is None:
            raise Refused("division_unknown")
        rows = list(
            db.session.scalars(
                select(TerritoryEpci).where(TerritoryEpci.epci_code == epci_code)
                .order_by(TerritoryEpci.starts_on).with_for_update()
            )
        )  # fmt: skip
        present = next((row for row in rows if on_day(row.starts_on, row.ends_on, starts_on)), None)
        if (present.territory_id if present else None) == territory_id:
            continue
        later = next((row for row in rows if row.starts_on > starts_on), None)
        if later is not None:
            raise Refused("division_later", name=epci.name, day=later.starts_on)
        for id in {territory_id, present.territory_id if present else None} - {None}:
            if id is not None and id not in touched:
                load(actor, Permission.TERRITORY_EDIT, Territory, id)
                touched[id] = []
        if present is not None:
            touched[present.territory_id].append(epci_code)
            if present.starts_on == starts_on:
                db.session.delete(present)
            else:
                present.ends_on = starts_on - DAY
        if territory_id is not None:
            touched[territory_id].append(epci_code)
            moved.append(TerritoryEpci(territory_id=territory_id, epci_code=epci_code, starts_on=starts_on))
    if not touched:
        raise Refused("division_nothing")
    db.session.add_all(moved)
    db.session.flush()
    for id, codes in touched.items():
        journal(
            actor,
            "territory:redraw",
            db.session.get_one(Territory, id),
            now=now,
            starts_on=starts_on,
            epcis=codes,
        )
    return moved
