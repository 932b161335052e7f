"""What does the portal say when a second factor is refused?"""

REFUSALS: dict[str, str] = {
    "factor_wrong": "Ce code ne convient pas. Attendez le code suivant de votre application, puis saisissez-le.",
    "factor_paused": "Trop de codes erronés. Réessayez dans {minutes} min, ou appelez la coordination si vous avez "
    "perdu votre téléphone.",
    "factor_last": "Votre rôle demande une double authentification : ajoutez d'abord un autre moyen, puis retirez celui-ci.",
    "factor_not_begun": "Cette mise en place a expiré ou a été remplacée. Recommencez depuis la page « Double authentification ».",
    "factor_none": "Ajoutez d'abord une application ou une clé d'accès : les codes de secours les remplacent quand vous les perdez.",
    "passkey_wrong": "Cette clé d'accès n'a pas été reconnue. Réessayez, ou utilisez un autre moyen.",
    "passkey_nowhere": "Les clés d'accès demandent une adresse sécurisée (https). Utilisez une application.",
    "passkey_too_many": "Vous avez déjà {most} clés d'accès. Retirez-en une avant d'en ajouter une autre.",
    "reset_oneself": "Vous ne pouvez pas réinitialiser votre propre double authentification : demandez-le à une autre "
    "personne qui administre le portail.",
    "reset_nothing": "Ce compte n'a plus de double authentification : il n'y a rien à réinitialiser.",
    "confirm_first": "Votre mot de passe date de plus de cinq minutes : saisissez-le à nouveau, puis recommencez.",
}
