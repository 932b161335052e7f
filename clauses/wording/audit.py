"""How is a broken line of the audit chain told?"""

BROKEN: dict[str, str] = {
    "line_missing": "cette ligne manque",
    "out_of_order": "elle ne suit pas la précédente",
    "content_changed": "son contenu a changé",
}
