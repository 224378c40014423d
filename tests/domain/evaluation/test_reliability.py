import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bids.evaluation.domain.assurance.reliability import icc, krippendorff_alpha, severity

SHROUT_FLEISS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)
FORMS = ["1,1", "2,1", "3,1", "1,k", "2,k", "3,k"]
LEVELS = ["nominal", "ordinal", "interval", "ratio"]
NAN = np.nan
full_panels = arrays(np.float64, st.tuples(st.integers(2, 8), st.integers(2, 6)), elements=st.integers(0, 10))
gappy_panels = arrays(
    np.float64, st.tuples(st.integers(1, 8), st.integers(1, 6)), elements=st.one_of(st.integers(0, 5), st.just(NAN))
)


# ---- icc


@pytest.mark.parametrize(
    ("form", "published"), list(zip(FORMS, [0.1657, 0.2898, 0.7148, 0.4428, 0.6201, 0.9093], strict=True))
)
def test_icc_reproduces_shrout_and_fleiss(form: str, published: float) -> None:
    assert icc(SHROUT_FLEISS, form) == pytest.approx(published, abs=5e-5)


@pytest.mark.parametrize("form", FORMS)
def test_icc_is_undefined_when_all_marks_are_equal(form: str) -> None:
    # 0.1 three times is not 0.3 in floating point; the marks are read as the decimals they were written as.
    assert icc(np.full((3, 3), 0.1), form) is None


def test_icc_is_undefined_when_bids_have_equal_means_of_decimals() -> None:
    assert icc(np.array([[0.1, 0.3], [0.2, 0.2]]), "3,k") is None


def test_icc_stands_as_its_formula_gives_it() -> None:
    assert icc(np.array([[1.0, 2.0], [2.0, 1.0]]), "1,1") == -1.0
    # Negative over negative: BMS 0, JMS 1/6, EMS 1/2 over two bids.
    assert icc(np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]), "2,k") == 3.0


@given(full_panels, st.sampled_from(FORMS))
@settings(deadline=None)
def test_icc_does_not_hang_on_order_or_on_a_common_shift(panel, form: str) -> None:
    value = icc(panel, form)

    assert icc(panel[::-1, ::-1], form) == value
    assert icc(panel + 3, form) == value


@pytest.mark.parametrize(
    ("ratings", "says"),
    [
        ([[1, NAN], [2, 3]], r"ratings\[0, 1\]: nan refused, is missing"),
        ([[1, np.inf], [2, 3]], r"ratings\[0, 1\]: inf refused, must be finite"),
        ([[1, 2]], "at least two bids and two evaluators"),
        ([[1], [2]], "at least two bids and two evaluators"),
        ([], "ratings"),
        ([1, 2], "ratings dimensions: 1 refused"),
        ([[True, False], [False, True]], "true and false are no numbers"),
        ([[1, 2], [3]], "must be a table of numbers"),
    ],
)
def test_icc_refuses(ratings, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        icc(ratings, "2,1")


def test_icc_refuses_an_unknown_form() -> None:
    with pytest.raises(ValueError, match="form: '4,1' refused"):
        icc(SHROUT_FLEISS, "4,1")


# ---- alpha


@given(gappy_panels, st.sampled_from(LEVELS))
@settings(max_examples=200, deadline=None)
def test_alpha_agrees_with_another_implementation(panel, level: str) -> None:
    value = krippendorff_alpha(panel, level)
    paired = panel[np.sum(~np.isnan(panel), axis=1) >= 2]

    if len(np.unique(paired[~np.isnan(paired)])) < 2:
        assert value is None
    else:
        assert value == pytest.approx(krippendorff.alpha(panel.T, level_of_measurement=level), abs=1e-9)


def test_alpha_of_perfect_agreement_is_one() -> None:
    assert [krippendorff_alpha(np.array([[1.0, 1], [4, 4], [0, 0]]), level) for level in LEVELS] == [1.0] * 4


@pytest.mark.parametrize("ratings", [[[2, NAN], [NAN, 3]], [[NAN, NAN]], [[5, 5], [5, 5]], [[1], [2]]])
def test_alpha_is_undefined_without_pairs_or_differences(ratings) -> None:
    assert krippendorff_alpha(np.array(ratings, float), "interval") is None


def test_alpha_refuses_negative_marks_on_a_ratio_level() -> None:
    panel = np.array([[-1.0, 2], [2, 2]])

    assert krippendorff_alpha(panel, "interval") is not None
    with pytest.raises(ValueError, match="ratings: -1.0 refused"):
        krippendorff_alpha(panel, "ratio")


def test_alpha_refuses_an_unknown_level_and_infinity() -> None:
    with pytest.raises(ValueError, match="level: 'other' refused"):
        krippendorff_alpha(SHROUT_FLEISS, "other")
    with pytest.raises(ValueError, match="must be finite"):
        krippendorff_alpha(np.array([[np.inf, 1.0]]), "nominal")


# ---- severity


def test_severity_undoes_who_read_what() -> None:
    found = severity(np.array([[6, 5, NAN], [NAN, 7, 6], [7, NAN, 5]]))

    assert found.leaning == pytest.approx((1, 0, -1), abs=1e-9)
    assert found.adjusted == pytest.approx((5, 7, 6), abs=1e-9)
    assert (found.connected, found.components) == (True, ((0, 1, 2),))


def test_severity_keeps_components_apart() -> None:
    found = severity(np.array([[1, 2, NAN, NAN], [NAN] * 4, [NAN, NAN, 3, NAN]]))

    assert found.leaning == (-0.5, 0.5, 0.0, None)
    assert found.adjusted == (1.5, None, 3.0)
    assert (found.connected, found.components) == (False, ((0,), (2,)))


def test_severity_of_an_empty_panel_says_nothing() -> None:
    found = severity(np.full((2, 2), NAN))

    assert (found.leaning, found.adjusted, found.connected, found.components) == ((None,) * 2, (None,) * 2, False, ())


@given(gappy_panels)
@settings(deadline=None)
def test_severity_is_the_least_squares_fit(panel) -> None:
    found = severity(panel)
    n, k = panel.shape
    rows, columns = np.nonzero(~np.isnan(panel))
    design = np.zeros((len(rows), n + k))
    design[np.arange(len(rows)), rows] = design[np.arange(len(rows)), n + columns] = 1
    marks = panel[rows, columns]

    fitted = np.array([found.adjusted[b] + found.leaning[e] for b, e in zip(rows, columns, strict=True)])

    if len(rows):
        best = np.linalg.lstsq(design, marks, rcond=None)[0]
        assert np.sum((marks - fitted) ** 2) == pytest.approx(np.sum((marks - design @ best) ** 2), abs=1e-7)
    for component in found.components:
        readers = {e for b, e in zip(rows, columns, strict=True) if b in component}
        assert sum(found.leaning[e] for e in readers) == pytest.approx(0, abs=1e-9)
    assert sorted(bid for component in found.components for bid in component) == sorted(set(rows.tolist()))


def test_severity_refuses_infinity() -> None:
    with pytest.raises(ValueError, match="must be finite"):
        severity(np.array([[1.0, np.inf]]))
