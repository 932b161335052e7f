"""What is typed for a market, its opinion, its award and a calculation?"""

from wtforms import BooleanField, TextAreaField
from wtforms.validators import ValidationError

from clauses.actions.markets import MarketFields, OpinionFields
from clauses.domain.kinds import MarketForm as Forms
from clauses.domain.kinds import (
    MarketType,
    OpinionResult,
    Procedure,
    Programme,
)
from clauses.models.markets import Lot, Market
from clauses.web.fields import (
    Between,
    CommunesField,
    CpvField,
    DayField,
    EurosField,
    Form,
    HoursField,
    Length,
    Required,
    TextField,
    WholeField,
)
from clauses.web.markets.rows import MOST_EUROS, Expected, KindRadio, KindSelect, Positive, RowForm, Rows
from clauses.wording import formats, sentences


class MarketForm(Form):
    """Step 1."""

    market_ref = TextField(
        "Référence du marché", [Required("Indiquez la référence du marché."), Length(40, 3)],
        description="Celle de votre profil d'acheteur, par exemple 2026-VB-014",
    )  # fmt: skip
    market_title = TextField(
        "Objet du marché", [Required("Indiquez l'objet du marché."), Length(300, 10, sentences.refusal("market_title_short"))],
        description="Une phrase, sans sigle",
    )  # fmt: skip
    market_type = KindRadio("Type", [Required("Choisissez le type du marché.")], kind=MarketType)
    market_form = KindSelect("Forme", [Required(sentences.refusal("choose"))], kind=Forms)
    procedure = KindSelect("Procédure", [Required(sentences.refusal("choose"))], kind=Procedure)
    cpv = CpvField("Code CPV", description="8 chiffres, avec ou sans la clé, par exemple 45214200-2")
    market_amount = EurosField(
        "Montant estimé HT", [Required(sentences.refusal("euros_format")), Positive("euros_format")],
        description="Tous lots, en euros",
    )  # fmt: skip
    places = CommunesField(
        "Communes d'exécution", [Required(sentences.refusal("market_places"))],
        description="La première désigne le territoire qui suivra la clause. Séparez-les par un point-virgule.",
    )  # fmt: skip
    programme = KindSelect("Programme", [Expected()], kind=Programme)
    publication_date = DayField("Publication")
    offers_deadline = DayField("Remise des offres")
    exec_start = DayField("Début prévu")
    exec_months = WholeField("Durée en mois", [Between(1, 96)], description="Hors période de garantie")

    def validate_market_amount(self, field: EurosField) -> None:
        if field.data and field.data > MOST_EUROS:
            bounds = {"min": formats.euros(100), "max": formats.euros(MOST_EUROS)}
            raise ValidationError(sentences.refusal("number_range", **bounds))

    @classmethod
    def of(cls, market: Market) -> "MarketForm":
        return cls(
            market_ref=market.reference, market_title=market.title, market_type=market.market_type,
            market_form=market.market_form, procedure=market.procedure, cpv=market.cpv, market_amount=market.amount,
            places=market.places, programme=market.programme, publication_date=market.publication_date,
            offers_deadline=market.offers_deadline, exec_start=market.exec_start, exec_months=market.exec_months,
        )  # fmt: skip

    def fields(self) -> MarketFields:
        return MarketFields(
            reference=self.market_ref.data or "", title=self.market_title.data or "", market_type=self.market_type.member,
            market_form=self.market_form.member, procedure=self.procedure.member,
            programme=self.programme.member or Programme.NONE, cpv=self.cpv.data, amount=self.market_amount.data,
            places=tuple(self.places.data or ()), publication_date=self.publication_date.data,
            offers_deadline=self.offers_deadline.data, exec_start=self.exec_start.data,
            exec_months=self.exec_months.data,
        )  # fmt: skip


class OpinionRequestForm(Form):
    opinion_question = TextAreaField(
        "Votre question", [Length(1000)], description="Ce sur quoi vous hésitez.",
        filters=[lambda text: (text or "").strip() or None],
    )  # fmt: skip


class PublishForm(Form):
    publish_visible = BooleanField(
        "Montrer la consultation aux SIAE et aux entreprises",
        description="Objet, lots, heures, dates. Jamais le montant.",
    )
    without_opinion = BooleanField(
        "Publier sans attendre l'avis",
        description="La mention « Publié sans avis » restera visible.",
    )


class OpinionCard(RowForm):
    """The opinion on one lot; its line is the number of the lot."""

    op_result = KindRadio("Votre avis", [Expected()], kind=OpinionResult)
    op_hours = HoursField(
        "Volume conseillé", [Positive("hours_format")], description="En heures, sur la durée."
    )
    op_text = TextAreaField(
        "Précisions", [Expected(), Length(1000)],
        description="Lues par l'acheteur. Facultatives si l'avis est favorable.",
        filters=[lambda text: (text or "").strip() or None],
    )  # fmt: skip


class OpinionCards(Rows[OpinionCard]):
    def __init__(self, lots: list[Lot], formdata: object = None) -> None:
        self.lot_ids = {lot.number: lot.id for lot in lots}
        super().__init__(
            OpinionCard(lot.number, formdata, op_hours=lot.clause.target_hours if lot.clause else None)
            for lot in lots
        )

    def key_of(self, row: OpinionCard) -> int:
        return self.lot_ids[row.row]

    def fields(self) -> list[OpinionFields]:
        return [
            OpinionFields(self.lot_ids[row.row], row.op_result.member, row.op_hours.data, row.op_text.data)
            for row in self.rows
        ]


class TargetForm(Form):
    """The volume of a lot that came without it."""

    target_hours = HoursField(
        "Volume dû",
        [Required("Indiquez le volume dû, en heures."), Positive("hours_positive")],
        description="En heures, sur la durée",
    )
    exec_start = DayField("Début d'exécution", [Required("Indiquez le premier jour d'exécution.")])
    exec_months = WholeField("Durée en mois", [Required("Indiquez la durée, en mois."), Between(1, 96)])
