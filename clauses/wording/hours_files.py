"""How do time and payroll exports name their columns, and what is said of a file of hours?"""

from clauses.domain.hours_files import Meaning, Writing

IMPORT = "Importer des heures"
COLUMNS = "Colonnes du fichier"
CHECK = "Vérification"
MEANINGS: dict[Meaning, str] = {
    Meaning.WORKED: "Heures travaillées",
    Meaning.TRAINING: "Heures de formation",
    Meaning.FULL_NAME: "Nom et prénom",
    Meaning.LAST_NAME: "Nom",
    Meaning.FIRST_NAME: "Prénom",
    Meaning.BIRTH: "Date de naissance",
    Meaning.MONTH: "Mois",
    Meaning.DAY: "Jour travaillé",
    Meaning.MARKET: "Référence du marché",
    Meaning.LOT: "Numéro du lot",
    Meaning.LINE: "Numéro de ligne du portail",
    Meaning.COMMENT: "Commentaire",
    Meaning.IGNORED: "À laisser de côté",
}
WRITINGS: dict[Writing, str] = {
    Writing.DECIMAL: "En heures et centièmes : 7,50 pour 7 h 30",
    Writing.CLOCK: "En heures et minutes : 7.30 pour 7 h 30",
    Writing.MINUTES: "En minutes : 450 pour 7 h 30",
}
# Words found in headings, folded; the first meaning one of whose words is there. Order matters: « nom du salarié ».
HEADINGS: tuple[tuple[Meaning, tuple[str, ...]], ...] = (
    (Meaning.LINE, ("numero de ligne du portail", "ligne du portail")),
    (Meaning.IGNORED, ("taux", "montant", "brut", "net", "cout", "conge", "absence", "maladie", "prevu", "deja",
                       "paie", "paye", "bulletin", "paiement", "versement")),  # the month worked, never that of the payslip
    (Meaning.BIRTH, ("date de naissance", "naissance", "ne le", "nee le")),
    (Meaning.TRAINING, ("formation",)),
    (Meaning.WORKED, ("heure", "hres", "hrs", "duree", "temps", "nb h", "nbre h", "quantite")),
    (Meaning.FULL_NAME, ("nom et prenom", "nom prenom", "prenom et nom", "prenom nom", "salarie", "collaborateur",
                         "employe", "personne", "interimaire", "intervenant")),
    (Meaning.FIRST_NAME, ("prenom",)),
    (Meaning.LAST_NAME, ("nom",)),
    (Meaning.MONTH, ("mois", "periode")),
    (Meaning.DAY, ("date", "jour")),
    (Meaning.LOT, ("lot",)),
    (Meaning.MARKET, ("marche", "chantier", "affaire", "reference")),
    (Meaning.COMMENT, ("commentaire", "observation", "remarque")),
)  # fmt: skip
TOTALS = ("total", "sous total", "totaux")  # how the sums at the foot of a table begin, folded

# Our own model.
MODEL_TITLE = "Modèle de saisie des heures"
MODEL_SHEET = "Heures"
MODEL_METHOD = (
    ("Lignes", "Une ligne par personne et par lot. Une ligne sans heures n'est pas reprise.", "Modèle du portail"),
    ("Heures", "Heures travaillées, hors absences et congés : 35 ou 35,5.", "Modèle du portail"),
    ("Première colonne", "À laisser telle quelle : elle dit de qui et de quel lot il s'agit.", "Modèle du portail"),
    ("Vérification", "Rien n'est enregistré avant votre confirmation, ni tant qu'une ligne est refusée.",
     "Modèle du portail"),
)  # fmt: skip
MODEL_COLUMNS: dict[Meaning, str] = {
    Meaning.LINE: "Numéro de ligne du portail",
    Meaning.FULL_NAME: "Nom et prénom",
    Meaning.MARKET: "Référence du marché",
    Meaning.LOT: "Numéro du lot",
    Meaning.MONTH: "Mois",
    Meaning.WORKED: "Heures travaillées",
    Meaning.TRAINING: "Heures de formation",
    Meaning.COMMENT: "Commentaire",
}
