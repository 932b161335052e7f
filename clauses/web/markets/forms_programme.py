"""What is chosen when a table of projects is taken: the file, the year, and what each column means?"""

from typing import Any

from wtforms import FileField
from wtforms.fields.choices import SelectChoice, SelectField
from wtforms.validators import ValidationError

from clauses.domain.programme import Meaning
from clauses.queries.sheets.columns import Column
from clauses.web.fields import Between, Expected, Form, Length, Required, TextField, WholeField
from clauses.web.markets.rows import RowForm, Rows
from clauses.wording import sentences
from clauses.wording.programme import MEANINGS


class ProgrammeFileForm(Form):
    programme_file = FileField(
        "Tableau des projets",
        [Expected()],
        description="Classeur Excel (.xlsx) ou CSV, 10 Mo et 5 000 lignes au plus. Gardez vos propres colonnes.",
    )


class ProgrammeForm(Form):
    programme_year = WholeField("Année", [Required(), Between(2000, 2100)])
    programme_title = TextField("Nom de la programmation", [Required(), Length(200)])


class ColumnRow(RowForm):
    meaning = SelectField(
        "Ce que dit la colonne", [Required()], validate_choice=False,
        choices=[SelectChoice(one.value, words) for one, words in MEANINGS.items()],
    )  # fmt: skip

    def validate_meaning(self, field: SelectField) -> None:
        if field.data not in {one.value for one in Meaning}:
            raise ValidationError(sentences.refusal("choose"))


class ColumnRows(Rows[ColumnRow]):
    """One line a column of the file."""

    def __init__(
        self, columns: tuple[Column, ...], meanings: dict[int, Meaning], formdata: Any = None
    ) -> None:
        self.columns = {column.index: column for column in columns}
        super().__init__(
            ColumnRow(column.index, formdata, meaning=meanings[column.index].value) for column in columns
        )

    def name_of(self, row: ColumnRow) -> str:
        return self.columns[row.row].heading

    def meanings(self) -> dict[int, Meaning]:
        return {row.row: Meaning(row.meaning.data) for row in self.rows}

    def by_heading(self) -> dict[str, Meaning]:
        return {self.columns[row.row].key: Meaning(row.meaning.data) for row in self.rows}
