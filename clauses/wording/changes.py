"""How is a change of contract told: its name in the history, its fields by kind, what it does to the state?"""

from clauses.domain.kinds import ChangeKind

TITLE = "Modifications"
NEW = "Nouvelle modification"
RECORD = "Enregistrer une modification"
CHANGED_AMOUNT = "Montant après modification"
SUSPENDED = "Travaux suspendus depuis le {day}"
NO_ORDER = "Aucune commande"
NO_ORDER_WHY = "rien n'est dû tant que rien n'est commandé"
INCALCULABLE = "Incalculable"
INCALCULABLE_WHY = "le titulaire n'a pas encore déclaré le total des heures travaillées"

# The name of a change, in the history of the target and in messages.
NAMES: dict[ChangeKind, str] = {
    ChangeKind.AMENDMENT: "Avenant n° {n}",
    ChangeKind.TRANCHE_CONFIRMED: "{what} affermie",
    ChangeKind.ORDER: "Commande n° {n}",
    ChangeKind.ORDER_CANCELLED: "Commande n° {n} annulée",
    ChangeKind.HOURS_WORKED: "Heures travaillées jusqu'au {day:short}",
    ChangeKind.PACE: "Rythme des heures : {what}",
    ChangeKind.PROGRESS: "Travaux avancés de {what} au {day:short}",
    ChangeKind.SUSPENSION: "Suspension des travaux",
    ChangeKind.RESUMPTION: "Reprise des travaux",
    ChangeKind.TRANSFER: "Cession du marché",
    ChangeKind.TERMINATION: "Résiliation",
}
# What each kind is for, under its name in the list of choices.
WHAT_FOR: dict[ChangeKind, str] = {
    ChangeKind.AMENDMENT: "Le montant, le volume ou la durée changent. Une révision de prix ne change rien.",
    ChangeKind.TRANCHE_CONFIRMED: "Ses heures sont dues à partir de l'affermissement.",
    ChangeKind.ORDER: "Un bon de commande ou un marché subséquent : chaque tranche entière doit des heures.",
    ChangeKind.ORDER_CANCELLED: "Seules les heures qui n'étaient pas encore dues sont retirées.",
    ChangeKind.HOURS_WORKED: "Le total déclaré par le titulaire, dont le volume est une part.",
    ChangeKind.PACE: "Ce qui est attendu à chaque date : au fil du temps, selon le plan ou selon l'avancement des travaux.",
    ChangeKind.PROGRESS: "La part des travaux réalisée : les heures attendues la suivent.",
    ChangeKind.SUSPENSION: "Le temps s'arrête : rien de plus n'est attendu jusqu'à la reprise.",
    ChangeKind.RESUMPTION: "Le temps reprend ; la fin d'exécution recule d'autant.",
    ChangeKind.TRANSFER: "Un autre titulaire reprend l'objectif et son historique.",
    ChangeKind.TERMINATION: "Le volume est ramené à la part exécutée ; vous en décidez.",
}
DATES: dict[ChangeKind, str] = {
    ChangeKind.TRANCHE_CONFIRMED: "Affermie le",
    ChangeKind.ORDER: "Date de la commande",
    ChangeKind.ORDER_CANCELLED: "Annulée le",
    ChangeKind.HOURS_WORKED: "Jusqu'au",
    ChangeKind.PACE: "À partir du",
    ChangeKind.PROGRESS: "Constaté le",
    ChangeKind.SUSPENSION: "À partir du",
    ChangeKind.RESUMPTION: "À partir du",
}
DATE = "Date d'effet"
ORDER_WORDS = "Commande n° {n} du {day}, {amount}"
TRANCHE_WORDS = "{label}, {hours}"

BEFORE, AFTER = "Avant", "Après"
AMOUNT, VOLUME, MONTHS, STATE, HOLDER = "Montant HT", "Volume dû", "Durée", "État", "Titulaire"
STANDING = "{rate} des heures contre {time} du temps ({gap} points)"
DUE_STANDING = "{validated} validées sur {due} dues à ce jour"
NOT_STARTED = "l'exécution n'a pas commencé"
PRO_RATA = "Au prorata du montant : {hours} × {after} ÷ {before}"
