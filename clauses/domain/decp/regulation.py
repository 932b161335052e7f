"""How is a contract written in the JSON of the regulation, nested since 2024 or plain as in 2019?"""

import re
from typing import Any

from clauses.domain.decp import assemble, cells, parts
from clauses.domain.decp.contracts import Contract
from clauses.domain.decp.document import OddNumber
from clauses.domain.decp.findings import Findings
from clauses.domain.decp.vocabulary import is_concession, plain

_BOOLEANS = ("marcheInnovant", "attributionAvance", "sousTraitanceDeclaree")
_CONCESSION_NAMES = {
    "acheteur.id": "autoriteConcedante.id",
    "montant": "valeurGlobale",
    "dateNotification": "dateSignature",
    "titulaires": "concessionnaires",
}


def _inside(record: dict[str, Any], outer: str, inner: str) -> Any:
    """`acheteur.id`, whether it is nested or written flat with a dot."""
    nested = record.get(outer)
    if isinstance(nested, dict):
        return nested.get(inner)
    return record.get(f"{outer}.{inner}")


def odd_number(value: Any) -> OddNumber | None:
    """The first NaN, Infinity or endless number inside a value."""
    if isinstance(value, OddNumber):
        return value
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next(filter(None, (odd_number(one) for one in inside)), None)


def _modifications(
    findings: Findings, record: dict[str, Any], *, concession: bool
) -> list[parts.RawModification]:
    names = (
        ("id", "dateSignatureModification", "valeurGlobale", "dureeMois")
        if concession
        else ("id", "dateNotificationModification", "montant", "dureeMois")
    )
    found = []
    for rank, one in enumerate(
        parts.items(findings, "modifications", record.get("modifications"), "modification"), 1
    ):
        path = f"modifications[{rank}]"
        if not isinstance(one, dict):
            findings.refuse(path, "decp_object", one)
            continue
        # before 2024 a modification could give its day of signature only
        day = one.get(names[1]) or one.get("dateSignatureModification")
        holders_key, holder_key = (
            ("concessionnaires", "concessionnaire") if concession else ("titulaires", "titulaire")
        )
        found.append(
            parts.RawModification(
                path=path,
                id=one.get("id"),
                notified=day,
                amount=one.get(names[2]),
                months=one.get(names[3]),
                holders=parts.raw_holders(
                    findings, f"{path}.{holders_key}", one.get(holders_key), holder_key
                ),
                names=names,
            )
        )
    return found


def _subcontracts(findings: Findings, record: dict[str, Any]) -> bool:
    acts = parts.items(findings, "actesSousTraitance", record.get("actesSousTraitance"), "acteSousTraitance")
    for rank, one in enumerate(acts, 1):
        path = f"actesSousTraitance[{rank}]"
        if not isinstance(one, dict):
            findings.refuse(path, "decp_object", one)
            continue
        who = one.get("sousTraitant")
        if not isinstance(who, dict):
            findings.warn(f"{path}.sousTraitant", "decp_object", who)
        elif plain(who.get("typeIdentifiant")) == "siret":
            # the regulation's own example names a sub-contractor by 6 digits: nothing here depends on it
            bare = cells.digits(who.get("id"))
            if not re.fullmatch(r"[0-9]{14}", bare):
                findings.warn(f"{path}.sousTraitant.id", "decp_siret", who.get("id"), n=len(bare))
    return bool(acts)


def _others(findings: Findings, record: dict[str, Any]) -> None:
    for key in _BOOLEANS:
        value = record.get(key)
        if not cells.blank(value) and not isinstance(value, bool) and plain(value) not in ("true", "false"):
            findings.refuse(key, "decp_boolean", value)
    offers = record.get("offresRecues")
    count = cells.number(offers)
    if not cells.blank(offers) and (count is None or count < 1 or count.adjusted() > 9):
        findings.warn("offresRecues", "decp_offers", offers)
    for key, value in record.items():
        if (odd := odd_number(value)) is not None:
            findings.refuse(key, "decp_number", odd)


def contract(findings: Findings, record: Any, *, concession: bool) -> Contract | None:
    """The contract of a record of the regulation, or None with the reasons in the findings."""
    if not isinstance(record, dict):
        findings.refuse("", "decp_object", record)
        return None
    nature = record.get("nature")
    concession = concession or (isinstance(nature, str) and is_concession(nature))
    names = _CONCESSION_NAMES if concession else {}
    buyer = "autoriteConcedante" if concession else "acheteur"
    holders, holder = ("concessionnaires", "concessionnaire") if concession else ("titulaires", "titulaire")
    if not isinstance(record.get(buyer), dict) and not cells.blank(record.get(buyer)):
        findings.refuse(buyer, "decp_object", record.get(buyer))
    values = {
        **record,
        "acheteur.id": _inside(record, buyer, "id"),
        "acheteur_nom": _inside(record, buyer, "nom"),
        "montant": record.get("valeurGlobale" if concession else "montant"),
        "dateNotification": record.get("dateSignature" if concession else "dateNotification"),
        "lieuExecution.code": _inside(record, "lieuExecution", "code"),
        "lieuExecution.typeCode": _inside(record, "lieuExecution", "typeCode"),
        "type": None,
        "forme": None,
    }
    findings.ref = assemble.short_ref(record.get("id"))
    _others(findings, record)
    acts = _subcontracts(findings, record)
    raw = assemble.Raw(
        values=values,
        holders=parts.raw_holders(findings, holders, record.get(holders), holder),
        modifications=_modifications(findings, record, concession=concession),
        names=names,
        concession=concession,
        record=record,
        subcontracting=acts or cells.yes(record.get("sousTraitanceDeclaree")) is True,
    )
    return assemble.contract(findings, raw)
