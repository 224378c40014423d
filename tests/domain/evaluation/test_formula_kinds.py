"""Every kind of formula and every measure of an offer, through every branch: one that is forgotten fails here."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bids.bidding.domain.measures import OfferToScore, measure_of
from bids.bidding.domain.payload import CommercialPart, OutcomeOfferPart, PledgePart
from bids.evaluation.domain.assurance.rehearsal_bids import (
    LETTERS,
    begin,
    is_workable,
    read_figure,
    rehearsal_lines,
    rehearsed_bids,
)
from bids.evaluation.domain.scoring.criteria import Criterion
from bids.evaluation.domain.scoring.decision import Judged, decide, measured
from bids.evaluation.domain.scoring.formula_kinds import behaviour_of
from bids.evaluation.domain.scoring.own_figures import own_figures
from bids.evaluation.domain.scoring.scoring import TieRule, rank
from challenges.publishing.domain.faults import lint, validate
from challenges.publishing.domain.formulas import KINDS, MEASURES, Better, Figures, Promise, Unit, compares_bids
from challenges.publishing.domain.specification import Formula, FormulaSpec
from challenges.publishing.domain.words import FormulaKind, MeasureOfOffer
from tests.domain.evaluation.test_decision import RANKED
from tests.support.specifications import JOBS, PLAN, PRICE, STANDING, outcome_specification

D = Decimal
#: The least and the most of a measure that is likely, by what it counts.
RANGE = {Unit.POUNDS: (D(1000), D(900_000)), Unit.RESULTS: (D(10), D(300)), Unit.SHARE: (D("0.1"), D("0.9"))}
PAIRS = [
    (kind, measure)
    for kind, kind_facts in KINDS.items()
    for measure, facts in MEASURES.items()
    if not kind_facts.is_relative or kind_facts.better == facts.better
]


def figures_of(kind, measure):
    """Figures that fit: from the measure's worst to its best."""
    low, high = RANGE[MEASURES[measure].unit]
    is_falling = MEASURES[measure].better == Better.LOWER
    worst, best = (high, low) if is_falling else (low, high)
    marks = (D(100), D(40)) if is_falling else (D(40), D(100))
    levels = tuple(zip((low, high), marks, strict=True))
    return {Figures.ENDS: {"worst": worst, "best": best}, Figures.LEVELS: {"levels": levels}, Figures.NONE: {}}[
        KINDS[kind].figures
    ]


def formula(kind, measure):
    outcome = JOBS.id if MEASURES[measure].is_of_one_outcome else ""
    return FormulaSpec(measure=measure.value, kind=kind.value, outcome=outcome, **figures_of(kind, measure))


def specification(kind, measure):
    spec = outcome_specification()
    scored = replace(PRICE, formula=formula(kind, measure))
    pledged = (replace(spec.measures[0], maximum=D(20)),)
    return replace(spec, criteria=(PLAN, scored, STANDING), measures=pledged)


def offer(bid="a", *, low="0.5"):
    units = OutcomeOfferPart(outcome=JOBS.id, volumes=(D(60), D(80)), low=D(low), likely=D("0.6"), high=D("0.7"))
    part = CommercialPart(
        bid=bid, version=1, outcomes=(units,), pledges=(PledgePart(measure="m-jobs", quantity=D(3)),),
        yearly_costs=(D(100_000), D(100_000)),
    )  # fmt: skip
    return OfferToScore(bid=bid, part=part, statements={"m-jobs": "With local colleges."})


def decided(spec, made):
    judged = Judged(
        scores={made.bid: {PLAN.id: D(3), STANDING.id: D(1)}}, accepted={made.bid: frozenset({"wage"})}
    )  # fmt: skip
    return decide(spec, ranked=RANKED, judged=judged, offers=[made])


def test_every_kind_fits_a_measure_and_every_measure_a_kind():
    assert {kind for kind, _measure in PAIRS} == set(FormulaKind)
    assert {measure for _kind, measure in PAIRS} == set(MeasureOfOffer)


@pytest.mark.parametrize(("kind", "measure"), PAIRS)
def test_kind_that_fits_may_be_published(kind, measure):
    spec = specification(kind, measure)

    is_unbounded = KINDS[kind].better == Better.HIGHER and MEASURES[measure].promise == Promise.UNITS
    assert [fault.code for fault in validate(spec)] == ["unlimited"] * is_unbounded
    assert ("relative" in {fault.code for fault in lint(spec)}) == KINDS[kind].is_relative


@pytest.mark.parametrize("kind", FormulaKind)
@pytest.mark.parametrize("measure", MeasureOfOffer)
def test_kind_that_does_not_fit_is_a_fault(kind, measure):
    codes = {fault.code for fault in validate(specification(kind, measure))}

    assert ("does_not_fit" in codes) == ((kind, measure) not in PAIRS)


