"""Is every kind of structure explained, and does no answer pass for law that was not read?"""

import pytest

from clauses.domain.kinds import EmployerKind
from clauses.reference.comparison import COMPARED, comparison, read
from clauses.reference.rulebook import FaultyRulebook

FIGURES = dict.fromkeys(("legal_hours", "legal_months", "waiver_months", "relay_hours", "relay_months"), "x")
ONE = """
[[question]]
code = "a"
title = "A ?"
"""
ANSWERS = "\n".join(f'[question.{kind}]\ntext = "t"\narticles = ["L1"]\nmark = "R"\n' for kind in COMPARED)
OTHERS = "\n".join(
    f'[[other]]\nkind = "{kind.value}"\ntext = "t"' for kind in EmployerKind if kind not in COMPARED
)


def test_every_question_is_answered_for_every_kind_and_every_figure_is_filled():
    told = comparison().told(FIGURES)
    assert {kind for one in told.questions for kind in one.answers} == set(COMPARED)
    texts = [answer.text for one in told.questions for answer in one.answers.values()]
    assert not any("{" in text for text in texts)
    assert {kind for kind, _ in told.others} | set(COMPARED) == set(EmployerKind)


def test_the_ceiling_of_an_ai_is_said_by_its_articles():
    answer = comparison().question("combien-de-temps").answers[EmployerKind.AI]
    assert "{legal_hours}" in answer.text and not answer.to_reread
    assert {"C. trav. L5132-9", "C. trav. R5132-18"} <= set(answer.articles)


@pytest.mark.parametrize(
    "text",
    [
        ONE + OTHERS,
        ONE + ANSWERS,
        ONE + ANSWERS.replace('articles = ["L1"]', "articles = []", 1) + OTHERS,
        ONE + ANSWERS.replace('mark = "R"', 'mark = "Z"', 1) + OTHERS,
        ONE + ANSWERS + ONE + ANSWERS + OTHERS,
    ],
)
def test_an_answer_missing_or_without_its_source_is_refused(text):
    with pytest.raises((FaultyRulebook, KeyError)):
        read(text)
