"""How is the state of the service told to the person who runs it?"""

from collections.abc import Mapping
from datetime import timedelta

CHECKS: dict[str, str] = {
    "base": "Base de données",
    "migrations": "Version de la base",
    "disque": "Espace disque",
    "documents": "Documents déposés",
    "envois": "Envoi des messages et des rapports",
    "messagerie": "Serveur de messagerie",
    "redis": "Redis",
    "modeles": "Modèles d'e-mails",
}

# What each answer means: (tone, sentence).
ANSWERS: dict[str, dict[bool, tuple[str, str]]] = {
    "base": {
        True: ("vert", "Elle répond."),
        False: ("rouge", "Elle ne répond pas : aucune page ne peut s'ouvrir."),
    },
    "migrations": {
        True: ("vert", "La base est à la version attendue."),
        False: ("rouge", "La base n'est pas à la version attendue : lancez « flask db upgrade »."),
    },
    "disque": {
        True: ("vert", "Plus de 5 % du disque est libre."),
        False: (
            "rouge",
            "Moins de 5 % du disque est libre : faites de la place avant que rien ne puisse s'écrire.",
        ),
    },
    "documents": {
        True: ("vert", "Ils s'ouvrent et se déposent."),
        False: (
            "ambre",
            "Leur espace de stockage ne répond pas : aucun document ne s'ouvre ni ne se dépose, et aucun n'est perdu.",
        ),
    },
    "envois": {
        True: ("vert", "Rien n'attend depuis plus de 10 minutes."),
        False: (
            "rouge",
            "Des faits attendent depuis plus de 10 minutes : le planificateur ou l'ouvrier est arrêté.",
        ),
    },
    "messagerie": {
        True: ("vert", "Rien ne montre qu'il ait un problème."),
        False: ("ambre", "Les messages attendent et partiront d'eux-mêmes dès qu'il les prendra."),
    },
    "modeles": {
        True: ("vert", "Chaque message est parti avec les mots du modèle en vigueur."),
        False: (
            "ambre",
            "Un modèle n'a pas pu écrire un message : le texte d'origine est parti à sa place. Corrigez le modèle.",
        ),
    },
    "redis": {
        True: ("vert", "Il répond : rapports et messages partent aussitôt."),
        False: (
            "ambre",
            "Il est absent : sans Redis, le planificateur fait le travail lui-même, avec quelques secondes de retard.",
        ),
    },
}

COUNTS: dict[str, str] = {
    "facts": "Faits à diffuser",
    "queued": "Tâches en attente",
    "failed": "Tâches en échec",
    "mails_waiting": "Courriels en attente",
    "mails_failed": "Courriels en échec",
}

COUNT_NOTES: dict[str, str] = {
    "facts": "actes enregistrés dont les suites restent à donner",
    "queued": "à faire ; en cours : {running}",
    "failed": "à relancer",
    "mails_waiting": "à envoyer",
    "mails_failed": "après plusieurs essais",
}


def verdict(checks: Mapping[str, bool]) -> tuple[str, str, str]:
    """(kind of alert, title, sentence) for the whole service."""
    broken = [name for name, ok in checks.items() if not ok]
    if not broken:
        return ("success", "Le service fonctionne", "Tous les contrôles sont bons.")
    if broken == ["modeles"]:
        return (
            "warning",
            "Le service fonctionne, un modèle d'e-mail est à corriger",
            "Chaque message est parti, avec le texte d'origine.",
        )
    broken = [name for name in broken if name != "modeles"]  # the rest is worse
    if broken == ["documents"]:
        return (
            "warning",
            "Le service fonctionne, sans les documents",
            "Le stockage des documents est à rétablir.",
        )
    if "messagerie" in broken and set(broken) <= {"redis", "messagerie"}:
        return ("warning", "Le service fonctionne, mais les messages attendent", "Aucun n'est perdu.")
    if broken == ["redis"]:
        return ("warning", "Le service fonctionne, un peu plus lentement", "Aucune donnée n'est en jeu.")
    return ("error", "Le service demande une intervention", "Commencez par le premier contrôle en rouge.")


def age(spent: timedelta) -> str:
    """How old something is: « moins d'une heure », « 5 h », « 3 jours » from two days on."""
    hours = int(spent.total_seconds()) // 3600
    if hours < 1:
        return "moins d'une heure"
    return f"{hours} h" if hours < 48 else f"{hours // 24} jours"


MAIL_VIEWS = {
    "attente": "En attente",
    "partis": "Envoyés",
    "echec": "En échec",
    "refuses": "Refusés ou en échec",
}
