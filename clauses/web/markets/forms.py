"""What is typed for a market, its opinion, its award and a calculation?"""

from datetime import date
from typing import Any

from wtforms import BooleanField, FileField, HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Regexp, ValidationError

from clauses.actions.markets import AwardFields, LotFields, MarketFields, OpinionFields
from clauses.domain.errors import Refused
from clauses.domain.kinds import (
    ClauseType,
    EligibilityCategory,
    HoursBasis,
    LotResult,
    MarketType,
    Modality,
    NoClauseReason,
    OpinionResult,
    Procedure,
    Programme,
)
from clauses.domain.kinds import MarketForm as Forms
from clauses.models.markets import Lot, Market
from clauses.models.people import Organization
from clauses.reference import trades
from clauses.web.fields import (
    Between,
    CommuneField,
    CommunesField,
    DayField,
    EurosField,
    Form,
    HoursField,
    Length,
    PercentField,
    Required,
    SiretField,
    TextField,
    WholeField,
)
from clauses.web.markets.rows import KindBoxes, KindRadio, KindSelect, RowForm, Rows, YesNo
from clauses.wording import formats, sentences
from clauses.wording.labels import label
from clauses.wording.markets import VARIANTS

MOST_EUROS = 10**12  # 10^10 euros, in cents


def trade_choices(on: date) -> list[SelectChoice]:
    """The trades of the day, by group, for a list of choices."""
    offered = [SelectChoice(one.code, one.label, optgroup=one.group) for one in trades.trades(on)]
    return [SelectChoice("", "Choisissez"), *offered]


class Expected:
    """Nothing is checked, but the field is not shown as one to leave out."""

    field_flags = {"required": True}

    def __call__(self, form: Form, field: Any) -> None: ...


