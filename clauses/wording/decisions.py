"""Which words go with decisions, their calculation, the closing report and the end of a lot?"""

from clauses.domain.kinds_decisions import DecisionKind, NoPenalty, PenaltyBase, PriceUnit

TARGET_NEUTRALISED = "Neutralisation de {hours:hours}"
TARGET_NEUTRALISED_LATER = "{reason}, moins {hours:hours} neutralisées"
COMING = "À partir du {day:day}, l'objectif sera de {hours:hours} : {reason}."
DECISIONS = "Décisions"
DECISION = "Décision"
TERMS = "Pénalités du contrat"
CLOSING = "Clôture"
CLOSING_REPORT = "Bilan du lot"
COMMITMENT = "Engagement"

# The calculation, base by base.
HOURS_LINE = "{target:hours} − {neutralised:hours} neutralisées − {validated:hours} validées = {missing:hours} non réalisées"
EACH_ITS_PART = (
    "Groupement conjoint : chaque membre répond de sa part. Les heures qu'un membre a faites en plus ne comblent pas "
    "celles qui manquent à un autre"
)
BASES: dict[PenaltyBase, str] = {
    PenaltyBase.HOURS: "Heures non réalisées",
    PenaltyBase.DOCUMENTS: "Pièces remises en retard",
    PenaltyBase.ABSENCES: "Absences",
}
QUANTITIES: dict[PenaltyBase, str] = {
    PenaltyBase.HOURS: "{n:hours}",
    PenaltyBase.DOCUMENTS: "{n} j ouvrés",
    PenaltyBase.ABSENCES: "{n}",
}
UNITS: dict[PriceUnit, str] = {
    PriceUnit.SMIC: "{multiple} × SMIC horaire au {day:short} ({value:euros})",
    PriceUnit.CEILING: "{multiple} × plafond horaire de la sécurité sociale au {day:short} ({value:euros})",
}
UNKNOWN_UNITS: dict[PriceUnit, str] = {
    PriceUnit.SMIC: "{multiple} × SMIC horaire",
    PriceUnit.CEILING: "{multiple} × plafond horaire de la sécurité sociale",
}
LEFT_OUT: dict[NoPenalty, str] = {
    NoPenalty.NOT_WRITTEN: "Le contrat ne fixe aucun prix pour les heures non réalisées : rien n'est proposé.",
    NoPenalty.NOT_ENDED: "L'exécution n'est pas terminée : le calcul se fait à la fin du contrat, ou de chaque année si la clause est annuelle.",
    NoPenalty.NO_ORDER: "Aucune commande : aucune heure n'est due.",
    NoPenalty.NOT_ATTRIBUTABLE: "Le titulaire a demandé des candidats en temps utile et aucun ne lui a été proposé : ces heures ne lui sont pas imputables.",
    NoPenalty.NOTHING_MISSING: "Rien ne manque.",
    NoPenalty.SAME_PROOF: "Ces pièces sont celles d'heures déjà comptées comme non réalisées : une seule base s'applique.",
    NoPenalty.UNKNOWN_VALUE: "La valeur légale de ce jour n'est pas encore connue du portail : aucun montant n'est calculé.",
    NoPenalty.NOTICE_FIRST: "Le contrat demande une mise en demeure préalable, dont le délai doit être passé.",
}
REQUESTS = (
    "Aucune demande de candidats n'a été adressée depuis le portail par le titulaire.",
    "Une demande de candidats adressée par le titulaire ; {proposed}.",
    "{n} demandes de candidats adressées par le titulaire ; {proposed}.",
)
PROPOSED = ("aucune proposition reçue", "une proposition reçue", "{n} propositions reçues")
PROPOSAL = "Proposition : {amount:euros}. La décision vous appartient."
PROPOSAL_HOURS = "Proposition : {missing:hours} × {price} = {amount:euros}. La décision vous appartient."
NO_PROPOSAL = (
    "Le contrat ne mène à aucun montant aujourd'hui. Un montant demande la clause du marché qui le permet."
)
ALONE = (
    "Une pénalité se décide à deux : une personne la prépare, une autre la décide. Votre organisation n'a qu'un compte "
    "qui décide : invitez d'abord un collègue depuis « Mon organisation »."
)
REPORT_OPENS = "Le bilan s'ouvre un mois avant la fin prévue ({day:day})."
REPORT_WAITS = "Le bilan de {follower} n'est pas encore déposé."
NO_DECISION = (
    "Aucune décision enregistrée. Une décision vous est proposée, sur votre tableau de bord, quand des relevés ont plus de "
    "30 jours de retard ou quand un lot reste en alerte deux mois de suite."
)
# What a buyer does, where it chooses; what was decided is told by its name (`labels`).
ACTS: dict[DecisionKind, str] = {
    DecisionKind.NEUTRALISATION: "Neutraliser des heures",
    DecisionKind.RECOVERY: "Demander un plan de rattrapage",
    DecisionKind.FORMAL_NOTICE: "Mettre en demeure",
    DecisionKind.PENALTY: "Appliquer une pénalité",
    DecisionKind.WAIVER: "Renoncer à la pénalité",
}
WHAT_FOR: dict[DecisionKind, str] = {
    DecisionKind.NEUTRALISATION: "Des heures n'ont pas pu être faites pour une cause étrangère à l'entreprise : elles sortent de l'objectif.",
    DecisionKind.RECOVERY: "Le lot prend du retard : demander à l'entreprise ce qu'elle fera pour le rattraper, dans un délai.",
    DecisionKind.FORMAL_NOTICE: "Demander à l'entreprise de transmettre ses relevés, ses pièces, ou de réaliser ses heures, dans un délai.",
    DecisionKind.PENALTY: "Proposer un montant : l'entreprise répond, puis un collègue décide.",
    DecisionKind.WAIVER: "Le contrat permettrait une pénalité : dire, avec un motif, qu'elle ne sera pas demandée.",
}
MARKETS, LOT, REOPENING = "Marchés", "Lot {number}", "Réouverture"
TARGET, VALIDATED, LEFT, END = "Objectif", "Heures validées", "Restent à faire", "Fin d'exécution"
ALREADY = "{hours:hours} déjà neutralisées"
SHARE_OF = "{rate} de {of}"
# One that answers, or several members of a group, each for its part.
TURN_ANSWER = (
    "{company} peut répondre jusqu'au {day:day} ; ensuite, l'acheteur décide.",
    "{company} peuvent répondre jusqu'au {day:day} ; ensuite, l'acheteur décide.",
)
TURN_ANSWER_OVER = (
    "{company} n'a pas répondu avant le {day:day} : c'est à l'acheteur de décider.",
    "{company} n'ont pas répondu avant le {day:day} : c'est à l'acheteur de décider.",
)
TURN_DECIDE = (
    "{company} a répondu : c'est à l'acheteur de décider.",
    "{company} ont répondu : c'est à l'acheteur de décider.",
)
TURN_CONTESTED = (
    "{company} conteste : c'est à l'acheteur de confirmer ou de renoncer.",
    "{company} contestent : c'est à l'acheteur de confirmer ou de renoncer.",
)
OWN_PART = (
    "Groupement conjoint : vous lisez ici la part de votre organisation, et vous répondez pour elle. L'acheteur, le "
    "mandataire et la personne ressource lisent toutes les parts."
)
ASKED_BY_SHARE = "Le montant demandé à chaque membre est à proportion de son calcul ; le mandataire porte ce qui ne se compte pas en heures."
TURN_NOTICE = "C'est à {company} d'agir au plus tard le {day:day} : {demand}."
TURN_NOTICE_OVER = "Le délai est passé depuis le {day:day} : c'est à l'acheteur de dire la suite."
TURN_NOTICE_ANSWERED = "{company} a répondu : c'est à l'acheteur de dire la suite."
# A request answered by actions: what is left to do with them, and by whom.
BY_ACTIONS = ("une action de rattrapage", "{n} actions de rattrapage")
TURN_ACTIONS_KEEP = (
    "{company} a répondu le {day:day} par {actions} : c'est à {follower} de la retenir ou de l'abandonner.",
    "{company} a répondu le {day:day} par {actions} : c'est à {follower} de retenir ou d'abandonner celles qui attendent.",
)
TURN_ACTIONS_DO = "{company} a répondu le {day:day} par {actions} : c'est à {who} d'agir."
TURN_ACTIONS_DONE = "{company} a répondu le {day:day} par {actions}, faites ou abandonnées depuis : c'est à l'acheteur de dire la suite."
NOT_HEARD = (
    "{company} n'a pas encore répondu. Vous pourrez décider dès sa réponse, ou à partir du {day:day} si elle ne répond pas.",
    "{company} n'ont pas encore répondu. Vous pourrez décider dès leurs réponses, ou à partir du {day:day} si elles ne répondent pas.",
)
WILL_END = (
    "À la clôture, l'état du lot sera « {status:label} » : {validated:hours} validées sur {owed:hours}."
)
