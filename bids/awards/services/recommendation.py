"""From ranking to decision: one person recommends, a second one approves or returns."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bids.awards.domain.states import RecommendationState
from bids.awards.models import Approval, Award, Recommendation
from bids.awards.services.states import move_recommendation
from bids.bidding.domain.measures import measure_of
from bids.bidding.models import Bid
from bids.evaluation.domain.scoring.ranking_content import RankingContent
from bids.evaluation.models import Panel, Ranking
from bids.evaluation.selectors.opened_parts import whole_bids
from bids.evaluation.selectors.scopes import reopenings_under_way
from bids.evaluation.services.conflicts import why_kept_out
from challenges.ground.domain.reasons import explains
from challenges.ground.domain.refused import Refused
from challenges.ground.domain.words import ChallengeKind
from challenges.ground.services.outbox import add_event
from challenges.ground.services.record import append_to_record
from challenges.publishing.domain.specification import FormulaSpec
from challenges.publishing.domain.words import FormulaKind, MeasureOfOffer
from challenges.publishing.selectors.versions import specification_of


class DecisionRefused(Refused):
    """A decision that may not be taken now, like this or by this person; `field` names what to mend."""


def recommend_award(
    *,
    ranking_id: UUID,
    bid_id: UUID | None,
    reasons: str,
    by: UUID,
    at: datetime,
    prize_amount: Decimal | None = None,
) -> Recommendation:
    """Propose the award, or that none is made (`bid_id` empty), on the strength of the ranking.

    Effects: the recommendation, a record entry, messages to the approvers. Refuses a bid that is disqualified or not in
    first place, a prize without its amount or of more than the fund, reasons too short to explain anything, a person
    with an interest or a bid of their own, a second proposal while one waits or was approved, a ranking that stands no
    more, and all of it while a score is being reopened.
    """
    with transaction.atomic():
        _lock_panel(Ranking.objects.values_list("panel", flat=True).get(pk=ranking_id))
        rankings = Ranking.objects.select_for_update(of=("self",))
        ranking = rankings.select_related("panel__stage", "specification_version").get(pk=ranking_id)
        _refuse_interested(ranking, by=by)
        _refuse_while_reopening(ranking)
        _refuse_proposal(ranking, bid_id=bid_id, reasons=reasons)
        proposed = Recommendation.objects.create(
            ranking=ranking,
            bid_id=bid_id,
            prize_amount=_prize(ranking, prize_amount) if bid_id else None,
            reasons=reasons.strip(),
            proposed_by_id=by,
            proposed_at=at,
        )
        _record_proposal(ranking, proposed, at=at)
    return proposed


def _refuse_proposal(ranking: Ranking, *, bid_id: UUID | None, reasons: str) -> None:
    if not explains(reasons):
        raise DecisionRefused(
            _("Give the reasons in a sentence or two, so that others can follow them."), field="reasons"
        )
    if bid_id is not None and RankingContent.from_plain(ranking.content).places.get(str(bid_id)) != 1:
        raise DecisionRefused(_("Only the bid in first place can be recommended."), field="bid")
    if ranking.recommendations.exclude(state=RecommendationState.RETURNED.value).exists():
        raise DecisionRefused(_("A recommendation has been made already."))


def _record_proposal(ranking: Ranking, proposed: Recommendation, *, at: datetime) -> None:
    event, bid = "recommendation.proposed", str(proposed.bid_id) if proposed.bid_id else None
    said = {"recommendation": str(proposed.pk), "bid": bid, "by": str(proposed.proposed_by_id)}
    if proposed.prize_amount is not None:
        said["prize_amount"] = str(proposed.prize_amount)
    append_to_record(record_id=ranking.panel.stage.challenge_id, event=event, content=said, at=at)
    add_event(event=event, payload={"recommendation": str(proposed.pk)}, key=f"{event}:{proposed.pk}", at=at)


def decide_recommendation(
    *, recommendation_id: UUID, is_approved: bool, reasons: str, by: UUID, at: datetime
) -> Award | None:
    """The second person's decision. Approved, it becomes the award; returned, another recommendation may follow.

    Effects: the approval with its reasons, the state, a record entry, the award where approved. Refuses the person who
    made the recommendation, one with an interest or a bid of their own, a return without reasons, a decision taken
    before, and an approval while a score is being reopened; `PartChanged` where a bid is not what was sealed.
    """
    with transaction.atomic():
        _lock_panel(Recommendation.objects.values_list("ranking__panel", flat=True).get(pk=recommendation_id))
        proposed = (
            Recommendation.objects.select_for_update(of=("self",))
            .select_related("ranking__panel__stage__challenge", "ranking__panel__lot", "ranking__specification_version")
            .get(pk=recommendation_id)
        )
        _refuse_interested(proposed.ranking, by=by)
        if proposed.proposed_by_id == by:
            raise DecisionRefused(_("Somebody else has to decide: you made this recommendation."))
        if not is_approved and not explains(reasons):
            raise DecisionRefused(_("Say in a sentence or two why you return it."), field="reasons")
        if is_approved:
            _refuse_while_reopening(proposed.ranking)
        to = RecommendationState.APPROVED if is_approved else RecommendationState.RETURNED
        move_recommendation(recommendation_id=proposed.pk, to=to, by=by, at=at)
        Approval.objects.create(
            recommendation=proposed,
            person_id=by,
            is_approved=is_approved,
            reasons=reasons.strip(),
            decided_at=at,
        )
        return _award(proposed, at=at) if is_approved else None


def _lock_panel(panel_id: UUID) -> None:
    """The panel first, as reopening a score does it: of a reopening and a decision at once, one sees the other."""
    Panel.objects.select_for_update().get(pk=panel_id)


def _refuse_while_reopening(ranking: Ranking) -> None:
    if ranking.superseded_at is not None:
        raise DecisionRefused(_("A score was reopened since. Work out the ranking anew first."))
    if reopenings_under_way(ranking.panel).exists():
        raise DecisionRefused(_("Somebody has asked to reopen a score. That has to be settled first."))


def _refuse_interested(ranking: Ranking, *, by: UUID) -> None:
    kept_out = why_kept_out(stage=ranking.panel.stage, person_id=by)
    if kept_out:
        raise DecisionRefused(kept_out)


def prize_fund(ranking: Ranking) -> Decimal | None:
    """What a prize's winners share; nothing where the procedure is no prize or names no fund."""
    specification = specification_of(ranking.specification_version)
    is_prize = specification.kind == ChallengeKind.CHALLENGE_PRIZE.value
    return specification.value_amount if is_prize else None


