"""What does the portal say when it refuses something about a document that proves hours?"""

REFUSALS: dict[str, str] = {
    "e_kind": "Choisissez la nature de la pièce.",
    "e_covers": "Indiquez à quelle personne et à quel mois se rapporte cette pièce.",
    "e_reason": "Dites pourquoi la pièce attendue ne peut pas être fournie : la personne ressource lira ce motif.",
    "e_verdict": "Choisissez ce que vous faites de cette pièce.",
    "e_message": "Dites ce qui ne va pas : ces mots seront lus par la personne qui a déposé la pièce.",
    "evidence_known": "Ce fichier est déjà déposé pour ce relevé. Retirez d'abord l'autre dépôt si sa nature ou les "
    "personnes concernées sont à corriger.",
    "evidence_accepted": "Cette pièce est acceptée : elle ne se retire plus. Demandez à la personne ressource.",
    "evidence_leaned_on": "Des heures comptent grâce à cette pièce : rouvrez d'abord le relevé, puis écartez-la.",
    "v_held": "Ces heures attendent une pièce : gardez-les toutes, elles attendront, ou aucune.",
    # anomalies
    "a_piece_missing": "{name}, pièce absente : {kind:label}. Ses heures resteront en attente de pièce.",
    "a_invoice_missing": "Facture de sous-traitance absente.",
    "a_document_missing": "{kind:label} : pièce absente.",
    "a_piece_to_check": "{name}, pièce à vérifier avant de valider : {kind:label}.",
}
