"""Which list of structures is a file, and in which columns does each list say what?

Columns are compared folded: `addresse_ligne_1` with two d is how « les emplois » writes it.
"""

from collections.abc import Collection, Mapping
from datetime import date

from clauses.domain.kinds import EmployerKind
from clauses.domain.kinds_partners import DirectoryShape as Shape

Columns = Mapping[str, tuple[str, ...]]

# The columns that tell a list from the others; the first list that has them all is it.
KNOWN_BY: dict[Shape, frozenset[str]] = {
    Shape.OWN: frozenset({"siret", "type", "nom", "code_insee", "source_date"}),
    Shape.NATIONAL_2021: frozenset({"siret", "kind", "name", "address_line_1", "convention_is_active"}),
    Shape.LES_EMPLOIS: frozenset({"siret", "type", "raison_sociale", "addresse_ligne_1"}),
    Shape.LE_MARCHE: frozenset({"siret", "kind", "name", "presta_types"}),
    Shape.HOSMOZ: frozenset({"siret", "raison_sociale", "categorie", "code_postal"}),
}

COLUMNS: dict[Shape, Columns] = {
    Shape.NATIONAL_2021: {
        "siret": ("siret",), "kind": ("kind",), "name": ("name",), "brand": ("brand",), "naf": ("naf",),
        "address": ("address_line_1", "address_line_2"), "post_code": ("post_code",), "city": ("city",),
        "lat": ("latitude",), "lon": ("longitude",), "source_id": ("id",),
        "under_agreement": ("convention_is_active",),
    },
    Shape.LES_EMPLOIS: {
        "siret": ("siret",), "kind": ("type",), "name": ("raison_sociale",), "brand": ("enseigne",),
        "address": ("addresse_ligne_1", "addresse_ligne_2"), "post_code": ("code_postal",), "city": ("ville",),
        "website": ("site_web",), "presentation": ("description",), "source_id": ("id",),
        "source_date": ("mis_a_jour_le",),
    },
    Shape.LE_MARCHE: {
        "siret": ("siret",), "kind": ("kind",), "name": ("name",), "brand": ("brand",), "address": ("address",),
        "post_code": ("post_code",), "city": ("city",), "lat": ("latitude",), "lon": ("longitude",),
        "website": ("contact_website",), "presentation": ("description",), "sectors": ("sectors",),
        "networks": ("networks",), "services": ("presta_types",), "nature": ("nature",), "active": ("is_active",),
        "source_id": ("id",), "source_date": ("updated_at",),
    },
    Shape.HOSMOZ: {
        "siret": ("siret",), "kind": ("categorie",), "name": ("raison_sociale",),
        "address": ("adresse", "lieudit/bp"), "post_code": ("code_postal",), "city": ("ville",),
        "website": ("url",), "sectors": ("poles_de_competences",), "member": ("adherent_hosmoz",),
        "source_id": ("id",),
    },
    Shape.OWN: {
        "siret": ("siret",), "kind": ("type",), "name": ("nom",), "brand": ("enseigne",), "naf": ("naf",),
        "address": ("adresse",), "post_code": ("code_postal",), "city": ("commune",), "insee": ("code_insee",),
        "lat": ("latitude",), "lon": ("longitude",), "zone": ("zone",), "radius_km": ("rayon_km",),
        "zone_codes": ("zone_codes",), "lends_staff": ("mise_a_disposition",), "takes_works": ("sous_traitance",),
        "joins_groups": ("cotraitance",), "sectors": ("secteurs",), "networks": ("reseaux",), "trades": ("metiers",),
        "presentation": ("presentation",), "recruitment_procedure": ("procedure_recrutement",),
        "equipment": ("materiel",), "website": ("site_web",), "under_agreement": ("convention_active",),
        "agreement_number": ("convention_numero",), "agreement_start": ("convention_debut",),
        "agreement_end": ("convention_fin",), "branch": ("antenne",), "source": ("source",),
        "source_id": ("source_id",), "source_date": ("source_date",),
    },
}  # fmt: skip

# The day of a list that does not date its rows; the others take the day they are given, else that of the import.
DATED: dict[Shape, date] = {Shape.NATIONAL_2021: date(2021, 5, 6)}

KINDS: dict[str, EmployerKind] = {kind.value.casefold(): kind for kind in EmployerKind} | {
    "entreprise adaptee": EmployerKind.EA,
    "entreprise adaptee de travail temporaire": EmployerKind.EATT,
    "etablissement et service d'aide par le travail": EmployerKind.ESAT,
    "etablissement ou service d'aide par le travail": EmployerKind.ESAT,
    "etablissement ou service d'accompagnement par le travail": EmployerKind.ESAT,
    "association intermediaire": EmployerKind.AI,
    "atelier chantier d'insertion": EmployerKind.ACI,
    "atelier et chantier d'insertion": EmployerKind.ACI,
    "entreprise d'insertion": EmployerKind.EI,
    "entreprise de travail temporaire d'insertion": EmployerKind.ETTI,
    "entreprise d'insertion par le travail independant": EmployerKind.EITI,
    "groupement d'employeurs pour l'insertion et la qualification": EmployerKind.GEIQ,
    "regie de quartier": EmployerKind.NEIGHBOURHOOD_AGENCY,
}
# Listed elsewhere beside the structures, and none of the directory: work in prison, bearers of the clause.
OUTSIDE = frozenset({"sep", "opcs"})


def shape_of(columns: Collection[str]) -> Shape | None:
    """The list that these folded columns are, or None."""
    held = set(columns)
    return next((shape for shape, signs in KNOWN_BY.items() if signs <= held), None)
