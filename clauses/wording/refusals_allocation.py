"""What does the portal say when it refuses a commitment, a plan or an answer?"""

REFUSALS: dict[str, str] = {
    "lines_none": "Répartissez {target:hours}. Vous ne savez pas encore avec qui ? Choisissez « à définir avec la "
    "personne ressource ».",
    "lines_under": "Vous avez réparti {total:hours} sur {target:hours}. Il reste {left:hours} à répartir.",
    "lines_over": "Vous avez réparti {excess:hours} de plus que l'objectif. Confirmez ou corrigez.",
    "line_modality": "Cette modalité n'est pas admise sur ce lot.",
    "line_modality_missing": "Choisissez une modalité pour cette ligne.",
    "line_partner": "Choisissez la structure qui fera ces heures.",
    "line_partner_unknown": "Choisissez une structure dans la liste proposée : « {typed} » n'y figure pas.",
    "line_partner_kind": "{name} ne peut pas faire d'heures en « {modality:label} ». Changez la structure ou la modalité.",
    "line_of_holder": "Ces heures sont celles de {name} : laissez la structure vide, ou changez la modalité.",
    "line_partner_holder": "{name} est titulaire du lot : ses propres heures se notent en « Titulaire SIAE ».",
    "line_months": "Le dernier mois ne peut pas précéder le premier ({start:month}).",
    "line_months_out": "Choisissez des mois entre {start:month} et {end:month} : ce sont ceux du lot.",
    "line_done": "{name} a déjà fait {done:hours} sur ce lot : les heures faites ne se réaffectent pas. Laissez-lui au "
    "moins {least:hours}.",
    "move_line": "Choisissez deux lignes du plan.",
    "move_same": "Choisissez une autre structure : les heures partiraient et reviendraient au même endroit.",
    "move_done": "{done:hours} sont déjà faites sur cette ligne : {free:hours} peuvent encore être réaffectées.",
    "move_all": "Cette ligne n'aurait plus d'heures : retirez-la du plan ci-dessus, puis donnez ses heures à une autre.",
    "completion": "Dites ce que l'entreprise doit compléter, en une phrase au moins.",
    "completion_planned": "Un plan est déjà proposé pour cet engagement : revoyez le plan plutôt que la déclaration.",
    "line_to_define": "Choisissez la modalité de cette ligne : un plan ne laisse rien à définir.",
    "line_persons": "Indiquez le nombre de personnes prévues, au moins 1.",
    "agreement_ended": "La convention de {name} a pris fin le {day:day}.",
    "plan_over_legal": "{each:hours} par personne : la loi limite à {max:hours} sur 24 mois en association intermédiaire. "
    "Prévoyez plus de personnes, ou passez le reste par une ETTI.",
    "relay_choice": "Dites ce que vous prévoyez au-delà de 240 h : un relais par une ETTI, une personne de plus, ou "
    "laissez la personne ressource décider.",
    "company_contact": "Indiquez un interlocuteur et son téléphone.",
    "signatory": "Cochez cette case pour transmettre la déclaration.",
    "override_reason": "Indiquez le motif : la coopération AI-ETTI au-delà de 240 h est un engagement de la convention "
    "({each:hours} par personne, {excess:hours} de trop).",
    "plan_reason": "Un plan est déjà arrêté : indiquez pourquoi vous en faites une nouvelle version.",
    "commitment_sent": "Cette déclaration est déjà transmise : elle ne se modifie plus ici. Écrivez à la personne ressource.",
    "commitment_not_submitted": "L'entreprise n'a pas encore transmis sa déclaration : le plan viendra après.",
    "lot_target_missing": "Le volume d'heures de ce lot n'est pas encore fixé : l'acheteur doit le compléter.",
    "line_settled": "Cette proposition a changé ou a déjà reçu une réponse définitive. Rechargez la page.",
    "answer": "Choisissez une réponse.",
    "counter_same": "Vous proposez les mêmes chiffres ({hours:hours}) : acceptez, ou indiquez ce que vous changez.",
    "decline_reason": "Choisissez un motif : il aide l'entreprise à se tourner vers une autre structure.",
}
