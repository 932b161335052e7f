"""Which words does a market hold besides its figures: why a target was set, what was done, how facts are named?"""

TARGET_AWARD = "Attribution"
BUYER_UNNAMED = "Acheteur {siret}"
COMPANY_UNNAMED = "Entreprise {siret}"
TARGET_COMPLETED = "Volume complété après import"

# The calculation of a volume, as one would write it on paper.
LABOUR = "Main-d'œuvre"
LABOUR_HOURS = "Heures de travail"
ASSIGNED = "Heures nouvellement affectées"
BASE = "Base du calcul"
INTEGRATION = "Part d'insertion"
NO_AMOUNT = "Indiquez le montant du lot à l'étape 2 pour obtenir un volume d'heures."
NO_VALUES = "Complétez les trois valeurs du calcul pour obtenir un volume d'heures."
YES, NO = "Oui", "Non"

# The next act in the header of a market or of a lot.
GIVE_OPINION = "Rendre l'avis"
GO_ON_FILING = "Continuer le dépôt"
ASK_OPINION = "Demander l'avis"
READ_OPINION_AND_PUBLISH = "Avis et publication"
DECLARE_AWARD = "Déclarer l'attribution du lot {number}"
PREPARE_DECLARATION = "Préparer la déclaration"
COMPLETE_TARGET = "Compléter le volume du lot {number}"

FILING_STEPS = ("Le marché", "Les lots", "Les heures", "Le texte", "L'avis")
OPINION = "Avis"
AWARD = "Attribution"
TARGET = "Volume"
IMPORT = "Importer"
SIAE_HOLDER = "Cette structure est une entreprise d'insertion : seules les heures de ses salariés en insertion comptent."

# The labels of what is read of a market and of a lot.
MARKETS = "Marchés"
LOT = "Lot {number}"
MONTHS = "{n} mois"
BUYER = "Acheteur"
TYPE = "Type et forme"
PROCEDURE = "Procédure"
PROGRAMME = "Programme"
PLACES = "Communes d'exécution"
AMOUNT = "Montant estimé"
PUBLICATION = "Publication"
DEADLINE = "Remise des offres"
EXECUTION = "Exécution"
TRADE = "Corps d'état ou activité"
SEE_COMMITMENT = "Engagement et plan d'affectation"
SEE_MONTH = "Relevé {month}"
SEE_PEOPLE = "Personnes du lot"
SEE_EFFORTS = "Démarches pour trouver des partenaires"
ASK_REPORT = "Produire le rapport de conformité"
ASSOCIATED = "Territoires associés"
RESULT = "Résultat"
AWARDEE = "Titulaire"
NOTIFIED = "Notification"
RESULT_REASON = "Motif"
AWARD_AMOUNT = "Montant attribué"
LEVER = "Levier"
BASIS = "Volume exprimé"
WEEKS = "Accueil en entreprise"
WEEKS_COUNT = ("semaine", "semaines")
WEIGHT = "Poids du critère"
BASE_OF = "{base}, hors {reason}"
TAKEN_OVER = "Heures du personnel repris, hors calcul"
SUB_TARGETS = "Sous-objectifs"
CONFIRMED_HOURS = "{hours} en plus de l'activité du titulaire"
NO_HOURS_OWED = "Aucune heure en plus : c'est l'activité du titulaire"
TRAINING = "Heures de formation comptées"
PENALTY = "Pénalité par heure"
NO_CLAUSE = "Sans clause"
SUMMARY = "Synthèse"
HISTORY = "Historique"
ACT_ON_LOT = "{what}, lot {number}"
BEFORE_AFTER = "{before} puis {after}"

# What open data say of a contract; « none » has no words.
SOCIAL_WORDS = {"clause": "Clause sociale", "criterion": "Critère social", "reserved": "Marché réservé"}

# The history of a market, by the code of each act.
ACTS: dict[str, str] = {
    "market:create": "Marché créé en brouillon",
    "market:from_programme": "Brouillon ouvert depuis la programmation",
    "market:edit": "Marché modifié",
    "market:lots": "Lots enregistrés",
    "market:import": "Marché importé depuis les données essentielles (DECP)",
    "market:publish": "Consultation publiée",
    "market:text": "Texte de la clause conservé",
    "market:rectify": "Consultation rectifiée",
    "market:abandon": "Marché déclaré infructueux ou sans suite",
    "question:answer": "Réponse publiée à tous les candidats",
    "clause:save": "Clause enregistrée",
    "document:put": "Pièce déposée",
    "document:put_inside": "Pièce déposée, visible de certains seulement",
    "document:withdraw": "Pièce retirée",
    "document:withdraw_inside": "Pièce retirée, visible de certains seulement",
    "opinion:request": "Avis demandé",
    "opinion:give": "Avis rendu",
    "lot:award": "Résultat déclaré",
    "lot:target": "Volume complété",
    "lot:subcontract": "Sous-traitant déclaré",
    "lot:subcontract_accept": "Sous-traitant accepté",
    "lot:subcontract_refuse": "Sous-traitant refusé",
    "lot:subcontract_end": "Sous-traitance terminée",
    "lot:kick_off": "Réunion de lancement fixée",
    "lot:kick_off_held": "Réunion de lancement tenue",
    "opinion:comment": "Commentaire d'un territoire associé",
    "lot:essential_data": "Données essentielles complétées",
    "lot:change": "Modification enregistrée",
    "lot:target_reached": "Objectif atteint",
    "lot:handover": "Changement de personne ressource",
    "market:start": "Exécution commencée",
    "commitment:submit": "Déclaration d'engagement transmise",
    "commitment:start": "Engagement en cours",
    "plan:propose": "Plan d'affectation proposé",
    "plan:settle": "Plan d'affectation arrêté",
    "line:answer": "Réponse d'une structure",
    "report:submit": "Relevé transmis",
    "report:return": "Relevé renvoyé pour correction",
    "report:validate": "Relevé relu",
    "report:reopen": "Relevé rouvert",
}
# What passed between the buyer and the resource person is not for the company nor the structures.
BEFORE_PUBLICATION = frozenset(
    {
        "market:create",
        "market:edit",
        "market:lots",
        "market:text",
        "document:put_inside",
        "document:withdraw_inside",
        "clause:save",
        "opinion:request",
        "opinion:give",
        "opinion:comment",
    }
)
DECIDE = "Prendre une décision"
SEE_CLOSING = "Bilan, décisions et clôture"
SEE_DECISIONS = "Décisions"
SEE_RECOVERY = "Actions de rattrapage"
WRITE_REPORT = "Bilan du lot"
WRITE_LETTER = "Écrire un courrier"
CASE_FILE = "Dossier contentieux"
REOPEN = "Réouverture du lot"
