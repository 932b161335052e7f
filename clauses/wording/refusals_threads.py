"""What does the portal say when a question, an answer or a rectification is refused?"""

REFUSALS: dict[str, str] = {
    "consultation_closed": "Cette consultation n'est plus ouverte : la date de remise des offres est passée ou un "
    "résultat est déclaré.",
    "question_empty": "Écrivez votre question.",
    "question_names_you": "Votre question cite votre organisation. Retirez son nom : la question est publiée sans auteur.",
    "draft_empty": "Écrivez la réponse que vous proposez.",
    "answer_empty": "Écrivez la réponse.",
    "message_empty": "Écrivez un message ou joignez un fichier.",
    "message_names": "Votre message semble citer une personne ({name}). Retirez son nom avant d'envoyer.",
    "text_long": "Ce texte compte {n} caractères, pour {max} au plus.",
    "rectify_nothing": "Rien n'a changé : modifiez un volume ou une date, ou revenez au marché.",
    "rectify_no_deadline": "Indiquez la date de remise des offres.",
    "rectify_deadline_earlier": "La remise des offres ne peut qu'être repoussée : elle est publiée au {day:short}.",
    "rectify_deadline_past": "La remise des offres ne peut pas être déjà passée.",
    "rectify_hours": "Indiquez un volume supérieur à zéro. Pour retirer la clause, déclarez le lot sans suite.",
    "rectify_reason": "Indiquez le motif : il est lu par tous les candidats.",
    "rectify_time": "Le volume change et la remise des offres reste au même jour. Repoussez-la, ou cochez "
    "« Maintenir la date de remise des offres ».",
    "exec_before_offers": "Le début d'exécution doit être postérieur à la remise des offres.",
    "exec_before_notification": "Le début d'exécution ne peut pas précéder la notification ({day:short}).",
    "abandon_result": "Indiquez si la consultation est infructueuse ou sans suite.",
    "no_bid_early": "Une consultation n'est infructueuse qu'après la remise des offres. Choisissez « Sans suite ».",
    "result_reason": "Indiquez le motif.",
}
