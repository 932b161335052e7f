"""How is a line of the journal told: the act, the thing, and what it changed?"""

ACTS: dict[str, str] = {
    "absence:declare": "A déclaré une absence", "absence:end": "A mis fin à une absence",
    "access:review": "A confirmé la revue des accès", "account:deactivate": "A fermé un compte",
    "account:email": "A changé d'adresse e-mail", "account:email_asked": "A demandé à changer d'adresse e-mail",
    "account:force_password": "A fait choisir un nouveau mot de passe", "account:identity": "A modifié ses coordonnées", "account:shortcuts": "A réglé les raccourcis clavier",
    "account:password": "A changé son mot de passe", "account:password_reset": "A choisi un nouveau mot de passe par un lien",
    "account:reactivate": "A rouvert un compte", "account:session_closed": "A fermé une session",
    "account:sessions_closed": "A fermé ses autres sessions", "buyer:purchases": "A indiqué ses achats de l'année",
    "capacity:state": "A indiqué ses heures disponibles", "sheet:save": "A modifié la fiche de sa structure",
    "waiver:add": "A ajouté une dérogation", "photo:put": "A publié une photo", "photo:withdraw": "A retiré une photo",
    "clause:save": "A enregistré une clause", "commitment:save": "A enregistré un engagement",
    "commitment:complete": "A demandé de compléter un engagement",
    "commitment:start": "Engagement commencé", "commitment:submit": "A transmis un engagement",
    "contract:add": "A ajouté un contrat", "contract:again": "A repris un contrat du mois précédent", "demonstration:load": "Démonstration chargée",
    "difficulty:signal": "A signalé une difficulté", "difficulty:answer": "A répondu à une difficulté",
    "recovery:propose": "A proposé une action de rattrapage", "recovery:keep": "A retenu une action de rattrapage",
    "recovery:finish": "A dit faite une action de rattrapage", "recovery:drop": "A abandonné une action de rattrapage",
    "visit:note": "A noté une visite", "reminder:send": "A envoyé une relance",
    "reminder:call": "A noté un appel", "reminder:pause": "A suspendu les relances d'un relevé", "document:put": "A déposé une pièce", "document:withdraw": "A retiré une pièce",
    "eligibility:ask": "A demandé un complément d'éligibilité", "eligibility:complete": "A complété une éligibilité",
    "evidence:put": "A déposé une pièce d'un relevé", "evidence:decide": "S'est prononcé sur une pièce d'un relevé",
    "evidence:withdraw": "A retiré une pièce d'un relevé",
    "eligibility:decide": "S'est prononcé sur une éligibilité", "file:infected": "Pièce infectée écartée",
    "pathway:follow": "A suivi une personne en parcours", "pathway:plan": "A indiqué la suite envisagée d'un parcours",
    "portfolio:add": "A complété un portefeuille de compétences", "portfolio:remove": "A retiré une compétence d'un portefeuille",
    "portfolio:consent": "A noté l'accord de partage d'un portefeuille",
    "portfolio:consent_withdrawn": "A noté le retrait de l'accord de partage d'un portefeuille",
    "mission:trial": "A marqué une période test", "mission:trial_result": "A dit la suite d'une période test",
    "immersion:record": "A enregistré une PMSMP", "participant:merge": "A réuni deux fiches d'une même personne",
    "participant:distinct": "A distingué deux personnes", "participant:unmerge": "A séparé deux fiches réunies", "pass:record": "A enregistré un PASS IAE",
    "pass:change": "A enregistré une suspension ou une prolongation de PASS IAE",
    "pass:withdraw": "A retiré un PASS IAE ou ce qui le prolonge",
    "host:close": "A fermé une structure porteuse", "hours:contest": "A contesté des heures",
    "hours:contest_kept": "A maintenu des heures contestées", "hours:contest_corrected": "A corrigé des heures contestées",
    "hours:contest_settled": "A clos une contestation",
    "hours:enter": "A saisi des heures", "hours:import": "A importé des heures", "hours:hold": "A mis des heures en arbitrage",
    "hours:held_decide": "A arbitré des heures", "hours:split": "A réparti des heures",
    "hours:claim": "A contesté ou demandé de corriger des heures décidées",
    "hours:claim_decide": "A répondu sur des heures décidées", "hours:match_ask": "Doublon probable signalé",
    "hours:match_answer": "A répondu sur un doublon probable", "hours:match_settle": "A réglé un doublon",
    "control:draw": "A tiré les lignes à contrôler", "control:check": "A contrôlé une ligne",
    "hours:staff": "A indiqué des heures d'encadrement", "invitation:accept": "A accepté une invitation",
    "invitation:cancel": "A annulé une invitation", "invitation:resend": "A renvoyé une invitation",
    "invitation:send": "A invité une personne", "line:answer": "A répondu à une demande d'heures",
    "lot:award": "A déclaré une attribution", "lot:change": "A enregistré une modification du lot",
    "lot:essential_data": "A complété les données essentielles", "lot:handover": "Dossier passé à une autre personne",
    "lot:kick_off": "A organisé une réunion de lancement", "lot:kick_off_held": "A tenu une réunion de lancement",
    "lot:member_default": "A enregistré la défaillance d'un membre du groupement",
    "lot:subcontract": "A déclaré un sous-traitant", "lot:subcontract_end": "A mis fin à une sous-traitance",
    "lot:target": "A changé le volume d'heures", "lot:target_reached": "Objectif atteint",
    "mandate:cancel": "A annulé une nomination", "mandate:end": "A mis fin à une nomination",
    "mandate:give": "A nommé une personne ressource", "market:abandon": "A classé un marché sans suite",
    "market:create": "A créé un marché", "market:edit": "A modifié un marché",
    "market:from_programme": "A créé un marché depuis la programmation", "market:import": "A importé un marché",
    "market:lots": "A modifié les lots", "market:publish": "A publié un marché", "market:rectify": "A rectifié un marché",
    "market:start": "Exécution commencée", "market:text": "A enregistré un texte de clause",
    "membership:rank": "A changé le rang d'un membre", "membership:remove": "A retiré un membre",
    "message:send": "A écrit un message", "opinion:comment": "A commenté une demande d'avis",
    "opinion:give": "A donné un avis", "opinion:request": "A demandé un avis",
    "proposal:ask": "A demandé des propositions de plan", "proposal:cancel": "A arrêté une recherche de plans",
    "proposal:publish": "Plans proposés par le calcul", "proposal:take_up": "A retenu une proposition de plan",
    "plan:propose": "A proposé un plan d'affectation", "plan:settle": "Plan d'affectation arrêté",
    "programme:create": "A créé une programmation", "question:answer": "A répondu à une question",
    "question:ask": "A posé une question", "question:draft": "A préparé une réponse",
    "reference:record": "A enregistré une valeur de référence", "earlier_hours:declare": "A déclaré des heures antérieures", "earlier_hours:withdraw": "A retiré des heures antérieures",
    "relay:done": "Relais fait",
    "relay:proposed": "A proposé un relais", "relay:accepted": "A accepté un relais", "relay:declined": "A décliné un relais",
    "relay:consented": "A noté l'accord de la personne à un relais",
    "relay:consent_refused": "A noté que la personne ne souhaite pas un relais", "relay:cancelled": "A annulé un relais",
    "relay:handed_over": "A passé une personne à l'ETTI", "relay:overridden": "A maintenu une personne en AI",
    "report:carry": "A porté des heures d'une fiche à l'autre de la même personne",
    "report:by_link": "A confirmé un relevé depuis un lien", "report:count_late": "A compté des heures en retard",
    "report:cancel": "A renoncé à un rapport", "report:correct": "A corrigé des heures décidées",
    "appointment:write": "Rendez-vous ajouté au calendrier", "appointment:remove": "Rendez-vous retiré du calendrier",
    "calendar:follow": "Adresse d'abonnement au calendrier créée", "calendar:unfollow": "Adresse d'abonnement au calendrier fermée",
    "report:plan": "A planifié un rapport", "report:unplan": "A arrêté un rapport planifié",
    "report:publish": "A produit un rapport", "report:reopen": "A rouvert un relevé",
    "report:request": "A demandé un rapport", "report:retry": "A relancé un rapport", "report:return": "A renvoyé un relevé",
    "report:submit": "A transmis un relevé", "report:validate": "A validé un relevé",
    "sign_up:confirm": "A confirmé une demande de compte", "sign_up:decide": "S'est prononcé sur une demande de compte",
    "territory:create": "A créé un territoire", "territory:handover": "Territoire passé à une autre personne",
    "territory:redraw": "A modifié le découpage",
    "pool:activate": "Mutualisation ouverte", "pool:agree": "A donné un accord de mutualisation",
    "pool:decline": "A refusé une mutualisation", "pool:end": "A mis fin à une mutualisation",
    "pool:enter": "A saisi des heures mutualisées", "pool:propose": "A proposé une mutualisation",
    "pool:share": "A partagé les heures d'une personne", "report:resplit": "A corrigé des heures mutualisées",
    "account:sleep": "Compte endormi, faute d'usage",
    "data_request:close": "A clos une demande sur des données personnelles",
    "data_request:export": "A remis une copie de données personnelles",
    "data_request:identify": "A vérifié l'identité d'un demandeur",
    "data_request:record": "A enregistré une demande sur des données personnelles",
    "delivery:choose": "A choisi ses envois",
    "hold:lift": "A levé une conservation pour litige", "hold:place": "A placé une conservation pour litige",
    "identity:link": "A relié son compte ProConnect", "identity:unlink": "A délié son compte ProConnect",
    "request:send": "A adressé une demande de partenariat", "request:answer": "A répondu à une demande de partenariat",
    "request:agree": "A accepté une contre-proposition", "request:withdraw": "A retiré une demande de partenariat",
    "request:remind": "A relancé une structure",
    "purge:confirm": "A confirmé un effacement",
    "purge:done": "Données personnelles effacées",
    "purge:propose": "Effacement proposé",
    "names:read": "A lu les noms", "proof:read": "A ouvert un justificatif", "journal:read": "A consulté le journal",
    "journal:export": "A exporté le journal", "organization:add": "A ajouté une organisation",
    "organization:close": "A fermé une organisation", "organization:reopen": "A rouvert une organisation",
    "directory:import": "A importé une liste de structures",
    "organization:merge": "A fusionné deux organisations", "organization:merge_undone": "A annulé une fusion",
    "lot:penalty_terms": "A enregistré les pénalités du contrat",
    "decision:neutralisation": "A neutralisé des heures", "decision:formal_notice": "A mis en demeure", "decision:recovery": "A demandé un plan de rattrapage",
    "decision:penalty": "A proposé une pénalité", "decision:waiver": "A renoncé à une pénalité",
    "decision:revise": "A corrigé une pénalité proposée", "decision:decide": "A décidé une pénalité",
    "decision:waive": "A renoncé à une pénalité proposée", "decision:answer": "A répondu à une décision",
    "lot:closing_report": "A transmis le bilan d'un lot", "lot:close": "A clos un lot",
    "quarter:confirm": "A confirmé le trimestre d'un territoire", "quarter:close": "A clos un trimestre",
    "lot:reopening_ask": "A demandé la réouverture d'un lot", "lot:reopen": "A rouvert un lot",
    "letter:ask": "A demandé un courrier", "letter:publish": "Courrier produit", "letter:send": "A envoyé un courrier",
    "case_file:ask": "A demandé un dossier contentieux", "case_file:publish": "Dossier contentieux produit",
    "case_file:read": "A ouvert un dossier contentieux",
    "offer:publish": "A publié une offre de poste", "offer:answer": "A répondu à une offre de poste", "session:plan": "A organisé une information collective",
    "session:note": "A noté les suites d'une information collective", "meeting:plan": "A organisé une réunion",
    "meeting:note": "A écrit le relevé de décisions d'une réunion", "exit:prepare": "A préparé une sortie",
    "exit:tell": "A noté une sortie", "evaluation:publish": "A publié l'évaluation de la coopération",
    "review:open": "Bilan annuel ouvert", "review:write": "A écrit le bilan annuel conjoint",
    "review:sign": "A signé le bilan annuel conjoint", "agreement:record": "A enregistré la convention",
    "agreement:end": "A écrit la fin de la convention",
    "email_model:record": "A enregistré un modèle d'e-mail", "email_model:put_back": "A remis une version d'un modèle d'e-mail",
    "email_model:try": "S'est envoyé un essai de modèle d'e-mail",
    "backup:done": "Sauvegarde notée", "backup:restored": "Essai de restauration noté",
    "parameter:record": "A enregistré un paramètre", "job:retry": "A relancé une tâche",
}  # fmt: skip
OTHER_ACT = "Autre action"

