"""Which words do the screens of missions and of people in pathway use?"""

PERSON = "{name}, né(e) le {birth}"
PLACE = "{ref}, lot {lot}, {company} : {way}"
MISSIONS, NEW_MISSION = "Missions", "Créer une mission"
RUNNING, PAST = "En cours", "Terminées"
NO_MISSION, NO_PAST = "Aucune mission en cours.", "Aucune mission terminée."
NO_PERSON = (
    "Aucune personne n'est encore connue de votre structure. Ajoutez-la depuis la page « Personnes du lot » : la "
    "première fois, sa situation est demandée."
)
NO_PLACE = "Aucun lot en cours où votre structure a accepté des heures : répondez d'abord à vos demandes."
PATHWAYS, ONE_PATHWAY, ADD = "Salariés en parcours", "Parcours", "Ajouter une personne"
PORTFOLIOS, PORTFOLIO = "Portefeuilles partagés", "Portefeuille de compétences"
NOT_FOLLOWED = (
    "Aucun parcours n'est encore suivi ici : suivez celui d'une personne ci-dessous, ou ajoutez quelqu'un."
)
NO_PATHWAY = "Aucun salarié en parcours. Ajoutez une personne."
NO_PORTFOLIO = "Aucun portefeuille n'est partagé sur votre territoire."
NO_SKILL = "Aucune compétence notée."
NOT_SHARED = "Sans accord, le portefeuille reste visible par votre seule structure."
LONG = "Parcours de plus de 12 mois"
EXITS, ONE_EXIT = "Sorties", "Sortie d'une personne"
