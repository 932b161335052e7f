"""What does the portal say once something about a document that proves hours is done?"""

SUCCESSES: dict[str, str] = {
    "evidence_put": "Pièce déposée : {follower} la vérifie.",
    "evidence_put_waiting": "Pièce déposée. Elle sera lisible après l'analyse de l'antivirus.",
    "evidence_accepted": "Pièce acceptée.",
    "evidence_accepted_hours": "Pièce acceptée : {hours:hours} en attente sont comptées dans leurs mois.",
    "evidence_turned_down": "Pièce écartée : elle est de nouveau attendue, et le motif est noté.",
    "evidence_withdrawn": "Pièce retirée. Elle reste inscrite, avec le motif du retrait.",
}
