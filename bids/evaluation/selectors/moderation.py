"""Agreeing scores: what the chair and the panel see of each other's scores, bid by bid and criterion by criterion.

Spread and what stands out, never a sum across criteria: no total, no order, no price.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bids.bidding.models import Bid
from bids.evaluation.domain.moderation import Agreement, agreement
from bids.evaluation.domain.scoring.scales import scores_of
from bids.evaluation.models import Assessment, Consensus, Panel, PanelMember
from bids.evaluation.selectors.conflicts import conflicts_visible_to
from bids.evaluation.selectors.evaluation import Excerpt, excerpt_of
from bids.evaluation.selectors.panels import judged_criteria
from bids.evaluation.selectors.scopes import (
    assessments_visible_to,
    bids_readable_by,
    consensus_visible_to,
    earlier_consensus_visible_to,
    opened_bids_of,
)
from challenges.ground.rules import Viewer
from challenges.publishing.models import Criterion
from challenges.publishing.selectors.versions import current_specification


@dataclass(frozen=True, kw_only=True)
class ModerationCell:
    """One bid under one criterion: how far the scores lie apart, and what is agreed so far."""

    bid: Bid
    name: str
    scores: tuple[Any, ...]
    agreement: Agreement
    agreed: Consensus | None


@dataclass(frozen=True, kw_only=True)
class ModerationGroup:
    criterion: Criterion
    cells: tuple[ModerationCell, ...]


@dataclass(frozen=True, kw_only=True)
class ModerationBoard:
    """`hidden` counts the bids this viewer may not read: somebody else agrees their scores."""

    groups: tuple[ModerationGroup, ...]
    hidden: int

    @property
    def cells(self) -> tuple[ModerationCell, ...]:
        return tuple(cell for group in self.groups for cell in group.cells)

    @property
    def agreed(self) -> int:
        return sum(cell.agreed is not None for cell in self.cells)

    def after(self, bid_id: UUID, criterion_id: UUID) -> tuple[UUID, UUID] | None:
        """The next bid and criterion without an agreed score, in the board's order."""
        order = [(cell.bid.pk, group.criterion.pk) for group in self.groups for cell in group.cells]
        waiting = {
            (cell.bid.pk, group.criterion.pk) for group in self.groups for cell in group.cells if cell.agreed is None
        }
        start = order.index((bid_id, criterion_id)) + 1
        return next((place for place in [*order[start:], *order[:start]] if place in waiting), None)


@dataclass(frozen=True, kw_only=True)
class Individual:
    """One evaluator's locked assessment as the panel sees it."""

    assessment: Assessment
    name: str
    discipline: str
    stands_out: bool


@dataclass(frozen=True, kw_only=True)
class ConsensusPage:
    excerpt: Excerpt
    individual: tuple[Individual, ...]
    agreement: Agreement
    agreed: Consensus | None
    present: tuple[str, ...]
    earlier: tuple[Consensus, ...]
    may_be_present: tuple[PanelMember, ...]


def moderation_board(viewer: Viewer, panel: Panel) -> ModerationBoard:
    """Every readable bid under every criterion. Six queries at any number of bids, criteria and marks."""
    _version, specification = current_specification(panel.stage.challenge)
    scales = {one.id: scores_of(one) for one in specification.criteria}
    bids = list(bids_readable_by(viewer, panel).select_related("bidder").order_by("bidder__name", "pk"))
    assessments: dict[Any, list[Assessment]] = {}
    for assessment in (
        assessments_visible_to(viewer, panel).filter(state="locked").order_by("member__joined_at", "member")
    ):
        assessments.setdefault((assessment.bid_id, assessment.criterion_id), []).append(assessment)
    agreed = {(one.bid_id, one.criterion_id): one for one in consensus_visible_to(viewer, panel)}
    groups = tuple(
        ModerationGroup(
            criterion=criterion,
            cells=tuple(
                _cell(
                    bid,
                    assessments.get((bid.pk, criterion.pk), []),
                    agreed.get((bid.pk, criterion.pk)),
                    scale=scales[criterion.block_id],
                )
                for bid in bids
            ),
        )
        for criterion in judged_criteria(panel)
    )
    return ModerationBoard(groups=groups, hidden=opened_bids_of(panel).count() - len(bids))


def _cell(
    bid: Bid, assessments: Sequence[Assessment], agreed: Consensus | None, *, scale: Sequence[Any]
) -> ModerationCell:
    scores = tuple(assessment.score for assessment in assessments)
    return ModerationCell(
        bid=bid, name=bid.bidder.name, scores=scores, agreement=agreement(scores, scale=scale), agreed=agreed
    )


def consensus_page(viewer: Viewer, panel: Panel, *, bid_id: UUID, criterion_id: UUID) -> ConsensusPage | None:
    """What the panel talks about: the bid's words, each evaluator's score with reasons, what is agreed; else None."""
    excerpt = excerpt_of(viewer, panel, bid_id=bid_id, criterion_id=criterion_id)
    if excerpt is None:
        return None
    here = {"bid": bid_id, "criterion": criterion_id}
    assessments = list(
        assessments_visible_to(viewer, panel)
        .filter(state="locked", **here)
        .select_related("member__person")
        .order_by("member__joined_at", "member")
    )
    found = agreement([assessment.score for assessment in assessments], scale=scores_of(excerpt.published))
    people = list(panel.members.select_related("person").order_by("joined_at"))
    agreed = consensus_visible_to(viewer, panel).filter(**here).first()
    conflicts, bidder_id = conflicts_visible_to(viewer, panel), excerpt.bid.bidder_id
    return ConsensusPage(
        excerpt=excerpt,
        individual=tuple(
            _individual(assessment, stands_out)
            for assessment, stands_out in zip(assessments, found.stands_out, strict=True)
        ),
        agreement=found,
        agreed=agreed,
        present=tuple(str(one.person) for one in people if agreed and str(one.pk) in agreed.present),
        earlier=tuple(earlier_consensus_visible_to(viewer, panel).filter(**here).order_by("-replaced_at")),
        may_be_present=tuple(
            one for one in people if one.left_at is None and not conflicts.has_conflict(one.pk, bidder_id)
        ),
    )


def _individual(assessment: Assessment, stands_out: bool) -> Individual:
    return Individual(
        assessment=assessment,
        name=str(assessment.member.person),
        discipline=assessment.member.discipline,
        stands_out=stands_out,
    )
