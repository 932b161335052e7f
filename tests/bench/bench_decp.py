"""How long and how much memory does a DECP file of 10 000 contracts take, from the shell?"""

import json
import tempfile
from datetime import date
from pathlib import Path

from stdnum.fr import siret
from stdnum.luhn import calc_check_digit

from clauses.domain import decp
from clauses.domain.decp import document
from tests.bench.child import cost
from tests.bench.registry import Line, bench

CONTRACTS = 10_000
BUYER = "21600057400018"
AIM_SECONDS, AIM_MEGABYTES = 20, 300


def _siret(n: int) -> str:
    siren = f"8{n:07d}"
    siren += calc_check_digit(siren)
    return siren + "0001" + calc_check_digit(siren + "0001")


def write(path: Path, n: int = CONTRACTS) -> None:
    """A file of the regulation, each contract with a holder of its own, one in three with a modification."""
    records = []
    for rank in range(n):
        record = {
            "id": f"2025M{rank:06d}", "acheteur": {"id": BUYER}, "nature": "Marché",
            "objet": f"Réhabilitation et entretien du bâtiment communal numéro {rank}, tous corps d'état",
            "codeCPV": "45214200", "techniques": {"technique": ["Sans objet"]},
            "modalitesExecution": {"modaliteExecution": ["Sans objet"]}, "marcheInnovant": False, "ccag": "Travaux",
            "offresRecues": 3, "attributionAvance": True, "tauxAvance": 0.05,
            "typeGroupementOperateurs": "Pas de groupement", "sousTraitanceDeclaree": False,
            "procedure": "Procédure adaptée", "lieuExecution": {"code": "60057", "typeCode": "Code commune"},
            "dureeMois": 12, "dateNotification": "2025-03-15", "datePublicationDonnees": "2025-04-01",
            "montant": 100_000 + rank, "typesPrix": {"typePrix": ["Définitif ferme"]}, "formePrix": "Forfaitaire",
            "titulaires": [{"titulaire": {"typeIdentifiant": "SIRET", "id": _siret(rank)}}],
            "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
            "considerationsEnvironnementales": {"considerationEnvironnementale": ["Clause environnementale"]},
        }  # fmt: skip
        if rank % 3 == 0:
            record["modifications"] = [{"modification": {
                "id": 1, "dateNotificationModification": "2025-09-01",
                "datePublicationDonneesModification": "2025-09-10", "dureeMois": 15, "montant": 120_000 + rank,
            }}]  # fmt: skip
        records.append(record)
    path.write_text(json.dumps({"marches": {"marche": records}}, ensure_ascii=False), encoding="utf-8")


def read(path: str) -> None:
    """What `import-decp` does with the file before it writes."""
    found = decp.read(
        Path(path).read_bytes(), "decp.json", is_siret=siret.is_valid, today=date(2026, 3, 2),
        most_bytes=document.SHELL_BYTES, most_records=document.SHELL_RECORDS,
    )  # fmt: skip
    assert len(found.contracts) == CONTRACTS and not found.refusals


@bench(
    "decp", f"a DECP file of {CONTRACTS} contracts read (aim: {AIM_SECONDS} s, {AIM_MEGABYTES} MB)", runs=3
)
def decp_file(runs: int) -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "decp.json"
        write(path)
        size = path.stat().st_size / 1_000_000
        costs = [cost("tests.bench.bench_decp", "read", path) for _ in range(runs)]
    highest = max(one.peak for one in costs)
    return [
        Line(
            "read",
            [one.seconds for one in costs],
            f"{size:.0f} MB of JSON, {highest:.0f} MB of memory at most",
        )
    ]
