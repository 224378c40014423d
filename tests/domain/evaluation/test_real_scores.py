"""Scores of real juries and panels, and worked examples from papers, each with its published answer."""

import csv
import gzip
import json
import os
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from bids.evaluation.domain.assurance.robustness import Assessment, acceptability, leave_one_out, rank_acceptability
from bids.evaluation.domain.scoring.scoring import Criterion, half_up, normalise, rank_values, weighted_total

D = Decimal
KEPT = Path(__file__).parents[1] / "data" / "real-scores"
SHARED = Path(os.environ.get("SHARED_DIR", Path(__file__).parents[4] / "shared")) / "real-scores"


def _shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} may not be kept in this repository and is not in {SHARED}")
    return path


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def _json(path: Path):
    return json.loads(path.read_text(), parse_float=D, parse_int=D)


# ---- a grant panel: 72 proposals, three reviewers, 1.0 is best


@pytest.fixture
def grants() -> dict[str, list[dict[str, str]]]:
    rows = defaultdict(list)
    for row in _csv(_shared("aibs-grant-panel.csv")):
        rows[row["ID"]].append(row)
    return rows


def test_grant_panel_averages_are_reproduced(grants) -> None:
    for rows in grants.values():
        scores = [D(row["Score"]) for row in rows]
        average = sum(scores) / len(scores)
        adjusted = average + D("0.0001") * max(scores)
        assert abs(average - D(rows[0]["ScoreAvg"])) < D("1e-8")
        assert abs(adjusted - D(rows[0]["ScoreAvgAdj"])) < D("1e-8")


@pytest.mark.parametrize(("published", "worst_counts"), [("ScoreRank", D(0)), ("ScoreRankAdj", D("0.0001"))])
def test_grant_panel_ranks_are_reproduced(grants, published: str, worst_counts: Decimal) -> None:
    values = {}
    for proposal, rows in grants.items():
        scores = [D(row["Score"]) for row in rows]
        values[proposal] = sum(scores) / len(scores) + worst_counts * max(scores)

    places = rank_values(values, lowest_first=True)

    # The published ranks run from 1 to 72; equal averages share their ranks in no stated order.
    for proposal, place in places.items():
        sharing = sum(other == place for other in places.values())
        assert place <= int(grants[proposal][0][published]) < place + sharing


def test_grant_panel_has_the_published_proposal_in_front(grants) -> None:
    # Low is good there and high is good here: 5 less the score turns it round.
    marks = [
        Assessment(evaluator=row["RevCode"] + row["RevID"], bid=proposal, criterion="merit", score=5 - D(row["Score"]))
        for proposal, rows in grants.items()
        for row in rows
    ]
    best = min(D(rows[0]["ScoreAvg"]) for rows in grants.values())
    expected = {proposal for proposal, rows in grants.items() if D(rows[0]["ScoreAvg"]) == best}

    found = leave_one_out(marks, [Criterion(id="merit", weight=D(100), maximum=D(5))])

    assert set(found.first) == expected


# ---- a skating final: 36 entries, five criteria, nine judges


def test_skating_scores_and_ranks_are_reproduced_to_the_hundredth() -> None:
    entries = _json(_shared("skating-worlds-2017-men-short.json"))["entries"]
    totals = {}
    for entry in entries:
        criteria, scores = [], {}
        for component in entry["components"]:
            kept = sorted(component["marks"].values())[1:-1]
            scores[component["criterion"]] = half_up(sum(kept) / len(kept), 2)
            assert scores[component["criterion"]] == component["panelScore"]
            weight = 10 * component["factor"]
            criteria.append(Criterion(id=component["criterion"], weight=weight, maximum=D(10)))
        published = entry["published"]
        components = weighted_total(scores, criteria)
        assert components == published["componentTotal"]
        totals[entry["entry"]] = published["elementTotal"] + components - published["deductions"]
        assert totals[entry["entry"]] == published["segmentTotal"]

    assert rank_values(totals, lowest_first=False) == {entry["entry"]: entry["published"]["rank"] for entry in entries}


# ---- acceptability of two medicines: 10,000 samples


@pytest.fixture
def samples() -> np.ndarray:
    with gzip.open(_shared("smaa-thrombo-samples.csv.gz"), "rt") as file:
        next(file)
        return np.loadtxt(file, delimiter=",").T


