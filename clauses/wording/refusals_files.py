"""What does the portal say of a file that it does not keep?"""

REFUSALS: dict[str, str] = {
    "file_type": "Ce format n'est pas accepté. Déposez un fichier PDF, JPG ou PNG.",
    "file_type_sheet": "Ce format n'est pas accepté. Déposez un fichier PDF, JPG, PNG, XLSX ou CSV.",
    "file_type_any": "Ce format n'est pas accepté. Déposez un fichier PDF, JPG, PNG, XLSX, DOCX, ODT ou CSV.",
    "file_size": "Ce fichier pèse {size} ; la limite est de 10 Mo. Réduisez-le ou déposez-le en plusieurs parties.",
    "file_empty": "Ce fichier est vide. Vérifiez le document puis déposez-le à nouveau.",
    "file_missing": "Choisissez un fichier.",
    "file_old": "Ce document est d'un ancien format ou protégé par un mot de passe. Enregistrez-le en PDF, en DOCX ou "
    "en XLSX, sans mot de passe, puis déposez-le à nouveau.",
    "file_locked": "Ce document est protégé par un mot de passe. Retirez la protection, puis déposez-le à nouveau.",
    "file_macros": "Ce document contient des macros ou un champ qui lance un programme. Enregistrez-le en PDF, puis "
    "déposez-le à nouveau.",
    "file_objects": "Ce document contient un objet incorporé (classeur, programme, contrôle). Retirez-le ou enregistrez "
    "le document en PDF, puis déposez-le à nouveau.",
    "file_links": "Ce document va chercher un modèle, une image ou des valeurs hors de lui-même. Enregistrez-le en PDF, "
    "puis déposez-le à nouveau.",
    "file_active": "Ce PDF contient un programme, un formulaire animé ou une vidéo. Imprimez-le en PDF, puis déposez "
    "cette nouvelle version.",
    "file_attached": "Ce PDF contient d'autres fichiers. Retirez-les et déposez chaque fichier à part.",
    "file_unread": "Ce PDF est écrit d'une façon qui ne peut pas être vérifiée. Imprimez-le en PDF, puis déposez cette "
    "nouvelle version.",
    "file_declaration": "Ce document contient des déclarations que le portail n'ouvre pas (DOCTYPE). Enregistrez-le à "
    "nouveau, ou en PDF.",
    "file_doubled": "Ce fichier contient deux documents en un : on ne peut pas savoir lequel est le bon. Enregistrez-le "
    "à nouveau.",
    "file_damaged": "Ce fichier est abîmé et ne se lit pas. Enregistrez-le à nouveau, puis déposez-le.",
    "file_bomb": "Ce fichier est trop volumineux une fois ouvert. Réduisez-le ou déposez-le en plusieurs parties.",
    "file_formulas": "Ce tableau CSV contient des cellules qui commencent par un signe de formule (=, +, -, @). "
    "Enregistrez-le en XLSX, ou retirez ces signes.",
    "file_infected": "L'antivirus a trouvé un programme malveillant dans ce fichier. Il n'a pas été gardé : vérifiez "
    "votre poste avant de déposer un autre fichier.",
    "file_waits": "Ce fichier attend l'analyse de l'antivirus. Réessayez dans quelques minutes.",
    "file_blocked": "L'antivirus a trouvé un programme malveillant dans ce fichier. Il n'est plus téléchargeable.",
    "file_erased": "Ce document a été supprimé le {day:day}, à la fin de sa durée de conservation.",
    "file_sealed": "Ce fichier est chiffré avec une clé que le portail n'a plus. Prévenez l'administration du portail : "
    "elle peut la remettre en service.",
    "files_away": "L'espace où le portail garde les documents ne répond pas. Rien n'a été enregistré et rien n'est perdu : "
    "réessayez dans quelques minutes.",
    "file_gone": "Ce fichier ne se trouve plus parmi les documents du portail. Demandez à la personne qui l'a déposé de le "
    "déposer à nouveau.",
    "file_lot_full": "Les pièces de ce dossier occupent déjà {kept} sur {most}. Réduisez ce fichier, ou déposez-en un "
    "plus léger.",
    "file_organization_full": "Les fichiers de votre organisation occupent déjà {kept} sur {most}. Écrivez à "
    "l'administration du portail.",
}
