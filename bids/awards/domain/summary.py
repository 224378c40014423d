"""The assessment summary: what a bidder is told of its scores and why, frozen when it is sent.

Regulation 31 of the Procurement Regulations 2024 asks for the criteria with their relative importance and how they are
scored, the score and an explanation for each, totals and sub-totals, reasons for a disqualification, and for those
who did not win the same of the winner. `missing` names what a letter lacks; one that lacks anything is not sent.
A bid that was set aside, because the portal could not open it, has no scores: its letter says so instead.

JSON, of which the hash is taken over the canonical bytes (`challenges.ground.domain.frozen_json`)::

    {"bidder": {"email": "…", "name": "…"}, "bids_assessed": 3,
     "disqualified_by": [{"id": "able", "title": {"en": "…"}}], "format": 1, "is_awarded": true, "is_winner": false,
     "own": {"criteria": [{…}], "pillars": {"public_value": "48"}, "place": 2, "total": "80"}, "set_aside": "quality",
     "title": {"en": "…"}, "winner": {"name": "…", and the fields of "own"}}

    a line of criteria:
      {"formula": {"defined": true, "kind": "linear", "measure": "price"}, "id": "price", "mark": "32",
       "maximum": "100", "method": "formula", "minimum": null, "pillar": "risk_and_reward", "reasons": "",
       "scale": [{"label": {"en": "…"}, "score": "5"}], "score": "120000", "title": {"en": "…"}, "weight": "40"}

`set_aside` is left out where the bid was judged. Refused: JSON of another format, unknown fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, Self

from bids.evaluation.domain.scoring.decision import condition_id, criteria_in
from bids.evaluation.domain.scoring.ranking_content import RankingContent
from challenges.ground.domain.frozen_json import as_plain, from_plain
from challenges.ground.domain.language import Text
from challenges.publishing.domain.specification import CriterionSpec, Specification
from challenges.publishing.domain.words import Method


@dataclass(frozen=True, kw_only=True)
class Party:
    """A bidder as the letter names it."""

    name: str
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Failed:
    """A criterion or a required condition a bid did not pass."""

    id: str
    title: Text


@dataclass(frozen=True, kw_only=True)
class ScaleStep:
    """A point of the published scale and what it is called."""

    score: Decimal
    label: Text


@dataclass(frozen=True, kw_only=True)
class FormulaScored:
    """What a formula scored; `defined` says whether it could be worked out from the bid."""

    measure: str
    kind: str
    defined: bool


@dataclass(frozen=True, kw_only=True)
class SummaryLine:
    """One criterion: what was published of it, the score and mark of the bid, and why."""

    id: str
    title: Text
    pillar: str
    method: str
    weight: Decimal
    maximum: Decimal
    minimum: Decimal | None
    score: Decimal | None
    mark: Decimal | None
    reasons: str
    scale: tuple[ScaleStep, ...]
    formula: FormulaScored | None


@dataclass(frozen=True, kw_only=True)
class BidScores:
    """One bid's scores; empty for a bid that was not judged."""

    criteria: tuple[SummaryLine, ...] = ()
    pillars: Mapping[str, Decimal] = field(default_factory=dict)
    total: Decimal | None = None
    place: int | None = None


@dataclass(frozen=True, kw_only=True)
class WinnerScores(BidScores):
    """The winner's scores, for those who did not win."""

    name: str


@dataclass(frozen=True, kw_only=True)
class SummaryContent:
    """The letter to one bidder; `set_aside` names the part of its bid that could not be opened."""

    FORMAT: ClassVar[int] = 1
    LEFT_OUT_WHERE_SILENT: ClassVar[frozenset[str]] = frozenset({"set_aside"})

    bidder: Party
    is_winner: bool
    is_awarded: bool
    title: Text
    bids_assessed: int
    disqualified_by: tuple[Failed, ...]
    own: BidScores
    winner: WinnerScores | None
    set_aside: str = ""

    def as_plain(self) -> dict[str, Any]:
        """The JSON that is kept and hashed."""
        plain: dict[str, Any] = as_plain(self)
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """What `as_plain` wrote. Refuses another format and unknown fields."""
        return from_plain(cls, plain)


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """What the letters rest on: the frozen ranking, the agreed reasons by bid and criterion, the bidders by bid."""

    specification: Specification
    lot: str
    ranking: RankingContent
    reasons: Mapping[str, Mapping[str, str]]
    parties: Mapping[str, Party]
    winner: str | None


def summary_of(bid: str, assessed: Assessed) -> SummaryContent:
    """The letter to one bidder."""
    ranking, winner = assessed.ranking, assessed.winner
    aside = ranking.set_aside.get(bid, "")
    is_winner = bid == winner
    return SummaryContent(
        bidder=assessed.parties[bid],
        is_winner=is_winner,
        is_awarded=winner is not None,
        title=assessed.specification.title,
        bids_assessed=len(ranking.scores),
        disqualified_by=tuple(
            Failed(id=failed, title=_title_of(failed, assessed.specification))
            for failed in ranking.disqualified.get(bid, ())
        ),
        own=BidScores() if aside else _scores_of(bid, assessed),
        winner=None if winner is None or is_winner else _winners_scores(winner, assessed),
        set_aside=aside,
    )


def _title_of(failed: str, specification: Specification) -> Text:
    titles: dict[str, Text] = {criterion.id: criterion.title for criterion in specification.criteria}
    titles |= {condition_id(condition.id): condition.title for condition in specification.conditions}
    return titles[failed]


def _winners_scores(winner: str, assessed: Assessed) -> WinnerScores:
    return WinnerScores(name=assessed.parties[winner].name, **vars(_scores_of(winner, assessed)))


def _scores_of(bid: str, assessed: Assessed) -> BidScores:
    ranking = assessed.ranking
    return BidScores(
        criteria=tuple(
            _line(criterion, bid=bid, assessed=assessed)
            for criterion in criteria_in(assessed.specification, assessed.lot)
        ),
        pillars=ranking.pillars.get(bid, {}),
        total=ranking.totals.get(bid),
        place=ranking.places.get(bid),
    )


def _line(criterion: CriterionSpec, *, bid: str, assessed: Assessed) -> SummaryLine:
    return SummaryLine(
        id=criterion.id,
        title=criterion.title,
        pillar=criterion.pillar,
        method=criterion.method,
        weight=criterion.weight,
        maximum=criterion.maximum,
        minimum=criterion.minimum,
        score=assessed.ranking.scores[bid].get(criterion.id),
        mark=assessed.ranking.marks.get(bid, {}).get(criterion.id),
        reasons=assessed.reasons.get(bid, {}).get(criterion.id, ""),
        scale=tuple(ScaleStep(score=point.score, label=point.label) for point in criterion.scale),
        formula=_formula(criterion, bid=bid, ranking=assessed.ranking),
    )


def _formula(criterion: CriterionSpec, *, bid: str, ranking: RankingContent) -> FormulaScored | None:
    if criterion.method != Method.FORMULA or criterion.formula is None:
        return None
    return FormulaScored(
        measure=criterion.formula.measure,
        kind=criterion.formula.kind,
        defined=criterion.id not in ranking.undefined.get(bid, ()),
    )


def missing(told: SummaryContent) -> tuple[str, ...]:
    """Criteria for which a letter lacks a score or a reason, in their order; a formula explains itself."""
    return tuple(
        line.id
        for scores in (told.own, told.winner)
        if scores is not None
        for line in scores.criteria
        if line.score is None or (line.formula is None and not line.reasons.strip())
    )
