"""Does a record give everything the portal needs of a contract, whatever the shape it was written in?

What the portal needs refuses the record when it is missing or unreadable: id, buyer, object, amount, duration,
day of notification, holders, lists. The rest only warns.
"""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from clauses.domain.decp import cells, parts, vocabulary
from clauses.domain.decp.contracts import Contract, Holder, Warning
from clauses.domain.decp.document import OddNumber
from clauses.domain.decp.findings import Findings, clean
from clauses.domain.decp.vocabulary import plain
from clauses.domain.kinds import MarketForm, MarketType, Procedure

_LONGEST_ID = 40  # 16 in the regulation; older files go beyond
_REGULATION_ID = 16
_LONGEST_TITLE = 1000
_NEEDED_TEXT = ("id", "objet")


@dataclass(slots=True)
class Raw:
    """The values of one contract as the file writes them, by their name in the regulation."""

    values: dict[str, Any]
    holders: list[parts.RawHolder]
    read_holders: tuple[Holder, ...] = ()  # those of the other rows of a table, already read
    modifications: list[parts.RawModification] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # how this file calls a field, when otherwise
    concession: bool = False
    strict: bool = False  # our own model: an unknown word is refused
    holders_needed: bool = True
    subcontracting: bool = False
    title: str | None = None  # when the file has no such column
    lot: str | None = None
    lot_title: str | None = None
    record: dict[str, Any] | None = None  # as it may be published again

    def get(self, key: str) -> Any:
        return self.values.get(key)

    def name(self, key: str) -> str:
        return self.names.get(key, key)


def short_ref(value: Any) -> str | None:
    """The id of a record as its reasons quote it, even when the record has no sense."""
    if cells.blank(value) or isinstance(value, (list, dict, OddNumber)):
        return None
    return clean(str(value)[:200])[:_LONGEST_ID] or None


def with_warnings(found: Contract, more: list[Warning]) -> Contract:
    """The same contract, with warnings found in its other rows."""
    return replace(found, warnings=(*found.warnings, *more)) if more else found


def _text(raw: Raw, key: str, limit: int) -> str:
    value = raw.get(key)
    if cells.blank(value) or isinstance(value, (list, dict, bool, OddNumber)):
        return ""
    if isinstance(value, Decimal):
        return cells.digits(value)
    return clean(str(value)[: 4 * limit])


def _identity(findings: Findings, raw: Raw) -> tuple[str, str | None]:
    contract_id = _text(raw, "id", _LONGEST_ID)
    findings.ref = contract_id[:_LONGEST_ID] or None
    if len(contract_id) > _LONGEST_ID:
        findings.refuse(raw.name("id"), "decp_id_long", contract_id, limit=_LONGEST_ID)
    elif len(contract_id) > _REGULATION_ID and not raw.strict:
        findings.warn(raw.name("id"), "decp_id_over", contract_id, limit=_REGULATION_ID)
    buyer = raw.get("acheteur.id")
    if cells.blank(buyer):
        findings.refuse(raw.name("acheteur.id"), "decp_missing")
        return contract_id, None
    return contract_id, cells.siret(findings, raw.name("acheteur.id"), buyer, blocking=True)


def _title(findings: Findings, raw: Raw) -> str:
    if raw.title is not None:
        findings.warn(raw.name("objet"), "decp_title_absent", raw.title)
        return raw.title
    title = _text(raw, "objet", _LONGEST_TITLE)
    if len(title) > _LONGEST_TITLE:
        findings.warn(raw.name("objet"), "decp_title_cut", title, limit=_LONGEST_TITLE)
    return title[:_LONGEST_TITLE]


def _cpv(findings: Findings, raw: Raw) -> str | None:
    value = raw.get("codeCPV")
    if cells.blank(value):
        if not raw.concession:
            findings.warn(raw.name("codeCPV"), "decp_cpv_absent")
        return None
    written = _text(raw, "codeCPV", 40)
    if re.fullmatch(r"[0-9]{8}(-[0-9])?", written):
        return written
    found = re.search(r"(?<![0-9])[0-9]{8}(-[0-9])?(?![0-9])", written)
    findings.warn(raw.name("codeCPV"), "decp_cpv", value)
    return found[0] if found else None


def _type(findings: Findings, raw: Raw, nature: str, cpv: str | None) -> MarketType:
    written = plain(_text(raw, "type", 60))
    if raw.strict and written and written not in vocabulary.TYPES:
        findings.refuse(raw.name("type"), "decp_choice", raw.get("type"), choices=list(vocabulary.TYPES))
    ccag = plain(_text(raw, "ccag", 100))
    derived = vocabulary.market_type(nature, cpv, ccag)
    given = vocabulary.TYPES.get(written)
    if given == MarketType.SERVICES and derived == MarketType.INTELLECTUAL and not raw.strict:
        return derived
    if given or derived:
        return given or derived or MarketType.SERVICES
    findings.warn(raw.name("type"), "decp_type_guessed")
    return MarketType.SERVICES


