"""Which words go with a group, a subcontractor and the meeting that opens the execution of a lot?"""

from clauses.domain.kinds import GroupForm

MEMBER = "Membre {n}"
LEAD = "Mandataire"
GROUP = "Groupement"
DEFAULT = "Défaillance d'un membre"
SUBCONTRACTS = "Sous-traitants"
KICK_OFF = "Réunion de lancement"
COMMENTS = "Commentaires"
LOW_PRICE = (
    "{amount:euros} pour {hours:hours}, soit {price:euros}/h : ce prix est inférieur à {least:euros}/h. "
    "Vérifiez les heures ou le montant."
)
# What the form of a group means for the hours, at closure (R16).
WHAT_FOLLOWS: dict[GroupForm, str] = {
    GroupForm.SEVERAL: "Chaque membre répond de sa part. À la clôture, les heures faites en plus par un membre ne "
    "compensent pas celles qui manquent à un autre.",
    GroupForm.JOINT_AND_SEVERAL: "Les membres répondent ensemble du volume. À la clôture, les heures faites en plus "
    "par un membre compensent celles qui manquent à un autre.",
}
