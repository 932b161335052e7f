"""Can a buyer who has never seen the portal file five lots in under ten minutes?

Every act of the hand and of the mind is counted, from the sign-in page to the opinion asked, and priced with the
published times of the keystroke-level model (Card, Moran and Newell, 1980): an average typist, not a skilled one. Two
ways are walked: line by line, as a newcomer does, and by pasting the lots from a spreadsheet. The pictures of the
steps are kept where SHOTS says.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from selenium.webdriver.common.by import By

from clauses.actions.demonstration import PASSWORD
from clauses.domain.kinds import MarketState
from clauses.extensions import db
from clauses.models.markets import Market
from tests.browser.window import Window
from tests.portal import Portal

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)

# Seconds: a key of an average typist, a pointing, a press of the button, a hand to the mouse or back, a thought.
KEY, POINT, PRESS, HAND, THINK = 0.28, 1.1, 0.2, 0.4, 1.35
# A page is read before it is used, and the buyer looks up in the file what is asked: both are generous.
READ_A_PAGE, LOOK_UP = 10.0, 2.0
TEN_MINUTES = 600

LOTS = [
    ("Gros œuvre", "1 420 000", "Gros œuvre", "7"),
    ("Charpente-couverture", "460 000", "Couverture", None),
    ("Menuiseries", "610 000", "Menuiseries", None),
    ("Électricité", "395 000", "Électricité", None),
    ("Peinture-sols", "280 000", "Peinture, sols souples", "10"),
]
MARKET = {
    "market_ref": "2026-VB-014",
    "market_title": "Construction du groupe scolaire Simone-Signoret, quartier Argentine",
    "market_amount": "3 165 000",
    "places": "Beauvais",
    "publication_date": "16/03/2026",
    "offers_deadline": "24/04/2026",
    "exec_start": "01/09/2026",
    "exec_months": "12",
}


@dataclass
class Hand:
    """The one hand of the buyer: what it does to the window, and what that costs."""

    window: Window
    acts: int = 0
    seconds: float = 0.0
    steps: list[str] = field(default_factory=list)

    def types(self, name: str, text: str) -> None:
        """Look the value up, go to the field and write it."""
        self.window.fill(name, text)
        self._spent(LOOK_UP + THINK + HAND + POINT + PRESS + HAND + KEY * len(text))

    def picks(self, name: str, words: str) -> None:
        """Open a list and choose the entry that begins with these words."""
        select = self.window.field(name)
        option = next(o for o in select.find_elements(By.TAG_NAME, "option") if o.text.startswith(words))
        option.click()
        self._spent(LOOK_UP + THINK + 2 * (POINT + PRESS))

    def marks(self, name: str, value: str) -> None:
        """Choose one of a few buttons that are all in sight."""
        driver = self.window.driver
        box = driver.find_element(By.CSS_SELECTOR, f'main [name="{name}"][value="{value}"]')
        driver.find_element(By.CSS_SELECTOR, f'label[for="{box.get_attribute("id")}"]').click()
        assert box.is_selected()
        self._spent(LOOK_UP + THINK + POINT + PRESS)

    def presses(self, words: str) -> None:
        shown = f'//main//button[normalize-space()="{words}"][not(contains(@class, "visually-hidden"))]'
        self.window.driver.find_element(By.XPATH, shown).click()
        self.window.agree()
        self._spent(THINK + POINT + PRESS)

    def follows(self, words: str) -> None:
        self.window.follow(words)
        self._spent(THINK + POINT + PRESS)

    def unfolds(self, words: str) -> None:
        self.window.driver.find_element(
            By.XPATH, f'//main//summary[contains(normalize-space(), "{words}")]'
        ).click()
        self._spent(THINK + POINT + PRESS)

    def reads(self, heading: str) -> None:
        """Arrive on a page, wait for it and read it."""
        self.window.must_see(heading)
        self.seconds += READ_A_PAGE
        self.steps.append(f"{heading} ({self.acts} actes, {self.seconds:.0f} s)")
        number = len(self.steps)
        for pixels in (1280, 360):
            self.window.shot(f"five-lots-{number}", pixels)

    def _spent(self, seconds: float) -> None:
        self.acts += 1
        self.seconds += seconds


def signed_in(hand: Hand) -> None:
    hand.window.open("/connexion")
    hand.reads("Se connecter")
    hand.types("email", "sandrine.lemaire@beauvais.example")
    hand.types("password", PASSWORD)
    hand.presses("Se connecter")


def the_market(hand: Hand) -> None:
    hand.reads("Tableau de bord")
    hand.follows("Déposer un marché")
    hand.reads("Déposer un marché")
    for name, text in MARKET.items():
        hand.types(name, text)
    hand.marks("market_type", "works")
    hand.picks("market_form", "Marché ordinaire")
    hand.picks("procedure", "Procédure adaptée")
    hand.picks("programme", "NPNRU")
    hand.presses("Continuer")


def lots_line_by_line(hand: Hand) -> None:
    hand.reads("Claire Delattre, Maison de l'emploi du Beauvaisis, suivra cette clause.")
    for row, (title, amount, trade, _) in enumerate(LOTS):
        if row:
            hand.presses("Ajouter un lot")
        hand.types(f"lot_title-{row}", title)
        hand.types(f"lot_amount-{row}", amount)
        hand.picks(f"trade-{row}", trade)
        hand.marks(f"has_clause-{row}", "yes")
    hand.presses("Continuer")


def lots_pasted(hand: Hand) -> None:
    hand.reads("Claire Delattre, Maison de l'emploi du Beauvaisis, suivra cette clause.")
    hand.unfolds("Coller depuis un tableur")
    lines = [f"{n};{title};{amount};{trade};oui" for n, (title, amount, trade, _) in enumerate(LOTS, 1)]
    hand.window.fill("pasted", "\n".join(lines))
    hand.seconds += LOOK_UP + 2 * (THINK + POINT + PRESS) + 4 * KEY  # selected and copied there, pasted here
    hand.acts += 2
    hand.presses("Ajouter ces lignes")
    hand.presses("Continuer")


def the_hours(hand: Hand) -> None:
    hand.reads("L'effort du marché")
    for number, (*_, rate) in enumerate(LOTS, 1):
        if rate:
            hand.types(f"integration_rate-{number}", rate)
    hand.presses("Calculer")
    hand.window.must_see("2 380 h", "1,48 ETP")
    hand.presses("Continuer")


def the_text_and_the_opinion(hand: Hand) -> None:
    hand.reads("Le texte de la clause")
    hand.presses("Copier toute la pièce")
    hand.follows("Continuer vers l'avis")
    hand.reads("Avis et publication")
    hand.presses("Demander l'avis")
    hand.window.must_see("Claire Delattre répond au plus tard")


@pytest.mark.parametrize(
    ("lots", "most_acts"), [(lots_line_by_line, 55), (lots_pasted, 33)], ids=["line_by_line", "pasted"]
)
def test_a_new_buyer_files_five_lots_in_under_ten_minutes(
    window: Window, portal: Portal, lots: Any, most_acts: int
) -> None:
    portal.day("2026-03-02")
    hand = Hand(window)
    signed_in(hand)
    the_market(hand)
    lots(hand)
    the_hours(hand)
    the_text_and_the_opinion(hand)

    db.session.rollback()
    market = db.session.query(Market).filter_by(reference="2026-VB-014").one()
    assert market.state is MarketState.OPINION_REQUESTED
    assert [lot.clause.target_hours for lot in market.lots if lot.clause] == [
        119000, 24500, 28000, 21000, 45500,
    ]  # fmt: skip
    told = "\n".join([*hand.steps, f"En tout : {hand.acts} actes, {hand.seconds:.0f} s"])
    print(told)
    assert hand.acts <= most_acts, told
    assert hand.seconds < TEN_MINUTES, told
    assert window.console() == []
