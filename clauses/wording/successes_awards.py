"""What does the portal say once a subcontractor, a kick-off meeting or a comment is recorded?"""

SUCCESSES: dict[str, str] = {
    "subcontract_declared": "Sous-traitant déclaré. L'acheteur doit maintenant l'accepter.",
    "subcontract_accepted": "Sous-traitant accepté : il voit désormais le lot.",
    "subcontract_refused": "Sous-traitant refusé. Le titulaire peut lire votre motif.",
    "default_declared": "Défaillance enregistrée : les autres membres reprennent {hours:hours}. Ils sont prévenus.",
    "kick_off_planned": "Réunion de lancement fixée. Les personnes concernées reçoivent l'invitation.",
    "kick_off_past": "Réunion enregistrée. Sa date étant passée, personne n'est invité : écrivez son compte rendu.",
    "kick_off_written": "Compte rendu enregistré. Tous ceux qui voient le lot peuvent le lire.",
    "comment_written": "Commentaire enregistré. L'acheteur et la personne ressource du lot le lisent à côté de l'avis.",
    "subcontract_ended": "Sous-traitance terminée.",
}