OBJECTS: dict[str, str] = {
    "Market": "Marché", "Lot": "Lot", "Commitment": "Engagement", "AllocationPlan": "Plan d'affectation",
    "AllocationLine": "Demande d'heures", "MonthlyReport": "Relevé mensuel", "HoursEntry": "Ligne d'heures",
    "EmploymentContract": "Contrat", "TrialPlacement": "Période test", "PathwayEmployee": "Salarié en parcours", "Participant": "Participant", "Eligibility": "Éligibilité", "Relay": "Relais", "EarlierHours": "Heures antérieures", "HeldHours": "Heures à arbitrer", "HoursClaim": "Contestation ou correction", "HoursMatch": "Doublon probable", "ControlDraw": "Contrôle par sondage", "ControlPick": "Ligne contrôlée",
    "Appointment": "Rendez-vous", "ReportRequest": "Rapport", "ReportSchedule": "Rapport planifié", "MarketDocument": "Pièce", "User": "Compte", "Membership": "Accès d'un membre",
    "Invitation": "Invitation", "SignUp": "Demande de compte", "Organization": "Organisation", "Territory": "Territoire",
    "QuarterConsolidation": "Trimestre", "JobOffer": "Offre de poste", "CollectiveSession": "Information collective",
    "NetworkMeeting": "Réunion", "PathwayExit": "Sortie", "CooperationEvaluation": "Évaluation de la coopération",
    "JointAnnualReview": "Bilan annuel conjoint", "CooperationAgreement": "Convention",
    "Mandate": "Nomination", "Absence": "Absence", "YearlyProgramme": "Programmation", "ReferenceValue": "Valeur de référence",
    "ParameterValue": "Paramètre", "EmailModel": "Modèle d'e-mail", "AllocationProposal": "Proposition de plans", "ProposalChoice": "Proposition retenue", "BackgroundJob": "Tâche", "OrganizationMerge": "Fusion", "StoredFile": "Fichier",
    "Service": "Service", "DataRequest": "Demande sur des données", "RetentionHold": "Conservation pour litige",
    "HoursPool": "Mutualisation", "PoolAgreement": "Accord de mutualisation", "PooledHours": "Heures mutualisées",
    "PartnerRequest": "Demande de partenariat",
    "PurgeOrder": "Effacement", "ProviderIdentity": "Identité ProConnect", "MonthlyCapacity": "Heures disponibles", "SiaeProfile": "Fiche de structure", "PrefectWaiver": "Dérogation",
    "Decision": "Décision", "Letter": "Courrier", "CaseFile": "Dossier contentieux", "StructurePhoto": "Photo", "Question": "Question", "LotMessage": "Message", "Clause": "Clause", "Award": "Attribution",
}  # fmt: skip
OTHER_OBJECT = "Autre objet"

