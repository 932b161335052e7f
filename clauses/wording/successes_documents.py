"""What does the portal say once a document is put or withdrawn?"""

SUCCESSES: dict[str, str] = {
    "document_put": "Pièce déposée.",
    "document_put_waiting": "Pièce déposée. Elle pourra être téléchargée après l'analyse de l'antivirus.",
    "document_taken_back": "Pièce retirée. Le motif reste inscrit.",
}
