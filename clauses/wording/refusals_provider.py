"""What does the portal say when a sign-in with ProConnect does not come to its end?"""

REFUSALS: dict[str, str] = {
    "provider_state": "Cette connexion a expiré, a déjà servi ou a été commencée dans un autre navigateur. "
    "Recommencez depuis cette page.",
    "provider_left": "Vous avez interrompu la connexion avec ProConnect. Rien n'a été ouvert.",
    "provider_silent": "ProConnect ne répond pas pour le moment. Réessayez dans quelques minutes, ou connectez-vous "
    "avec votre adresse et votre mot de passe.",
    "provider_refused": "La réponse de ProConnect n'a pas pu être vérifiée : rien n'a été ouvert. Recommencez ; si cela "
    "continue, connectez-vous avec votre mot de passe et prévenez la coordination.",
    "provider_level": "Le portail demande une connexion ProConnect plus sûre que celle-ci, par exemple avec une double "
    "authentification. Recommencez en choisissant un autre moyen, ou connectez-vous avec votre mot de passe.",
    "provider_sign_out": "Votre session sur le portail est fermée. Nous n'avons pas pu vérifier que celle de ProConnect "
    "l'est aussi : sur un poste partagé, fermez le navigateur.",
    "identity_changed": "Votre identité ProConnect n'est plus celle qui est reliée à votre compte du portail : cela arrive "
    "quand un compte ProConnect a été supprimé puis recréé. Connectez-vous avec votre mot de passe, puis reliez à nouveau "
    "ProConnect depuis « Mon compte ».",
    "identity_closed": "Le compte du portail relié à cette identité ProConnect est fermé. Pour le rouvrir, adressez-vous à "
    "une ou un responsable de votre organisation.",
    "identity_waits": "Votre compte n'est rattaché à aucune organisation pour le moment.",
    "identity_taken": "Cette identité ProConnect est déjà reliée à un autre compte du portail. Retirez-la d'abord de cet "
    "autre compte, depuis « Mon compte ».",
    "identity_none": "Votre compte n'est pas relié à ProConnect.",
    "identity_last": "Choisissez d'abord un mot de passe : sans lui ni ProConnect, vous ne pourriez plus vous connecter.",
}
