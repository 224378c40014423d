"""The ranking, the recommendation and the award as their screens show them; everything from what was frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from bids.awards.domain.states import RecommendationState
from bids.awards.models import Award, Recommendation
from bids.awards.selectors.scopes import awards_managed_by, public_awards, recommendations_visible_to
from bids.evaluation.domain.assurance.robustness import Flip, flip_distance
from bids.evaluation.domain.scoring.decision import criteria_in, model_of
from bids.evaluation.domain.scoring.ranking_content import RankingContent
from bids.evaluation.models import Panel, Ranking
from bids.evaluation.selectors.scopes import (
    opened_bids_of,
    openings_visible_to,
    rankings_visible_to,
    set_aside_from,
)
from challenges.ground.domain.language import Text
from challenges.ground.rules import Viewer
from challenges.publishing.domain.specification import CriterionSpec, Specification
from challenges.publishing.domain.words import EnvelopeKind, Pillar
from challenges.publishing.selectors.versions import specification_of


@dataclass(frozen=True, kw_only=True)
class RankedBid:
    """One bid in the ranking."""

    bid_id: UUID
    bidder: str
    place: int | None
    total: Decimal | None
    pillars: tuple[tuple[str, Decimal], ...]
    #: Criterion, score or measure, mark.
    marks: tuple[tuple[Text, Decimal, Decimal], ...]
    disqualified_by: tuple[Text, ...]
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class TieMet:
    """Bids that met, how they were parted, and whether they were."""

    bidders: tuple[str, ...]
    by: tuple[Text, ...]
    is_resolved: bool


@dataclass(frozen=True, kw_only=True)
class RankingPage:
    ranking: Ranking
    panel: Panel
    standings: tuple[RankedBid, ...]
    ties: tuple[TieMet, ...]
    #: The pillars that carry weight, in their published order, as codes.
    pillars: tuple[str, ...]
    flip_steps: int | None
    #: Bidder, criterion, the score that would do it, the score that was agreed.
    flips: tuple[tuple[str, Text, str, str], ...]
    recommendation: Recommendation | None
    returned: tuple[Recommendation, ...]
    award: Award | None
    #: Bidder, and whether it was part 1 that could not be opened.
    set_aside: tuple[tuple[str, bool], ...]

    @property
    def first(self) -> tuple[RankedBid, ...]:
        return tuple(standing for standing in self.standings if standing.place == 1)


def ranking_page(panel: Panel, *, viewer: Viewer) -> RankingPage | None:
    """The frozen ranking of a panel, or nothing where there is none yet or it is not this viewer's to see."""
    ranking = rankings_visible_to(viewer).filter(panel=panel).select_related("specification_version").first()
    if ranking is None:
        return None
    specification = specification_of(ranking.specification_version)
    bids = list(opened_bids_of(panel).select_related("bidder"))
    names = {str(bid.pk): bid.bidder.name for bid in bids}
    late = frozenset(str(bid.pk) for bid in bids if bid.admitted_late_at)
    aside = set_aside_from(panel).select_related("bid__bidder").order_by("bid__bidder__name", "pk")
    titles, content = _titles(specification), RankingContent.from_plain(ranking.content)
    proposals = list(
        recommendations_visible_to(viewer)
        .filter(ranking__panel=panel)
        .select_related("proposed_by", "bid__bidder", "approval__person")
    )
    flip = _flip(content, specification, lot=panel.lot.block_id if panel.lot else "")
    return RankingPage(
        ranking=ranking,
        panel=panel,
        standings=tuple(_standings(content, names=names, late=late, titles=titles)),
        ties=tuple(_ties(content, names=names, titles=titles)),
        pillars=tuple(_pillars(content)),
        flip_steps=flip.steps if flip else None,
        flips=tuple(
            (names[c.bid], titles[c.criterion], f"{c.to:f}", f"{c.from_:f}") for c in (flip.changes[:5] if flip else ())
        ),
        recommendation=next((p for p in proposals if p.state != RecommendationState.RETURNED), None),
        returned=tuple(p for p in proposals if p.state == RecommendationState.RETURNED),
        award=awards_managed_by(viewer).filter(panel=panel).select_related("notice").first(),
        set_aside=tuple((one.bid.bidder.name, one.kind == EnvelopeKind.QUALITY) for one in aside),
    )


def is_part_2_open(panel: Panel, *, viewer: Viewer) -> bool:
    """Whether two people have opened the offers of what a panel judges."""
    return (
        openings_visible_to(viewer)
        .filter(stage=panel.stage, kind=EnvelopeKind.COMMERCIAL.value, opened_at__isnull=False)
        .exists()
    )


