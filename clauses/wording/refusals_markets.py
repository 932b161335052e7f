"""What does the portal say when a market, a lot, a clause, an opinion or an award is refused?"""

REFUSALS: dict[str, str] = {
    # step 1
    "market_ref_taken": "Vous avez déjà déposé un marché sous la référence {ref}.",
    "market_title_short": "Décrivez l'objet en 10 caractères au moins.",
    "market_places": "Indiquez au moins une commune : elle permet de prévenir la bonne personne ressource.",
    "offers_before_publication": "La remise des offres doit être postérieure à la publication.",
    # step 2
    "no_lot": "Ajoutez au moins un lot. Pour un marché non alloti, choisissez « Un seul lot ».",
    "lot_number_taken": "Le lot {n} existe déjà dans ce marché.",
    "lot_answer": "Répondez par oui ou non pour chaque lot.",
    "no_clause_reason": "Choisissez une raison : elle figurera dans votre bilan annuel.",
    "legal_ground": "Lot {n} : le besoin atteint le seuil européen. Choisissez le motif prévu par la loi.",
    "ground_explanation": "Lot {n} : expliquez ce motif en {min} caractères au moins.",
    "lot_places": "Indiquez au moins une commune pour le lot {n}.",
    "lot_amount": "Indiquez le montant du lot {n} : le volume d'heures se calcule à partir de lui.",
    "trade_unknown": "Choisissez un corps d'état dans la liste.",
    "too_many_lots": "Un marché compte {max} lots au plus ; vous en avez saisi {n}.",
    "paste_empty": "Collez au moins une ligne de votre tableur.",
    # step 3
    "target_missing": "Indiquez le volume retenu pour le lot {n}.",
    "target_deviation": "Le volume retenu s'écarte de plus de 20 % du calcul. Indiquez pourquoi.",
    "publics": "Gardez au moins trois catégories : une liste trop étroite expose au contentieux.",
    "modalities": "Laissez au moins deux modalités : l'entreprise doit rester libre de son choix.",
    "slice": "Indiquez le montant d'une tranche et les heures dues pour chacune.",
    # step 4
    "text_nothing": "Aucun lot n'a encore de clause enregistrée : il n'y a pas de texte à conserver.",
    # opinion and publication
    "missing_deadline": "Indiquez la date de remise des offres, à l'étape 1.",
    "missing_answer": "Dites si le lot {n} porte une clause, à l'étape 2.",
    "missing_clause": "Enregistrez les heures du lot {n}, à l'étape 3.",
    "missing_ground": "Le besoin atteint le seuil européen : indiquez le motif légal du lot {n}, à l'étape 2.",
    "missing_any_clause": "Aucun lot ne porte de clause : il n'y a pas d'avis à demander ni d'heures à publier.",
    "opinion_result": "Choisissez un avis pour chaque lot qui porte une clause.",
    "opinion_text": "Précisez votre avis : l'acheteur doit savoir quoi modifier.",
    "opinion_nothing": "Aucun lot n'attend votre avis sur ce marché.",
    "publish_without_opinion": "L'avis de la personne ressource n'est pas rendu. Demandez-le, "
    "ou cochez « Publier sans attendre l'avis » : la mention « Publié sans avis » restera visible.",
    # award
    "award_result": "Indiquez le résultat pour ce lot.",
    "awardee": "Indiquez le SIRET du titulaire, ou choisissez-le dans la liste.",
    "awardee_name": "Ce SIRET n'est pas encore connu du portail : indiquez le nom et la commune de l'entreprise.",
    "awardee_ambiguous": "Plusieurs structures partagent ce SIRET : choisissez la bonne dans la liste.",
    "awardee_kind": "Cette organisation ne peut pas être titulaire d'un lot : choisissez une entreprise ou une structure.",
    "notification_future": "La notification est à venir : déclarez l'attribution une fois le marché notifié.",
    "notification_early": "La notification ne peut pas précéder la remise des offres ({day:short}).",
    "award_notification_date": "Indiquez la date de notification.",
    "award_exec_start": "Indiquez le début d'exécution.",
    "award_exec_months": "Indiquez la durée en mois.",
    "already_awarded": "Le résultat de ce lot est déjà déclaré. Rechargez la page.",
    "target_already": "Le volume de ce lot est déjà enregistré. Rechargez la page.",
    # import
    "import_empty": "Déposez un fichier DECP (JSON ou CSV).",
    "import_gone": "Ce fichier vérifié n'est plus disponible. Déposez-le à nouveau.",
    "import_again": "Un autre import vient de créer une partie de ces marchés. Vérifiez le fichier à nouveau.",
}
