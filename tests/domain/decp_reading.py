"""How do the tests read a DECP file? With the real check of a SIRET, on a day of the demonstration."""

import csv
import io
import json
from datetime import date
from pathlib import Path

from stdnum.fr import siret

from clauses.domain import decp

DATA = Path(__file__).parent.parent / "data" / "decp"
TODAY = date(2026, 3, 9)
BUYER = "21500222100012"
HOLDER, OTHER = "91824625700011", "34027049500021"


def read(content, filename="decp.json", today=TODAY):
    if isinstance(content, str):
        content = content.encode()
    return decp.read(content, filename, is_siret=siret.is_valid, today=today)


def read_file(name):
    return read((DATA / name).read_bytes(), name)


def record(**changes):
    """A contract of the regulation that raises no question; a change to `...` takes a field away."""
    values = {
        "id": "2026M001",
        "acheteur": {"id": BUYER},
        "nature": "Marché",
        "objet": "Réhabilitation du gymnase",
        "codeCPV": "45214200",
        "techniques": {"technique": ["Sans objet"]},
        "modalitesExecution": {"modaliteExecution": ["Sans objet"]},
        "procedure": "Procédure adaptée",
        "lieuExecution": {"code": "60057", "typeCode": "Code commune"},
        "dureeMois": 12,
        "dateNotification": "2026-01-15",
        "datePublicationDonnees": "2026-02-01",
        "montant": 250000.5,
        "titulaires": [{"titulaire": {"typeIdentifiant": "SIRET", "id": HOLDER}}],
        "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
        "considerationsEnvironnementales": {"considerationEnvironnementale": ["Clause environnementale"]},
        **changes,
    }
    return {key: value for key, value in values.items() if value is not ...}


def envelope(*records):
    return json.dumps({"marches": {"marche": list(records)}})


def one(**changes):
    """The contract of a file of one record, which must be taken."""
    reading = read(envelope(record(**changes)))
    assert reading.refusals == (), reading.refusals
    return reading.contracts[0]


def reasons(reading):
    """(line, field, code) of what blocks."""
    return [(r.line, r.field, r.code) for r in reading.refusals if r.blocking]


def table(*rows, delimiter=","):
    """A CSV text; the columns are those of all the rows."""
    written = io.StringIO()
    columns = list(dict.fromkeys(column for row in rows for column in row))
    writer = csv.DictWriter(written, columns, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def row(**changes):
    """A row of the tabular consolidation that raises no question."""
    return {
        "uid": f"{BUYER}2026M001",
        "id": "2026M001",
        "nature": "Marché",
        "acheteur_id": BUYER,
        "acheteur_nom": "Commune d'essai",
        "titulaire_id": HOLDER,
        "titulaire_typeIdentifiant": "SIRET",
        "titulaire_nom": "Entreprise d'essai",
        "objet": "Réhabilitation du gymnase",
        "montant": "250000.5",
        "codeCPV": "45214200",
        "procedure": "Procédure adaptée",
        "techniques": "",
        "modalitesExecution": "",
        "dureeMois": "12",
        "dateNotification": "2026-01-15",
        "datePublicationDonnees": "2026-02-01",
        "considerationsSociales": "Critère social, Clause sociale",
        "considerationsEnvironnementales": "",
        "modification_id": "0",
        "donneesActuelles": "true",
        **changes,
    }
