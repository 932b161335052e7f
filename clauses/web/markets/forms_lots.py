"""What is typed of a lot: its line, its clause, and the public calculation?"""

from datetime import date
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import TextArea

from clauses.actions.markets import LotFields
from clauses.domain.errors import Refused
from clauses.domain.kinds import ClauseType, HoursBasis, Modality, NoClauseReason
from clauses.domain.kinds_clauses import Audience
from clauses.domain.kinds_eligibility import SELDOM, EligibilityCategory, JobseekerDefinition
from clauses.domain.sub_targets import Asked
from clauses.reference import law, trades
from clauses.web.fields import (
    Between,
    CommunesField,
    EurosField,
    HoursField,
    Length,
    PercentField,
    Required,
    TextField,
    WholeField,
    whole_number,
)
from clauses.web.markets.fields_bases import (
    HoursListField,
    PercentListField,
    ShareOrHoursField,
    TranchesField,
)
from clauses.web.markets.rows import MOST_EUROS, Expected, KindBoxes, KindSelect, Positive, RowForm, YesNo
from clauses.wording import formats


def trade_choices(on: date) -> list[SelectChoice]:
    """The trades of the day, by group, for a list of choices."""
    offered = [SelectChoice(one.code, one.label, optgroup=one.group) for one in trades.trades(on)]
    return [SelectChoice("", "Choisissez"), *offered]


def ground_choices(on: date) -> list[SelectChoice]:
    """The legal grounds on offer, those to come included: a consultation is filed before it is opened."""
    offered = {one.code: one for one in law.GROUNDS if one.effective_to is None or one.effective_to >= on}
    return [SelectChoice("", "Choisissez"), *(SelectChoice(code, one.label) for code, one in offered.items())]