@pytest.mark.parametrize(("kind", "measure"), [pair for pair in PAIRS if KINDS[pair[0]].figures != Figures.NONE])
def test_formula_without_its_figures_is_a_fault_and_is_refused(kind, measure):
    bare = FormulaSpec(measure=measure.value, kind=kind.value, outcome=formula(kind, measure).outcome)
    spec = outcome_specification(criteria=(PLAN, replace(PRICE, formula=bare), STANDING))

    assert "missing" in {fault.code for fault in validate(spec)}
    with pytest.raises(ValueError, match="formula"):
        rank({}, [Criterion(id="f", weight=D(1), kind="formula", formula=bare)], TieRule())


@pytest.mark.parametrize(("kind", "measure"), PAIRS)
def test_better_figure_earns_more_within_the_weight(kind, measure):
    low, high = RANGE[MEASURES[measure].unit]
    better, worse = (low, high) if MEASURES[measure].better == Better.LOWER else (high, low)
    criterion = Criterion(id="f", weight=D(40), maximum=D(100), kind="formula", formula=formula(kind, measure))

    totals = rank({"better": {"f": better}, "worse": {"f": worse}}, [criterion], TieRule()).totals

    assert 0 <= totals["worse"] < totals["better"] <= 40


@pytest.mark.parametrize(("kind", "measure"), PAIRS)
def test_undefined_measure_counts_as_the_worst_or_is_refused(kind, measure):
    made, spec = offer(low="0"), specification(kind, measure)
    spec = replace(spec, criteria=(replace(PRICE, formula=replace(formula(kind, measure), measure="cost_per_outcome",
                                                                  outcome=JOBS.id)),))  # fmt: skip

    if KINDS[kind].is_relative:
        with pytest.raises(ValueError, match="cost_per_outcome for price: 'a' refused, is undefined for this bid"):
            measured(made, criterion=spec.criteria[0], specification=spec)
    else:
        found = measured(made, criterion=spec.criteria[0], specification=spec)
        criterion = Criterion(id="f", weight=D(40), maximum=D(100), kind="formula", formula=formula(kind, measure))
        low, high = RANGE[MEASURES[measure].unit]
        totals = rank({"undefined": {"f": found.value}, "low": {"f": low}, "high": {"f": high}}, [criterion], TieRule())
        assert found.defined is False
        assert totals.totals["undefined"] == min(totals.totals.values())


@pytest.mark.parametrize(("kind", "measure"), PAIRS)
def test_bidder_is_told_the_mark_of_the_ranking_unless_it_hangs_on_others(kind, measure):
    spec, made = specification(kind, measure), offer()

    (told,) = own_figures(spec, made, lot="", faults=())

    ranking = decided(spec, made)
    assert told.is_relative == compares_bids(kind)
    assert told.value == ranking.scores["a"]["price"]
    assert told.mark == (None if told.is_relative else ranking.marks["a"]["price"])


@pytest.mark.parametrize(("kind", "measure"), PAIRS)
def test_every_kind_can_be_rehearsed_and_parts_the_first_bids(kind, measure):
    spec = specification(kind, measure)
    lines, begun = rehearsal_lines(spec, lot=""), begin(spec, lot="")
    assert is_workable(spec, lot="")

    read = {letter: [read_figure(line, f"{begun[letter][line.key]:f}") for line in lines] for letter in LETTERS}

    assert read == {letter: [begun[letter][line.key] for line in lines] for letter in LETTERS}
    bids = {letter: {line.criterion.id: begun[letter][line.key] for line in lines} for letter in LETTERS}
    marks = rehearsed_bids(spec, bids, lot="").ranking.marks
    assert len({marks[letter]["price"] for letter in "AC"}) == 2


@pytest.mark.parametrize("measure", MeasureOfOffer)
def test_every_measure_is_worked_out_exactly(measure):
    spec = specification(FormulaKind.LINEAR, measure)

    found = measure_of(offer(), formula=formula(FormulaKind.LINEAR, measure), specification=spec)

    assert isinstance(found, Decimal)
    assert found > 0
    assert MEASURES[measure].unit != Unit.SHARE or found <= 1


@pytest.mark.parametrize("word", ["", "best", "LINEAR"])
def test_word_that_is_no_kind_or_measure_is_refused_and_no_fact_is_made_up(word):
    with pytest.raises(ValueError, match=f"formula.kind: '{word}' refused, must be one of .*linear"):
        behaviour_of(Formula(kind=word))
    with pytest.raises(ValueError, match=f"measure: '{word}' refused, must be one of .*price"):
        measure_of(offer(), formula=FormulaSpec(measure=word, kind="linear"), specification=outcome_specification())
    assert compares_bids(word) is False


@pytest.mark.parametrize("kind", [kind for kind in FormulaKind if KINDS[kind].figures != Figures.NONE])
def test_worst_figure_of_an_unfinished_formula_is_refused(kind):
    with pytest.raises(ValueError, match="refused"):
        behaviour_of(Formula(kind=kind.value)).worst(Formula(kind=kind.value))