@pytest.fixture
def published() -> dict[str, dict[str, list[float]]]:
    return json.loads(_shared("smaa-thrombo-published.json").read_text())


def test_rank_acceptability_of_the_published_samples(samples, published) -> None:
    weights = samples[6:]
    totals = np.array([(samples[:3] * weights).sum(axis=0), (samples[3:6] * weights).sum(axis=0)])

    expected = [published["rankAcceptability"][name] for name in published["alternatives"]]
    assert rank_acceptability(totals) == pytest.approx(np.array(expected), abs=1e-9)


def test_acceptability_with_the_published_fixed_weights(samples, published) -> None:
    marks = np.stack([samples[:3], samples[3:6]])

    held = acceptability(marks, [0.5, 0.2, 0.3], spread=0, draws=10_000, rng=np.random.default_rng(1))

    fixed = published["withFixedWeights_0.5_0.2_0.3"]
    assert held == pytest.approx(np.array([fixed[name] for name in published["alternatives"]]), abs=1e-9)


# ---- a wine jury: six judges, four wines


def test_wine_jury_places_are_reproduced() -> None:
    jury = _json(_shared("wine-jury-6x4.json"))
    sums = {wine: sum(ranks[place] for ranks in jury["rankings"]) for place, wine in enumerate(jury["wines"])}

    places = rank_values(sums, lowest_first=True)

    assert list(sums.values()) == [13, 20, 11, 16]
    assert [places[wine] for wine in jury["wines"]] == jury["expectedGroupRank"]


# ---- worked examples from papers


@pytest.fixture
def papers() -> dict[str, dict]:
    return {one["name"]: one for one in _json(KEPT / "mcda-published.json")}


def test_weighted_sum_of_the_paper_is_reproduced(papers) -> None:
    paper = papers["kracka2010"]
    columns = [
        [1 / value if aim == "min" else value for value in column]
        for column, aim in zip(zip(*paper["matrix"], strict=True), paper["objectives"], strict=True)
    ]
    totals = {
        str(row): sum(normalise(column[row] / sum(column), D(1), D(1) / len(columns)) for column in columns)
        for row in range(len(paper["matrix"]))
    }

    assert [half_up(total, 8) for total in totals.values()] == paper["expectedScores"]
    assert list(rank_values(totals, lowest_first=False).values()) == paper["expectedRank"]


@pytest.mark.parametrize(
    ("name", "values", "lowest_first"),
    [
        ("tzeng2011", lambda paper: paper["expectedSimilarity"], False),
        ("opricovic2004", lambda paper: paper["expected"]["Q"], True),
    ],
)
def test_published_values_give_the_published_places(papers, name: str, values, lowest_first: bool) -> None:
    named = {str(row): value for row, value in enumerate(values(papers[name]))}

    assert list(rank_values(named, lowest_first=lowest_first).values()) == papers[name]["expectedRank"]


# ---- a funding service: a total is the sum of ten scores, a result the mean of the assessors' totals


def test_funding_service_totals_are_the_sum_of_ten_scores() -> None:
    forms = defaultdict(dict)
    for row in _csv(KEPT / "ifs-assessor-scores.csv"):
        forms[row["competition"], row["application"], row["assessor"]][row["question"]] = D(row["score"])

    assert len(forms) == 30
    for scores in forms.values():
        criteria = [Criterion(id=question, weight=D(10), maximum=D(10)) for question in scores]
        assert len(scores) == 10
        assert weighted_total(scores, criteria) == sum(scores.values())


def test_funding_service_results_are_means_of_totals() -> None:
    marks, totals = [], defaultdict(list)
    for row in _csv(KEPT / "ifs-assessor-scores.csv"):
        if row["competition"].startswith("Machine learning"):
            score = D(row["score"])
            marks.append(
                Assessment(evaluator=row["assessor"], bid=row["application"], criterion=row["question"], score=score)
            )
            totals[row["application"], row["assessor"]].append(score)
    results = defaultdict(list)
    for (application, _), scores in totals.items():
        results[application].append(sum(scores))
    means = {application: sum(each) / len(each) for application, each in results.items()}
    questions = {mark.criterion for mark in marks}

    found = leave_one_out(marks, [Criterion(id=one, weight=D(10), maximum=D(10)) for one in questions])

    assert set(found.first) == {application for application, mean in means.items() if mean == max(means.values())}
