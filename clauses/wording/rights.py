"""How are permissions and their reach said aloud? Keyed by value, for the table of grants lives on another floor."""

NO_TERRITORY = "Cette commune n'est dans aucun territoire suivi ici. La coordination régionale vous répond."

PERMISSIONS: dict[str, str] = {
    "dashboard:view": "Ouvrir son tableau de bord",
    "market:view": "Voir les marchés et leurs lots",
    "market:file": "Déposer un marché et modifier ses clauses",
    "opinion:give": "Donner un avis sur les clauses d'un marché",
    "opinion:comment": "Commenter une demande d'avis, pour un territoire associé",
    "award:declare": "Déclarer l'attribution d'un lot",
    "subcontract:declare": "Déclarer un sous-traitant",
    "kick_off:prepare": "Organiser la réunion de lancement d'un lot",
    "consultation:view": "Voir les consultations ouvertes",
    "question:ask": "Poser une question sur une consultation ouverte",
    "message:view": "Lire les échanges d'un lot",
    "message:write": "Écrire à ceux qui suivent un lot",
    "document:view": "Lire les pièces d'un marché ou d'un lot qui lui sont ouvertes",
    "document:put": "Déposer une pièce sur un lot",
    "document:withdraw": "Retirer une pièce, avec un motif",
    "commitment:view": "Voir les engagements et les plans d'affectation",
    "commitment:edit": "Déclarer comment les heures seront faites",
    "plan:make": "Proposer un plan d'affectation",
    "line:view": "Voir les heures demandées à une structure",
    "line:answer": "Répondre à une demande d'heures",
    "participant:identify": "Voir le nom des participants",
    "participant:add": "Ajouter un participant et son contrat",
    "eligibility:view": "Voir le motif et la preuve d'éligibilité",
    "eligibility:decide": "Se prononcer sur l'éligibilité d'une personne",
    "month:view": "Voir les relevés mensuels (totaux)",
    "hours:enter": "Saisir des heures",
    "month:submit": "Transmettre le relevé du mois",
    "hours:validate": "Valider ou renvoyer un relevé",
    "relay:view": "Voir les relais à préparer",
    "relay:prepare": "Préparer le relais d'une association intermédiaire vers une ETTI",
    "cooperation:view": "Lire le journal des coopérations",
    "report:request": "Demander le rapport de conformité d'un marché",
    "report:view": "Ouvrir un rapport produit",
    "network:view": "Voir tous les territoires de la région",
    "mandate:give": "Nommer les personnes ressources et transférer les dossiers",
    "territory:view": "Tenir la page de son territoire",
    "territory:edit": "Modifier le découpage des territoires",
    "absence:declare": "Déclarer ses absences et se faire remplacer",
    "mail:view": "Lire les courriels conservés par le portail",
    "service:view": "Consulter l'état du service",
    "members:manage": "Inviter et retirer les membres de son organisation (responsables seulement)",
    "account:check": "Vérifier les comptes demandés",
    "account:manage": "Fermer un compte ou faire choisir un nouveau mot de passe",
    "reference:view": "Voir les valeurs que le calcul des heures propose",
    "reference:edit": "Enregistrer une valeur de référence du calcul",
}

# The word of a cell of the table, and what it means.
REACHES: dict[str, tuple[str, str]] = {
    "held": ("Ses lots", "les lots dont son organisation est titulaire"),
    "party": (
        "Ses lots, et ceux où elle intervient",
        "les lots dont son organisation est titulaire, membre du groupement ou sous-traitante acceptée",
    ),
    "own": (
        "Les siens",
        "les dossiers où son organisation est partie : acheteur, titulaire, employeur, auteur",
    ),
    "territory": ("Son territoire", "les dossiers des territoires dont la personne a la charge aujourd'hui"),
    "associated": (
        "Son territoire et les lots associés",
        "les dossiers de ses territoires, et en lecture les lots qui s'y exécutent aussi mais qu'un autre territoire suit",
    ),
    "vacant": (
        "Territoires vacants",
        "les dossiers des territoires qui n'ont pas de personne ressource aujourd'hui",
    ),
    "region": ("Toute la région", "tous les dossiers déposés, jamais les brouillons"),
    "open": (
        "Publiées",
        "les consultations que l'acheteur a publiées et choisi de montrer, sans leur montant",
    ),
    "any": ("Oui", "sans limite de lieu"),
    "author": ("Ce qu'elle a déposé", "ce que son organisation a elle-même déposé"),
}

GROUPS: list[tuple[str, tuple[str, ...]]] = [
    (
        "Marchés et clauses",
        (
            "market:view",
            "market:file",
            "opinion:give",
            "opinion:comment",
            "award:declare",
            "subcontract:declare",
            "kick_off:prepare",
            "consultation:view",
            "question:ask",
            "message:view",
            "message:write",
            "document:view",
            "document:put",
            "document:withdraw",
        ),
    ),
    (
        "Engagements et plans d'affectation",
        ("commitment:view", "commitment:edit", "plan:make", "line:view", "line:answer"),
    ),
    (
        "Participants et éligibilité",
        ("participant:identify", "participant:add", "eligibility:view", "eligibility:decide"),
    ),
    (
        "Heures et relais",
        ("month:view", "hours:enter", "month:submit", "hours:validate", "relay:view", "relay:prepare"),
    ),
    ("Coopération", ("cooperation:view",)),
    ("Rapports", ("report:request", "report:view")),
    (
        "Portail",
        ("dashboard:view", "network:view", "mandate:give", "territory:view", "territory:edit", "absence:declare", "mail:view", "service:view", "members:manage", "account:check", "account:manage", "reference:view", "reference:edit"),
    ),
]