FACTS: dict[str, str] = {
    "state": "État", "hours": "Heures", "before": "Avant", "after": "Après", "month": "Mois", "reason": "Motif",
    "amount": "Montant", "starts_on": "Début", "ends_on": "Fin", "number": "Numéro", "day": "Jour", "kind": "Nature",
    "role": "Profil", "rank": "Rang", "active": "Actif", "value": "Valeur", "effective_from": "Applicable à partir du",
    "effective_on": "Prend effet le", "target": "Objectif", "target_hours": "Heures demandées", "year": "Année",
    "worked": "Heures travaillées", "training": "Heures de formation", "exec_start": "Début d'exécution",
    "exec_end": "Fin d'exécution", "notified_on": "Notifié le", "visible": "Montré aux structures", "screen": "Écran",
    "closed_on": "Fermée le", "merged": "Organisation fusionnée", "survivor": "Organisation conservée", "rows": "Lignes déplacées",
    "rule": "Règle", "name": "Paramètre", "attempt": "Essai", "attempts": "Essais", "submitted_on": "Transmis le",
    "decided_on": "Décidé le", "hired_on": "Embauché le", "published_on": "Publié le", "lots": "Lots", "lines": "Lignes",
    "persons": "Personnes", "posts": "Postes", "trade": "Métier", "verdict": "Décision", "accepted": "Accepté",
    "proposed": "Montant proposé", "delay": "Délai en jours", "cause": "Cause", "contests": "Contestée",
    "neutralise": "Heures à neutraliser (avis)", "neutralised": "Heures neutralisées", "per_hour": "Prix de l'heure",
    "multiple": "Multiple", "sha256": "Empreinte du fichier", "modality": "Modalité", "trades": "Métiers", "usual": "Rythme ordinaire", "part": "Partie", "added": "Ajoutés", "removed": "Retirés", "filters": "Filtres",
}  # fmt: skip
OTHER_FACT = "Autre donnée ({key})"
YES, NO, NOTHING = "oui", "non", "rien"
PORTAL = "Le portail"
CHANGE = "{name} : de {before} à {after}"
FACT = "{name} : {value}"
HEADINGS = ("Ligne", "Date", "Personne", "Organisation", "Action", "Objet", "Numéro", "Détail", "Origine", "Demande", "Empreinte")  # fmt: skip
FILE_NAME = "journal"


def act(verb: str) -> str:
    return ACTS.get(verb, OTHER_ACT)


def thing(kind: str, number: int) -> str:
    name = OBJECTS.get(kind, OTHER_OBJECT)
    return f"{name} {number}" if number else name


def details(facts: dict[str, object]) -> list[str]:
    """What the line holds, in words: first what changed, from what to what, then what the act said."""
    changed = facts.get("changed")
    told = []
    if isinstance(changed, dict):
        told = [
            CHANGE.format(name=_name(key), before=_value(pair[0]), after=_value(pair[1]))
            for key, pair in changed.items()
        ]
    return told + [
        FACT.format(name=_name(key), value=_value(value)) for key, value in facts.items() if key != "changed"
    ]


def _name(key: str) -> str:
    return FACTS.get(key) or OTHER_FACT.format(key=key)


def _value(value: object) -> str:
    if value is None or value == [] or value == "":
        return NOTHING
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return ", ".join(_value(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{_name(str(key))} {_value(one)}" for key, one in value.items())
    return str(value)
