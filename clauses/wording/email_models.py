"""What is each value of a message called in French, and how are the cases of a message told? (J08)"""

import re

FIRST_CASE = "Cas le plus complet"
ENDING = "[fin commune des messages, avec la personne à appeler et la raison de l'envoi]"
CHOOSE_VERSION = "Choisissez la version à remettre."
REASONS = (ENDING, "Vous recevez ce message")
TRIAL = "[Essai]"
STATES = {"original": "D'origine", "changed": "Changé", "failing": "À corriger"}

# What a value is, by the path that the words use; the last part alone where no line says more.
VARIABLES: dict[str, str] = {
    "accepted_on": "date de l'acceptation",
    "adviser": "personne qui a relu",
    "after": "nom ou état d'après",
    "again": "rappel d'une demande déjà faite",
    "agenda": "ordre du jour",
    "agreed": "suite favorable",
    "alert_at": "seuil d'alerte, en heures",
    "all": "toutes les signatures",
    "answers": "réponse à une demande de l'acheteur",
    "asked.due_on": "date limite de réponse",
    "asked.first_name": "prénom de la personne qui demande",
    "asked.id": "numéro de la demande",
    "asked.job_title": "fonction de la personne qui demande",
    "asked.kind": "nature de la demande",
    "asked.last_name": "nom de la personne qui demande",
    "asked.organization_name": "organisation demandée",
    "asked.profile": "profil demandé",
    "asked.reason": "motif du refus",
    "at": "heure du rendez-vous",
    "author.name": "nom de l'auteur",
    "back": "renvoi pour correction",
    "before": "nom ou état d'avant",
    "beyond": "lignes au-delà du relais",
    "buyer": "acheteur",
    "called_on": "date de l'appel",
    "change.effective_on": "date d'effet du changement",
    "change.hours_after": "heures après le changement",
    "change.hours_before": "heures avant le changement",
    "change.months_after": "durée après, en mois",
    "change.months_before": "durée avant, en mois",
    "changed": "nombre d'avis avec modification",
    "closing.neutralised": "heures neutralisées",
    "closing.target": "heures à faire",
    "closing.validated": "heures validées",
    "commune": "commune",
    "company": "entreprise",
    "company.name": "nom de l'entreprise",
    "company.phone": "téléphone de l'entreprise",
    "company_commune": "commune de l'entreprise",
    "contact": "personne à qui poser une question",
    "contests": "contestation",
    "corrected": "ligne corrigée",
    "count": "nombre de lots",
    "counted": "heures retenues",
    "day": "date",
    "days": "dates des rappels",
    "decision.amount": "montant",
    "decision.answer_by": "date limite de réponse",
    "decision.delay_days": "délai, en jours",
    "decision.hours": "heures de la décision",
    "decision.kind": "nature de la décision",
    "decision.neutralised": "heures neutralisées",
    "decision.state": "état de la décision",
    "decision.target": "heures à faire",
    "decision.validated": "heures validées",
    "declared": "heures déclarées",
    "declined": "refus",
    "demand": "demande de l'acheteur",
    "difficulty.call_back": "rappel demandé",
    "difficulty.kind": "nature de la difficulté",
    "documents": "justificatifs attendus",
    "done": "heures faites",
    "due": "date limite",
    "employer": "employeur",
    "ended_on": "date de fin",
    "etti": "entreprise de travail temporaire d'insertion",
    "favourable": "nombre d'avis favorables",
    "first": "premier envoi",
    "givers": "territoires qui ont rendu l'avis",
    "head.day": "jour du journal",
    "head.hash": "empreinte du journal",
    "head.seq": "numéro de la dernière ligne",
    "holder": "titulaire",
    "host": "structure de la personne ressource",
    "hosts": "structures qui organisent",
    "hours": "heures",
    "hours_base": "calcul à partir des heures",
    "hours_base.amount": "montant calculé",
    "hours_base.by_member": "calcul par membre",
    "hours_base.price": "montant par heure",
    "hours_base.quantity": "heures non faites",
    "in_time": "encore dans les délais",
    "informed": "acheteur informé",
    "invitation.invited_by": "personne qui invite",
    "invitation.invited_by.name": "nom de la personne qui invite",
    "invitation.organization.name": "organisation qui invite",
    "invitation.rank": "place proposée",
    "kind": "nature",
    "km": "distance, en km",
    "last": "dernier envoi",
    "lasts": "durée du lien",
    "late": "en retard",
    "left": "reste à faire",
    "line.hours": "heures proposées",
    "line.modality": "modalité proposée",
    "line.persons": "nombre de personnes",
    "lines": "lignes",
    "link": "lien",
    "longer": "durée changée",
    "loop.last": "dernier de la liste",
    "lot": "lot",
    "lot.award.awardee.name": "titulaire du lot",
    "lot.market.reference": "référence du marché",
    "lot.number": "numéro du lot",
    "lot.result": "résultat de la consultation",
    "lots": "lots",
    "managers": "envoi aux responsables de l'organisation",
    "market.buyer.name": "nom de l'acheteur",
    "market.offers_deadline": "date limite des offres",
    "market.opinion_due_on": "date limite de l'avis",
    "market.opinion_requested_on": "date de la demande d'avis",
    "market.publication_date": "date de publication",
    "market.reference": "référence du marché",
    "max": "plafond, en heures",
    "meeting.planned_on": "date de la réunion",
    "meetings": "nombre de rendez-vous",
    "member.name": "nom du membre",
    "message": "message joint",
    "modality": "modalité",
    "monday": "lundi de la semaine",
    "month": "mois",
    "months": "nombre de mois",
    "more": "nombre de lignes non montrées",
    "motive": "motif du changement",
    "move": "suite donnée à l'action",
    "moves": "volume changé",
    "name": "nom",
    "nearby": "associations intermédiaires du territoire",
    "need": "besoin de l'entreprise",
    "number": "numéro",
    "offer": "offre",
    "offer.contract_type": "type de contrat",
    "offer.organization.name": "structure qui recrute",
    "offer.posts": "nombre de postes",
    "offer.starts_on": "date de début",
    "offer.title": "intitulé du poste",
    "offer.weekly_hours": "heures par semaine",
    "one.first_due": "première échéance",
    "one.label": "sorte d'actes et leur nombre",
    "one.late": "en retard",
    "opened": "compte ouvert",
    "organization.name": "nom de l'organisation",
    "others": "autres réponses",
    "part": "part concernée",
    "part.hours": "heures du territoire",
    "part.lots": "lots du territoire",
    "part.persons": "personnes du territoire",
    "people": "nombre de lignes à remplir",
    "period": "période",
    "phone": "téléphone",
    "pieces": "nombre de pièces",
    "place": "lieu",
    "places": "communes ou lieux",
    "planned_on": "date prévue",
    "pool.ends_on": "fin de la mutualisation",
    "pool.lots": "lots mutualisés",
    "proofs": "preuves attendues",
    "quarter": "trimestre",
    "question": "question posée",
    "reached": "plafond atteint",
    "reached_in": "mois où le seuil est atteint",
    "reason": "motif",
    "reasons": "motifs",
    "recipient": "destinataire qui a un compte",
    "recipient.first_name": "prénom",
    "refused": "pièce refusée",
    "relay": "relais",
    "reminder": "relance",
    "reopened": "réouverture",
    "report.neutralise": "heures à neutraliser",
    "report.persons": "nombre de personnes",
    "report.validated": "heures validées",
    "request.as_of": "date d'arrêté du rapport",
    "request.hours": "heures demandées",
    "request.id": "numéro du rapport",
    "request.organization.name": "organisation du rapport",
    "request.reply_by": "date limite de réponse",
    "request.sent_at": "date de la demande",
    "reserved": "nombre d'avis réservés",
    "review.year": "année du bilan",
    "row.day": "date du changement",
    "secret": "lien personnel",
    "sender": "expéditeur du courrier",
    "session": "information collective",
    "session.held_on": "date de l'information collective",
    "session.place": "lieu de l'information collective",
    "share": "part de l'objectif",
    "shares": "parts des structures",
    "side.name": "organisation ou territoire du destinataire",
    "side.role": "qualité du destinataire",
    "signed": "bilan signé",
    "since": "date de la défaillance",
    "sought": "ce qui est cherché",
    "state": "état",
    "stated_on": "date de la dernière confirmation",
    "step.reason": "motif de la réponse",
    "step.step.value": "réponse donnée",
    "structure": "structure",
    "structure.name": "nom de la structure",
    "structures": "nombre de structures",
    "subcontractor.name": "nom du sous-traitant",
    "target": "heures à faire",
    "tasks": "tâches du poste",
    "text": "texte écrit",
    "title": "intitulé",
    "tone": "rang du rappel",
    "undecided": "lignes à décider",
    "until": "date limite",
    "validated": "heures validées",
    "waiting": "nombre en attente",
    "way": "modalité",
    "what": "ce qui a changé",
    "who": "personne ou organisation concernée",
    "who.name": "organisation qui répond",
    "why": "motif",
    "withdrawn": "retrait d'un accord",
    "workshop": "atelier et chantier d'insertion",
}
FORMS: dict[str, str] = {
    "hours": "en heures", "euros": "en euros", "percent": "en pourcentage", "day": "en toutes lettres",
    "day_short": "en chiffres", "weekday": "avec le jour de la semaine", "month": "mois et année",
    "quarter": "en toutes lettres", "of_month": "« de mars 2026 »", "phone": "par groupes de deux chiffres",
    "count": "nombre suivi du mot accordé", "label": "en français", "join": "l'un après l'autre",
    "length": "combien il y en a", "lower": "en minuscules", "capitalize": "avec une majuscule",
}  # fmt: skip


