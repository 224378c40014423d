from decimal import Decimal

import pytest

from bids.evaluation.domain.assurance.rehearsal_bids import rehearsal_lines
from bids.evaluation.views.rehearsal_words import figure_hint
from challenges.publishing.domain.formulas import Unit
from challenges.publishing.domain.specification import FormulaSpec
from challenges.publishing.domain.words import FormulaKind, MeasureOfOffer
from challenges.publishing.selectors.formula_words import KIND_LABELS, MEASURE_WORDS, ONE_MORE, SHOWN, measured_words
from challenges.publishing.selectors.presentation import present
from cms.blocks.criteria import FORMULAS, MEASURES, FormulaBlock, JudgedBlock, PassFailBlock
from tests.domain.evaluation.test_formula_kinds import specification


@pytest.mark.parametrize(
    ("table", "words"),
    [(KIND_LABELS, FormulaKind), (MEASURE_WORDS, MeasureOfOffer), (ONE_MORE, Unit), (SHOWN, Unit)],
)
def test_table_has_a_row_for_every_word(table, words):
    assert list(table) == list(words)


def test_officers_choose_among_all_kinds_and_measures():
    assert [value for value, _label in FORMULAS] == [kind.value for kind in FormulaKind]
    assert [value for value, _label in MEASURES] == [measure.value for measure in MeasureOfOffer]
    assert len({str(label) for _value, label in FORMULAS}) == len(FormulaKind)
    assert len({str(label) for _value, label in MEASURES}) == len(MeasureOfOffer)


@pytest.mark.parametrize("measure", MeasureOfOffer)
def test_every_measure_is_told_to_bidders_and_shown_with_its_figure(measure):
    spec = specification(FormulaKind.LINEAR, measure)

    (scored,) = [one for part in present(spec).schemes[0].parts for one in part.criteria if one.worked_out]

    assert scored.how == f"Worked out by formula from {MEASURE_WORDS[measure].name}"
    assert "%" not in scored.worked_out
    assert ("In work for six months" in scored.worked_out) == ("%(outcome)s" in str(MEASURE_WORDS[measure].worked_out))
    assert figure_hint(rehearsal_lines(spec, lot="")[1]).startswith(str(MEASURE_WORDS[measure].entered))


@pytest.mark.parametrize(
    ("measure", "value", "words"),
    [
        ("price", "1234.5", "Price: £1,234.50"),
        ("outcome_volume", "1234.500000", "Results promised: 1,234.5"),
        ("cost_per_outcome", "99.9", "Total paid per result: £99.90"),
        ("pledged_value", "0", "Value of social-value commitments: £0.00"),
        ("payment_at_risk", "0.123456", "Payment that depends on results: 12.3456%"),
        ("payment_at_risk", "1", "Payment that depends on results: 100%"),
    ],
)
def test_figure_carries_its_unit(measure, value, words):
    assert measured_words(measure, Decimal(value)) == words


def test_price_where_nothing_is_paid_by_result_is_all_that_is_asked_for():
    spec = specification(FormulaKind.LINEAR, MeasureOfOffer.PRICE)

    unpaid = present(type(spec)(kind=spec.kind, criteria=spec.criteria)).schemes[0].parts[1].criteria[0]

    assert unpaid.worked_out == "Everything you ask for, for the whole contract."


def test_draft_without_a_measure_shows_what_stands_there():
    spec = specification(FormulaKind.LINEAR, MeasureOfOffer.PRICE)
    plan, price, _standing = spec.criteria
    draft = type(spec)(
        kind=spec.kind,
        criteria=(plan, type(price)(id="p", title={}, pillar=price.pillar, method="formula",
                                    formula=FormulaSpec(measure="", kind=""))),
    )  # fmt: skip

    shown = present(draft).schemes[0].parts[1].criteria[0]

    assert (shown.how, shown.worked_out) == ("Worked out by formula from ", "")


@pytest.mark.parametrize(
    ("block", "names"),
    [
        (JudgedBlock, "reference title guidance pillar heading weight maximum minimum scale lot"),
        (
            FormulaBlock,
            "reference title guidance pillar heading weight measure outcome kind worst best levels maximum minimum lot",
        ),
        (PassFailBlock, "reference title guidance lot"),
    ],
)
def test_fields_of_a_criterion_stand_in_their_order(block, names):
    assert list(block().child_blocks) == names.split()


def test_kinds_of_criterion_speak_of_themselves():
    labels = [(str(block().child_blocks["title"].label), str(block().child_blocks["guidance"].label))
              for block in (JudgedBlock, FormulaBlock, PassFailBlock)]  # fmt: skip

    assert labels == [
        ("What is judged", "What a good answer shows"),
        ("What is marked", "Explanation"),
        ("What must be met", "What passes"),
    ]
