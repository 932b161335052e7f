"""Which words does a workbook hold besides its figures? Its last sheet, its print header, its marks."""

METHOD_SHEET = "Méthode"
METHOD_HEADINGS = ("Élément", "Valeur", "Source")
REPORT = "Rapport"
REFERENCE = "Référence"
AS_OF = "Arrêté au"
PRODUCED_ON = "Produit le"
ASKED_BY = "Demandé par"
SHEET = "Feuille « {name} »"
FINGERPRINT = "Empreinte des chiffres (SHA-256)"
FINGERPRINT_SOURCE = "Deux classeurs qui portent la même empreinte contiennent les mêmes chiffres."

PRINT_HEADER = "{title} - arrêté au {day}"
PRINT_FOOTER = "page {page}/{pages} - produit le {day} - {reference}"

CUT_MARK = " … [texte coupé]"
LANGUAGE = "fr-FR"
