"""How does the directory leave as a table? One row a structure, which `import-siae` reads back exactly.

No telephone, no address of mail, no contact, even by function: what a row holds is the structure's own and public.
"""

import csv
import io
from collections.abc import Iterable
from datetime import date

from clauses.domain.formulas import disarmed
from clauses.models.partners import SiaeProfile
from clauses.models.people import Organization

HEADINGS = (
    "siret", "type", "nom", "enseigne", "naf", "adresse", "code_postal", "commune", "code_insee", "latitude",
    "longitude", "zone", "rayon_km", "zone_codes", "mise_a_disposition", "sous_traitance", "cotraitance", "metiers",
    "secteurs", "reseaux", "presentation", "procedure_recrutement", "materiel", "site_web", "convention_active",
    "convention_numero", "convention_debut", "convention_fin", "antenne", "source", "source_id", "source_date",
)  # fmt: skip


def csv_text(found: Iterable[tuple[Organization, SiaeProfile, list[str]]]) -> str:
    """The whole table as a French spreadsheet opens it; degrees with a point and six decimals, days as AAAA-MM-JJ."""
    written = io.StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(HEADINGS)
    for one, profile, trades in found:
        table.writerow(row(one, profile, trades))
    return written.getvalue()


def row(one: Organization, profile: SiaeProfile, trades: list[str]) -> list[str]:
    """The cells of a structure, in the order of `HEADINGS`."""
    return [
        one.siret, one.employer_kind_key, _safe(one.name), _safe(profile.brand), profile.naf or "", _safe(one.address),
        profile.post_code or "", _safe(profile.city), one.commune_code, _degrees(profile.lat_e6),
        _degrees(profile.lon_e6), profile.zone.value, "" if profile.radius_km is None else str(profile.radius_km),
        " ".join(profile.zone_codes), _yes(profile.lends_staff), _yes(profile.takes_works),
        _yes(profile.joins_groups), " ".join(trades), " ".join(profile.sectors), " ".join(profile.networks), _safe(one.presentation),
        _safe(profile.recruitment_procedure), _safe(profile.equipment), _safe(profile.website),
        _yes(profile.under_agreement), _safe(profile.agreement_number), _day(profile.agreement_start),
        _day(one.agreement_end), _yes(profile.branch), _safe(profile.source), _safe(profile.source_id),
        _day(profile.source_date),
    ]  # fmt: skip


def _safe(text: str | None) -> str:
    return disarmed(text or "")


def _degrees(millionths: int | None) -> str:
    if millionths is None:
        return ""
    sign, rest = "-" if millionths < 0 else "", abs(millionths)
    return f"{sign}{rest // 1_000_000}.{rest % 1_000_000:06}"


def _yes(value: bool) -> str:
    return "oui" if value else "non"


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
