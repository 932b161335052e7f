"""What is typed on a consultation: a question, an answer, a rectification, a reason to give it up?"""

from wtforms import BooleanField, TextAreaField

from clauses.actions.markets import RectificationFields, rectifiable
from clauses.domain.consultation import LONGEST_REASON, LONGEST_TEXT
from clauses.domain.kinds import LotResult
from clauses.models.markets import Market
from clauses.web.fields import Between, DayField, Expected, Form, HoursField, Length, Required, WholeField
from clauses.web.markets.forms_documents import FILE_HELP
from clauses.web.markets.rows import KindRadio, Positive, RowForm, Rows
from clauses.web.uploads import UploadField
from clauses.wording import sentences


def _trimmed(text: str | None) -> str | None:
    return (text or "").strip() or None


class QuestionForm(Form):
    question = TextAreaField(
        "Votre question", [Required(sentences.refusal("question_empty")), Length(LONGEST_TEXT)],
        description="Publiée avec sa réponse, pour tous les candidats, sans votre nom. "
        "N'écrivez rien qui vous désigne.", filters=[_trimmed],
    )  # fmt: skip


class MessageForm(Form):
    """Words, a file, or both; the action refuses neither."""

    message = TextAreaField(
        "Votre message", [Length(LONGEST_TEXT)],
        description="Lu par toutes les personnes qui suivent ce lot. Pas de nom de participant.", filters=[_trimmed],
    )  # fmt: skip
    e_file = UploadField("Fichier joint", description=FILE_HELP)


class AnswerForm(Form):
    answer = TextAreaField(
        "Réponse", [Required(sentences.refusal("answer_empty")), Length(LONGEST_TEXT)],
        description="Publiée à tous les lecteurs de la consultation en même temps.", filters=[_trimmed],
    )  # fmt: skip


class DraftForm(Form):
    draft = TextAreaField(
        "Réponse proposée", [Required(sentences.refusal("draft_empty")), Length(LONGEST_TEXT)],
        description="Lue par l'acheteur seul, qui décide de ce qu'il publie.", filters=[_trimmed],
    )  # fmt: skip


class RectifiedLot(RowForm):
    """The volume of one lot; its line is the number of the lot."""

    rectified_hours = HoursField("Volume", [Expected(), Positive("hours_positive")])


class RectificationForm(Form):
    """The terms as they become, the volumes in their own lines."""

    offers_deadline = DayField(
        "Remise des offres", [Required(sentences.refusal("rectify_no_deadline"))],
        description="Elle ne peut qu'être repoussée.",
    )  # fmt: skip
    exec_start = DayField("Début d'exécution")
    exec_months = WholeField("Durée en mois", [Between(1, 96)])
    rectify_reason = TextAreaField(
        "Motif", [Required(sentences.refusal("rectify_reason")), Length(LONGEST_REASON)],
        description="Lu par tous les candidats.", filters=[_trimmed],
    )  # fmt: skip
    deadline_kept = BooleanField(
        "Maintenir la date de remise des offres",
        description="À cocher si vous changez un volume sans repousser la remise des offres.",
    )

    def __init__(self, market: Market, formdata: object = None) -> None:
        super().__init__(
            formdata, offers_deadline=market.offers_deadline, exec_start=market.exec_start,
            exec_months=market.exec_months,
        )  # fmt: skip
        self.volumes: Rows[RectifiedLot] = Rows(
            RectifiedLot(
                lot.number, formdata, rectified_hours=lot.clause.target_hours if lot.clause else None
            )
            for lot in market.lots
            if rectifiable(lot)
        )

    def validate(self, extra_validators: object = None) -> bool:
        rows = self.volumes.validate()
        return super().validate() and rows

    def refuse(self, refusal: object) -> None:
        """A refusal of a volume goes to its line, the others to their field."""
        rows = {row.row: row for row in self.volumes.rows}
        for one in getattr(refusal, "refusals", [refusal]):
            row = rows.get(one.facts.get("row", -1))
            row.refuse(one) if row is not None else super().refuse(one)

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [*self.volumes.problems, *super().problems]

    def fields(self) -> RectificationFields:
        return RectificationFields(
            reason=self.rectify_reason.data, offers_deadline=self.offers_deadline.data, exec_start=self.exec_start.data,
            exec_months=self.exec_months.data, deadline_kept=bool(self.deadline_kept.data),
            hours={row.row: row.rectified_hours.data for row in self.volumes.rows},
        )  # fmt: skip


class AbandonForm(Form):
    abandon_result = KindRadio(
        "Résultat", [Required(sentences.refusal("abandon_result"))], kind=LotResult, without=(LotResult.AWARDED,)
    )  # fmt: skip
    result_reason = TextAreaField(
        "Motif", [Required(sentences.refusal("result_reason")), Length(LONGEST_REASON)],
        description="Lu par tous ceux qui voient le marché.", filters=[_trimmed],
    )  # fmt: skip
