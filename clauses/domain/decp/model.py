"""How does our own model, workbook or CSV, write a contract? One row per contract, or per lot when it has lots.

The lots of a contract share its reference, hence its `uid`.
"""

import re
from collections.abc import Mapping, Sequence

from clauses.domain.decp import assemble, cells, parts
from clauses.domain.decp.contracts import Contract, Warning
from clauses.domain.decp.findings import Findings, clean, shortened
from clauses.domain.decp.table import Row
from clauses.domain.decp.vocabulary import plain

COLUMNS = (
    "reference",
    "lot",
    "objet",
    "intitule_lot",
    "acheteur_siret",
    "type",
    "forme",
    "procedure",
    "cpv",
    "montant_ht",
    "commune_insee",
    "date_notification",
    "duree_mois",
    "considerations_sociales",
    "titulaire_siret",
    "titulaire_nom",
)
NEEDED = ("reference", "objet", "montant_ht")  # what tells the model from another table
_NAMES = {
    "id": "reference",
    "objet": "objet",
    "acheteur.id": "acheteur_siret",
    "type": "type",
    "forme": "forme",
    "procedure": "procedure",
    "codeCPV": "cpv",
    "montant": "montant_ht",
    "lieuExecution.code": "commune_insee",
    "dateNotification": "date_notification",
    "dureeMois": "duree_mois",
    "considerationsSociales": "considerations_sociales",
    "titulaires": "titulaire_siret",
}
_LOT = re.compile(r"(?:lot)? ?(?:n ?[°º.]?)? ?0{0,2}([1-9][0-9]{0,2})")
_SHORT_PROCEDURES = {
    "adaptee": "procedure adaptee",
    "mapa": "procedure adaptee",
    "ouvert": "appel d'offres ouvert",
    "restreint": "appel d'offres restreint",
    "negociation": "procedure avec negociation",
    "sans publicite": "marche passe sans publicite ni mise en concurrence prealable",
    "dialogue": "dialogue competitif",
}


def contract(findings: Findings, row: Row) -> Contract | None:
    """The contract of a row of the model, or None with the reasons in the findings.

    The holder may be left out, when the contract is not awarded yet; several holders share a cell.
    """
    if row.problem:
        findings.refuse("", row.problem[0], row.problem[1])
    values = {key: row.get(column) for key, column in _NAMES.items()}
    values["procedure"] = _SHORT_PROCEDURES.get(plain(values["procedure"] or ""), values["procedure"])
    lot = _lot(findings, row)
    place = clean(str(values["lieuExecution.code"] or "")[:100])
    if place and not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", place):
        findings.refuse(row.name("commune_insee"), "decp_place", place)
    values["lieuExecution.typeCode"] = "Code commune" if place else None
    sirets = re.split(r"[,;/|\n]", str(row.get("titulaire_siret") or ""))[:50]
    names = re.split(r"[;/|\n]", str(row.get("titulaire_nom") or ""))[:50]
    sirets = [one for one in sirets if not _mistyped(findings, row.name("titulaire_siret"), one)]
    holders = [
        parts.RawHolder(
            row.name("titulaire_siret"), siret, "SIRET", names[rank] if rank < len(names) else None
        )
        for rank, siret in enumerate(sirets)
        if not cells.blank(siret)
    ]
    raw = assemble.Raw(
        values=values,
        holders=holders,
        names={key: row.name(column) for key, column in _NAMES.items()},
        concession=plain(values["forme"] or "") == "concession",
        strict=True,
        holders_needed=False,
        lot=lot,
        lot_title=clean(str(row.get("intitule_lot") or "")[:4_000])[:1_000] or None,
    )
    return assemble.contract(findings, raw)


def _lot(findings: Findings, row: Row) -> str | None:
    """The number of the lot, however it is introduced: 1, 01, « Lot 1 »; None for a market without lots."""
    written = clean(str(row.get("lot") or "")[:100])
    if not written:
        return None
    found = _LOT.fullmatch(plain(written))
    if found is None:
        findings.refuse(row.name("lot"), "decp_lot", written)
        return None
    return str(int(found[1]))


def _mistyped(findings: Findings, column: str, written: str) -> bool:
    """A holder whose SIRET has 14 digits and a wrong key: in our own model somebody can correct it at once."""
    bare = cells.digits(written)
    if not re.fullmatch(r"[0-9]{14}", bare) or findings.is_siret(bare):
        return False
    findings.refuse(column, "decp_siret_check", written, siret=bare)
    return True


def differences(contracts: Sequence[Contract], names: Mapping[str, str]) -> list[Contract]:
    """The same contracts; a row that says otherwise than the first one of its market is told so in a warning."""
    first: dict[str, Contract] = {}
    told: list[Contract] = []
    for one in contracts:
        same = first.setdefault(one.uid, one)
        odd = [
            Warning(names.get(column, column), "decp_rows_differ", {"first": same.line, "value": shortened(given)})
            for column, given, kept in (
                ("objet", one.title, same.title), ("type", one.market_type, same.market_type),
                ("forme", one.market_form, same.market_form), ("procedure", one.procedure, same.procedure),
                ("cpv", one.cpv, same.cpv),
            )
            if given != kept
        ]  # fmt: skip
        told.append(assemble.with_warnings(one, odd))
    return told
