"""Which list of structures does the administration give, and of which day is it?"""

from wtforms import FileField

from clauses.web.fields import DayField, Expected, Form


class ListForm(Form):
    import_file = FileField("Fichier", [Expected()], description="CSV, Excel ou JSON, 10 Mo au plus")
    listed_on = DayField(
        "Date de la liste",
        description="Sous la forme jj/mm/aaaa, seulement si la liste ne date pas ses lignes. Sans date, celle du jour.",
    )


class ConfirmListForm(Form):
    """Nothing is typed: the list was checked, its day travels with it."""

    listed_on = DayField("Date de la liste")