# What a value is compared with in the words.
VALUES: dict[str, str] = {
    "asker": "personne qui a demandé le rapport", "company": "titulaire", "consulted": "structure consultée",
    "coordination": "coordination à la place d'une personne ressource", "follower": "personne ressource",
    "member": "membre du groupement", "region": "coordination en copie", "structure": "structure",
    "subcontractor": "sous-traitant", "due": "à l'échéance", "late": "en retard", "accepted": "accord",
    "countered": "autre proposition", "declined": "refus", "cancelled": "annulation", "ended": "fin",
    "consented": "accord de la personne", "consent_refused": "refus de la personne", "waived": "abandon", "recovery": "plan de rattrapage",
    "neutralisation": "neutralisation", "IdentityLinked": "identité ajoutée", "IdentityUnlinked": "identité retirée",
    "RecoveryCodeUsed": "code de secours utilisé", "RecoveryCodesRenewed": "codes de secours renouvelés",
    "SecondFactorAdded": "second facteur ajouté", "SecondFactorRemoved": "second facteur retiré",
    "SecondFactorReset": "second facteur remis à zéro", "SecondFactorTried": "second facteur essayé sans succès",
    "proposed": "proposition", "keep": "retenue", "drop": "abandon", "finish": "faite", "": "vide",
}  # fmt: skip
SIGNS = {
    "==": "",
    "!=": "autre que ",
    ">": "plus de ",
    "<": "moins de ",
    "<=": "au plus ",
    ">=": "au moins ",
    "in": "",
}
ENDING_TOLD = "fin commune des messages : la personne à appeler et la raison de l'envoi"
_QUESTION = re.compile(r"{% if (\S+)(?: (==|!=|>=|<=|>|<|in) (.+))? %}")


