"""What is said once an act on personal data is done?"""

SUCCESSES: dict[str, str] = {
    "data_asked": "Votre demande est enregistrée sous le numéro {number}. Réponse au plus tard le {due:day}. Un message "
    "de confirmation part à l'adresse indiquée.",
    "data_request_recorded": "Demande n° {number} enregistrée. Réponse au plus tard le {due:day}.",
    "data_identified": "Identité notée. Vous pouvez maintenant répondre.",
    "data_answered": "Réponse enregistrée. La demande est close.",
    "data_refused": "Refus enregistré avec son motif. La demande est close.",
    "data_erased": "Données effacées. Les heures et les totaux n'ont pas changé.",
    "hold_placed": "Litige noté : plus rien n'est effacé pour ce lot ou cette personne.",
    "hold_lifted": "Litige levé : les durées ordinaires courent de nouveau.",
    "purge_first": "Première confirmation enregistrée. Une autre personne doit confirmer à son tour.",
    "purge_second": "Purge confirmée à deux. Elle aura lieu la nuit prochaine.",
}
