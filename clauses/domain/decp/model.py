"""How does our own CSV model write a contract? One row per contract, or per lot when it has lots.

The lots of a contract share its reference, hence its `uid`.
"""

import re

from clauses.domain.decp import assemble, cells, parts
from clauses.domain.decp.contracts import Contract
from clauses.domain.decp.findings import Findings, clean
from clauses.domain.decp.table import Row
from clauses.domain.decp.vocabulary import plain

COLUMNS = (
    "reference",
    "lot",
    "objet",
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
    lot = clean(str(row.get("lot") or "")[:100])[:20] or None
    place = clean(str(values["lieuExecution.code"] or "")[:100])
    if place and not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", place):
        findings.refuse(row.name("commune_insee"), "decp_place", place)
    values["lieuExecution.typeCode"] = "Code commune" if place else None
    sirets = re.split(r"[,;/|\n]", str(row.get("titulaire_siret") or ""))[:50]
    names = re.split(r"[;/|\n]", str(row.get("titulaire_nom") or ""))[:50]
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
    )
    return assemble.contract(findings, raw)