def variable(path: str) -> str:
    """« market.reference » is « référence du marché »."""
    path = path.removesuffix("|length")
    return VARIABLES.get(path) or VARIABLES.get(path.rsplit(".", 1)[-1]) or path


def case(path: str, value: str | None, *, yes: bool) -> str:
    """What makes a case of a message: « Sans : motif », « Avec : motif », « rang du rappel : autre que due »."""
    said = variable(path)
    if value is None:
        return f"{'Avec' if yes else 'Sans'} : {said}"
    told = f"« {VALUES.get(value, value)} »"
    return f"{said.capitalize()} : {told if yes else f'autre que {told}'}"


def question(typed: str) -> str:
    """« {% if tone == "due" %} » is « rang du rappel : à l'échéance »; « {% if reason %} », « s'il y a : motif »."""
    found = _QUESTION.fullmatch(typed)
    if typed.endswith(" is none %}"):
        return f"sans : {variable(typed.split(' ')[2])}"
    if found is None or found[2] is None:
        return f"s'il y a : {variable(found[1] if found else typed.strip('{%} ').removeprefix('if ').split(' ')[0])}"
    values = re.findall(r'"([^"]*)"', found[3])
    told = " ou ".join(VALUES.get(one, one) for one in values) if values else found[3]
    return f"{variable(found[1])} : {SIGNS[found[2]]}{told}"


def described(typed: str) -> str:
    """« {{ market.opinion_due_on|day }} » is « date limite de l'avis, en toutes lettres »."""
    inside = typed.strip("{} ").rpartition("}[")[2].removesuffix("]") if "}[" in typed else typed.strip("{} ")
    path, *forms = re.sub(r"\([^)]*\)$|\[[^\]]*\]", "", inside).split("|")
    said = [FORMS[form] for form in (re.sub(r"\(.*", "", one) for one in forms) if form in FORMS]
    path = path.strip("( ").split(" - ")[0]
    return ", ".join([variable(path), *said])
