"""Why can a row of a DECP file not be taken, and what should be looked at in a row that is? And our own model."""

import csv
import io
import re
from datetime import date
from typing import Any

from clauses.domain.decp import Refusal, Warning
from clauses.domain.decp.model import COLUMNS
from clauses.domain.decp.table import folded
from clauses.wording import formats, sentences

SENTENCES: dict[str, str] = {
    # what the portal needs
    "decp_missing": "{field} manque.",
    "decp_text": "{field} n'est pas un texte (« {value} »).",
    "decp_id_long": "{field} compte plus de {limit} caractères (« {value} »).",
    "decp_amount": "{field} n'est pas un montant en euros (« {value} »).",
    "decp_amount_taxed": "{field} est toutes taxes comprises (« {value} ») : indiquez le montant hors taxes.",
    "decp_lot": "{field} n'est pas un numéro de lot (« {value} ») : écrivez 1, 2, 3…",
    "decp_amount_high": "le montant {amount:euros} dépasse le plafond accepté de {limit:euros} ({field}).",
    "decp_amount_huge": "le montant « {value} » dépasse le plafond accepté de {limit:euros} ({field}).",
    "decp_amount_low": "{field} doit être d'au moins {limit:euros} (« {value} »).",
    "decp_months": "{field} n'est pas un nombre entier de mois (« {value} »).",
    "decp_months_range": "{field} doit être compris entre 1 et {limit} mois (« {value} »).",
    "decp_day": "{field} n'est pas une date de la forme 2024-05-25 ou 25/05/2024 (« {value} »).",
    "decp_day_range": "{field} sort des années {first} à {last} (« {value} »).",
    "decp_siret": "{field} : un SIRET comporte 14 chiffres, celui-ci en a {n} (« {value} »).",
    "decp_list": "{field} n'est pas une liste (« {value} »).",
    "decp_list_long": "{field} compte {n} éléments ; {limit} au plus sont acceptés.",
    "decp_holder": "{field} ne donne pas d'identifiant lisible (« {value} »).",
    "decp_object": "{field} n'a pas la structure attendue (« {value} »).",
    "decp_boolean": "{field} doit valoir vrai ou faux, sans guillemets (« {value} »).",
    "decp_number": "{field} contient « {value} », qui n'est pas un nombre en JSON.",
    "decp_cells": "cette ligne a plus de cellules que la première (« {value} »).",
    "decp_choice": "{field} ne connaît pas « {value} ». Choisissez parmi : {choices}.",
    "decp_place": "{field} n'est pas un code INSEE de commune (« {value} »).",
    "decp_place_unknown": "{field} : la commune « {value} » n'est pas connue du portail ; le lot n'aura pas de territoire. "
    "Corrigez le code, ou la coordination régionale le suivra.",
    "decp_place_nowhere": "{field} : {value} n'est dans aucun des territoires suivis ; la coordination régionale "
    "répondra pour ce lot.",
    "decp_duplicate": "le marché {value} est déjà décrit à la ligne {first} ; seule la première description est prise.",
    "decp_other_buyer": "l'acheteur {siret} n'est pas votre organisation ({own}).",
    # what is worth a look
    "decp_id_over": "{field} dépasse les {limit} caractères du format réglementaire (« {value} »).",
    "decp_siret_check": "{field} : le SIRET {siret} comporte une faute de frappe.",
    "decp_siret_padded": "{field} : les zéros du début avaient disparu, le SIRET {siret} a été rétabli.",
    "decp_id_type": "{field} : le type d'identifiant n'est pas connu (« {value} »).",
    "decp_title_absent": "ce tableau n'a pas de colonne objet ; l'intitulé provisoire est « {value} ».",
    "decp_title_cut": "{field} dépasse {limit} caractères ; la suite n'est pas reprise.",
    "decp_cpv": "{field} ne suit pas le format des codes CPV (« {value} »).",
    "decp_cpv_division": "{field} : aucun code CPV ne commence par {division} (« {value} »).",
    "decp_cpv_key": "{field} : la clé n'est pas celle attendue ({expected}), vérifiez les huit chiffres (« {value} »).",
    "decp_cpv_absent": "{field} n'est pas renseigné.",
    "decp_type_guessed": "le type de marché ne se déduit pas du fichier ; il est noté « Services », à corriger.",
    "decp_procedure": "{field} n'est pas une procédure connue (« {value} ») ; elle est notée adaptée, à corriger.",
    "decp_procedure_absent": "{field} n'est pas renseigné ; la procédure est notée adaptée, à corriger.",
    "decp_social": "{field} ne connaît pas « {value} ». Sont connues : Clause sociale, Critère social, Marché réservé.",
    "decp_social_and_none": "{field} dit à la fois qu'il y a une considération sociale et qu'il n'y en a pas "
    "(« {value} »).",
    "decp_environmental": "{field} ne connaît pas « {value} ».",
    "decp_offers": "{field} devrait être un nombre d'au moins 1 (« {value} »).",
    "decp_day_future": "{field} est à venir ({day:day}).",
    "decp_published_early": "{field} ({day:day}) précède la notification ({first:day}).",
    "decp_modification_id": "{field} n'est pas un numéro de modification (« {value} »).",
    "decp_modification_order": "{field} ne suit pas l'ordre croissant : la précédente porte le numéro {last}.",
    "decp_modification_early": "{field} ({day:day}) précède la notification du marché ({first:day}).",
    "decp_uid": "{field} devrait être {uid} (« {value} »).",
    "decp_rows_differ": "{field} diffère de la ligne {first} du même marché (« {value} ») ; la première est retenue.",
    "decp_initial_absent": "l'état initial du marché n'est pas dans le fichier : il commence à la modification {value}.",
}

