"""What is each kind of message called on the page where people choose, and how does a mail say that several wait?"""

from datetime import timedelta

EVENTS: dict[str, str] = {
    "M01": "Un avis vous est demandé",
    "M02": "L'avis sur votre marché est rendu",
    "M03": "Un avis demandé est en retard",
    "M04": "Une consultation s'ouvre près de chez vous",
    "M05": "Une entreprise vous demande des heures",
    "M06": "Une structure répond à votre demande",
    "M07": "Un lot est attribué",
    "M08": "Un engagement est à instruire",
    "M09": "Des heures sont proposées à votre structure",
    "M10": "Un plan d'affectation est arrêté",
    "M11": "Un relevé mensuel est à transmettre",
    "M12": "Une pièce manque à un relevé",
    "M13": "Un relevé n'est pas arrivé",
    "M14": "Un relais est à préparer",
    "M15": "Un relais est à organiser",
    "M16": "Des postes sont à pourvoir dans votre territoire",
    "M17": "Une sortie est à préparer",
    "M18": "Une information collective est prévue",
    "M20": "Un objectif est atteint",
    "M21": "Un bilan annuel conjoint est à signer",
    "M22": "La convention de coopération se renouvelle",
    "M23": "Une mise en demeure est enregistrée",
    "M24": "Une décision est prise sur un lot",
    "M25": "Un rapport est prêt",
    "M26": "Un rapport n'a pas pu être produit",
    "M27": "Un chantier d'insertion démarre",
    "M28": "Un contrat en ACI entre dans son troisième mois",
    "M29": "Un territoire change de personne ressource",
    "M30": "Une invitation",
    "M31": "La réponse à une demande de compte",
    "M32": "Un territoire n'a plus de personne ressource",
    "M33": "Un relevé est à corriger",
    "M34": "Le contrat d'un lot change",
    "M35": "Une difficulté est signalée sur un lot",
    "M58": "Des heures que vous avez saisies sont contestées",
    "M59": "Des heures que vous contestez ont leur réponse",
    "M36": "Le bilan d'un lot est déposé",
    "M73": "Une pénalité est envisagée",
    "M74": "Une entreprise répond à une décision",
    "M75": "Un lot est clos ou rouvert",
    "M76": "Un courrier ou une attestation vous est adressé",
    "M84": "Une action de rattrapage est proposée, retenue, abandonnée ou faite",
    "M77": "Une réouverture de lot est à confirmer",
    "M72": "Une difficulté que vous avez signalée a sa réponse",
    "M39": "Un nouveau mot de passe est demandé",
    "M40": "Une demande sur les données personnelles",
    "M41": "Une question est posée sur une consultation",
    "M42": "Un message est écrit sur un lot",
    "M43": "Une réunion de lancement est prévue",
    "M44": "Une entreprise donne suite à votre réponse, ou retire sa demande",
    "M45": "Une déclaration d'engagement est à compléter",
    "M46": "Un membre du groupement est défaillant",
    "M47": "Un sous-traitant est à accepter",
    "M49": "Une sous-traitance est acceptée, refusée ou terminée",
    "M51": "Un territoire associé commente une demande d'avis",
    "M52": "Une pièce est déposée sur un lot",
    "M48": "Vos heures disponibles sont à confirmer",
    "M50": "La double authentification change",
    "M61": "Une nouvelle adresse est à confirmer",
    "M62": "Un changement d'adresse est demandé",
    "M63": "Quelqu'un essaie d'utiliser votre adresse",
    "M64": "Le mot de passe change",
    "M65": "Une adresse est à confirmer",
    "M66": "Une demande de compte attend une décision",
    "M37": "Un trimestre est à confirmer",
    "M38": "Le lundi, ce que votre semaine contient",
    "M80": "Votre accord est demandé pour une mutualisation",
    "M81": "Une mutualisation reçoit une réponse",
    "M82": "Une mutualisation est ouverte",
    "M83": "Une mutualisation se termine",
    "M79": "L'empreinte du journal du portail",
    "M88": "Un relais avance",
    "M89": "Le plafond légal d'une AI approche",
    "M70": "L'adresse d'un membre ne reçoit plus nos messages",
}

# The subject of a mail that carries several of a kind; for the others, the general one.
SEVERAL: dict[str, str] = {
    "M01": "{n} avis vous sont demandés",
    "M02": "{n} avis sont rendus",
    "M03": "Relance - {n} avis sont attendus",
    "M04": "{n} consultations s'ouvrent près de chez vous",
    "M05": "{n} demandes d'entreprises vous attendent",
    "M06": "{n} réponses à vos demandes",
    "M07": "{n} lots sont attribués",
    "M08": "{n} engagements à instruire vous attendent",
    "M09": "{n} propositions d'heures vous attendent",
    "M15": "{n} relais à organiser vous attendent",
    "M20": "{n} objectifs sont atteints",
    "M18": "{n} informations collectives sont prévues",
    "M27": "{n} chantiers démarrent : rencontres AI à prévoir",
    "M28": "{n} contrats entrent dans leur troisième mois",
    "M37": "{n} trimestres sont à confirmer",
    "M21": "{n} bilans annuels conjoints sont à signer",
    "M25": "{n} rapports sont prêts",
    "M33": "{n} relevés à corriger vous attendent",
    "M34": "{n} lots changent",
    "M35": "{n} difficultés sont signalées",
    "M58": "{n} lignes contestées vous attendent",
    "M59": "{n} réponses à des heures contestées",
    "M36": "{n} bilans sont déposés",
    "M74": "{n} réponses à vos décisions",
    "M75": "{n} lots sont clos ou rouverts",
    "M76": "{n} courriers vous sont adressés",
    "M77": "{n} réouvertures sont à confirmer",
    "M72": "{n} difficultés ont leur réponse",
    "M41": "{n} questions vous attendent",
    "M42": "{n} échanges à lire",
    "M43": "{n} réunions de lancement sont prévues",
    "M47": "{n} sous-traitants sont à accepter",
    "M49": "{n} sous-traitances changent",
    "M51": "{n} commentaires sur vos demandes d'avis",
    "M52": "{n} pièces sont déposées",
    "M44": "{n} suites données à vos réponses",
    "M45": "{n} déclarations d'engagement sont à compléter",
    "M80": "{n} accords vous sont demandés",
    "M81": "{n} réponses à des mutualisations",
    "M82": "{n} mutualisations sont ouvertes",
    "M83": "{n} mutualisations se terminent",
    "M84": "{n} actions de rattrapage avancent",
    "M88": "{n} relais avancent",
    "M46": "{n} membres de groupement sont défaillants",
    "M66": "{n} demandes de compte vous attendent",
}
SUMMARY = "Votre résumé du matin : {n} messages"


MESSAGE = "Un message vous attend sur le portail"  # where a subject has no word that fits


def several(kind: str, n: int) -> str:
    return SEVERAL.get(kind, SUMMARY).format(n=n)


def summary(n: int) -> str:
    return SUMMARY.format(n=n)


def sender(territory: str | None) -> str:
    """The name that a message comes from: never « no-reply »."""
    return f"Clauses d'insertion - {territory}" if territory else "Clauses d'insertion"


def lasting(time: timedelta) -> str:
    """How long a link may be used: « 7 jours », « 24 heures »."""
    hours = int(time.total_seconds()) // 3600
    return f"{hours // 24} jours" if hours > 24 and hours % 24 == 0 else f"{hours} heures"
