"""Are the shares of responsible purchases exact, in number and in amount, each contract in its own lines?"""

from fractions import Fraction

from clauses.domain.kinds import ClauseType, EmployerKind
from clauses.domain.responsible import Bought, Figure, figures

BOUGHT = [
    Bought(100_00, ClauseType.EXECUTION_CONDITION, None),
    Bought(200_00, ClauseType.AWARD_CRITERION, EmployerKind.EI),
    Bought(300_00, ClauseType.RESERVED_BOTH, EmployerKind.ESAT),
    Bought(None, ClauseType.RESERVED_INTEGRATION, EmployerKind.ACI),
    Bought(400_00, None, EmployerKind.GEIQ),
    Bought(500_00, None, None),
]


def test_each_figure_counts_its_own_contracts():
    counted = {one.figure: (one.number, one.amount) for one in figures(BOUGHT)}
    assert counted == {
        Figure.ALL: (6, 1_500_00),
        Figure.SOCIAL: (4, 600_00),
        Figure.CLAUSE: (3, 400_00),
        Figure.RESERVED_INTEGRATION: (2, 300_00),
        Figure.RESERVED_DISABILITY: (1, 300_00),
        Figure.HELD_BY_SIAE: (2, 200_00),
        Figure.HELD_BY_DISABILITY: (1, 300_00),
    }


def test_shares_are_exact_and_absent_without_a_denominator():
    social = figures(BOUGHT)[1]
    assert (social.number_share, social.amount_share) == (Fraction(2, 3), Fraction(2, 5))
    assert all(one.number_share is None and one.amount_share is None for one in figures([]))
    assert figures([Bought(None, None, None)])[0].amount_share is None