CHOICES = {
    "type": "Travaux, Services, Fournitures, Prestations intellectuelles",
    "forme": "Ordinaire, Tranches, Bons de commande, Marchés subséquents, Concession",
    "procedure": "Procédure adaptée, Appel d'offres ouvert, Appel d'offres restreint, Procédure avec négociation, "
    "Dialogue compétitif, Marché passé sans publicité ni mise en concurrence préalable",
}

MODEL_COLUMNS: dict[str, str] = {
    "reference": "Référence du marché chez l'acheteur, 40 caractères au plus. Les lots d'un marché la partagent.",
    "lot": "Numéro du lot, une ligne par lot. Vide pour un marché non alloti.",
    "objet": "Objet du marché, le même sur toutes les lignes de ses lots.",
    "intitule_lot": "Intitulé du lot. Vide : l'objet du marché.",
    "acheteur_siret": "SIRET de l'acheteur, 14 chiffres. Vide : le vôtre.",
    "type": f"{CHOICES['type']}. Vide : déduit du code CPV.",
    "forme": f"{CHOICES['forme']}. Vide : ordinaire.",
    "procedure": f"{CHOICES['procedure']}.",
    "cpv": "Code CPV, par exemple 45214200-2.",
    "montant_ht": "Montant hors taxes du lot en euros, par exemple 575000, 575 000,50 ou 575 k€.",
    "commune_insee": "Commune d'exécution, par son nom ou son code INSEE, par exemple Beauvais ou 60057.",
    "date_notification": "Date de notification, 25/05/2026 ou 2026-05-25.",
    "duree_mois": "Durée en mois, un nombre entier.",
    "considerations_sociales": "Clause sociale, Critère social, Marché réservé, séparées par une virgule. "
    "Vide ou « Sans objet » s'il n'y en a pas.",
    "titulaire_siret": "SIRET du titulaire, le mandataire d'abord. Vide si le marché n'est pas attribué.",
    "titulaire_nom": "Nom du titulaire.",
}
_MODEL_EXAMPLE = {
    "reference": "2026-014",
    "lot": "1",
    "objet": "Construction d'un groupe scolaire",
    "intitule_lot": "Gros œuvre",
    "acheteur_siret": "99900101900010",
    "type": "Travaux",
    "forme": "Ordinaire",
    "procedure": "Procédure adaptée",
    "cpv": "45223220-4",
    "montant_ht": "575000",
    "commune_insee": "60057",
    "date_notification": "25/05/2026",
    "duree_mois": "18",
    "considerations_sociales": "Clause sociale",
    "titulaire_siret": "",
    "titulaire_nom": "",
}
MODEL_EXAMPLES: tuple[dict[str, Any], ...] = (  # amounts in cents, as the writer of workbooks takes them
    {**_MODEL_EXAMPLE, "lot": 1, "montant_ht": 575_000_00, "commune_insee": "Beauvais",
     "date_notification": date(2026, 5, 25), "duree_mois": 18},
    {**_MODEL_EXAMPLE, "lot": 2, "intitule_lot": "Peinture", "cpv": "45442100-8", "montant_ht": 84_500_00,
     "commune_insee": "60057", "date_notification": date(2026, 5, 25), "duree_mois": 18},
    {**_MODEL_EXAMPLE, "reference": "2026-021", "lot": None, "objet": "Entretien des espaces verts", "intitule_lot": "",
     "acheteur_siret": "", "type": "Services", "forme": "Bons de commande", "procedure": "Appel d'offres ouvert",
     "cpv": "77310000-6", "montant_ht": 120_000_00, "commune_insee": "Compiègne",
     "date_notification": date(2026, 4, 2), "duree_mois": 48, "considerations_sociales": "Marché réservé"},
)  # fmt: skip
MODEL_TITLES: dict[str, str] = {  # the headings of the workbook, in plain French
    "reference": "Référence du marché",
    "lot": "Numéro du lot",
    "objet": "Objet du marché",
    "intitule_lot": "Intitulé du lot",
    "acheteur_siret": "SIRET de l'acheteur",
    "type": "Type de marché",
    "forme": "Forme du marché",
    "procedure": "Procédure",
    "cpv": "Code CPV",
    "montant_ht": "Montant HT du lot",
    "commune_insee": "Commune d'exécution",
    "date_notification": "Date de notification",
    "duree_mois": "Durée en mois",
    "considerations_sociales": "Considérations sociales",
    "titulaire_siret": "SIRET du titulaire",
    "titulaire_nom": "Nom du titulaire",
}
MODEL_HEADINGS = {folded(title): column for column, title in MODEL_TITLES.items()}
MODEL_NEEDED = ("reference", "objet", "montant_ht", "date_notification", "duree_mois")
MODEL_LISTS: dict[str, tuple[str, ...]] = {
    "type": ("Travaux", "Services", "Fournitures", "Prestations intellectuelles"),
    "forme": ("Ordinaire", "Tranches", "Bons de commande", "Marchés subséquents", "Concession"),
    "procedure": (
        "Procédure adaptée", "Appel d'offres ouvert", "Appel d'offres restreint", "Procédure avec négociation",
        "Dialogue compétitif", "Marché passé sans publicité ni mise en concurrence préalable",
    ),
    "considerations_sociales": ("Clause sociale", "Critère social", "Marché réservé", "Sans objet"),
}  # fmt: skip
MODEL_SHEET, MODEL_EXAMPLE_SHEET, MODEL_COLUMNS_SHEET, MODEL_LISTS_SHEET = (
    "Marchés", "Exemple", "Colonnes", "Listes",
)  # fmt: skip
MODEL_TITLE = "Modèle d'import des marchés"
MODEL_EXAMPLE_TITLE = "Exemple : un marché de deux lots et un marché non alloti"
MODEL_COLUMNS_TITLE = "Ce qu'il faut écrire dans chaque colonne"
MODEL_LISTS_TITLE = "Les mots admis dans les colonnes à liste"
MODEL_COLUMN, MODEL_WHAT, MODEL_MUST, MODEL_WORD = (
    "Colonne",
    "Ce qu'il faut écrire",
    "Obligatoire",
    "Mot admis",
)
MODEL_YES, MODEL_NO = "Oui", "Non"
MODEL_METHOD = (
    ("Lecture", "Seule la première feuille visible est lue : une ligne par lot, les colonnes du marché répétées.",
     "Modèle du portail"),
    ("Ordre des colonnes", "Libre ; gardez les intitulés de la première ligne.", "Modèle du portail"),
    ("Formules", "La valeur affichée est prise ; une formule sans valeur compte comme une case vide.", "Modèle du portail"),
    ("Vérification", "Rien n'est créé avant votre confirmation, ni tant qu'une ligne est refusée.", "Modèle du portail"),
)  # fmt: skip
_NAMED_PATHS = {
    "": "cette entrée",
    "lieuExecution": "lieu d'exécution",
    "acheteur.id": "le SIRET de l'acheteur",
    "autoriteConcedante.id": "le SIRET de l'autorité concédante",
}
_ONE_OF = {
    "modifications": "modification {n}",
    "titulaires": "titulaire {n}",
    "concessionnaires": "concessionnaire {n}",
    "actesSousTraitance": "acte de sous-traitance {n}",
}
_HUGE = 10**20  # cents; beyond, the digits would only fill the page


