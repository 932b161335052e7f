"""Which words go with letters, certificates and case files?"""

from clauses.domain.kinds_letters import LetterModel

LETTERS = "Courriers"
NEW = "Nouveau courrier"
TARGET = "Heures dues"
VALIDATED = "Heures validées"
STATE = "État du lot"
CODE = "Code de vérification"
RUNNING = "En cours"
PERSONS = ("aucune personne", "une personne", "{n} personnes")
FEW = "moins de {n} personnes"
FOOTER = "{model}, modèle {version}, courrier {number}"
DATED = "Le {day}"
FILES: dict[LetterModel, str] = {
    LetterModel.START: "demarrage",
    LetterModel.REMINDER: "relance",
    LetterModel.NOTICE_DRAFT: "projet-mise-en-demeure",
    LetterModel.CERTIFICATE: "attestation",
    LetterModel.MEETING: "rendez-vous",
}
EMPTY = "Aucun courrier produit."
VALID = "Cette attestation est valide."
REPLACED = "Cette attestation a été remplacée le {day:day} par une plus récente : demandez la nouvelle à l'entreprise."
UNKNOWN = (
    "Aucune attestation ne porte ce code. Vérifiez chaque signe, puis essayez à nouveau. "
    "Si le code est bien celui du document, ce document ne vient pas de ce portail."
)
