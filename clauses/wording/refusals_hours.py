"""What does the portal say when it refuses something about a person, an hour, a report or a relay?"""

REFUSALS: dict[str, str] = {
    "hours_none": "Le nombre d'heures doit être supérieur à 0. Pour un mois sans activité, cochez "
    "« Aucune heure ce mois-ci ».",
    # the person
    "p_age": "La personne doit avoir 16 ans ou plus à la date d'embauche.",
    "p_age_over": "Vérifiez la date de naissance : la personne aurait plus de 70 ans à la date d'embauche.",
    "p_category": "Choisissez au moins une situation. En cas de doute, demandez l'avis de {follower}.",
    "p_informed": "Remettez la notice à la personne, puis cochez cette case.",
    "p_duplicate": "{name}, né(e) le {birth:short}, est déjà connu(e). Utiliser cette fiche ?",
    "k_modality": "Votre structure ne peut pas employer une personne par cette modalité sur ce lot.",
    "k_no_line": "Votre structure n'a pas encore de ligne acceptée dans le plan de ce lot : acceptez d'abord les heures "
    "proposées.",
    "k_no_award": "Ce lot n'est pas encore attribué : les contrats s'ajoutent après la notification.",
    "k_before_lot": "Le contrat commence avant l'exécution du lot ({start:short}). Corrigez la date de début.",
    "k_known": "Un contrat de cette personne commence déjà ce jour-là sur ce lot.",
    "immersion_end": "Indiquez le dernier jour de la période : une PMSMP dure un mois au plus.",
    "immersion_purpose": "Choisissez le but de la période : une PMSMP ne sert ni à occuper un poste ni à faire face à un "
    "surcroît de travail.",
    "immersion_long": "Une PMSMP dure un mois au plus : celle-ci peut aller jusqu'au {last:short}.",
    "immersion_crossed": "Cette personne est déjà en PMSMP dans votre structure à ces dates.",
    "immersion_third": "Cette personne a déjà deux conventions de PMSMP dans votre structure sur douze mois : une "
    "troisième n'est pas possible.",
    "immersion_days": "Cette personne dépasserait {days} jours de PMSMP dans votre structure sur douze mois. Réduisez la "
    "période.",
    "lot_closed": "Ce lot est clos : ses heures ne changent plus.",
    # the month
    "month_future": "Ce mois n'est pas encore commencé.",
    "month_out_of_lot": "Ce mois est hors de la période d'exécution du lot ({start:month} - {end:month}).",
    "nil_report": "Indiquez brièvement pourquoi, cela évite une relance.",
    "nil_with_hours": "Des heures sont saisies pour ce mois. Retirez-les, ou décochez « Aucune heure ce mois-ci ».",
    "r_honour": "Cochez l'attestation pour transmettre le relevé.",
    "report_empty": "Aucune personne n'est rattachée à ce lot. Ajoutez une personne ou cochez « Aucune heure ce "
    "mois-ci ».",
    "report_no_hours": "Aucune heure n'est saisie pour ce mois. Saisissez les heures ou cochez « Aucune heure ce "
    "mois-ci ».",
    "report_settled": "Ce relevé est déjà {state:label} : rechargez la page.",
    "report_sent": "Ce relevé a déjà été transmis : seule la personne ressource peut encore le corriger.",
    "report_not_sent": "Ce relevé n'est pas transmis : il n'y a rien à décider pour le moment.",
    "report_not_validated": "Ce relevé n'est pas validé : il n'y a rien à rouvrir.",
    "reports_none": "Cochez au moins un relevé.",
    "report_anomaly": "Le relevé de {month:month} du lot {lot} présente une anomalie : examinez-le avant de le valider.",
    "report_incomplete": "Le relevé de {month:month} du lot {lot} n'est pas complet : ouvrez-le pour le transmettre.",
    # the hours of a person
    "h_nothing": "Indiquez les heures travaillées.",
    "hours_two_ways": "{typed} se lit de deux façons : écrivez {hours}h{minutes} pour {hours} heures {minutes} minutes, "
    "ou « {typed} h » pour un nombre à virgule.",
    "hours_comment_needed": "{hours:hours} dépassent un temps plein mensuel (151,67 h). Ajoutez un commentaire.",
    "hours_over_legal": "{hours:hours} dépassent la durée maximale légale ({max:hours} par mois). Corrigez la saisie.",
    "h_training": "Ce lot ne prend pas en compte les heures de formation.",
    "again_none": "Cochez au moins une personne à copier.",
    "again_changed": "La liste a changé depuis : une de ces personnes a déjà un contrat ce mois-ci. Vérifiez, puis recommencez.",
    "again_not_eligible": "{name} : son éligibilité ne couvre pas ce mois. Décochez cette personne, ou ajoutez-la au lot avec un "
    "nouveau justificatif.",
    "h_twice": "{name} n'a qu'une ligne par mois chez un employeur : additionnez ses heures sur un seul contrat.",
    "h_period": "{name} n'a pas de contrat en {month:month}. Ajoutez le contrat ou retirez la ligne.",
    "h_relay": "{name} a déjà {done:hours} en association intermédiaire sur 12 mois. {left:hours} peuvent rester en AI ; "
    "{excess:hours} sont à déclarer par une ETTI.",
    "over_legal": "{name} atteindrait {total:hours} en association intermédiaire depuis sa première mise à disposition : "
    "la loi limite à {max:hours} sur 24 mois. {left:hours} peuvent être enregistrées ; {over:hours} sont au-delà : "
    "corrigez, ou confiez-les à l'arbitrage de la personne ressource.",
    "k_over_legal": "{name} a déjà fait {done:hours} en association intermédiaire : la loi limite à {max:hours} sur 24 "
    "mois, jusqu'au {last:short}. Préparez la suite en ETTI, en EI ou par une embauche.",
    "held_settled": "Ces heures sont déjà décidées : rechargez la page.",
    "held_report": "Le relevé de {month:month} est déjà décidé : rouvrez-le avant d'y ajouter ces heures.",
    "held_reason": "Indiquez pourquoi ces heures ne comptent pas : l'employeur lira ce motif.",
    "held_still_over": "Le plafond légal est toujours dépassé : aucune dérogation du préfet ne couvre ce mois.",
    "contest_empty": "Précisez ce qui ne va pas : votre commentaire sera lu par la structure et la personne ressource.",
    "contest_waits": "Cette ligne est déjà contestée : la structure n'a pas encore répondu.",
    "contest_answer": "Indiquez pourquoi vous maintenez ces heures : l'entreprise lira ces mots.",
    "contest_answered": "Cette ligne n'attend pas de réponse : rechargez la page.",
    "contest_not_kept": "Cette ligne n'est plus contestée : rechargez la page.",
    "contest_own": "Cette ligne est la vôtre : corrigez-la directement.",
    "split_no_etti": "Aucune ETTI ne figure dans le plan de ce lot. Demandez à la personne ressource de compléter le plan.",
    "split_nothing": "Cette ligne ne dépasse pas {max:hours} sur 12 mois : il n'y a rien à répartir.",
    # the decision
    "v_decision": "Choisissez une décision.",
    "v_hours": "Les heures retenues ne peuvent pas dépasser les heures déclarées ({hours:hours}).",
    "v_reason": "Choisissez un motif : il sera lu par la personne qui a saisi.",
    "v_partial": "Toutes les heures déclarées sont retenues : choisissez « Valider », ou réduisez une ligne.",
    "four_eyes": "Vous avez saisi ou transmis des heures de ce relevé : une autre personne doit le valider. Renvoyez-le à "
    "l'entreprise, qui les confirmera, ou confiez-le à votre remplaçante ou remplaçant.",
    "v_duplicate": "{name} : les mêmes heures compteraient deux fois. Gardez une des deux lignes, ou indiquez que ce sont "
    "d'autres heures.",
    "v_two_lots": "{name} : les mêmes heures comptent déjà sur un autre lot. Retirez-les ici, ou indiquez que ce sont "
    "d'autres heures.",
    "reopen_reason": "Indiquez pourquoi ce relevé est rouvert : le motif reste dans l'historique.",
    # eligibility
    "elig_decided": "Cette éligibilité a déjà été décidée : rechargez la page.",
    "elig_from": "Indiquez la date d'effet du document.",
    "elig_future": "La date d'effet du document ne peut pas être dans l'avenir.",
    "proof_late": "Ce document prend effet le {effective:short}, après l'embauche du {hired:short} : il ne permet pas de "
    "compter les heures.",
    "proof_stale": "Ce document est daté du {issued:short} : pour cette situation, il doit avoir moins de {months} mois "
    "au premier jour de travail ({hired:short}), donc dater du {since:short} au plus tôt. Indiquez sa date "
    "d'établissement, ou demandez un document plus récent.",
    "elig_ground": "Choisissez une situation parmi celles qui sont déclarées.",
    "elig_issued_future": "La date d'établissement du document ne peut pas être dans l'avenir.",
    "elig_not_certified": "Aucun service de l'État ne certifie cette situation : demandez un document.",
    "elig_substitute": "Indiquez pourquoi une attestation remplace le document prévu.",
    "pass_number": "Indiquez le numéro du PASS IAE, 12 chiffres (ou 5 lettres et 7 chiffres).",
    "pass_start": "Indiquez le premier jour du PASS IAE.",
    "pass_known": "Un PASS IAE qui commence ce jour-là est déjà enregistré.",
    "pass_change_outside": "Ces dates sont hors du PASS IAE ({start:short} - {end:short}).",
    "pass_suspension_long": "Une suspension dure {months} mois au plus : celle-ci peut aller jusqu'au {last:short}.",
    "pass_request_long": "Une prolongation se demande pour {months} mois au plus : celle-ci peut aller jusqu'au {last:short}.",
    "pass_prolonged_out": "Avec cette prolongation, ce motif dépasserait {months} mois en tout.",
    "pass_prolongation_from": "Une prolongation commence le lendemain du dernier jour du PASS IAE, le {day:short}.",
    "pass_change_crossed": "Une suspension est déjà enregistrée à ces dates.",
    "pass_withdrawn": "Cela est déjà retiré : rechargez la page.",
    "merge_reason": "Indiquez comment vous savez que c'est la même personne.",
    "merge_overlap": "Les deux fiches ont des heures chez {name} en {month:month} sur {lot} : corrigez d'abord la ligne qui "
    "est de trop.",
    "merge_shared": "Ces deux fiches ont des heures les mêmes mois : cochez la case si c'est bien la même personne.",
    "merge_relay": "Un relais est en cours pour chacune des deux fiches sur le même lot : terminez ou annulez d'abord l'un "
    "des deux.",
    "merge_contracts": "Les deux fiches ont un contrat qui commence le {day:short} chez le même employeur, par deux "
    "modalités : faites d'abord corriger l'un des deux.",
    "merge_gone": "Une de ces fiches est déjà réunie à une autre : rechargez la page.",
    "fiches_apart": "Ces fiches sont déjà séparées, ou ne peuvent plus l'être : rechargez la page.",
    "merge_later": "Une autre fiche a été réunie depuis à celle-ci : séparez d'abord la plus récente.",
    "elig_reason": "Indiquez ce qui manque ou pourquoi : ces mots seront lus par l'employeur.",
    # relay
    "relay_to": "Choisissez l'ETTI qui prendra le relais.",
    "relay_not_etti": "Le relais se fait vers une ETTI : choisissez-en une dans la liste.",
    "relay_date": "Indiquez le premier jour prévu en ETTI.",
    "relay_past": "Le relais ne peut pas précéder le dernier mois travaillé en AI ({month:month}).",
    "relay_decline": "Choisissez pourquoi ce relais n'est pas possible.",
    "relay_agreed": "L'accord de la personne est nécessaire avant de transmettre son dossier.",
    "relay_agreed_future": "Le jour de l'accord ne peut pas être dans l'avenir.",
    "relay_agreed_past": "Le jour de l'accord ne peut pas précéder l'alerte ({alert:month}).",
    "relay_cancel": "Indiquez en quelques mots pourquoi la proposition est annulée.",
    "relay_answered": "L'ETTI a déjà répondu à cette proposition : rechargez la page.",
    "relay_consented": "L'accord de la personne est déjà noté : rechargez la page.",
    "relay_not_agreed": "Il manque un accord : celui de la personne ou celui de l'ETTI. Rechargez la page.",
    "relay_settled": "Ce relais est déjà {state:label} : rechargez la page.",
    "relay_override": "Indiquez pourquoi cette personne reste en association intermédiaire au-delà de 240 h.",
    # hours of before the portal
    "earlier_association": "Indiquez dans quelle association intermédiaire.",
    "earlier_first": "Indiquez le premier jour de ces heures.",
    "earlier_last": "Indiquez le dernier jour de ces heures.",
    "earlier_future": "Ces heures ne peuvent pas être dans l'avenir.",
    "earlier_proof": "Indiquez le document qui prouve ces heures.",
    "earlier_proof_on": "Indiquez la date de ce document, au plus tard aujourd'hui.",
    "earlier_too_many": "{max:hours} au plus tiennent dans ces {months} mois (durée légale). Corrigez les heures ou les "
    "dates.",
    "earlier_known": "Des heures sont déjà déclarées pour cette association du {start:short} au {end:short}. Retirez "
    "d'abord cette déclaration, ou changez les dates.",
    "earlier_in_portal": "Le portail compte déjà des heures dans cette association en {month:month}. Cochez la case si "
    "celles-ci sont bien d'autres heures.",
    "earlier_reason": "Indiquez pourquoi cette déclaration est retirée.",
    "earlier_withdrawn": "Cette déclaration est déjà retirée : rechargez la page.",
    # anomalies, before sending and before deciding
    "a_relay": "{name} : {done:hours} en AI sur 12 mois, {over:hours} au-delà de {max:hours}.",
    "a_proof_late": "{name} : l'attestation prend effet le {effective:short}, après l'embauche du {hired:short}.",
    "a_eligibility": "{name} : éligibilité à examiner. Sans décision, les heures resteront en attente.",
    "a_eligibility_refused": "{name} : éligibilité non prouvée, les heures ne compteront pas.",
    "a_eligibility_expired": "{name} : éligibilité terminée le {until:short}, les heures ne compteront pas.",
    "a_suspended": "{name} : prise en compte suspendue du {first:short} au {last:short}. À vérifier avec son employeur ; "
    "les heures ne sont pas rejetées.",
    "a_duplicate": "{name} : {hours:hours} déclarées par {first} et par {second} pour {month:month}. Doublon probable.",
    "a_two_lots": "{name} : {hours:hours} déclarées aussi sur le marché {reference}, lot {lot}, pour {month:month}. Une "
    "heure ne compte que pour un lot.",
    "a_plausibility": "{name} : {hours:hours} dans le mois, tous lots confondus. Commentaire attendu.",
    "a_paid_month": "{name} : {hours:hours}, c'est la durée payée d'un mois complet. Vérifiez que congés, maladie et "
    "jours fériés n'y sont pas.",
    "a_contested": "{name} : ligne contestée par l'entreprise. « {text} »",
    "a_contest_kept": "{name} : ligne contestée par l'entreprise, « {text} » ; {employer} maintient ses heures : "
    "« {answer} »",
    "a_staff": "Encadrant : {hours:hours} ne comptent pas.",
    "a_subcontract_price": "{name} : {amount:euros} pour {hours:hours}, soit {price:euros}/h : ce prix est inférieur à "
    "{least:euros}/h. Vérifiez les heures ou le montant.",
    "staff_none": "Votre structure met du personnel à disposition sur ce lot : ses salariés permanents n'y figurent pas.",
    "staff_hours": "Indiquez un nombre d'heures entre 0 et 20 000.",
    "a_allocation": "{name} : {total:hours} faites avec ce mois pour {allocated:hours} affectées.",
    "v_pending": "Cette personne n'est pas encore éligible : gardez toutes ses heures, elles attendront, ou aucune.",
}
