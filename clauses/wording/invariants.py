"""What does the portal say of figures that do not hold together? Numbers of lots, lines and people, never a name."""

from typing import Any

from clauses.wording.sentences import written

BROKEN: dict[str, str] = {
    # I1
    "total": "Le lot n° {lot} affiche {shown:hours} alors que ses lignes en vigueur font {live:hours}.",
    # I2
    "counted_while": "La ligne déclarée n° {entry} compte {counted:hours} alors que son état est « {state:label} ».",
    "counted_otherwise": "La ligne déclarée n° {entry} compte {counted:hours} pour {owed:hours} validées.",
    "counted_too_much": "La ligne déclarée n° {entry} compte {counted:hours} pour {owed:hours} déclarées.",
    # I3
    "counted_lines": "La ligne déclarée n° {entry} est comptée {times} fois.",
    "counted_person": (
        "La personne n° {person} est comptée {times} fois en {month:month} pour un seul employeur du lot n° {lot}."
    ),
    # I4
    "form_twice": "Le formulaire {key} est reçu {times} fois.",
    "form_lost": "Le formulaire {key} a été confirmé à la personne qui l'envoyait, et il n'est pas là.",
    # I5
    "form_unsent": "Le formulaire {key} a été reçu alors que personne ne l'a envoyé.",
    "form_kept_unsent": "Le journal du client confirme le formulaire {key} sans l'avoir envoyé.",
    # I6
    "chain": "La chaîne du journal est rompue à la ligne {line}.",
    "counted_double": "Les lignes n° {entry} et n° {other} sont les mêmes heures et comptent toutes les deux.",
    "decided_untold": "Le relevé n° {report} est validé sans ligne au journal.",
    "line_untold": "La ligne de registre n° {line} n'a pas de ligne au journal pour le même acte.",
    # I7
    "month_overfull": "Le lot n° {lot} a une ligne de {hours:hours} en {month:month} : le mois n'en contient pas tant.",
    "outside_lot": "Le lot n° {lot} a des heures en {month:month}, hors de ses dates d'exécution.",
    "reversal_other": "La ligne de registre n° {line} n'annule pas exactement la ligne qu'elle vise.",
    "reversed_twice": "La ligne de registre n° {line} est annulée deux fois.",
    "negative_alone": "La ligne de registre n° {line} retire des heures sans dire quelle ligne elle annule.",
    # I8
    "penalty_hours": "La décision n° {decision} compte {said:hours} validées ; le registre en comptait {counted:hours}.",
    "penalty_amount": "La décision n° {decision} ne propose pas le montant auquel mènent ses heures et son contrat.",
    "neutralised_sum": "Le lot n° {lot} porte {said:hours} neutralisées ; les décisions en neutralisent {decided:hours}.",
    # I9
    "file_missing": "Le fichier n° {file} manque sur le disque, ou n'est plus celui qui a été déposé.",
    "file_left": "Le fichier n° {file} devrait avoir quitté le disque et y est encore.",
    "file_orphan": "Le disque garde un fichier {key} que personne n'a déposé.",
    # I10
    "job_stuck": "Le travail n° {job} est en cours alors que son délai est passé depuis plus de deux minutes.",
    # I11
    "mail_twice": "Le message {event} à la personne n° {person} est écrit {times} fois.",
    # I12
    "line_parent": "La ligne de registre n° {line} n'est pas du lot, du mois, de la personne ou de l'employeur de sa ligne déclarée.",
    "proof_parent": "Le justificatif n° {proof} renvoie à un document d'une autre organisation.",
    "document_parent": "Le document n° {document} est rangé sous un lot d'un autre marché.",
    "message_file_parent": "La pièce jointe n° {file} appartient à une autre organisation que le message.",
    "relay_parent": "Le relais n° {relay} mène à un contrat d'une autre personne ou d'un autre employeur.",
    "report_parent": "Le rapport n° {report} est demandé au nom d'un rattachement d'une autre personne.",
    "session_parent": "La session n° {session} agit par le rattachement d'une autre personne.",
    # I13
    "person_overdue": "La personne n° {person} est gardée au-delà de sa durée de conservation.",
    "file_overdue": "Le fichier n° {file} est gardé au-delà de sa durée de conservation.",
    "people_unproven": "{count} personnes sont devenues des numéros, {proven} sont prouvées.",
    "files_unproven": "{count} fichiers sont effacés, {proven} sont prouvés.",
    "ground_left": "Le justificatif n° {proof} dit encore un motif d'une personne devenue un numéro.",
    "file_described": "Le fichier n° {file} est effacé, et encore décrit.",
    # I14
    "export_market": "L'export du marché n° {market} totalise {exported:hours} dans « {table} » : son registre en compte {counted:hours}.",
    "report_altered": "Le fichier du rapport n° {report} n'est plus celui qui a été produit.",
    "report_total": "Le rapport n° {report} totalise {exported:hours} dans « {table} » : le registre en compte {counted:hours}.",
    # I16
    "state_undated": "Le relevé n° {report} est dans un état qui n'a pas sa date.",
    "entry_undecided": "Le relevé n° {report} est validé avec une ligne que personne n'a décidée.",
    "relay_undated": "Le relais n° {relay} est fait sans jour ou sans structure.",
    # I17
    "sheet_missing": "L'organisation n° {organization} est un employeur sans fiche.",
    "sheet_kind": "La fiche n° {sheet} n'est pas du type de son organisation.",
    "sheet_nowhere": "La fiche n° {sheet} n'est placée nulle part alors que sa commune est connue.",
    # I25
    "sum_month": "Le lot n° {lot} garde {shown:hours} pour {month:month} : le registre en compte {live:hours}.",
    "sum_person": "Le lot n° {lot} garde {shown:hours} pour la personne n° {person} : le registre en compte {live:hours}.",
    # I18, I19
    "pool_over": "Les heures partagées n° {pooled} ont {typed:hours} saisies et {counted:hours} comptées pour {worked:hours} faites.",
    "pool_part": "La part n° {part} n'est pas de la personne, du mois ou des lots de sa ligne déclarée.",
    "pool_person": "Les heures partagées n° {pooled} sont d'une personne qui n'est pas dans le partage.",
    "pool_months": "Les heures partagées n° {pooled} sont hors des mois de leur partage.",
    "pool_early": "Le partage n° {pool} partage des heures sans accord écrit auparavant.",
    # I20
    "request_state": "La demande n° {request} est « {state:label} » et sa dernière étape dit autre chose.",
    # I21
    "ceiling": "La personne n° {person} dépasse en {month:month} le plafond légal d'une AI sans dérogation du préfet.",
    # I22 to I24
    "lot_followed": "Le lot n° {lot} n'est suivi par personne.",
    "commune_times": "La commune {commune} est dans {times} territoires.",
    "mandates_cross": "Le territoire n° {territory} a deux responsables le même jour (mandats n° {first} et n° {second}).",
}

UNASKED = "{code} : non vérifié, il faut le journal de saisie d'un client (--journal)."
WHOLE = "{count} invariants vérifiés, aucun écart."
REBUILT = "{count} sommes refaites depuis le registre."


def broken(code: str, **facts: Any) -> str:
    """The sentence of one breach; raises KeyError for a code without words."""
    return written(BROKEN[code], **facts)