def _form(findings: Findings, raw: Raw, nature: str) -> MarketForm:
    written = plain(_text(raw, "forme", 60))
    if written and written not in vocabulary.FORMS:
        findings.refuse(raw.name("forme"), "decp_choice", raw.get("forme"), choices=list(vocabulary.FORMS))
    techniques = parts.words(findings, raw.name("techniques"), raw.get("techniques"), "technique")
    modalities = parts.words(
        findings, raw.name("modalitesExecution"), raw.get("modalitesExecution"), "modaliteExecution"
    )
    if written in vocabulary.FORMS:
        return vocabulary.FORMS[written]
    return vocabulary.market_form(
        nature,
        [plain(word) for word in techniques],
        [plain(word) for word in modalities],
        _text(raw, "idAccordCadre", 60) or None,
    )


def _procedure(findings: Findings, raw: Raw) -> Procedure:
    written = _text(raw, "procedure", 200)
    known = vocabulary.PROCEDURES.get(plain(written))
    if known:
        return known
    if raw.strict and written:
        findings.refuse(
            raw.name("procedure"), "decp_choice", written, choices=list(vocabulary.PROCEDURES)[:6]
        )
    else:
        findings.warn(raw.name("procedure"), "decp_procedure", written or None)
    return Procedure.ADAPTED


def _needed(findings: Findings, raw: Raw) -> None:
    for key in _NEEDED_TEXT:
        if not _text(raw, key, 200) and not (key == "objet" and raw.title is not None):
            code = "decp_missing" if cells.blank(raw.get(key)) else "decp_text"
            if not isinstance(raw.get(key), OddNumber):
                findings.refuse(raw.name(key), code, raw.get(key))
    for key in ("montant", "dureeMois", "dateNotification"):
        if cells.blank(raw.get(key)):
            findings.refuse(raw.name(key), "decp_missing")


def contract(findings: Findings, raw: Raw) -> Contract | None:
    """The contract of a record, or None with the reasons in the findings."""
    contract_id, buyer = _identity(findings, raw)
    _needed(findings, raw)
    title = _title(findings, raw)
    written_amount, written_months = raw.get("montant"), raw.get("dureeMois")
    amount = (
        None
        if cells.blank(written_amount)
        else cells.amount(findings, raw.name("montant"), written_amount)
    )  # fmt: skip
    months = (
        None
        if cells.blank(written_months)
        else cells.months(findings, raw.name("dureeMois"), written_months)
    )  # fmt: skip
    day = raw.get("dateNotification")
    notified = None if cells.blank(day) else cells.day(findings, raw.name("dateNotification"), day)
    published = cells.read_day(raw.get("datePublicationDonnees"))
    if published is None and not cells.blank(raw.get("datePublicationDonnees")):
        findings.warn(raw.name("datePublicationDonnees"), "decp_day", raw.get("datePublicationDonnees"))
    if published and notified and published < notified:
        findings.warn(
            raw.name("datePublicationDonnees"), "decp_published_early", published.isoformat(),
            day=published, first=notified,
        )  # fmt: skip
    nature = _text(raw, "nature", 60)[:60]
    concession = raw.concession or vocabulary.is_concession(nature)
    cpv = _cpv(findings, raw)
    all_holders = parts.holders(findings, raw.holders, initial=True) + raw.read_holders
    found_holders = tuple({(one.id_type, one.id): one for one in all_holders}.values())
    holders_name = raw.name("titulaires")
    if raw.holders_needed and not (raw.holders or raw.read_holders or findings.blocked_at(holders_name)):
        findings.refuse(holders_name, "decp_missing")
    found_modifications = parts.modifications(findings, raw.modifications, notified)
    market_type = _type(findings, raw, nature, cpv)
    form = MarketForm.CONCESSION if concession else _form(findings, raw, nature)
    procedure = _procedure(findings, raw)
    social = parts.social(
        findings, raw.name("considerationsSociales"), raw.get("considerationsSociales"), strict=raw.strict
    )
    environmental = parts.environmental(
        findings, raw.name("considerationsEnvironnementales"), raw.get("considerationsEnvironnementales")
    )
    if findings.blocked or buyer is None or amount is None or months is None or notified is None:
        return None
    return Contract(
        line=findings.line,
        id=contract_id,
        uid=buyer + contract_id,
        buyer_siret=buyer,
        buyer_name=_text(raw, "acheteur_nom", 200)[:200] or None,
        title=title,
        nature=nature,
        is_concession=concession,
        market_type=market_type,
        market_form=form,
        procedure=procedure,
        cpv=cpv,
        amount=amount,
        duration_months=months,
        notified_on=notified,
        published_on=published,
        place_code=_text(raw, "lieuExecution.code", 20)[:20] or None,
        place_type=_text(raw, "lieuExecution.typeCode", 40)[:40] or None,
        holders=found_holders,
        group_form=vocabulary.GROUPS.get(plain(_text(raw, "typeGroupementOperateurs", 60))),
        social=social,
        environmental=environmental,
        modifications=found_modifications,
        subcontracting=raw.subcontracting,
        source=_text(raw, "source", 120)[:120],
        warnings=findings.warnings(),
        lot=raw.lot,
        lot_title=raw.lot_title,
        record=raw.record,
    )
