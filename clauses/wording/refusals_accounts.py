"""What does the portal say when it refuses a password, a link, an invitation or a request for an account?"""

REFUSALS: dict[str, str] = {
    # passwords
    "password_too_short": "Choisissez un mot de passe d'au moins {min} caractères. Une phrase de quelques mots convient très bien.",
    "password_too_long": "Choisissez un mot de passe de {max} caractères au plus.",
    "password_common": "Ce mot de passe est trop répandu ou trop facile à deviner. Choisissez-en un autre.",
    "password_of_the_context": "Ce mot de passe reprend surtout votre nom, votre adresse, votre organisation ou le nom "
    "du portail. Choisissez-en un autre.",
    "password_wrong": "Ce n'est pas votre mot de passe actuel. Vérifiez-le, puis réessayez.",
    "password_same": "Choisissez un mot de passe différent de l'actuel.",
    # addresses and links
    "phone": "Saisissez un numéro à 10 chiffres, par exemple 03 44 12 34 56.",
    "email_same": "C'est déjà votre adresse. Saisissez la nouvelle.",
    "email_taken": "Cette adresse ne peut pas être utilisée pour ce compte. Choisissez-en une autre.",
    "link_dead": "Ce lien n'est plus valable. Demandez-en un nouveau.",
    "try_later": "Trop d'essais en peu de temps. Réessayez dans {minutes} minutes.",
    # members and invitations
    "already_member": "Cette personne agit déjà pour cette organisation.",
    "already_invited": "Une invitation attend déjà cette personne. Renvoyez-la, ou annulez-la d'abord.",
    "invitation_over": "Cette invitation a déjà été acceptée ou annulée.",
    "last_manager": "Il doit rester une ou un responsable. Donnez d'abord ce rang à une autre personne.",
    "review_oneself": "Vous ne pouvez pas vous retirer vous-même de la liste. Demandez-le à une ou un autre responsable.",
    # sign-up
    "org_kind_missing": "Choisissez le type d'organisation.",
    "siae_kind_missing": "Indiquez le type de structure conventionnée.",
    "org_other_kind": "{name} est déjà inscrite avec un autre profil ({kind:label}). Revenez au profil pour le choisir.",
    "sign_up_decided": "Cette demande a déjà reçu une réponse.",
    "reason_required": "Indiquez le motif du refus : la personne le lira.",
    # administration
    "not_oneself": "Vous ne pouvez pas fermer votre propre compte. Demandez-le à une autre personne de l'administration.",
    "account_closed": "Ce compte est fermé. Rouvrez-le d'abord.",
}
