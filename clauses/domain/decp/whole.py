"""What would the regulation's own record of a contract be, when the file is a table? Its columns, put back in shape.

Nothing is added: what the table does not say is absent, and the schema will say that it is missing.
"""

from decimal import Decimal
from typing import Any

from clauses.domain.decp import cells
from clauses.domain.decp.document import OddNumber
from clauses.domain.decp.findings import clean
from clauses.domain.decp.table import Row
from clauses.domain.decp.vocabulary import is_concession

_TEXTS = {
    "id": "id", "nature": "nature", "objet": "objet", "codecpv": "codeCPV", "idaccordcadre": "idAccordCadre",
    "ccag": "ccag", "procedure": "procedure", "formeprix": "formePrix", "datenotification": "dateNotification",
    "datepublicationdonnees": "datePublicationDonnees", "typegroupementoperateurs": "typeGroupementOperateurs",
}  # fmt: skip
_NUMBERS = {
    "dureemois": "dureeMois", "montant": "montant", "offresrecues": "offresRecues", "tauxavance": "tauxAvance",
    "origineue": "origineUE", "originefrance": "origineFrance",
}  # fmt: skip
_BOOLEANS = {
    "marcheinnovant": "marcheInnovant", "attributionavance": "attributionAvance",
    "soustraitancedeclaree": "sousTraitanceDeclaree",
}  # fmt: skip
_LISTS = {
    "techniques": ("techniques", "technique"),
    "modalitesexecution": ("modalitesExecution", "modaliteExecution"),
    "typesprix": ("typesPrix", "typePrix"),
    "considerationssociales": ("considerationsSociales", "considerationSociale"),
    "considerationsenvironnementales": ("considerationsEnvironnementales", "considerationEnvironnementale"),
}


def record(versions: list[list[Row]]) -> dict[str, Any]:
    """The record of a contract from its rows, one list a version, the initial one first."""
    row = versions[0][0]
    found: dict[str, Any] = {}
    for column, key in _TEXTS.items():
        if not cells.blank(row.values.get(column)):
            found[key] = clean(str(row.values[column])[:4000])
    for column, key in _NUMBERS.items():
        number = _number(row.values.get(column))
        if number is not None:
            found[key] = number
    for column, key in _BOOLEANS.items():
        truth = cells.yes(row.values.get(column))
        if truth is not None:
            found[key] = truth
    for column, (key, inner) in _LISTS.items():
        listed = _listed(row.values.get(column))
        if listed:
            found[key] = {inner: listed}
    if not cells.blank(row.get("acheteur_id")):
        found["acheteur"] = {"id": cells.digits(row.get("acheteur_id"))}
    place = {"code": row.get("lieuexecution_code"), "typeCode": row.get("lieuexecution_typecode")}
    if not any(cells.blank(value) for value in place.values()):
        found["lieuExecution"] = {
            key: cells.digits(value) if key == "code" else clean(value) for key, value in place.items()
        }
    found["titulaires"] = _holders(versions[0])
    changes = [_change(now, before) for before, now in zip(versions, versions[1:], strict=False)]
    if changes:
        found["modifications"] = [{"modification": change} for change in changes]
    return _as_concession(found, row) if is_concession(found.get("nature", "")) else found


def _number(value: Any) -> Decimal | None:
    number = None if isinstance(value, OddNumber) else cells.number(value)
    return number if number is not None and abs(number.adjusted()) < 30 else None


def _listed(value: Any) -> list[str]:
    if cells.blank(value) or isinstance(value, (dict, OddNumber)):
        return []
    found = value if isinstance(value, list) else str(value)[:2000].split(",")
    return list(dict.fromkeys(word for one in found if (word := clean(one).strip("[]'\" "))))


def _holders(rows: list[Row]) -> list[dict[str, Any]]:
    found = {
        (clean(row.get("titulaire_typeidentifiant")), cells.digits(row.get("titulaire_id"))): None
        for row in rows
        if not cells.blank(row.get("titulaire_id"))
    }
    return [{"titulaire": {"typeIdentifiant": kind, "id": own}} for kind, own in found]


def _change(now: list[Row], before: list[Row]) -> dict[str, Any]:
    row, then = now[0], before[0]
    change: dict[str, Any] = {
        "id": _number(row.get("modification_id")),
        "dateNotificationModification": clean(row.get("datenotification")),
        "datePublicationDonneesModification": clean(row.get("datepublicationdonnees")),
    }
    for column, key in (("dureemois", "dureeMois"), ("montant", "montant")):
        number = _number(row.values.get(column))
        if number is not None and number != _number(then.values.get(column)):
            change[key] = number
    if _holders(now) != _holders(before):
        change["titulaires"] = _holders(now)
    return change


def _as_concession(found: dict[str, Any], row: Row) -> dict[str, Any]:
    """The names that a concession gives to the same things, and its own two."""
    names = {
        "acheteur": "autoriteConcedante",
        "montant": "valeurGlobale",
        "dateNotification": "dateSignature",
    }
    turned = {
        names.get(key, key): value
        for key, value in found.items()
        if key not in ("titulaires", "modifications")
    }
    turned["concessionnaires"] = [{"concessionnaire": one["titulaire"]} for one in found["titulaires"]]
    if not cells.blank(row.get("datedebutexecution")):
        turned["dateDebutExecution"] = clean(row.get("datedebutexecution"))
    subsidy = _number(row.get("montantsubventionpublique"))
    if subsidy is not None:
        turned["montantSubventionPublique"] = subsidy
    renamed = {**names, "dateNotificationModification": "dateSignatureModification"}
    for one in found.get("modifications", ()):
        change = {
            renamed.get(key, key): value for key, value in one["modification"].items() if key != "titulaires"
        }
        turned.setdefault("modifications", []).append({"modification": change})
    return turned