class LotRow(RowForm):
    """One lot; a line left entirely empty is no lot."""

    lot_id = HiddenField()
    lot_number = WholeField("Numéro", [Required("Indiquez le numéro du lot."), Between(1, 999)])
    lot_title = TextField("Intitulé", [Required("Indiquez l'intitulé du lot."), Length(300)])
    lot_amount = EurosField("Montant HT", [Positive("euros_format"), Between(1, MOST_EUROS, formats.euros)])
    lot_places = CommunesField("Communes d'exécution du lot")
    trade = SelectField("Corps d'état ou activité", choices=[], validate_choice=False)
    has_clause = YesNo("Ce lot porte-t-il une clause ?", [Expected()])
    no_clause_reason = KindSelect(
        "Pourquoi pas de clause ?", kind=NoClauseReason, without=(NoClauseReason.LEGAL,), empty="Choisissez"
    )
    legal_ground = SelectField("Motif prévu par la loi", [Expected()], choices=[], validate_choice=False)
    ground_explanation = TextField(
        "Explication",
        [Expected(), Length(1000)],
        widget=TextArea(),
        description="Elle est gardée avec le marché et pourra vous être demandée.",
    )

    def __init__(self, row: int, formdata: Any = None, *, on: date, **values: Any) -> None:
        super().__init__(row, formdata, **values)
        self.trade.choices = trade_choices(on)
        self.legal_ground.choices = ground_choices(on)
        self.on = on

    @property
    def empty(self) -> bool:
        return not any((self.lot_title.data, self.lot_amount.raw_text, self.trade.data, self.lot_id.data))

    def validate_trade(self, field: SelectField) -> None:
        if field.data and trades.trade(field.data, self.on) is None:
            self.refuse(Refused("trade_unknown", field="trade"))

    def fields(self) -> LotFields:
        return LotFields(
            row=self.row, number=self.lot_number.data or 0, title=self.lot_title.data or "",
            lot_id=whole_number(self.lot_id.data), amount=self.lot_amount.data, trade=self.trade.data or None,
            places=tuple(self.lot_places.data or ()), has_clause=self.has_clause.answer,
            no_clause_reason=self.no_clause_reason.member,
            legal_ground=self.legal_ground.data or None, ground_explanation=self.ground_explanation.data,
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
    hourly_cost = EurosField(
        "Coût horaire moyen chargé", [Expected(), Between(1500, 12000, formats.euros)], description="En euros"
    )
    integration_rate = PercentField(
        "Part réservée à l'insertion", [Expected(), Between(50, 10000, formats.rate)],
        description="En % des heures travaillées. Repères : 5 % (ANRU), 5 à 10 % le plus souvent.",
    )  # fmt: skip
    slice_amount = EurosField(
        "Par tranche de", [Expected(), Positive("euros_format")], description="Montant HT commandé"
    )
    slice_hours = HoursField("Heures par tranche", [Expected(), Positive("hours_format")],
                             description="Exemple : 50 000 € HT, 35 h")  # fmt: skip
    period_months = WholeField("Durée de la première période", [Expected(), Between(1, 96)],
                               description="Reconductions non comprises")  # fmt: skip
    tranche_firm = HoursField("Heures de la tranche ferme", [Positive("hours_positive")])
    tranches = TranchesField("Tranches optionnelles", widget=TextArea(),
                             description="Une par ligne : intitulé ; heures. Par exemple : Tranche optionnelle 1 ; 560")  # fmt: skip
    year_hours = HoursListField(
        "Si les années diffèrent", description="Heures de chaque année, dans l'ordre : 300 ; 450 ; 450"
    )
    year_rates = PercentListField(
        "Si le taux change", description="Taux de chaque année, dans l'ordre : 6 ; 6 ; 9"
    )
    target_hours = HoursField(
        "Volume retenu", [Expected(), Positive("hours_positive")], description="Proposé en semaines de 35 h"
    )
    proposed = HiddenField()  # the volume proposed when the page was shown, in hundredths
    deviation_reason = TextField("Pourquoi ce volume ?", [Expected(), Length(500)])
    publics = KindBoxes(
        "Publics éligibles",
        [Expected()],
        kind=EligibilityCategory,
        without=SELDOM,
        description="Liste de référence ; décochez avec prudence",
    )
    modalities = KindBoxes(
        "Modalités admises", [Expected()], kind=Modality, without=NEVER_OFFERED,
        description="Mise à disposition (AI, ETTI, GEIQ) ; sous-traitance ou cotraitance (EI, ACI, EA) ; embauche directe",
    )  # fmt: skip
    jobseeker_definition = KindSelect(
        "Demandeur d'emploi de longue durée, au sens de cette clause", [Expected()], kind=JobseekerDefinition
    )
    training_counts = YesNo("Les heures de formation comptent-elles ?", [Expected()])
    penalty_hour = EurosField(
        "Pénalité par heure non réalisée", [Between(0, 30000, formats.euros)],
        description="En euros ; 50 € est courant",
    )  # fmt: skip
    hours_confirmed = BooleanField("Je confirme ces heures en plus de l'activité du titulaire")
    experience_weeks = WholeField("Semaines d'accueil", [Expected(), Between(1, 520)],
                                  description="Comptées en semaines, jamais converties en heures")  # fmt: skip
    criterion_weight = PercentField(
        "Poids du critère", [Expected(), Between(1, 10000, formats.rate)], description="En % de la note"
    )
    base_amount = EurosField(
        "Base du calcul HT", [Positive("euros_format"), Between(1, MOST_EUROS, formats.euros)],
        description="Sans les fournitures, réseaux ou équipements. Vide : tout le montant du lot.",
    )  # fmt: skip
    base_reason = TextField(
        "Ce qui est laissé hors de la base",
        [Length(300)],
        description="Par exemple : fourniture des ascenseurs",
    )
    taken_over = HoursField(
        "Heures du personnel repris", [Positive("hours_positive")],
        description="Salariés qui gardent leur poste : leurs heures sortent du calcul.",
    )  # fmt: skip
    sub_qpv = ShareOrHoursField("Habitants des quartiers prioritaires")
    sub_women = ShareOrHoursField("Femmes")
    sub_under_26 = ShareOrHoursField("Moins de 26 ans")
    sub_mandatory = KindBoxes(
        "Sous-objectifs obligatoires",
        kind=Audience,
        description="Les autres sont souhaités, sans engager l'entreprise.",
    )

    @property
    def sub_fields(self) -> list[tuple[Audience, Any]]:
        """The field of each profile, in their order."""
        return [(one, self[f"sub_{one.value}"]) for one in Audience]

    @property
    def asked(self) -> tuple[Asked, ...]:
        """The sub-targets typed."""
        mandatory = self.sub_mandatory.members
        return tuple(
            Asked(one, **{field.data[0]: field.data[1]}, mandatory=one in mandatory)
            for one, field in self.sub_fields if field.data
        )  # fmt: skip
