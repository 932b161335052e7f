"""What does the portal say once an account, a session, an invitation or a membership has changed?"""

SUCCESSES: dict[str, str] = {
    "identity_saved": "Vos coordonnées sont enregistrées.",
    "password_changed": "Mot de passe changé. Vos autres sessions sont fermées.",
    "password_chosen": "Votre nouveau mot de passe est enregistré. Connectez-vous avec lui.",
    "email_asked": "Un message vient d'être envoyé à votre nouvelle adresse. Ouvrez le lien qu'il contient pour la confirmer.",
    "email_changed": "Votre nouvelle adresse est enregistrée. Connectez-vous avec elle.",
    "session_closed": "Session fermée.",
    "sessions_closed": "Toutes vos autres sessions sont fermées.",
}
