"""What is counted of an organization, table by table?"""

ROWS: dict[str, str] = {
    "membership.organization_id": "Membres", "market.buyer_id": "Marchés déposés", "lot_party.organization_id": "Présences sur un lot",
    "award.awardee_id": "Lots attribués", "commitment.company_id": "Engagements", "hours_entry.employer_id": "Lignes d'heures (employeur)",
    "hours_entry.entered_by_id": "Lignes d'heures (saisies)", "employment_contract.employer_id": "Contrats",
    "participant.created_by_id": "Participants ajoutés", "eligibility.submitted_by_id": "Éligibilités déposées",
    "allocation_line.structure_id": "Demandes d'heures", "relay.employer_id": "Relais (employeur)", "relay.to_id": "Relais (vers)",
    "earlier_hours.organization_id": "Heures antérieures déclarées", "relay_step.to_id": "Étapes de relais", "held_hours.employer_id": "Heures à arbitrer",
    "ledger_line.employer_id": "Heures comptées au registre", "lot_message.organization_id": "Messages écrits",
    "buyer_purchases.organization_id": "Achats de l'année indiqués", "audit_event.organization_id": "Lignes du journal",
    "mandate.host_id": "Nominations hébergées", "invitation.organization_id": "Invitations", "sign_up.organization_id": "Demandes de compte",
    "stored_file.owner_id": "Fichiers", "market_document.organization_id": "Pièces", "report_request.organization_id": "Rapports demandés",
    "capability.organization_id": "Savoir-faire", "yearly_programme.organization_id": "Programmations",
    "question.organization_id": "Questions", "access_review.organization_id": "Revues des accès",
    "subcontract.organization_id": "Sous-traitances", "group_member.organization_id": "Membres de groupement",
    "opinion_comment.organization_id": "Commentaires d'avis", "prefect_waiver.organization_id": "Dérogations",
    "cooperation_event.first_id": "Coopérations", "cooperation_event.second_id": "Coopérations (autre partie)",
    "monthly_capacity.organization_id": "Heures disponibles indiquées", "structure_photo.organization_id": "Photos",
    "pool_agreement.organization_id": "Accords de mutualisation", "pool_person.employer_id": "Personnes mutualisées",
    "pooled_hours.employer_id": "Heures mutualisées", "pooled_hours.entered_by_id": "Heures mutualisées (saisies)",
    "job_offer.organization_id": "Offres de poste", "offer_dispatch.organization_id": "Offres de poste reçues",
    "session_host.organization_id": "Informations collectives", "review_signature.organization_id": "Signatures de bilans",
    "column_mapping.organization_id": "Colonnes reconnues à l'import",
}  # fmt: skip
OTHER = "Autres lignes"


def rows(counts: dict[str, int]) -> list[tuple[str, int]]:
    """In words, the most first; what has no word of its own is added up."""
    told: dict[str, int] = {}
    for name, n in counts.items():
        label = ROWS.get(name, OTHER)
        told[label] = told.get(label, 0) + n
    return sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))
