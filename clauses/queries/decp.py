"""What would a file of contracts create? Read and checked against what is known; nothing is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from clauses.access.gate import OutOfReach
from clauses.access.policy import Actor
from clauses.config import FilesPlace
from clauses.domain import decp
from clauses.domain.decp import Contract, Refusal, Warning, document
from clauses.domain.decp.table import Row
from clauses.domain.errors import DomainError, Refused
from clauses.extensions import db
from clauses.models.hours import StoredFile
from clauses.models.markets import Market
from clauses.models.people import Organization
from clauses.queries import market_sheet
from clauses.queries.files import storage
from clauses.queries.people import territory_of
from clauses.reference import cpv, geography
from clauses.wording import parsing
from clauses.wording.decp import MODEL_HEADINGS, MODEL_TITLES

OTHER_BUYER = "decp_other_buyer"
_AT_ONCE = 400  # values in one IN list


@dataclass(frozen=True, slots=True)
class Check:
    """A file read and compared: what is new, what is already here, what cannot be taken and why."""

    read: int
    to_create: list[Contract]
    known: list[Contract]
    refusals: list[Refusal]
    shape: str

    @property
    def markets(self) -> int:
        """Markets that would be created: lots of one reference make one market."""
        return len({uid_of(one) for one in self.to_create})

    @property
    def held(self) -> bool:
        """Our own model is taken whole or not at all: a market without some of its lots would never get them."""
        return self.shape == "model" and bool(self.refusals)

    @property
    def known_references(self) -> list[str]:
        """The references already here, each once."""
        return list(dict.fromkeys(reference_of(one) for one in self.known))

    @property
    def refused(self) -> int:
        """Records refused, each once."""
        return len({one.line for one in self.refusals})


def check(content: bytes, name: str, *, today: date, actor: Actor | None = None) -> Check:
    """Read a file; with an actor, contracts of another buyer are refused. Raises Refused for a file unreadable.

    Without an actor (the shell) a file may be forty times larger.
    """
    most = {} if actor else {"most_bytes": document.SHELL_BYTES, "most_records": document.SHELL_RECORDS}
    mine = db.session.get(Organization, actor.organization_id) if actor else None

    def prepare(row: Row) -> None:
        market_sheet.complete(row, mine.siret if mine else None)

    if content.startswith(market_sheet.WORKBOOK):
        rows = market_sheet.rows(content)
        found = decp.read_rows(rows, is_siret=is_siret, today=today, prepare=prepare)
    else:
        found = decp.read(
            content, name, is_siret=is_siret, today=today, aliases=MODEL_HEADINGS, prepare=prepare, **most
        )  # fmt: skip
    refusals = list(found.refusals)
    contracts = []
    for one in found.contracts:
        if mine is not None and one.buyer_siret[:9] != mine.siret[:9]:
            facts = {"own": mine.siret, "siret": one.buyer_siret}
            refusals.append(Refusal(one.line, one.id, "acheteur.id", OTHER_BUYER, one.buyer_siret, facts))
        else:
            contracts.append(one)
    known = known_among(contracts, mine)
    return Check(
        read=found.read,
        to_create=_looked_at([one for one in contracts if not known(one)], today),
        known=[one for one in contracts if known(one)],
        refusals=sorted(refusals, key=lambda refusal: refusal.line),
        shape=found.shape,
    )


def communes_of(contract: Contract) -> list[str]:
    """The commune named by its INSEE code, or the largest of a postcode; nothing for a wider place."""
    code, kind = contract.place_code or "", (contract.place_type or "").lower()
    if "postal" in kind:
        return [one.code for one in geography.by_postcode(code)[:1]]
    if "commune" in kind or not kind:
        return [code] if geography.commune(code) else []
    return []


def _looked_at(contracts: list[Contract], on: date) -> list[Contract]:
    """The same contracts, warned where nobody would follow them (a commune unknown or of no territory), and of an
    odd CPV code."""
    nowhere: dict[str, bool] = {}
    told = []
    for one in contracts:
        codes, kind = communes_of(one), (one.place_type or "").lower()
        if codes and codes[0] not in nowhere:
            nowhere[codes[0]] = territory_of(codes[0], on) is None
        code, value = "", one.place_code or ""
        if value and not codes and ("commune" in kind or "postal" in kind or not kind):
            code = "decp_place_unknown"
        elif codes and nowhere[codes[0]]:
            commune = geography.commune(codes[0])
            code, value = "decp_place_nowhere", commune.name if commune else value
        ours = one.record is None  # our own model calls its columns otherwise
        place = MODEL_TITLES["commune_insee"] if ours else "lieuExecution"
        more = [Warning(place, code, {"value": value})] if code else []
        more += _odd_cpv(one.cpv or "", MODEL_TITLES["cpv"] if ours else "codeCPV")
        told.append(replace(one, warnings=(*one.warnings, *more)) if more else one)
    return told


def _odd_cpv(code: str, field: str) -> list[Warning]:
    """A code of a division that does not exist, or whose control digit is not the one expected."""
    if code and cpv.division(code) is None:
        return [Warning(field, "decp_cpv_division", {"value": code, "division": code[:2]})]
    expected = cpv.wrong_key(code) if code else None
    return [] if expected is None else [Warning(field, "decp_cpv_key", {"value": code, "expected": expected})]


def reference_of(one: Contract) -> str:
    """The buyer's reference of the market; the lots of our own model share it."""
    return one.id


def uid_of(one: Contract) -> str:
    """The number of the market in the country: its buyer's SIRET followed by its reference."""
    return one.buyer_siret + reference_of(one)


def is_siret(text: str) -> bool:
    try:
        return parsing.siret(text) == text
    except DomainError:
        return False


def known_among(contracts: Sequence[Contract], mine: Organization | None) -> Callable[[Contract], bool]:
    """Which of these are already here: by their number in the country, or by their buyer's own reference."""
    uids = _column(Market.source_uid, [uid_of(one) for one in contracts])
    sirets = {one.buyer_siret for one in contracts} | ({mine.siret} if mine else set())
    references: set[tuple[str, str]] = set()
    for part in _parts([reference_of(one) for one in contracts]):
        rows = db.session.execute(
            select(Organization.siret, Market.reference)
            .join(Organization, Organization.id == Market.buyer_id)
            .where(
                Market.reference.in_(part), func.substr(Organization.siret, 1, 9).in_({s[:9] for s in sirets})
            )
        )
        references |= {(siret[:9], reference) for siret, reference in rows}
    return lambda one: uid_of(one) in uids or (one.buyer_siret[:9], reference_of(one)) in references


def kept_content(actor: Actor, key: str, folder: FilesPlace) -> tuple[StoredFile, bytes]:
    """A file checked earlier by the same organization, read again; its digest must still be the one noted."""
    stored = db.session.scalar(
        select(StoredFile).where(StoredFile.key == key, StoredFile.owner_id == actor.organization_id)
    )
    if stored is None:
        raise OutOfReach
    try:
        return stored, storage.content_of(folder, stored.key, stored.sha256)
    except storage.Gone:
        raise Refused("import_gone", field="import_file") from None


def _column(column: InstrumentedAttribute[str | None], values: list[str]) -> set[str | None]:
    found: set[str | None] = set()
    for part in _parts(values):
        found |= set(db.session.scalars(select(column).where(column.in_(part))))
    return found


def _parts(values: list[str]) -> list[list[str]]:
    return [values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE)]
