"""What does the portal say once an act is done? One line each."""

SUCCESSES: dict[str, str] = {
    "signed_out": "Vous êtes déconnecté(e).",
    "already_done": "Cet envoi avait déjà été enregistré : rien n'a été fait deux fois.",
    "organization_changed": "Vous travaillez maintenant pour {name}.",
}
