"""Which words does a case file hold?"""

TITLE = "Dossier du lot {lot}, marché {reference}"
FOOTER = "Dossier {number} du lot {lot}, marché {reference}"
LEAD = (
    "Ce dossier réunit ce que le portail a enregistré sur ce lot jusqu'au {day:day}. Aucun participant n'y est nommé ; "
    "les structures que l'entreprise a sollicitées y sont comptées sans être nommées."
)
CONTRACT = "Le contrat"
BUYER, HOLDER, MARKET, LOT = "Acheteur", "Titulaire", "Marché", "Lot"
NOTIFIED, PERIOD = "Notifié le", "Exécution"
AMOUNT, SIZING = "Montant HT", "Calcul du volume"
SIZED = "{computed:hours} calculées, {retained:hours} retenues"
HOW_SIZED = "Comment le volume a été calculé"
SIZED_ON, LEFT_OUT_OF_BASE = "Montant pris pour base, HT", "Ce qui est hors de la base"
LABOUR_SHARE, HOURLY_COST, EFFORT_RATE = (
    "Part de main-d'œuvre",
    "Coût d'une heure",
    "Part réservée à l'insertion",
)
TAKEN_OVER = "Heures du personnel repris, hors de la base"
ARITHMETIC, FORMULA = "Calcul", "{amount} × {share} ÷ {cost} × {rate} = {computed}"
PROPOSED_VOLUME, RETAINED, DEVIATION = "Volume proposé", "Volume retenu", "Motif de l'écart"
SIZING_RULE, SIZING_SINCE = "Règle de calcul", "{source} (en vigueur depuis le {day})"
STEPS = "Étapes des décisions : qui a préparé, qui a décidé"
STEP_HEADINGS = ("Décision", "Le", "Par", "État", "Proposition du contrat", "Montant", "Motif")
OPINION = "Avis de la personne ressource"
OPINION_ROWS = (
    "Transmis le",
    "Par",
    "Causes de l'écart",
    "Heures manquantes imputables",
    "Heures à neutraliser",
)
NO_CAUSE = "aucune indiquée"
YES, NO = "oui", "non"
TARGETS = "Versions de l'objectif"
TARGET_HEADINGS = ("Version", "Motif", "À partir du", "Enregistrée le", "Volume", "Neutralisées")
CHANGES = "Modifications du contrat"
CHANGE_HEADINGS = ("Modification", "À partir du", "Enregistrée le", "Avant", "Après")
TERMS = "Pénalités écrites au contrat"
TERM_HEADINGS = (
    "Version",
    "Prix de l'heure",
    "Multiple",
    "Par heure",
    "Par jour de retard",
    "Par absence",
    "Mise en demeure d'abord",
    "Valeur prise",
    "Article",
)
FIGURES = "Les heures"
FIGURE_ROWS = ("Objectif avant neutralisation", "Heures neutralisées", "Heures validées", "Restent à faire")
MONTHS = "Heures validées par mois"
MONTH_HEADINGS = ("Mois", "Structure", "Modalité", "Heures")
REPORTS = "Relevés mensuels"
REPORT_HEADINGS = ("Mois", "État", "Transmis le", "Décidé le")
SENT = "Messages adressés au titulaire"
SENT_HEADINGS = ("Écrit le", "Objet", "Destinataire", "Envoyé le", "État")
LETTERS = "Courriers envoyés"
LETTER_HEADINGS = ("Courrier", "Destinataire", "Envoyé le", "Empreinte SHA-256")
REQUESTS = "Demandes de candidats du titulaire"
REQUEST_HEADINGS = (
    "Demande",
    "Type de structure",
    "Heures",
    "Envoyée le",
    "Réponse attendue le",
    "Suite",
    "Réponse le",
)
DECISIONS = "Décisions"
DECISION_HEADINGS = ("Décision", "Objet", "État", "Préparée le", "Réponse avant le", "Décidée le", "Proposition", "Montant", "Heures", "Motif")  # fmt: skip
CALCULATION = "Calcul de la décision {number}"
CALCULATION_HEADINGS = ("Base", "Quantité", "Prix", "Montant", "Note")
ANSWERS = "Réponses du titulaire"
ANSWER_HEADINGS = ("Décision", "Le", "Entreprise", "Sens", "Texte")
MEMBERS = "Part de chaque membre du groupement, décision {number}"
MEMBER_HEADINGS = (
    "Membre",
    "Sa part",
    "Validées pour ce membre",
    "Non réalisées",
    "Calcul",
    "Montant demandé",
)
CONTESTS, ANSWERS_ONLY = "Conteste", "Répond"
REPORT = "Bilan de la personne ressource"
CLOSINGS = "Clôtures"
CLOSING_HEADINGS = (
    "Clôture",
    "Le",
    "État final",
    "Objectif",
    "Validées",
    "Proposé",
    "Décidé",
    "Rouvert le",
)
JOURNAL = "Chaîne du journal"
JOURNAL_NOTE = (
    "Chaque ligne du journal porte l'empreinte de la précédente : modifier une ligne romprait la chaîne. Le fichier "
    "journal.csv contient chaque ligne avec ce que son empreinte couvre ; l'empreinte se recalcule ligne à ligne."
)
JOURNAL_HEADINGS = ("Ligne", "Date", "Action", "Empreinte")
SUMMARY_FILE, LEDGER_FILE, JOURNAL_FILE, SEALS_FILE = (
    "dossier.pdf",
    "heures.csv",
    "journal.csv",
    "empreintes.txt",
)
JOURNAL_COLUMNS = ("ligne", "empreinte_precedente", "empreinte", "contenu")
NAME = "dossier-contentieux-lot-{lot_id}-{number}.zip"
