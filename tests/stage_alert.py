"""How does a test reach the late lot of S09 fast? The swimming pool of Compiègne, 640 h in eight months, 280 validated."""

from dataclasses import dataclass
from datetime import date

from clauses.actions.hours import months, validation
from clauses.actions.markets.consortium import GroupFields
from clauses.domain.kinds import Modality, Rank, Role
from clauses.domain.values import add_months
from clauses.extensions import db, write_transaction
from clauses.models.people import Membership, User
from tests import stage, stage_site
from tests.moments import moment
from tests.portal import Portal

START = date(2026, 1, 1)
# Month by month: hours validated, 0 for a month declared without activity, None for one that was never sent.
HOURS: tuple[int | None, ...] = (40, 60, 0, None, 48, 52, 36, 44)
PERSON = ("Melchior", "Vaubrigny", date(1990, 5, 4))


@dataclass(frozen=True)
class Pool:
    """The lot, its market and the commitment of its holder."""

    market_id: int
    number: int
    lot_id: int
    commitment_id: int

    @property
    def url(self) -> str:
        return f"/marches/{self.market_id}/lots/{self.number}"


@moment
def opened(portal: Portal, group: GroupFields | None = None) -> tuple[Pool, stage_site.Hiring]:
    """Awarded to Thermi'Nord on 15 December 2025, one person hired by the company itself."""
    market = stage_site.published_lot(
        portal, "florence.hubert", reference="2026-ARC-07", title="Piscine Mercières, Compiègne", number=4,
        lot_title="CVC", trade="plomberie_cvc", commune="60159", hours=640, start=START, months=8, penalty_hour=5000,
    )  # fmt: skip
    commitment = stage_site.awarded_lot(portal, "florence.hubert", market, "Thermi'Nord", group)
    site = stage_site.Hiring(portal, commitment.lot_id, "sophie.marchand")
    site.hire(stage.actor("celine.aubert"), PERSON, Modality.DIRECT_HIRE, START)
    return Pool(market.id, 4, commitment.lot_id, commitment.id), site


def month_done(portal: Portal, site: stage_site.Hiring, n: int, *, until: int = 12) -> None:
    """The n-th month is sent on the 8th of the next one and validated on the 12th, or declared nil, or never sent."""
    hours, month = HOURS[n], add_months(START, n)
    celine, sophie = stage.actor("celine.aubert"), stage.actor("sophie.marchand")
    if hours is None:
        return
    portal.day(add_months(month, 1).replace(day=8).isoformat())
    if hours:
        contract = next(iter(site.contracts.values()))
        months.enter_hours(celine, site.lot_id, month, [months.Typed(contract, hours * 100)], now=portal.now)
    months.submit_report(
        celine, site.lot_id, month, honour=True, nil=not hours, nil_comment=None if hours else "Arrêt de chantier",
        now=portal.now,
    )  # fmt: skip
    if hours:
        portal.day(add_months(month, 1).replace(day=until).isoformat())
        validation.decide_report(sophie, site.lot_id, month, validation.Decision.VALIDATE, now=portal.now)


@moment
def played(portal: Portal, group: GroupFields | None = None) -> Pool:
    """The eight months of the scenario; it is 14 September 2026."""
    pool, site = opened(portal, group)
    for n in range(len(HOURS)):
        month_done(portal, site, n)
    portal.day("2026-09-14")
    portal.run_jobs()
    return pool


def colleague(start: str = "gilles.second") -> str:
    """A second account of the buyer, that may decide."""
    with write_transaction():
        buyer = stage.organization("Agglomération de la Région de Compiègne")
        user = User(email=f"{start}@agglo-compiegne.example", first_name="Gilles", last_name="Second",
                    created_at=stage.clock.now())  # fmt: skip
        db.session.add(Membership(user=user, organization=buyer, role=Role.BUYER, rank=Rank.MEMBER))
        db.session.commit()
    return start
