"""What is typed for a market, its opinion, its award and a calculation?"""

from wtforms import BooleanField, FileField, HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from clauses.actions.markets import AwardFields, MarketFields, OpinionFields
from clauses.domain.kinds import (
    LotResult,
    MarketType,
    OpinionResult,
    Procedure,
    Programme,
)
from clauses.domain.kinds import MarketForm as Forms
from clauses.models.markets import Lot, Market
from clauses.models.people import Organization
from clauses.web.fields import (
    Between,
    CommuneField,
    CommunesField,
    CpvField,
    DayField,
    EurosField,
    Form,
    HoursField,
    Length,
    Required,
    SiretField,
    TextField,
    WholeField,
    whole_number,
)
from clauses.web.markets.rows import MOST_EUROS, Expected, KindRadio, KindSelect, Positive, RowForm, Rows
from clauses.wording import formats, sentences
from clauses.wording.labels import label


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


class AwardForm(Form):
    """The result of one lot."""

    award_result = KindRadio(
        "Résultat de la consultation", [Required(sentences.refusal("award_result"))], kind=LotResult
    )
    awardee = SelectField("Titulaire, déjà connu du portail", [Expected()], choices=[], validate_choice=False)
    awardee_siret = SiretField("ou son SIRET", [Expected()], description="14 chiffres, avec ou sans espaces")
    awardee_name = TextField(
        "Nom de l'entreprise",
        [Length(200)],
        description="Seulement si le portail ne connaît pas encore ce SIRET.",
    )
    awardee_city = CommuneField("Commune de l'entreprise", description="Nom, code postal ou code INSEE")
    award_amount = EurosField(
        "Montant du marché attribué HT",
        [Positive("euros_format")],
        description="Celui de l'acte d'engagement",
    )
    offer_hours = HoursField(
        "Heures inscrites dans l'offre", [Expected(), Positive("hours_positive")],
        description="Celles de l'acte d'engagement",
    )  # fmt: skip
    notification_date = DayField("Date de notification", [Expected()])
    exec_start = DayField("Début d'exécution", [Expected()])
    exec_months = WholeField("Durée en mois", [Expected(), Between(1, 96)])
    result_reason = TextAreaField(
        "Motif, si le lot est infructueux ou sans suite", [Expected(), Length(500)],
        description="Lu par tous ceux qui voient le lot.", filters=[lambda text: (text or "").strip() or None],
    )  # fmt: skip
    amount_checked = HiddenField()

    def offer(self, known: list[Organization]) -> "AwardForm":
        """Hand the form its choices."""
        offered = [SelectChoice(str(one.id), _holder_words(one)) for one in known]
        self.awardee.choices = [SelectChoice("", "Choisissez"), *offered]
        return self

    def fields(self) -> AwardFields:
        return AwardFields(
            result=self.award_result.member, awardee_id=whole_number(self.awardee.data),
            siret=self.awardee_siret.data, name=self.awardee_name.data, commune_code=self.awardee_city.data,
            amount=self.award_amount.data, notified_on=self.notification_date.data, exec_start=self.exec_start.data,
            exec_months=self.exec_months.data, reason=self.result_reason.data, offer_hours=self.offer_hours.data,
        )  # fmt: skip


def _holder_words(one: Organization) -> str:
    kind = f"{label(one.employer_kind)}, " if one.employer_kind else ""
    return f"{one.name} ({kind}{formats.siret(one.siret)})"


class TargetForm(Form):
    """The volume of a lot that came without it."""

    target_hours = HoursField(
        "Volume dû",
        [Required("Indiquez le volume dû, en heures."), Positive("hours_positive")],
        description="En heures, sur la durée",
    )
    exec_start = DayField("Début d'exécution", [Required("Indiquez le premier jour d'exécution.")])
    exec_months = WholeField("Durée en mois", [Required("Indiquez la durée, en mois."), Between(1, 96)])


class ImportForm(Form):
    import_file = FileField("Fichier", [Expected()], description="DECP (JSON) ou modèle CSV, 5 Mo au plus")
