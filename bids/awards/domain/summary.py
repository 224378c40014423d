"""The assessment summary: what a bidder is told of its scores and why, as plain JSON that is frozen when it is sent.

Regulation 31 of the Procurement Regulations 2024 asks for the criteria with their relative importance and how they are
scored, the score and an explanation for each, totals and sub-totals, reasons for a disqualification, and for those
who did not win the same block for the winner. `missing` names what a letter lacks; one that lacks anything is not sent.
A bid that was set aside, because the portal could not open it, has no scores: its letter says so instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bids.evaluation.domain.scoring.decision import condition_id, criteria_in
from challenges.ground.domain.language import Text
from challenges.publishing.domain.specification import CriterionSpec, Specification
from challenges.publishing.domain.words import Method

FORMAT = 1
#: The block of a bid that was not judged; the part that could not be opened stands beside it, as `set_aside`.
NOT_JUDGED: Mapping[str, Any] = {"criteria": [], "pillars": {}, "total": None, "place": None}


@dataclass(frozen=True, kw_only=True)
class Party:
    """A bidder as the letter names it."""

    name: str
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """What the letters rest on: the frozen ranking, the agreed reasons by bid and criterion, the bidders by bid."""

    specification: Specification
    lot: str
    ranking: Mapping[str, Any]
    reasons: Mapping[str, Mapping[str, str]]
    parties: Mapping[str, Party]
    winner: str | None


def summary_of(bid: str, assessed: Assessed) -> dict[str, Any]:
    """The letter to one bidder."""
    ranking, winner = assessed.ranking, assessed.winner
    aside = ranking.get("set_aside", {}).get(bid)
    told = {
        "format": FORMAT,
        "bidder": {"name": assessed.parties[bid].name, "email": assessed.parties[bid].email},
        "is_winner": bid == winner,
        "is_awarded": winner is not None,
        "title": dict(assessed.specification.title),
        "bids_assessed": len(ranking["scores"]),
        "disqualified_by": [
            {"id": failed, "title": dict(_title_of(failed, assessed.specification))}
            for failed in ranking["disqualified"].get(bid, [])
        ],
        "own": dict(NOT_JUDGED) if aside else _block(bid, assessed),
        "winner": None,
    }
    if aside:
        told["set_aside"] = aside
    if winner is not None and bid != winner:
        told["winner"] = {"name": assessed.parties[winner].name, **_block(winner, assessed)}
    return told


def _title_of(failed: str, specification: Specification) -> Text:
    titles: dict[str, Text] = {criterion.id: criterion.title for criterion in specification.criteria}
    titles |= {condition_id(condition.id): condition.title for condition in specification.conditions}
    return titles[failed]


def _block(bid: str, assessed: Assessed) -> dict[str, Any]:
    ranking = assessed.ranking
    return {
        "criteria": [
            _line(criterion, bid=bid, assessed=assessed)
            for criterion in criteria_in(assessed.specification, assessed.lot)
        ],
        "pillars": dict(ranking["pillars"].get(bid, {})),
        "total": ranking["totals"].get(bid),
        "place": ranking["places"].get(bid),
    }


def _line(criterion: CriterionSpec, *, bid: str, assessed: Assessed) -> dict[str, Any]:
    score = assessed.ranking["scores"][bid].get(criterion.id)
    line: dict[str, Any] = {
        "id": criterion.id,
        "title": dict(criterion.title),
        "pillar": criterion.pillar,
        "method": criterion.method,
        "weight": f"{criterion.weight:f}",
        "maximum": f"{criterion.maximum:f}",
        "minimum": None if criterion.minimum is None else f"{criterion.minimum:f}",
        "score": score,
        "mark": assessed.ranking["marks"].get(bid, {}).get(criterion.id),
        "reasons": assessed.reasons.get(bid, {}).get(criterion.id, ""),
        "scale": [{"score": f"{p.score:f}", "label": dict(p.label)} for p in criterion.scale],
        "formula": None,
    }
    if criterion.method == Method.FORMULA and criterion.formula is not None:
        undefined = criterion.id in assessed.ranking["undefined"].get(bid, [])
        line["formula"] = {
            "measure": criterion.formula.measure,
            "kind": criterion.formula.kind,
            "defined": not undefined,
        }
    return line


def missing(told: Mapping[str, Any]) -> tuple[str, ...]:
    """Criteria for which a letter lacks a score or a reason, in their order; a formula explains itself."""
    blocks = [told["own"], *([told["winner"]] if told["winner"] else [])]
    return tuple(
        line["id"]
        for block in blocks
        for line in block["criteria"]
        if line["score"] is None or (line["formula"] is None and not line["reasons"].strip())
    )
