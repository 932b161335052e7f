"""How are the contracts of a buyer published as essential data: the JSON of the regulation, or a table?

A record imported is given again as it came; a contract awarded here is written from what the portal and its buyer
say, and from nothing else. Later changes are added under `modifications`; what was published is never edited.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clauses.domain.formulas import looks_like_formula
from clauses.models.essential import ConcessionData, EssentialData
from clauses.queries.decp_export import Exportable
from clauses.reference import procurement
from clauses.wording import decp_words as words

_LONGEST_TITLE = 1000
_SHOWN_FAULTS = 4
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Published:
    """A contract that the official schema accepts."""

    record: Record
    is_concession: bool
    buyer: str
    names: dict[str, str]  # of the holders, by SIRET


@dataclass(frozen=True, slots=True)
class Waiting:
    """A contract that cannot be published yet, and why; `completable` when its buyer can say the rest here."""

    contract: Exportable
    reason: str
    completable: bool


@dataclass(frozen=True, slots=True)
class Publication:
    ready: list[Published]
    waiting: list[Waiting]


def publication(contracts: Iterable[Exportable]) -> Publication:
    """Each contract as a record, or the reason why it waits."""
    ready: list[Published] = []
    waiting: list[Waiting] = []
    for one in contracts:
        record = (
            _imported(one)
            if one.record is not None
            else _conceded(one)
            if one.is_concession
            else _awarded(one)
        )
        if record is None:
            missing = words.CONCESSION_TO_COMPLETE if one.is_concession else words.TO_COMPLETE
            waiting.append(Waiting(one, missing, completable=True))
            continue
        faults = procurement.faults(record, concession=one.is_concession)
        if faults:
            said = words.SOURCE_INCOMPLETE if one.record is not None else words.NOT_ENOUGH
            waiting.append(Waiting(one, said.format(fields=_named(faults)), completable=one.record is None))
        else:
            ready.append(Published(record, one.is_concession, one.market.buyer.name, _names(one)))
    return Publication(ready, waiting)


def _named(faults: tuple[str, ...]) -> str:
    shown = list(faults[:_SHOWN_FAULTS])
    if len(faults) > _SHOWN_FAULTS:
        shown.append(words.REST.format(n=len(faults) - _SHOWN_FAULTS))
    return ", ".join(shown)


def _names(one: Exportable) -> dict[str, str]:
    who = [one.holder, *(change.holder for change in one.changes)]
    return {each.siret: each.name for each in who if each is not None}


def _imported(one: Exportable) -> Record:
    return _changed(one.record or {}, one)


def _awarded(one: Exportable) -> Record | None:
    """A lot awarded here, in the words of the regulation; None until its buyer has completed it."""
    market, lot, award, said = one.market, one.lot, one.award, one.answers
    places = lot.places or market.places
    if award is None or one.holder is None or not isinstance(said, EssentialData) or not places:
        return None
    holders = dict.fromkeys([one.holder.siret, *said.partners])
    record: Record = {
        "id": said.contract_id,
        "acheteur": {"id": market.buyer.siret},
        "nature": words.NATURE,
        "objet": _title(one),
        "codeCPV": said.cpv,
        "techniques": {"technique": list(said.techniques)},
        "modalitesExecution": {
            "modaliteExecution": [words.MODALITIES.get(market.market_form, words.NOTHING)]
        },
        "marcheInnovant": said.innovative,
        "ccag": said.ccag,
        "offresRecues": said.offers,
        "attributionAvance": said.advance,
        "typeGroupementOperateurs": said.group_form,
        "sousTraitanceDeclaree": said.subcontracting,
        "procedure": words.PROCEDURES[market.procedure],
        "lieuExecution": {"code": places[0], "typeCode": words.PLACE},
        "dureeMois": lot.targets[0].exec_months if lot.targets else award.exec_months,
        "dateNotification": award.notified_on.isoformat(),
        "datePublicationDonnees": said.published_on.isoformat(),
        "montant": _number(said.amount, 100),
        "typesPrix": {"typePrix": list(said.price_types)},
        "formePrix": said.price_form,
        "titulaires": [{"titulaire": {"typeIdentifiant": "SIRET", "id": siret}} for siret in holders],
        "considerationsSociales": {"considerationSociale": _social(one)},
        "considerationsEnvironnementales": {
            "considerationEnvironnementale": list(said.environmental) or [words.NO_ENVIRONMENTAL]
        },
    }
    if said.advance:
        record["tauxAvance"] = _number(said.advance_rate or 0, 10_000)
    return _changed(record, one)


def _title(one: Exportable) -> str:
    """The object of the market; with the lot where there are several."""
    market, lot = one.market, one.lot
    title = words.LOT_TITLE.format(market=market.title, number=lot.number, lot=lot.title)
    return (title if len(market.lots) > 1 else market.title)[:_LONGEST_TITLE]


def _social(one: Exportable) -> list[str]:
    clause = one.lot.clause if one.lot.has_clause else None
    if clause is None:
        return [words.NO_SOCIAL]
    return list(words.social_words(clause.clause_type, concession=one.is_concession))


def _conceded(one: Exportable) -> Record | None:
    """A concession awarded here; None until its grantor has completed it."""
    lot, award, said = one.lot, one.award, one.answers
    if award is None or one.holder is None or not isinstance(said, ConcessionData):
        return None
    holders = dict.fromkeys([one.holder.siret, *said.partners])
    record: Record = {
        "id": said.contract_id,
        "autoriteConcedante": {"id": one.market.buyer.siret},
        "nature": said.nature,
        "objet": _title(one),
        "procedure": said.procedure,
        "dureeMois": lot.targets[0].exec_months if lot.targets else award.exec_months,
        "dateSignature": said.signed_on.isoformat(),
        "datePublicationDonnees": said.published_on.isoformat(),
        "dateDebutExecution": (lot.targets[0].exec_start if lot.targets else award.exec_start).isoformat(),
        "valeurGlobale": _number(said.amount, 100),
        "montantSubventionPublique": _number(said.subsidy, 100),
        "concessionnaires": [
            {"concessionnaire": {"typeIdentifiant": "SIRET", "id": siret}} for siret in holders
        ],
        "considerationsSociales": {"considerationSociale": _social(one)},
        "considerationsEnvironnementales": {
            "considerationEnvironnementale": list(said.environmental) or [words.NO_ENVIRONMENTAL]
        },
    }
    return _changed(record, one)


def _changed(record: Record, one: Exportable) -> Record:
    """The record, and after its own modifications those that the portal knows."""
    if not one.changes:
        return record
    known = list(record.get("modifications") or [])
    last = max((int(each["modification"].get("id") or 0) for each in known), default=0)
    day = "dateSignatureModification" if one.is_concession else "dateNotificationModification"
    for rank, change in enumerate(one.changes, last + 1):
        published = max(change.recorded_on, change.notified_on)
        said: Record = {
            "id": rank,
            day: change.notified_on.isoformat(),
            "datePublicationDonneesModification": published.isoformat(),
        }
        if change.months:
            said["dureeMois"] = change.months
        if change.amount:
            said["valeurGlobale" if one.is_concession else "montant"] = _number(change.amount, 100)
        if change.holder is not None and not one.is_concession:
            who = {"typeIdentifiant": "SIRET", "id": change.holder.siret}
            said["titulaires"] = [{"titulaire": who}]
        known.append({"modification": said})
    return {**record, "modifications": known}


def _number(value: int, unit: int) -> int | float:
    """Cents as euros, basis points as a fraction: a whole number where it is one."""
    exact = Decimal(value) / unit
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def json_text(ready: list[Published]) -> str:
    """The file of the regulation; a list that would be empty is left out, one at least is there."""
    held: dict[str, list[Record]] = {}
    for one in ready:
        kind = procurement.CONCESSION if one.is_concession else procurement.MARKET
        held.setdefault(kind, []).append(one.record)
    if not held:
        held[procurement.MARKET] = []
    return json.dumps({"marches": held}, ensure_ascii=False, indent=2) + "\n"


COLUMNS = (
    "uid", "id", "nature", "acheteur_id", "acheteur_nom", "titulaire_id", "titulaire_typeIdentifiant", "titulaire_nom",
    "objet", "montant", "codeCPV", "procedure", "techniques", "dureeMois", "offresRecues", "dateNotification",
    "datePublicationDonnees", "formePrix", "typesPrix", "attributionAvance", "tauxAvance", "marcheInnovant",
    "modalitesExecution", "considerationsSociales", "considerationsEnvironnementales", "ccag", "sousTraitanceDeclaree",
    "typeGroupementOperateurs", "origineUE", "origineFrance", "lieuExecution_code", "lieuExecution_typeCode",
    "idAccordCadre", "dateDebutExecution", "montantSubventionPublique", "modification_id", "donneesActuelles",
)  # fmt: skip


def csv_text(ready: list[Published]) -> str:
    """The tabular shape: a row for each contract, holder and version; semicolons, every cell quoted."""
    written = io.StringIO()
    table = csv.DictWriter(
        written, COLUMNS, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n", restval=""
    )
    table.writeheader()
    for one in ready:
        table.writerows(_rows(one))
    return written.getvalue()


def _rows(one: Published) -> Iterator[dict[str, str]]:
    """The rows of a contract: the initial state, then the state after each modification."""
    record = one.record
    buyer = record["autoriteConcedante" if one.is_concession else "acheteur"]["id"]
    holders_key, holder = (
        ("concessionnaires", "concessionnaire") if one.is_concession else ("titulaires", "titulaire")
    )
    state: Record = {
        **record,
        "montant": record.get("valeurGlobale", record.get("montant")),
        "dateNotification": record.get("dateSignature", record.get("dateNotification")),
    }
    changes = [each["modification"] for each in record.get("modifications") or []]
    versions: list[Record] = [state]
    for change in changes:
        state = {**state}
        for key, names in (
            ("dureeMois", ("dureeMois",)), ("montant", ("montant", "valeurGlobale")), (holders_key, (holders_key,)),
            ("dateNotification", ("dateNotificationModification", "dateSignatureModification")),
            ("datePublicationDonnees", ("datePublicationDonneesModification",)),
        ):  # fmt: skip
            state[key] = next((change[name] for name in names if name in change), state.get(key))
        state["modification_id"] = change["id"]
        versions.append(state)
    for rank, version in enumerate(versions):
        common = {column: _cell(version.get(column)) for column in COLUMNS}
        place = version.get("lieuExecution") or {}
        common |= {
            "uid": _cell(buyer + record["id"]), "acheteur_id": buyer, "acheteur_nom": _cell(one.buyer),
            "lieuExecution_code": _cell(place.get("code")), "lieuExecution_typeCode": _cell(place.get("typeCode")),
            "modification_id": _cell(version.get("modification_id", 0)),
            "donneesActuelles": _cell(rank == len(versions) - 1),
        }  # fmt: skip
        for each in version[holders_key]:
            who = each[holder]
            yield {**common, "titulaire_id": _cell(who["id"]), "titulaire_typeIdentifiant": who["typeIdentifiant"],
                   "titulaire_nom": _cell(one.names.get(who["id"]))}  # fmt: skip


def _cell(value: Any) -> str:
    """A value as a cell: lists joined, truths as in JSON, and no text that a spreadsheet would compute."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        value = next(iter(value.values()), "")
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    text = str(value)
    return f"'{text}" if looks_like_formula(text) else text
