"""Which communes does a zone of the directory hold: a territory, an EPCI or a département?"""

from datetime import date

from sqlalchemy import or_, select

from clauses.extensions import db
from clauses.models.territory import Territory, TerritoryEpci
from clauses.reference import geography


def territories() -> list[tuple[str, str]]:
    """(code, name) of every territory, in code order. One statement."""
    return [(code, name) for code, name in db.session.execute(
        select(Territory.code, Territory.name).order_by(Territory.code)
    )]  # fmt: skip


def communes_of(code: str, on: date) -> frozenset[str] | None:
    """The INSEE codes of « T1 », of the SIREN of an EPCI or of « 60 »; None when the code names no zone."""
    if code in geography.DEPARTMENTS:
        return frozenset(one.code for one in geography.communes(code))
    if geography.epci(code):
        return frozenset(one.code for one in geography.communes_of(code))
    epcis = db.session.scalars(
        select(TerritoryEpci.epci_code)
        .join(Territory, Territory.id == TerritoryEpci.territory_id)
        .where(Territory.code == code, TerritoryEpci.starts_on <= on,
               or_(TerritoryEpci.ends_on.is_(None), TerritoryEpci.ends_on >= on))
    ).all()  # fmt: skip
    return frozenset(one.code for epci in epcis for one in geography.communes_of(epci)) or None
