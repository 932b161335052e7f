"""Which words does the list « à faire » use for each kind of act: the heading of its group, its title, its reason?

Format strings of `wording.sentences`; `one` and `many` head a group of one act or of several.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    one: str
    many: str
    title: str
    why: str


TASKS: dict[str, Words] = {
    # buyer
    "draft_market": Words(
        "Un dépôt à reprendre", "{n} dépôts à reprendre",
        "Reprendre le dépôt du marché {ref}", "{title}",
    ),
    "read_opinion": Words(
        "Un avis rendu à lire", "{n} avis rendus à lire",
        "Lire l'avis rendu sur le marché {ref}, puis publier", "{title}",
    ),
    "publish_market": Words(
        "Un marché prêt à publier", "{n} marchés prêts à publier",
        "Publier le marché {ref}", "Le délai de l'avis est passé : vous pouvez publier sans avis.",
    ),
    "declare_award": Words(
        "Une attribution à déclarer", "{n} attributions à déclarer",
        "Déclarer le résultat du lot {lot}, marché {ref}", "{title}",
    ),
    "complete_target": Words(
        "Un volume à compléter", "{n} volumes à compléter",
        "Compléter le volume d'heures du lot {lot}, marché {ref}",
        "Le lot est attribué avec une clause, sans volume d'heures : rien n'y est encore dû.",
    ),
    "accept_subcontract": Words(
        "Un sous-traitant à accepter", "{n} sous-traitants à accepter",
        "Accepter ou refuser {company}, lot {lot}, marché {ref}", "Le titulaire a déclaré ce sous-traitant.",
    ),
    "plan_kick_off": Words(
        "Une réunion de lancement à fixer", "{n} réunions de lancement à fixer",
        "Fixer la réunion de lancement du lot {lot}, marché {ref}", "{title}",
    ),
    "write_kick_off": Words(
        "Un compte rendu à écrire", "{n} comptes rendus à écrire",
        "Écrire le compte rendu de la réunion de lancement, lot {lot}, marché {ref}", "{title}",
    ),
    "answer_question": Words(
        "Des questions de candidats", "Des questions de candidats sur {n} consultations",
        "Répondre aux questions ({n}) de la consultation {ref}", "Chaque réponse est publiée à tous les lecteurs.",
    ),
    "draft_answer": Words(
        "Des questions de candidats à éclairer", "Des questions de candidats à éclairer, sur {n} consultations",
        "Proposer une réponse ({n}) à l'acheteur, consultation {ref}", "{title}",
    ),
    "read_consultation": Words(
        "Une consultation a changé", "{n} consultations ont changé",
        "Lire ce qui est publié sur la consultation {ref}", "{title}",
    ),
    "read_messages": Words(
        "Des messages à lire", "Des messages à lire sur {n} lots",
        "Lire les messages ({n}) du lot {lot}, marché {ref}", "{title}",
    ),
    # decisions and the end of a lot
    "decide_penalty": Words(
        "Une pénalité à décider", "{n} pénalités à décider",
        "Décider ou non {amount:euros}, lot {lot}, marché {ref}", "{company} a été entendue, ou son délai est passé.",
    ),
    "close_lot": Words(
        "Un lot à clôturer", "{n} lots à clôturer",
        "Clôturer le lot {lot}, marché {ref}", "Le bilan de la personne ressource est déposé.",
    ),
    "decide_lot": Words(
        "Un lot en alerte depuis deux mois", "{n} lots en alerte depuis deux mois",
        "Prendre une décision sur le lot {lot}, marché {ref}", "{company} : {validated:hours} validées sur {owed:hours}.",
    ),
    "late_report": Words(
        "Un lot dont les relevés ont plus de 30 jours de retard", "{n} lots dont les relevés ont plus de 30 jours de retard",
        "Mettre {company} en demeure : relevés du lot {lot}, marché {ref}",
        "{told} La personne ressource a relancé l'entreprise.",
    ),
    "ending_lot": Words(
        "Un lot qui finit bientôt, loin de son objectif", "{n} lots qui finissent bientôt, loin de leur objectif",
        "Faire le point avec {company} : lot {lot}, marché {ref}, fin le {day:day}",
        "{validated:hours} validées sur {owed:hours}.",
    ),
    "unread_market": Words(
        "Un marché publié sans avis", "{n} marchés publiés sans avis",
        "Faire relire le marché {ref}, publié sans avis",
        "{title}. La personne ressource dit si les heures sont tenables ; jusqu'à la remise des offres, vous pouvez rectifier.",
    ),
    "unweighed_change": Words(
        "Un avenant sans nouveau volume", "{n} avenants sans nouveau volume",
        "Revoir le volume du lot {lot}, marché {ref}",
        "{what} : le montant est passé de {before:euros} à {after:euros}, le volume est resté à {owed:hours}.",
    ),
    "missing_pieces": Words(
        "Plus de 30 h attendent une pièce", "Plus de 30 h attendent une pièce, sur {n} lots",
        "Ajouter les pièces du lot {lot}, marché {ref}", "{hours:hours} ne comptent pas encore ; elles compteront dès que la pièce sera reçue.",
    ),
    "relay_ahead": Words(
        "Un relais à prévoir", "Des relais à prévoir sur {n} lots",
        "Prévoir le relais avec la personne ressource : lot {lot}, marché {ref}",
        "Une mission en association intermédiaire approche de sa limite d'heures : une ETTI peut prendre la suite.",
    ),
    "call_about_lot": Words(
        "Un lot en alerte", "{n} lots en alerte",
        "Appeler la personne ressource : lot {lot}, marché {ref}", "{validated:hours} validées sur {owed:hours}. Son conseil est gratuit.",
    ),
    "undeclared_lot": Words(
        "Une entreprise sans engagement déclaré", "{n} entreprises sans engagement déclaré",
        "Appeler {company} : lot {lot}, marché {ref}", "Rien n'est dit encore des {owed:hours} à réaliser.",
    ),
    "long_alert": Words(
        "Un lot en alerte depuis deux mois", "{n} lots en alerte depuis deux mois",
        "Voir où en est le lot {lot}, marché {ref}", "{company} : {validated:hours} validées sur {owed:hours}. L'acheteur décide.",
    ),
    "answer_penalty": Words(
        "Une pénalité envisagée, à laquelle répondre", "{n} pénalités envisagées, auxquelles répondre",
        "Répondre : {amount:euros} envisagés, lot {lot}, marché {ref}", "Rien n'est décidé : l'acheteur vous entend d'abord.",
    ),
    "propose_recovery": Words(
        "Un plan de rattrapage à proposer", "{n} plans de rattrapage à proposer",
        "Dire comment rattraper le lot {lot}, marché {ref}", "L'acheteur attend vos actions et leurs dates.",
    ),
    "follow_notice": Words(
        "Une mise en demeure à suivre", "{n} mises en demeure à suivre",
        "Suivre la mise en demeure du lot {lot}, marché {ref}", "L'acheteur demande : {demand:label}.",
    ),
    "write_closing_report": Words(
        "Un bilan de lot à rédiger", "{n} bilans de lots à rédiger",
        "Rédiger le bilan du lot {lot}, marché {ref}", "{title}",
    ),
    # requests to structures
    "answer_request": Words(
        "Une demande d'entreprise à laquelle répondre", "{n} demandes d'entreprises auxquelles répondre",
        "Répondre à {company}, lot {lot}, marché {ref}", "Cherche {sought}, même pour décliner : elle a d'autres portes.",
    ),
    "decide_counter": Words(
        "Une contre-proposition à examiner", "{n} contre-propositions à examiner",
        "Examiner ce que propose {structure}, lot {lot}, marché {ref}", "{title}",
    ),
    # accounts
    "check_account": Words(
        "Un compte à vérifier", "{n} comptes à vérifier",
        "Vérifier le compte de {name}, {organization}",
        "Profil demandé : {profile:label}. Cette personne ne voit rien tant que vous n'avez pas répondu.",
    ),
    "answer_asker": Words(
        "Une demande pour rejoindre votre organisation", "{n} demandes pour rejoindre votre organisation",
        "Répondre à {name}", "Cette personne ne voit rien tant que vous n'avez pas répondu.",
    ),
    "review_access": Words(
        "Des accès à confirmer", "{n} listes de membres à confirmer",
        "Confirmer les membres de {name} ({n})", "Tous les six mois, dites qui agit encore pour votre organisation.",
    ),
    "late_review": Words(
        "Une revue d'accès en retard", "{n} revues d'accès en retard",
        "Relancer {name} ({n} membres)", "La liste des membres n'a pas été confirmée depuis plus de six mois.",
    ),
    # company
    "returned_report": Words(
        "Un relevé à corriger", "{n} relevés à corriger",
        "Corriger le relevé {month:of_month}, lot {lot}, marché {ref}", "{reason}",
    ),
    "due_report": Words(
        "Un relevé à transmettre", "{n} relevés à transmettre",
        "Transmettre le relevé {month:of_month} : {lots}", "Marché {refs}",
    ),
    "declare_commitment": Words(
        "Un engagement à déclarer", "{n} engagements à déclarer",
        "Déclarer comment vous réaliserez {hours:hours}, lot {lot}", "Marché {ref}, {title}",
    ),
    # structure
    "answer_line": Words(
        "Une demande attend votre réponse", "{n} demandes attendent votre réponse",
        "Répondre : {hours:hours} proposées, lot {lot}, marché {ref}", "{modality:label}, {company}",
    ),
    "sign_review": Words(
        "Un bilan annuel conjoint à signer", "{n} bilans annuels conjoints à signer",
        "Lire et signer le bilan annuel conjoint {year}", "{territory}",
    ),
    "begin_review": Words(
        "Un bilan annuel conjoint à commencer", "{n} bilans annuels conjoints à commencer",
        "Commencer le texte du bilan annuel conjoint {year}", "{territory} : les structures ne signent qu'un texte écrit.",
    ),
    "answer_pool": Words(
        "Un accord de mutualisation est attendu de vous", "{n} accords de mutualisation sont attendus de vous",
        "Donner ou refuser votre accord : mutualisation de {lots} lots",
        "Aucune heure n'est partagée avant l'accord écrit de tous.",
    ),
    "follow_pool": Words(
        "Une mutualisation attend des accords", "{n} mutualisations attendent des accords",
        "Recueillir les accords d'une mutualisation de {lots} lots", "Attendu : {names}",
    ),
    "enter_hours": Words(
        "Un mois d'heures à saisir", "{n} mois d'heures à saisir",
        "Saisir les heures {month:of_month} : {people}", "{lots}",
    ),
    "confirm_capacity": Words(
        "Des heures disponibles à confirmer", "{n} listes d'heures à confirmer",
        "Confirmer vos heures disponibles", "Indiquées le {day:day} : un clic suffit si rien n'a changé.",
    ),
    "answer_offer": Words(
        "Une offre de poste attend votre réponse", "{n} offres de poste attendent votre réponse",
        "Répondre à l'offre : {title}", "{who} recrute ({n}). Même « personne pour l'instant » l'aide à avancer.",
    ),
    "prepare_exit": Words(
        "Une sortie à préparer", "{n} sorties à préparer",
        "Préparer la sortie d'une personne, contrat jusqu'au {day:day}", "La suite se prépare avant la fin du contrat.",
    ),
    "tell_exit": Words(
        "Une sortie à dire", "{n} sorties à dire",
        "Dire la sortie d'une personne, contrat terminé le {day:day}", "Emploi, formation ou autre : les sorties de l'année en dépendent.",
    ),
    "answer_trial": Words(
        "Une période test à conclure", "{n} périodes test à conclure",
        "Dire la suite de la période test du lot {lot}, marché {ref}", "La mission s'est terminée le {day:day}.",
    ),
    "own_relay": Words(
        "Un relais AI-ETTI à préparer", "{n} relais AI-ETTI à préparer",
        "Préparer le relais d'une personne du lot {lot}, marché {ref}",
        "Relais « {state:label} ». Alerte donnée en {month:month}.",
    ),
    # resource person, and the coordination in their place
    "give_opinion": Words(
        "Un avis à rendre", "{n} avis à rendre",
        "Rendre l'avis sur le marché {ref}", "{buyer} : {title}",
    ),
    "instruct_commitment": Words(
        "Un engagement à instruire", "{n} engagements à instruire",
        "Proposer le plan du lot {lot}, marché {ref}", "{company} a déclaré son engagement.",
    ),
    "reply_line": Words(
        "Un plan à reprendre", "{n} plans à reprendre",
        "Reprendre le plan du lot {lot}, marché {ref}", "{structure} : {state:label}{hours}",
    ),
    "silent_partner": Words(
        "Un silence inhabituel", "{n} silences inhabituels",
        "Prendre des nouvelles de {who}", "{why}",
    ),
    "refused_address": Words(
        "Une adresse à vérifier", "{n} adresses à vérifier",
        "Vérifier l'adresse de {name}, {who}", "Nos messages n'ont pas atteint cette personne : vérifiez l'adresse.",
    ),
    "keep_recovery": Words(
        "Une action de rattrapage à retenir", "{n} actions de rattrapage à retenir",
        "Retenir ou abandonner l'action de rattrapage {n}, lot {lot}, marché {ref}", "Proposée par {by} : {what}",
    ),
    "late_recovery": Words(
        "Une action de rattrapage en retard", "{n} actions de rattrapage en retard",
        "Demander à {who} où en est l'action de rattrapage {n}, lot {lot}, marché {ref}", "Attendue le {due:day} : {what}",
    ),
    "do_recovery": Words(
        "Une action de rattrapage à faire", "{n} actions de rattrapage à faire",
        "Faire l'action de rattrapage {n}, lot {lot}, marché {ref}", "{what}",
    ),
    "agree_recovery": Words(
        "Un lot en retard sans action de rattrapage", "{n} lots en retard sans action de rattrapage",
        "Convenir d'actions de rattrapage, lot {lot}, marché {ref}",
        "{company}, {state:label} : {validated:hours} validées sur {owed:hours}.",
    ),
    "difficulty": Words(
        "Une difficulté signalée", "{n} difficultés signalées",
        "Répondre à {who} : {kind:label}, lot {lot} du marché {ref}", "{title}",
    ),
    "validate_report": Words(
        "Un relevé à valider", "{n} relevés à valider",
        "Valider le relevé {month:of_month}, lot {lot}, marché {ref}", "Transmis par {company}",
    ),
    "answer_match": Words(
        "Des heures déclarées deux fois", "{n} lignes déclarées deux fois",
        "Dire à qui sont {hours:hours} {month:of_month}, lot {lot}, marché {ref}", "Une autre structure déclare les mêmes heures.",
    ),
    "confirm_claim": Words(
        "Une correction à confirmer", "{n} corrections à confirmer",
        "Confirmer une correction {month:of_month}, lot {lot}, marché {ref}", "Demandée par {who}",
    ),
    "answer_claim": Words(
        "Une demande sur des heures décidées", "{n} demandes sur des heures décidées",
        "Répondre à {who}, {month:month}, lot {lot}, marché {ref}", "{kind:label} d'une ligne décidée",
    ),
    "examine_eligibility": Words(
        "Une éligibilité à examiner", "{n} éligibilités à examiner",
        "Examiner une éligibilité transmise par {structure}", "Embauche du {day:day}",
    ),
    "check_evidence": Words(
        "Une pièce à vérifier", "{n} pièces à vérifier",
        "Vérifier une pièce : {kind:label}, lot {lot}, marché {ref}", "Déposée par {who}. Des heures l'attendent.",
    ),
    "relay": Words(
        "Un relais à organiser", "{n} relais à organiser",
        "Organiser un relais, lot {lot}, marché {ref}", "{employer} : relais « {state:label} »",
    ),
    "confirm_quarter": Words(
        "Un trimestre à confirmer", "{n} trimestres à confirmer",
        "Confirmer les chiffres du {quarter:quarter}, {territory}", "La coordination les attend pour clôturer le trimestre.",
    ),
    "close_quarter": Words(
        "Un trimestre à clôturer", "{n} trimestres à clôturer",
        "Clôturer le {quarter:quarter}", "{confirmed}",
    ),
    # coordination
    "vacant_territory": Words(
        "Un territoire sans personne ressource", "{n} territoires sans personne ressource",
        "{territory} : {files}", "Les dossiers de ce territoire vous sont confiés jusqu'à une nomination.",
    ),
    "unseen_person": Words(
        "Une personne ressource sans connexion depuis 30 jours", "{n} territoires dont la personne ressource ne s'est pas connectée depuis 30 jours",
        "Prendre des nouvelles de {who}, {territory}", "Aucune connexion ni absence déclarée : des dossiers attendent peut-être.",
    ),
    "late_opinion": Words(
        "Un avis en retard", "{n} avis en retard",
        "Avis en retard sur le marché {ref}", "{buyer} : {title}",
    ),
    # administration
    "failed_jobs": Words(
        "Tâches en échec", "Tâches en échec", "Relancer ou expliquer {jobs}", "Chaque personne concernée est prévenue.",
    ),
    "failed_mails": Words(
        "Courriels non partis", "Courriels non partis", "Vérifier {mails}", "Le serveur de messagerie les a refusés.",
    ),
    "waiting_mails": Words(
        "Courriels en attente", "Courriels en attente", "Vérifier {mails}", "Un envoi est repris tout seul.",
    ),
    "waiting_jobs": Words(
        "Tâches en attente", "Tâches en attente", "Vérifier l'ouvrier : {jobs}", "Rien ne les prend depuis plus de 10 minutes.",
    ),
    "late_backup": Words(
        "Sauvegarde en retard", "Sauvegarde en retard", "Sauvegarder la base et les documents",
        "Dernière sauvegarde notée : {at:moment}. Il en faut une toutes les 26 heures.",
    ),
    "old_data_request": Words(
        "Données personnelles", "Données personnelles", "Répondre : {requests}", "La réponse est due dans le mois.",
    ),
    "outside_communes": Words(
        "Communes sans territoire", "Communes sans territoire", "Rattacher {communes} à un territoire",
        "Un lot déposé là va à la coordination régionale.",
    ),
    "waiting_facts": Words(
        "Faits en attente", "Faits en attente", "Vérifier le service : {facts}", "Les messages en dépendent.",
    ),
}  # fmt: skip

LATE_MONTHS = (
    "Le relevé {month:of_month} manque.",
    "{n} relevés manquent, depuis celui {month:of_month}.",
)
LOTS = ("lot {numbers}", "lots {numbers}")
NUMBERS = "{n} lots"
PEOPLE = ("une personne", "{n} personnes")
CONFIRMED = (
    "Aucun territoire n'a confirmé.",
    "{n} territoire sur {all} a confirmé.",
    "{n} territoires sur {all} ont confirmé.",
)
FILES = ("aucun dossier ouvert", "un dossier ouvert", "{n} dossiers ouverts")
COUNTER = ", {hours:hours}"
JOBS = ("une tâche en échec", "{n} tâches en échec")
MAILS_FAILED = ("un courriel refusé", "{n} courriels refusés")
MAILS_WAITING = ("un courriel en attente", "{n} courriels en attente")
JOBS_WAITING = ("une tâche attend", "{n} tâches attendent")
REQUESTS = ("une demande attend depuis 20 jours", "{n} demandes attendent depuis 20 jours ou plus")
COMMUNES = ("une commune", "{n} communes")
FACTS = ("un fait n'est pas parti", "{n} faits ne sont pas partis")
