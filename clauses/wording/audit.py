"""How is a broken line of the audit chain told?"""

BROKEN: dict[str, str] = {
    "line_missing": "cette ligne manque",
    "out_of_order": "elle ne suit pas la précédente",
    "content_changed": "son contenu a changé",
    "not_as_published": "son empreinte n'est pas celle qui a été publiée ce jour-là",
    "tail_cut": "elle manque, et celles qui suivent, alors qu'une empreinte publiée les compte",
}