def field_name(path: str) -> str:
    """The name of a field for a reader: `modifications[2].montant` is « modification 2, montant »."""
    if path in _NAMED_PATHS:
        return _NAMED_PATHS[path]
    words = []
    for step in path.split("."):
        found = re.fullmatch(r"(\w+)\[(\d+)\]", step)
        if found and found[1] in _ONE_OF:
            words.append(_ONE_OF[found[1]].format(n=found[2]))
        elif step == "sousTraitant":
            words.append("sous-traitant")
        elif step != "id" or len(words) == 0 or words[-1].startswith("modification"):
            words.append(step)
    return ", ".join(words)


def _said(field: str, code: str, value: str, facts: dict[str, Any]) -> str:
    if code == "decp_amount_high" and facts["amount"] > _HUGE:
        code = "decp_amount_huge"
    if code == "decp_procedure" and not value:
        code = "decp_procedure_absent"
    if code == "decp_other_buyer":
        facts = {name: formats.siret(siret) for name, siret in facts.items()}
    if "choices" in facts:
        column = next((key for key, title in MODEL_TITLES.items() if field == title), field)
        facts = {**facts, "choices": CHOICES.get(column, ", ".join(facts["choices"]))}
    if "siret" in facts:
        facts = {**facts, "siret": formats.siret(facts["siret"])}
    return sentences.written(SENTENCES[code], **{**facts, "field": field_name(field), "value": value})


def sentence(refusal: Refusal) -> str:
    """One reason of a row: « Ligne 3 : dureeMois manque. »

    The line of the text is added where it helps; a reason that would not have refused the row by itself says so.
    """
    where = f"Ligne {refusal.line}"
    if refusal.text_line is not None and refusal.text_line > refusal.line:
        where += f" (ligne {refusal.text_line} du fichier)"
    said = _said(refusal.field, refusal.code, refusal.value, refusal.facts)
    return f"{where} : {said}" if refusal.blocking else f"{where}, à vérifier aussi : {said}"


def warning(one: Warning) -> str:
    """What is worth a look in a contract that is taken: « À vérifier : offresRecues devrait être… »"""
    return f"À vérifier : {_said(one.field, one.code, str(one.facts.get('value', '')), one.facts)}"


def model_csv() -> str:
    """Our model as a spreadsheet of a French office opens it: semicolons, the columns and an example row."""
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(_MODEL_EXAMPLE)
    return written.getvalue()
