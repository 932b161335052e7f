"""How do buyers name the columns of their programme, and how is the answer to a project explained?"""

from clauses.domain.programme import Answer, Judged, Meaning
from clauses.wording import sentences

MEANINGS: dict[Meaning, str] = {
    Meaning.TITLE: "Objet du projet",
    Meaning.AMOUNT: "Montant HT en euros",
    Meaning.THOUSANDS: "Montant HT en milliers d'euros",
    Meaning.START: "Début",
    Meaning.END: "Fin",
    Meaning.MONTHS: "Durée en mois",
    Meaning.PLACE: "Commune",
    Meaning.TRADE: "Corps d'état ou activité",
    Meaning.REFERENCE: "Référence",
    Meaning.FREE: "À garder telle quelle",
    Meaning.IGNORED: "À laisser de côté",
}
# Words found in headings, folded; the first meaning one of whose words is there. Order matters: « date de début ».
HEADINGS: tuple[tuple[Meaning, tuple[str, ...]], ...] = (
    (Meaning.FREE, ("ttc",)),
    (Meaning.END, ("date de fin", "fin prevue", "fin previsionnelle", "fin", "echeance", "achevement")),
    (Meaning.MONTHS, ("duree", "nombre de mois", "mois de travaux")),
    (Meaning.START, ("debut", "demarrage", "lancement", "notification", "date", "trimestre", "commencement")),
    (Meaning.THOUSANDS, ("k€", "keur", "k euros", "milliers")),
    (Meaning.AMOUNT, ("montant", "estimation", "budget", "cout", "prix", "enveloppe")),
    (Meaning.PLACE, ("commune", "lieu", "ville", "localisation", "site")),
    (Meaning.TRADE, ("corps d'etat", "metier", "activite", "famille", "categorie", "nature des travaux")),
    (Meaning.REFERENCE, ("reference", "numero", "n°", "code projet", "ref")),
    (
        Meaning.TITLE,
        ("objet", "intitule", "libelle", "projet", "operation", "designation", "description", "titre"),
    ),
)

ANSWERS: dict[Answer, str] = {
    Answer.CLAUSE: "Clause utile",
    Answer.RESERVE: "À réserver",
    Answer.GROUP: "À grouper",
    Answer.TOO_SMALL: "Trop petit",
    Answer.INCOMPLETE: "À compléter",
}
TONES: dict[Answer, str] = {
    Answer.CLAUSE: "vert",
    Answer.RESERVE: "prune",
    Answer.GROUP: "bleu",
    Answer.TOO_SMALL: "gris",
    Answer.INCOMPLETE: "ambre",
}
REASONS: dict[str, str] = {
    "sized": "Volume estimé : {hours:hours} (main-d'œuvre {share:rate} du montant, {cost:euros} de l'heure, "
    "part d'insertion {rate:rate}).",
    "useful": "Le volume estimé atteint {limit:hours}.",
    "small": "Le volume estimé reste sous {limit:hours}.",
    "short": "Le projet dure moins de {months} mois.",
    "reserve": "Activité où des structures répondent, jusqu'à {limit:euros} HT : un marché ou un lot réservé convient.",
    "group": "Avec {n} projets de même métier et de même intercommunalité qui commencent à moins de {months} mois "
    "d'écart : {hours:hours} ensemble.",
    "missing_amount": "Le montant manque.",
    "missing_trade": "Le corps d'état n'est pas reconnu.",
}
TRADE_GUESSED = "Corps d'état lu dans l'intitulé : {trade}."

# What is odd in a line that is taken all the same.
ODD: dict[str, str] = {
    "amount": "montant non lu (« {value} »)",
    "start": "début non lu (« {value} »)",
    "end": "fin non lue (« {value} »)",
    "months": "durée non lue (« {value} »)",
    "place": "commune inconnue (« {value} »)",
    "trade": "corps d'état inconnu (« {value} »)",
    "order": "la fin précède le début",
}
NO_TITLE = "Ligne {row} : sans intitulé, elle n'est pas reprise."
ODD_LINE = "Ligne {row} : {what}."

PROGRAMMES = "Programmations"
IMPORT = "Importer"
CHECK = "Vérification"
ALL = "Tous"
DRAFT_REFERENCE = "{year}-P{row:03}"
TITLE = "Programmation {year}"

# The workbook.
SHEET_ANSWERS, SHEET_LOAD = "Réponses", "Charge par mois"
ROW, REFERENCE, OBJECT, AMOUNT, START, MONTHS = (
    "Ligne",
    "Référence",
    "Objet",
    "Montant HT",
    "Début",
    "Durée en mois",
)
PLACE, TRADE, ANSWER, HOURS, WHY = "Commune", "Corps d'état", "Réponse", "Heures estimées", "Pourquoi"
MONTH, CLAUSE_HOURS, RESERVED_HOURS = "Mois", "Heures de clause", "Heures réservées"
RESERVED_NOTE = (
    "Les heures des lots réservés se lisent à côté de celles des clauses : elles ne s'y ajoutent pas."
)
FILE_NAME = "programmation-{year}-{number}.xlsx"


def why(one: Judged) -> str:
    """The reasons of an answer, as sentences."""
    return " ".join(sentences.written(REASONS[code], **facts) for code, facts in one.reasons)
