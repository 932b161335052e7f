"""Which file does a buyer give to bring its markets?"""

from wtforms import FileField

from clauses.web.fields import Expected, Form


class ImportForm(Form):
    import_file = FileField(
        "Fichier", [Expected()], description="DECP (JSON), ou notre modèle Excel ou CSV, 5 Mo au plus"
    )
