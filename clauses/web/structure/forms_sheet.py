"""What does a structure type on its own sheet, part by part?"""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from wtforms import BooleanField, Field, RadioField, SelectMultipleField, TextAreaField
from wtforms import Form as WTForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from clauses.domain.files import PROOFS
from clauses.domain.kinds_files import FileKind
from clauses.domain.kinds_partners import Zone
from clauses.queries import structure_sheet as queries
from clauses.reference import sectors, trades
from clauses.web.contacts import Phone, is_email
from clauses.web.fields import (
    Between,
    CommuneField,
    DayField,
    Expected,
    Form,
    Length,
    Required,
    TextField,
    WholeField,
)
from clauses.web.uploads import UploadField
from clauses.wording import sentences
from clauses.wording import structure as words


def _choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


PICTURES = frozenset({FileKind.JPEG, FileKind.PNG})


class Website:
    """An address of the web, kept with its https://."""

    def __call__(self, form: WTForm, field: Field) -> None:
        if not field.data:
            return
        typed = field.data if "://" in field.data else f"https://{field.data}"
        try:
            parts = urlsplit(typed)
            right = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and " " not in typed
        except ValueError:
            right = False
        if not right or parts.username or parts.password:
            raise ValidationError(sentences.refusal("website"))
        field.data = typed


class SharedEmail:
    """A complete address, kept in lower case; may be left empty."""

    def __call__(self, form: WTForm, field: Field) -> None:
        if not field.data:
            return
        if not is_email(field.data):
            raise ValidationError(sentences.refusal("email"))
        field.data = field.data.lower()


class PresentationForm(Form):
    brand = TextField("Nom d'usage", [Length(200)], description="S'il diffère du nom de l'inscription")
    presentation = TextAreaField(
        "Présentation", [Length(2000)], description="Ce que vous faites, pour qui, avec qui."
    )
    city = CommuneField(
        "Commune", [Required("Indiquez votre commune.")], description="Nom, code postal ou code INSEE"
    )
    address = TextField("Adresse", [Length(300)], render_kw={"autocomplete": "street-address"})
    public_contact = TextField(
        "Contact affiché au public",
        [Length(120)],
        description="Une fonction, jamais un nom : accueil, direction…",
    )
    phone = TextField("Téléphone", [Phone()], description="Celui de la structure, 10 chiffres",
                      render_kw={"autocomplete": "tel", "inputmode": "tel"})  # fmt: skip
    email = TextField("Courriel", [Length(254), SharedEmail()],
                      description="Une adresse partagée, par exemple contact@structure.fr")  # fmt: skip
    website = TextField("Site internet", [Length(300), Website()], description="Exemple : www.structure.fr")


class ActivitiesForm(Form):
    trades = SelectMultipleField(
        "Métiers",
        [Expected()],
        description="Choisissez ceux que vous pouvez réellement assurer aujourd'hui, de 1 à 12.",
    )
    sectors = SelectMultipleField(
        "Secteurs d'activité", description="Ceux de l'annuaire national de l'inclusion."
    )
    modes = SelectMultipleField(
        "Comment travaillez-vous pour une entreprise ?", [Expected()], choices=_choices(words.MODES.items())
    )
    zone = RadioField(
        "Où intervenez-vous ?", [Expected()], choices=_choices((one.value, words.ZONES[one]) for one in Zone)
    )
    radius_km = WholeField(
        "Rayon d'intervention", [Between(0, 150)], description="En kilomètres autour de votre commune"
    )
    zone_codes = SelectMultipleField("Zones", description="Si vous avez choisi des zones précises.")
    networks = SelectMultipleField("Réseaux")
    equipment = TextAreaField(
        "Équipements et moyens", [Length(1000)], description="Véhicules, ateliers, matériel, encadrement."
    )

    def offer(self, on: date) -> "ActivitiesForm":
        self.trades.choices = _choices((one.code, one.label) for one in trades.trades(on))
        self.sectors.choices = _choices((one.slug, one.label) for one in sectors.sectors().values())
        self.zone_codes.choices = _choices(queries.areas())
        self.networks.choices = _choices((one.slug, one.short) for one in sectors.networks().values())
        return self


class RecruitmentForm(Form):
    recruitment_procedure = TextAreaField(
        "Comment recrutez-vous ?",
        [Length(2000)],
        description="Qui peut candidater, par qui, sous quel délai.",
    )


class AgreementForm(Form):
    agreement_number = TextField(
        "Numéro de la convention IAE", [Length(60)], description="Convention signée avec l'État"
    )
    agreement_start = DayField("Début de la convention")
    agreement_end = DayField("Fin de la convention")


class WaiverForm(Form):
    waiver_number = TextField("Numéro de l'arrêté", [Required("Indiquez le numéro de l'arrêté."), Length(60)])
    waiver_start = DayField("Prend effet le", [Required("Indiquez la date d'effet.")])
    waiver_end = DayField("Prend fin le", [Required("Indiquez la date de fin.")])
    waiver_file = UploadField(
        "Arrêté préfectoral", accepted=PROOFS, description="PDF, JPG ou PNG, 10 Mo au plus."
    )


class PhotoForm(Form):
    photo = UploadField(
        "Photo",
        [Expected()],
        accepted=PICTURES,
        description="JPG ou PNG, 10 Mo au plus. Le lieu et l'appareil sont effacés du fichier.",
    )
    caption = TextField(
        "Légende", [Required("Écrivez une légende : elle est lue à la place de la photo."), Length(120)],
        description="Ce que l'on voit : « L'équipe espaces verts sur un chantier de taille ».",
    )  # fmt: skip
    photo_agreed = BooleanField("Les personnes que l'on reconnaît ont accepté la publication de cette photo")
