"""A kind of formula, a measure, or what is said of them: each table has a row for every word, in the same order."""

import pytest

from bids.bidding.domain.measures import RECKONED
from bids.evaluation.domain.assurance.rehearsal_bids import USUAL_MEASURES
from bids.evaluation.domain.scoring.criteria import FIGURE_CHECKS
from bids.evaluation.domain.scoring.formula_kinds import FORMULA_KINDS
from challenges.publishing.domain.checks.formulas import FIGURE_FAULTS, IS_BOUNDED
from challenges.publishing.domain.formulas import KINDS, MEASURES, Figures, Promise
from challenges.publishing.domain.words import FormulaKind, MeasureOfOffer


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (KINDS, FormulaKind),
        (FORMULA_KINDS, FormulaKind),
        (MEASURES, MeasureOfOffer),
        (RECKONED, MeasureOfOffer),
        (USUAL_MEASURES, MeasureOfOffer),
        (FIGURE_CHECKS, Figures),
        (FIGURE_FAULTS, Figures),
        (IS_BOUNDED, Promise),
    ],
    ids=[
        "KINDS", "FORMULA_KINDS", "MEASURES", "RECKONED", "USUAL_MEASURES", "FIGURE_CHECKS", "FIGURE_FAULTS",
        "IS_BOUNDED",
    ],
)  # fmt: skip
def test_table_has_a_row_for_every_word(table, words):
    assert list(table) == list(words)