def _prize(ranking: Ranking, amount: Decimal | None) -> Decimal | None:
    fund = prize_fund(ranking)
    if fund is None:
        return None
    if amount is None:
        raise DecisionRefused(_("Enter the amount this winner gets."), field="prize_amount")
    if not 0 < amount <= fund:
        message = _("Enter more than nothing and no more than the prize fund, %(fund)s.")
        raise DecisionRefused(message % {"fund": f"{fund:,}"}, field="prize_amount")
    return amount


def _award(proposed: Recommendation, *, at: datetime) -> Award:
    panel = proposed.ranking.panel
    award = Award.objects.create(
        recommendation=proposed,
        panel=panel,
        bid=proposed.bid,
        value_amount=_value(proposed.bid, proposed=proposed) if proposed.bid_id else None,
        currency=panel.stage.challenge.currency,
        decided_at=at,
    )
    payload = {"award": str(award.pk)}
    add_event(event="award.approved", payload=payload, key=f"award.approved:{award.pk}", at=at)
    return award


def _value(bid: Bid, *, proposed: Recommendation) -> Decimal | None:
    """What the award is worth: for a prize what was recommended, else the most the winner's offer could cost."""
    panel: Panel = proposed.ranking.panel
    specification = specification_of(proposed.ranking.specification_version)
    if specification.kind == ChallengeKind.CHALLENGE_PRIZE.value:
        return proposed.prize_amount
    price = FormulaSpec(measure=MeasureOfOffer.PRICE.value, kind=FormulaKind.LINEAR.value)
    lot = panel.lot.block_id if panel.lot else ""
    return measure_of(whole_bids(panel)[bid.pk].offer, formula=price, specification=specification, lot=lot)
