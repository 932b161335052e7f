"""What does `make run` say in the terminal?"""

PREPARING = "Préparation de la base de données…"
LOADING = "Chargement de la démonstration…"
READY = "\nLe portail est ouvert : {address}\n"
ACCOUNTS = "Comptes de démonstration :"
STOP_HINT = "\nCtrl-C pour arrêter. Journaux : {logs}"
STOPPING = "\nArrêt en cours…"
STOPPED = "Tout est arrêté. Les données sont gardées dans {instance}."
NO_REDIS = (
    "Redis n'est pas disponible sur cette machine : le portail fonctionne, "
    "les rapports et les messages partent avec quelques secondes de retard."
)
PORT_BUSY = (
    "Le port {port} est déjà occupé par un autre programme. "
    "Fermez-le, ou choisissez un autre port : make run PORT={other}"
)
PORT_WRONG = "PORT doit être un nombre entre 1 et 65535."
ALREADY_RUNNING = "Le portail est déjà lancé depuis ce dossier ({instance}). Arrêtez-le d'abord avec Ctrl-C."
STEP_FAILED = "L'étape « {step} » a échoué. Détail :\n{detail}"
NOT_ANSWERING = "Le portail ne répond pas. Fin du journal {log} :\n{detail}"
RESTARTED = "Le processus « {name} » s'est arrêté ; il est relancé (journal : {log})."
