"""What does the portal say when it refuses a request to structures, or an answer to one?"""

REFUSALS: dict[str, str] = {
    "request_lot": "Choisissez le lot pour lequel vous cherchez des partenaires.",
    "structures_none": "Cochez au moins une structure.",
    "structures_many": "Vous avez choisi {n} structures : une demande s'adresse à {max} au plus. Décochez-en {less}.",
    "structures_unknown": "Une des structures choisies n'est plus dans l'annuaire : reprenez votre sélection.",
    "structure_oneself": "{name} est votre propre organisation : décochez-la.",
    "structure_closed": "{name} est fermée : choisissez une autre structure.",
    "structure_unreached": "Personne n'a encore de compte ici pour {name} : elle ne recevrait pas votre demande. "
    "Téléphonez-lui, ou demandez à la personne ressource.",
    "structure_unable": "{name} ({kind:label}) ne peut rien faire de ce que vous cherchez. Cochez aussi une autre forme "
    "d'aide, ou retirez cette structure.",
    "request_twice": "Vous avez déjà adressé cette demande à {name} le {day:day} et elle est toujours en cours. "
    "Retirez-la de la sélection, ou relancez-la depuis « Mes demandes ».",
    "partners_not_sought": "On ne cherche plus de partenaires pour ce lot : la remise des offres est passée, ou le lot "
    "est attribué à une autre entreprise.",
    "request_kind": "Choisissez ce que vous cherchez.",
    "request_need": "Décrivez le besoin en 30 caractères au moins : poste, dates, nombre de personnes.",
    "request_hours": "Indiquez un nombre d'heures : une estimation suffit.",
    "request_deadline": "Choisissez une date à venir.",
    "request_deadline_missing": "Indiquez la date avant laquelle vous attendez une réponse.",
    "request_after_offers": "La réponse arriverait après la remise des offres ({day:day}). Choisissez une date d'ici là.",
    "request_period": "Indiquez le premier et le dernier mois, ou laissez les deux vides.",
    "request_period_order": "Le dernier mois ne peut pas précéder le premier.",
    "request_expired": "Le délai de réponse est passé le {day:day} : cette demande est close. L'entreprise peut vous en "
    "adresser une nouvelle ; téléphonez-lui si vous êtes intéressés.",
    "request_over": "Ce lot est attribué à une autre entreprise, ou sans suite : cette demande n'a plus d'objet.",
    "request_answered": "La structure a déjà répondu : ouvrez sa réponse.",
    "request_reminded": "Vous avez déjà relancé cette structure. Téléphonez-lui, ou demandez à la personne ressource.",
    "decline_other": "Dites en quelques mots pourquoi : « autre » ne suffit pas à l'entreprise.",
    "answer_way": "Dites sous quelle forme vous feriez ces heures.",
    "accept_other_hours": "Accepter, c'est accepter {hours:hours}. Pour un autre volume, choisissez « Je propose autre chose ».",
    "counter_nothing": "Dites ce que vous proposez d'autre : un volume, une période, une forme, ou un message.",
}
