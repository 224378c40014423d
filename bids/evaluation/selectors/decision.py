"""The decision of one panel, worked out from what was opened and locked; never from a stored ranking.

What the ranking rests on are the parts of bids as they were sealed and the rows written by the chair. Anything still
open is refused here, so that no total exists before the marks are locked and both parts of every bid are opened.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from bids.bidding.selectors.scopes import sealed_after_opening
from bids.evaluation.domain.scoring.decision import Judged, RankedStage, decide
from bids.evaluation.domain.scoring.ranking_content import RankingContent, SpecificationNamed
from bids.evaluation.domain.states import PanelState
from bids.evaluation.models import Panel
from bids.evaluation.selectors.opened_parts import WholeBid, whole_bids
from bids.evaluation.selectors.scopes import locked_consensus_of, opened_bids_of, set_aside_from
from challenges.ground.domain.refused import Refused
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.selectors.versions import current_specification


class NotDecidable(Refused):
    """Something the ranking needs is still open."""


def decision_of(panel: Panel, *, as_of: datetime | None = None) -> RankingContent:
    """The ranking with everything it rests on, worked out anew. Needs `panel.stage.challenge`.

    From the scores that stand now, or from those that stood at a moment: a ranking made before a score was reopened
    rests on the earlier one. Bids that were set aside are named, not judged. Refuses before the marks are locked,
    while part 2 of any bid is sealed, and (`PartChanged`) where a bid is not what was sealed.
    """
    if panel.state != PanelState.LOCKED.value:
        raise NotDecidable(_("The panel has not locked its scores yet. The ranking can be made after that."))
    if sealed_after_opening(opened_bids_of(panel), EnvelopeKind.COMMERCIAL.value).exists() or not _is_opened(panel):
        raise NotDecidable(_("Part 2 of the bids has not been opened yet. The ranking can be made after that."))
    version, specification = current_specification(panel.stage.challenge)
    bids = whole_bids(panel)
    return decide(
        specification,
        ranked=RankedStage(
            ocid=panel.stage.challenge.ocid,
            stage=panel.stage.block_id,
            lot=panel.lot.block_id if panel.lot else "",
            specification=SpecificationNamed(number=version.number, sha256=version.sha256),
        ),
        judged=_judged(panel, bids, as_of=as_of),
        offers=[bid.offer for bid in bids.values()],
    )


def _is_opened(panel: Panel) -> bool:
    return panel.stage.openings.filter(kind=EnvelopeKind.COMMERCIAL.value, second_at__isnull=False).exists()


def _judged(panel: Panel, bids: Mapping[UUID, WholeBid], *, as_of: datetime | None) -> Judged:
    scores: dict[str, dict[str, Decimal]] = {str(bid): {} for bid in bids}
    for agreed in locked_consensus_of(panel, as_of=as_of).select_related("criterion"):
        if agreed.bid_id in bids:
            scores[str(agreed.bid_id)][agreed.criterion.block_id] = agreed.score
    return Judged(
        scores=scores,
        accepted={str(bid): frozenset(whole.quality.accepted_conditions) for bid, whole in bids.items()},
        set_aside={str(bid): kind for bid, kind in set_aside_from(panel).values_list("bid", "kind")},
    )