class Positive:
    """More than zero; the sentence is the catalogue's."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __call__(self, form: Form, field: EurosField) -> None:
        if field.data is not None and field.data <= 0:
            raise ValidationError(sentences.refusal(self.code))


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
    market_type = KindRadio("Type", [Required(sentences.refusal("choose"))], kind=MarketType)
    market_form = KindSelect("Forme", [Required(sentences.refusal("choose"))], kind=Forms)
    procedure = KindSelect("Procédure", [Required(sentences.refusal("choose"))], kind=Procedure)
    cpv = TextField(
        "Code CPV", [], description="8 chiffres, tiret et clé, par exemple 45214200-2",
    )  # fmt: skip
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

    def validate_cpv(self, field: TextField) -> None:
        if field.data:
            Regexp(r"^[0-9]{8}-[0-9]$", message=sentences.refusal("cpv"))(self, field)

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


class LotRow(RowForm):
    """One lot; a line left entirely empty is no lot."""

    lot_id = HiddenField()
    lot_number = WholeField("Numéro", [Required(), Between(1, 999)])
    lot_title = TextField("Intitulé", [Required(), Length(300)])
    lot_amount = EurosField("Montant HT", [Positive("euros_format"), Between(1, MOST_EUROS, formats.euros)])
    lot_places = CommunesField("Communes d'exécution du lot")
    trade = SelectField("Corps d'état ou activité", choices=[], validate_choice=False)
    has_clause = YesNo("Ce lot porte-t-il une clause ?", [Expected()])
    no_clause_reason = KindSelect("Pourquoi pas de clause ?", kind=NoClauseReason, empty="Choisissez")

    def __init__(self, row: int, formdata: Any = None, *, on: date, **values: Any) -> None:
        super().__init__(row, formdata, **values)
        self.trade.choices = trade_choices(on)
        self.on = on

    @property
    def empty(self) -> bool:
        return not any((self.lot_title.data, self.lot_amount.raw_text, self.trade.data, self.lot_id.data))

    def validate_trade(self, field: SelectField) -> None:
        if field.data and trades.trade(field.data, self.on) is None:
            self.refuse(Refused("trade_unknown", field="trade"))

    def fields(self) -> LotFields:
        lot_id = self.lot_id.data or ""
        return LotFields(
            row=self.row, number=self.lot_number.data or 0, title=self.lot_title.data or "",
            lot_id=int(lot_id) if lot_id.isdigit() else None, amount=self.lot_amount.data, trade=self.trade.data or None,
            places=tuple(self.lot_places.data or ()), has_clause=self.has_clause.answer,
            no_clause_reason=self.no_clause_reason.member,
        )  # fmt: skip


NEVER_OFFERED = (Modality.SIAE_AWARDEE, Modality.TO_DEFINE)


class ClauseCard(RowForm):
    """The clause of one lot; its line is the number of the lot."""

    clause_type = KindSelect("Levier utilisé", [Expected()], kind=ClauseType)
    hours_basis = KindSelect("Comment le volume est-il exprimé ?", [Expected()], kind=HoursBasis)
    labour_share = PercentField(
        "Part de main-d'œuvre", [Expected(), Between(100, 10000, formats.rate)],
        description="En % du montant. Proposée selon le corps d'état.",
    )  # fmt: skip
    hourly_cost = EurosField("Coût horaire moyen chargé", [Expected(), Between(1500, 12000, formats.euros)], description="En euros")
    integration_rate = PercentField(
        "Part réservée à l'insertion", [Expected(), Between(50, 10000, formats.rate)],
        description="En % des heures travaillées. Repères : 5 % (ANRU), 5 à 10 % le plus souvent.",
    )  # fmt: skip
    slice_amount = EurosField("Par tranche de", [Positive("euros_format")], description="Montant HT commandé")
    slice_hours = HoursField("Heures par tranche", [Positive("hours_format")],
                             description="Exemple : 50 000 € HT, 35 h")  # fmt: skip
    target_hours = HoursField("Volume retenu", [Expected(), Positive("hours_positive")], description="Proposé en semaines de 35 h")
    proposed = HiddenField()  # the volume proposed when the page was shown, in hundredths
    deviation_reason = TextField("Pourquoi ce volume ?", [Expected(), Length(500)])
    publics = KindBoxes(
        "Publics éligibles", [Expected()], kind=EligibilityCategory, description="Liste de référence ; décochez avec prudence"
    )
    modalities = KindBoxes(
        "Modalités admises", [Expected()], kind=Modality, without=NEVER_OFFERED,
        description="Mise à disposition (AI, ETTI, GEIQ) ; sous-traitance ou cotraitance (EI, ACI, EA) ; embauche directe",
    )  # fmt: skip
    training_counts = YesNo("Les heures de formation comptent-elles ?", [Expected()])
    penalty_hour = EurosField(
        "Pénalité par heure non réalisée", [Between(0, 30000, formats.euros)],
        description="En euros ; 50 € est courant",
    )  # fmt: skip


class OpinionRequestForm(Form):
    opinion_question = TextAreaField(
        "Votre question", [Length(1000)], description="Facultatif. Ce sur quoi vous hésitez.",
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
    op_hours = HoursField("Volume conseillé", [Positive("hours_format")], description="Facultatif, en heures.")
    op_text = TextAreaField(
        "Précisions", [Length(1000)], description="Lues par l'acheteur. Obligatoires si l'avis n'est pas favorable.",
        filters=[lambda text: (text or "").strip() or None],
    )  # fmt: skip


class OpinionCards(Rows[OpinionCard]):
    def __init__(self, lots: list[Lot], formdata: object = None) -> None:
        self.lot_ids = {lot.number: lot.id for lot in lots}
        super().__init__(
            OpinionCard(lot.number, formdata, op_hours=lot.clause.target_hours if lot.clause else None) for lot in lots
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
    awardee = SelectField("Titulaire, déjà connu du portail", choices=[], validate_choice=False)
    awardee_siret = SiretField("ou son SIRET", description="14 chiffres, avec ou sans espaces")
    awardee_name = TextField(
        "Nom de l'entreprise", [Length(200)], description="Seulement si le portail ne connaît pas encore ce SIRET."
    )
    awardee_city = CommuneField("Commune de l'entreprise", description="Nom, code postal ou code INSEE")
    award_amount = EurosField(
        "Montant du marché attribué HT", [Positive("euros_format")], description="Celui de l'acte d'engagement"
    )
    notification_date = DayField("Date de notification")
    exec_start = DayField("Début d'exécution")
    exec_months = WholeField("Durée en mois", [Between(1, 96)])
    amount_checked = HiddenField()

    def offer(self, known: list[Organization]) -> "AwardForm":
        """Hand the form its choices."""
        offered = [SelectChoice(str(one.id), _holder_words(one)) for one in known]
        self.awardee.choices = [SelectChoice("", "Choisissez"), *offered]
        return self

    def fields(self) -> AwardFields:
        chosen = self.awardee.data or ""
        return AwardFields(
            result=self.award_result.member, awardee_id=int(chosen) if chosen.isdigit() else None,
            siret=self.awardee_siret.data, name=self.awardee_name.data, commune_code=self.awardee_city.data,
            amount=self.award_amount.data, notified_on=self.notification_date.data, exec_start=self.exec_start.data,
            exec_months=self.exec_months.data,
        )  # fmt: skip


def _holder_words(one: Organization) -> str:
    kind = f"{label(one.employer_kind)}, " if one.employer_kind else ""
    return f"{one.name} ({kind}{formats.siret(one.siret)})"


class TargetForm(Form):
    """The volume of a lot that came without it."""

    target_hours = HoursField("Volume dû", [Required(), Positive("hours_positive")], description="En heures, sur la durée")
    exec_start = DayField("Début d'exécution", [Required()])
    exec_months = WholeField("Durée en mois", [Required(), Between(1, 96)])


class CalculatorForm(Form):
    """The public calculation; nothing is kept."""

    lot_amount = EurosField("Montant du lot HT", [Expected(), Positive("euros_format")], description="En euros, hors taxes")
    trade = SelectField("Corps d'état ou activité", choices=[], validate_choice=False,
                        description="Propose une part de main-d'œuvre")  # fmt: skip
    labour_share = PercentField(
        "Part de main-d'œuvre", [Expected(), Between(100, 10000, formats.rate)],
        description="En % du montant. Proposée selon le corps d'état.",
    )  # fmt: skip
    hourly_cost = EurosField(
        "Coût horaire moyen chargé", [Expected(), Between(1500, 12000, formats.euros)], description="En euros"
    )
    integration_rate = PercentField(
        "Part réservée à l'insertion", [Expected(), Between(50, 10000, formats.rate)],
        description="En % des heures travaillées. Repères : 5 % (ANRU), 5 à 10 % le plus souvent.",
    )  # fmt: skip


class ImportForm(Form):
    import_file = FileField("Fichier", description="DECP (JSON) ou modèle CSV, 5 Mo au plus")


TEXT_VARIANTS = list(VARIANTS.items())
