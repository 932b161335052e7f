"""Which entries does each role find in its menu? As data; a test holds it to the routes."""

from dataclasses import dataclass

from flask import request, url_for

from clauses.access.policy import Actor
from clauses.domain.kinds import Role


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    endpoint: str
    count: int | None = None
    also: tuple[str, ...] = ()  # the pages of this entry that stand for it

    @property
    def url(self) -> str:
        return url_for(self.endpoint)

    @property
    def current(self) -> bool:
        return request.endpoint in (self.endpoint, *self.also)


VISITOR = [
    Entry("Offre d'insertion", "partners.directory", also=("partners.directory_map",)),
    Entry("Territoires", "people.territories"),
    Entry("Comprendre les structures", "partners.comparing", also=("partners.comparing_question",)),
    Entry("Calculer des heures", "markets.calculator"),
]

MENUS: dict[Role, list[Entry]] = {
    Role.BUYER: [
        Entry("Tableau de bord", "people.dashboard"),
        Entry("Marchés", "markets.market_list", also=("markets.followed_lots", "markets.lots_of_year")),
        Entry("Échanges", "markets.threads"),
        Entry("Offre d'insertion", "partners.directory", also=("partners.directory_map",)),
        Entry("Décisions", "compliance.decisions", also=("compliance.decision", "compliance.decision_new")),
        Entry("Rapports", "compliance.report_list"),
    ],
    Role.COMPANY: [
        Entry("Tableau de bord", "people.dashboard"),
        Entry("Consultations", "markets.consultations"),
        Entry(
            "Partenaires",
            "partners.seek",
            also=("partners.show_new_request", "partners.sent", "partners.one_request", "partners.efforts"),
        ),
        Entry("Mes engagements", "allocation.commitment_list"),
        Entry("Relevés du mois", "hours.month_list"),
        Entry("Échanges", "markets.threads"),
    ],
    Role.SIAE: [
        Entry("Tableau de bord", "people.dashboard"),
        Entry("Demandes", "allocation.requests"),
        Entry("Heures", "hours.grid"),
        Entry("Consultations", "markets.consultations"),
        Entry("Offre d'insertion", "partners.directory", also=("partners.directory_map",)),
        Entry("Coopération", "cooperation.journal"),
    ],
    Role.RESOURCE_PERSON: [
        Entry("À traiter", "people.dashboard"),
        Entry("Marchés", "markets.market_list", also=("markets.followed_lots", "markets.lots_of_year")),
        Entry("Validation", "hours.validation", also=("hours.validation_month",)),
        Entry("Éligibilité", "hours.eligibility_list"),
        Entry("Relais", "hours.relays"),
        Entry("Rapports", "compliance.report_list"),
    ],
    Role.REGIONAL_COORDINATOR: [
        Entry("Tableau de bord", "people.dashboard"),
        Entry("Marchés", "markets.market_list", also=("markets.followed_lots", "markets.lots_of_year")),
        Entry(
            "Réseau",
            "people.network",
            also=("people.white_zones", "people.show_naming", "people.show_transfer"),
        ),
        Entry("Référentiels", "markets.references", also=("markets.reference",)),
        Entry("Rapports", "compliance.report_list"),
        Entry("Coopération", "cooperation.journal"),
    ],
    Role.ADMIN: [
        Entry("Tableau de bord", "people.dashboard"),
        Entry("Utilisateurs", "people.accounts", also=("people.one_account", "people.show_invite_anywhere")),
        Entry("Courriels", "people.mails"),
        Entry("Découpage", "people.division", also=("people.check_division",)),
        Entry("État du service", "people.service_state"),
        Entry("Référentiels", "markets.references", also=("markets.reference",)),
    ],
}


def menu(actor: Actor | None) -> list[Entry]:
    return MENUS[actor.role] if actor else VISITOR
