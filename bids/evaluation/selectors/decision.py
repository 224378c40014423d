"""The decision of one panel, worked out from what was opened and locked; never from a stored ranking.

What the ranking rests on are rows written by the opening and by the chair. Anything still open is refused here, so that
no total exists before the marks are locked and both parts of every bid are opened.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bids.bidding.domain.measures import OfferToScore
from bids.bidding.domain.payload import CommercialPart, OutcomeOfferPart, PledgePart
from bids.bidding.models import Bid
from bids.bidding.selectors.scopes import sealed_after_opening
from bids.evaluation.domain.scoring.decision import Judged, decide
from bids.evaluation.domain.states import PanelState
from bids.evaluation.models import Panel
from bids.evaluation.selectors.scopes import locked_consensus_of, opened_bids_of, set_aside_from
from challenges.ground.domain.refused import Refused
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.selectors.versions import current_specification


class NotDecidable(Refused):
    """Something the ranking needs is still open."""


def decision_of(panel: Panel, *, as_of: datetime | None = None) -> dict[str, Any]:
    """The ranking with everything it rests on, worked out anew. Needs `panel.stage.challenge`.

    From the scores that stand now, or from those that stood at a moment: a ranking made before a score was reopened
    rests on the earlier one. Bids that were set aside are named, not judged. Refuses before the marks are locked and
    while part 2 of any bid is sealed.
    """
    if panel.state != PanelState.LOCKED.value:
        raise NotDecidable(_("The panel has not locked its scores yet. The ranking can be made after that."))
    bids = list(
        opened_bids_of(panel)
        .select_related("risk_reward")
        .prefetch_related("outcome_offers__outcome", "pledges__measure", "accepted_conditions__condition")
    )
    if sealed_after_opening(opened_bids_of(panel), EnvelopeKind.COMMERCIAL.value).exists() or not _is_opened(panel):
        raise NotDecidable(_("Part 2 of the bids has not been opened yet. The ranking can be made after that."))
    version, specification = current_specification(panel.stage.challenge)
    decided = decide(
        specification,
        lot=panel.lot.block_id if panel.lot else "",
        judged=_judged(panel, bids, as_of=as_of),
        offers=[offer_of(bid) for bid in bids],
    )
    aside = {str(bid): kind for bid, kind in set_aside_from(panel).values_list("bid", "kind")}
    return {
        "ocid": panel.stage.challenge.ocid,
        "stage": panel.stage.block_id,
        "specification": {"number": version.number, "sha256": version.sha256},
        **decided,
        **({"set_aside": aside} if aside else {}),
    }


def _is_opened(panel: Panel) -> bool:
    return panel.stage.openings.filter(kind=EnvelopeKind.COMMERCIAL.value, second_at__isnull=False).exists()


def _judged(panel: Panel, bids: list[Bid], *, as_of: datetime | None) -> Judged:
    scores: dict[str, dict[str, Decimal]] = {str(bid.pk): {} for bid in bids}
    for agreed in locked_consensus_of(panel, as_of=as_of).select_related("criterion"):
        if str(agreed.bid_id) in scores:
            scores[str(agreed.bid_id)][agreed.criterion.block_id] = agreed.score
    accepted = {str(bid.pk): frozenset(row.condition.block_id for row in bid.accepted_conditions.all()) for bid in bids}
    return Judged(scores=scores, accepted=accepted)


def offer_of(bid: Bid) -> OfferToScore:
    """What a bid offers in figures, from the rows its opening wrote."""
    money = getattr(bid, "risk_reward", None)
    pledges = list(bid.pledges.all())
    part = CommercialPart(
        bid=str(bid.pk),
        version=bid.version,
        outcomes=tuple(
            OutcomeOfferPart(
                outcome=row.outcome.block_id,
                volumes=tuple(Decimal(volume) for volume in row.volumes),
                low=row.attainment_low,
                likely=row.attainment_likely,
                high=row.attainment_high,
                price=row.price_amount,
            )
            for row in bid.outcome_offers.all()
        ),
        pledges=tuple(
            PledgePart(measure=row.measure.block_id, quantity=row.quantity, years=row.years, sharing=row.sharing)
            for row in pledges
        ),
        **(_money(money) if money else {}),
    )
    return OfferToScore(bid=str(bid.pk), part=part, statements={row.measure.block_id: row.statement for row in pledges})


def _money(row: Any) -> dict[str, Any]:
    return {
        "fixed_fee": row.fixed_fee_amount,
        "price": row.price_amount,
        "yearly_costs": tuple(Decimal(cost) for cost in row.yearly_costs),
        "cost_low": row.cost_factor_low,
        "cost_likely": row.cost_factor_likely,
        "cost_high": row.cost_factor_high,
        "working_capital": row.working_capital_amount,
    }
