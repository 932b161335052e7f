"""What does one row of a list say of a structure? What the list does not say is None."""

from dataclasses import dataclass
from datetime import date

from clauses.domain.decp import Warning
from clauses.domain.kinds import EmployerKind
from clauses.domain.kinds_partners import DirectoryShape, Zone


@dataclass(frozen=True, slots=True)
class Entry:
    """A structure, by its SIRET and its kind; a place in millionths of a degree, `insee` when the list gives it."""

    line: int
    shape: DirectoryShape
    siret: str
    kind: EmployerKind
    name: str
    city: str
    post_code: str | None
    insee: str | None
    lat_e6: int | None
    lon_e6: int | None
    source: str
    source_date: date
    source_id: str | None = None
    address: str | None = None
    brand: str | None = None
    naf: str | None = None
    website: str | None = None
    presentation: str | None = None
    recruitment_procedure: str | None = None
    equipment: str | None = None
    sectors: tuple[str, ...] | None = None
    networks: tuple[str, ...] | None = None
    trades: tuple[str, ...] | None = None  # codes of the list of trades
    lends_staff: bool | None = None
    takes_works: bool | None = None
    joins_groups: bool | None = None
    zone: Zone | None = None
    radius_km: int | None = None
    zone_codes: tuple[str, ...] | None = None
    branch: bool | None = None
    under_agreement: bool | None = None
    agreement_number: str | None = None
    agreement_start: date | None = None
    agreement_end: date | None = None
    warnings: tuple[Warning, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return self.siret, self.kind.value
