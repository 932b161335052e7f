"""What is said of a list of structures: its rows refused, what to look at, and what it would change?"""

from collections.abc import Sequence
from typing import Any

from clauses.domain.decp import Refusal, Warning
from clauses.domain.directory import Entry
from clauses.wording import formats, sentences

# Each is read after « Ligne 3, colonne siret : ».
SENTENCES: dict[str, str] = {
    "decp_missing": "cette valeur manque.",
    "decp_text": "ce n'est pas un texte (« {value} »).",
    "decp_siret": "un SIRET comporte 14 chiffres, celui-ci en a {n} (« {value} »).",
    "decp_siret_padded": "les zéros du début avaient disparu, le SIRET {siret} a été rétabli.",
    "decp_siret_check": "le SIRET {siret} ne suit pas la règle de contrôle ; il est pris comme il est écrit, "
    "car les listes nationales en donnent de provisoires aux antennes.",
    "decp_place": "ce n'est pas un code INSEE de commune (« {value} »).",
    "decp_day": "ce n'est pas une date de la forme 2024-05-25 ou 25/05/2024 (« {value} »).",
    "decp_day_future": "cette date est à venir ({day:day}) ; celle du jour est retenue.",
    "decp_cells": "cette ligne a plus de cellules que la première (« {value} »).",
    "decp_object": "cette ligne n'a pas la forme attendue (« {value} »).",
    "siae_kind": "« {value} » n'est pas un type connu. Écrivez AI, ETTI, EI, ACI, EITI, GEIQ, EA, EATT, ESAT ou RQ.",
    "siae_kind_outside": "« {value} » n'est pas une structure de l'annuaire ; cette ligne est laissée.",
    "siae_inactive": "la liste dit que cette structure n'est plus active ; cette ligne est laissée.",
    "siae_twice": "la structure {value} ({kind}) est déjà décrite à la ligne {first} ; seule la première est prise.",
    "siae_post_code": "un code postal comporte cinq chiffres (« {value} »).",
    "siae_yes": "écrivez oui ou non (« {value} »).",
    "siae_zone": "« {value} » n'est pas une zone connue. Écrivez radius, areas ou country.",
    "siae_radius": "écrivez un nombre entier de kilomètres, de 0 à {limit} (« {value} »).",
    "siae_cut": "ce texte dépasse {limit} caractères ; la suite n'est pas reprise.",
    "siae_point": "ce n'est pas une coordonnée ; la structure est placée au centre de sa commune (« {value} »).",
    "siae_far": "le point {value} est loin de la commune ({name}) ; la structure est placée au centre de sa commune.",
    "siae_commune": "la commune « {value} » n'est pas reconnue ; sans coordonnées, la structure n'est pas sur la carte.",
    "siae_naf": "« {value} » n'est pas un code d'activité ; il n'est pas repris.",
    "siae_website": "« {value} » n'est pas une adresse du web ; elle n'est pas reprise.",
    "siae_sector": "« {value} » n'est pas dans la liste des secteurs ; il n'est pas repris.",
    "siae_network": "« {value} » n'est pas dans la liste des réseaux ; il n'est pas repris.",
}

# Why a row was refused, as the record of an import keeps it.
REASONS: dict[str, str] = {
    "decp_missing": "valeur absente",
    "decp_text": "ce n'est pas un texte",
    "decp_siret": "SIRET illisible",
    "decp_place": "code INSEE illisible",
    "decp_day": "date illisible",
    "decp_cells": "plus de cellules que de colonnes",
    "decp_object": "ce n'est pas une ligne",
    "siae_kind": "type de structure inconnu",
    "siae_kind_outside": "ce n'est pas une structure de l'annuaire",
    "siae_inactive": "structure inactive dans la liste",
    "siae_twice": "structure déjà décrite plus haut",
    "siae_post_code": "code postal illisible",
    "siae_yes": "ni oui ni non",
    "siae_zone": "zone inconnue",
    "siae_radius": "rayon illisible",
}

# What a list can change of a structure, by the names of the models; the place is told once.
VALUES: dict[str, str] = {
    "name": "nom", "address": "adresse", "presentation": "présentation", "agreement_end": "fin de convention",
    "commune_code": "commune", "city": "commune", "post_code": "code postal", "lat_e6": "coordonnées",
    "lon_e6": "coordonnées", "brand": "enseigne", "naf": "code d'activité", "website": "site web",
    "recruitment_procedure": "procédure de recrutement", "equipment": "matériel", "zone": "zone",
    "radius_km": "rayon", "zone_codes": "zone", "lends_staff": "mise à disposition", "takes_works": "sous-traitance",
    "joins_groups": "cotraitance", "branch": "antenne", "under_agreement": "convention active",
    "agreement_number": "numéro de convention", "agreement_start": "début de convention", "sectors": "secteurs",
    "networks": "réseaux", "source": "source", "source_id": "source", "source_date": "date de la source",
}  # fmt: skip


def refused(one: Refusal) -> str:
    """« Ligne 3 (ligne 4 du fichier), colonne siret : un SIRET comporte 14 chiffres… »"""
    where = f"Ligne {one.line}"
    if one.text_line is not None and one.text_line > one.line:
        where += f" (ligne {one.text_line} du fichier)"
    return f"{where}, colonne {one.field} : {_said(one.code, one.value, one.facts)}"


def warned(entry: Entry, one: Warning) -> str:
    """« Ligne 12, ALPHA, colonne latitude : … »"""
    said = _said(one.code, str(one.facts.get("value", "")), one.facts)
    return f"Ligne {entry.line}, {entry.name}, colonne {one.field} : {said}"


def recorded(line: int, siret: str | None, column: str, code: str) -> str:
    """What the record of an import keeps of a refusal: where and why, without what the row held."""
    who = f", SIRET {formats.siret(siret)}" if siret else ""
    return f"Ligne {line}{who}, colonne {column} : {REASONS.get(code, 'valeur refusée')}."


def named(values: dict[str, object], trades: Sequence[str] = ()) -> str:
    """What would change, each once: « nom, coordonnées, source, métiers »."""
    return ", ".join(dict.fromkeys([*(VALUES[name] for name in values), *(["métiers"] if trades else [])]))


def _said(code: str, value: str, facts: dict[str, Any]) -> str:
    if "siret" in facts:
        facts = {**facts, "siret": formats.siret(facts["siret"])}
    return sentences.written(SENTENCES[code], **{**facts, "value": value})
