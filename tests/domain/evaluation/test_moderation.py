from decimal import Decimal

import pytest

from bids.evaluation.domain.citations import lines_not_found, quoted_lines
from bids.evaluation.domain.moderation import agreement
from bids.evaluation.domain.scoring.scales import checked_score, scale_of, scores_of
from challenges.publishing.domain.specification import CriterionSpec, ScalePoint

SCALE = tuple(map(Decimal, range(6)))


def scores(*given):
    return tuple(map(Decimal, given))


@pytest.mark.parametrize(
    ("given", "spread", "is_wide", "stands_out"),
    [
        ((), 0, False, ()),
        ((3,), 0, False, (False,)),
        ((3, 3), 0, False, (False, False)),
        ((3, 4), 1, False, (False, False)),
        ((2, 4), 2, True, (True, True)),
        ((4, 4, 1), 3, True, (False, False, True)),
        ((1, 3, 5), 4, True, (True, False, True)),
        ((2, 3, 4), 2, True, (False, False, False)),
    ],
)
def test_agreement_counts_steps_from_the_middle_of_the_others(given, spread, is_wide, stands_out):
    found = agreement(scores(*given), scale=SCALE)

    assert (found.spread, found.is_wide, found.stands_out) == (Decimal(spread), is_wide, stands_out)


def test_agreement_counts_points_of_the_scale_and_not_marks():
    found = agreement(scores(3, 7), scale=scores(0, 3, 7, 10))

    assert (found.spread, found.is_wide) == (Decimal(4), False)


def test_agreement_refuses_a_score_off_the_scale():
    with pytest.raises(ValueError, match="published scale"):
        agreement(scores(3, 2.5), scale=SCALE)


def test_pass_or_fail_has_two_points_and_a_judged_criterion_its_own():
    half = (ScalePoint(score=Decimal(0), label={}), ScalePoint(score=Decimal("2.5"), label={}))

    assert scores_of(CriterionSpec(id="a", title={}, method="pass_fail")) == (1, 0)
    assert scores_of(CriterionSpec(id="b", title={}, scale=half)) == (0, Decimal("2.5"))
    assert scale_of(CriterionSpec(id="c", title={})) == ()
    assert scale_of(CriterionSpec(id="d", title={}, method="formula", scale=half)) == ()


def test_a_score_is_given_back_as_the_scale_writes_it():
    assert str(checked_score(Decimal("3.00"), scale=SCALE)) == "3"
    with pytest.raises(ValueError, match="published scale"):
        checked_score(Decimal("4.2"), scale=SCALE)


def test_passages_are_read_one_a_line_without_their_quotation_marks():
    assert quoted_lines(' “We meet people.” \n\n  "" \nA  peer stays. ') == ("We meet people.", "A peer stays.")


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("We meet people where they go", True),
        ("where they go. A peer", True),
        ("we meet people", False),
        ("We meet nobody", False),
        ("plan.pdf, page 4", True),
        ("other.pdf, page 4", False),
    ],
)
def test_a_passage_stands_in_the_bid_word_for_word(line, is_found):
    texts = ["We meet people\nwhere they  go.\n\nA peer stays."]

    assert lines_not_found([line], texts=texts, file_names=["plan.pdf"]) == (() if is_found else (line,))