def _titles(specification: Specification) -> dict[str, Text]:
    titles: dict[str, Text] = {criterion.id: criterion.title for criterion in specification.criteria}
    return titles | {f"condition:{condition.id}": condition.title for condition in specification.conditions}


def _pillars(content: RankingContent) -> list[str]:
    named = {criterion.pillar for criterion in content.criteria if criterion.weight}
    return [pillar.value for pillar in Pillar if pillar in named]


def _standings(
    content: RankingContent, *, names: Mapping[str, str], late: frozenset[str], titles: Mapping[str, Text]
) -> list[RankedBid]:
    pillars = _pillars(content)
    return [
        RankedBid(
            bid_id=UUID(bid),
            bidder=names[bid],
            place=content.places.get(bid),
            total=content.totals.get(bid),
            pillars=tuple(
                (pillar, content.pillars[bid].get(pillar, Decimal(0))) for pillar in pillars if bid in content.pillars
            ),
            marks=tuple(
                (titles[criterion], content.scores[bid][criterion], mark)
                for criterion, mark in content.marks.get(bid, {}).items()
            ),
            disqualified_by=tuple(titles[failed] for failed in content.disqualified.get(bid, ())),
            is_late=bid in late,
        )
        for bid in [*content.order, *sorted(content.disqualified)]
    ]


def _ties(content: RankingContent, *, names: Mapping[str, str], titles: Mapping[str, Text]) -> list[TieMet]:
    return [
        TieMet(
            bidders=tuple(names[bid] for bid in tie.bids),
            by=tuple(titles.get(step, {"en": step}) for step in tie.by),
            is_resolved=tie.resolved,
        )
        for tie in content.ties
    ]


def _flip(content: RankingContent, specification: Specification, *, lot: str) -> Flip | None:
    """How little would have to be scored otherwise for another bid to lead; shown, changing nothing."""
    criteria, _rule = model_of(specification, lot=lot)
    return flip_distance(content.scores, criteria) if len(content.order) > 1 else None


@dataclass(frozen=True, kw_only=True)
class AwardedLot:
    """One decision of a challenge, as the public reads it."""

    award_id: UUID
    lot: Text
    winner: str
    value_amount: Decimal | None
    currency: str
    published_at: datetime
    notice_number: str
    standstill_ends_on: date | None
    bids_assessed: int
    reasons: str
    criteria: tuple[CriterionSpec, ...]


@dataclass(frozen=True, kw_only=True)
class AwardRow:
    """One challenge in the public list of awards."""

    ocid: str
    title: Text
    authority: str
    is_demonstration: bool
    lots: tuple[AwardedLot, ...]


def public_award_rows(*, at: datetime, ocid: str = "") -> list[AwardRow]:
    """Published decisions, newest first, one row a challenge; of one challenge where its OCID is given."""
    awards = (
        public_awards(at)
        .select_related(
            "panel__stage__challenge__authority",
            "panel__lot",
            "bid__bidder",
            "notice",
            "recommendation__ranking__specification_version",
        )
        .order_by("-published_at", "pk")
    )
    if ocid:
        awards = awards.filter(panel__stage__challenge__ocid=ocid)
    by_challenge: dict[UUID, list[Award]] = {}
    for award in awards:
        by_challenge.setdefault(award.panel.stage.challenge_id, []).append(award)
    return [_award_row(found) for found in by_challenge.values()]


def _award_row(awards: list[Award]) -> AwardRow:
    challenge = awards[0].panel.stage.challenge
    return AwardRow(
        ocid=challenge.ocid,
        title=challenge.title,
        authority=challenge.authority.name,
        is_demonstration=challenge.authority.is_demonstration,
        lots=tuple(_awarded(award) for award in awards),
    )


def _awarded(award: Award) -> AwardedLot:
    ranking, lot = award.recommendation.ranking, award.panel.lot
    return AwardedLot(
        award_id=award.pk,
        lot=lot.title if lot else {},
        winner=award.bid.bidder.name if award.bid else "",
        value_amount=award.value_amount,
        currency=award.currency,
        published_at=award.published_at,
        notice_number=award.notice_number,
        standstill_ends_on=award.standstill_ends_on,
        bids_assessed=len(RankingContent.from_plain(ranking.content).scores),
        reasons=award.recommendation.reasons,
        criteria=criteria_in(specification_of(ranking.specification_version), lot.block_id if lot else ""),
    )
