"""Where a bid stands, as its label says it and in which colour."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bids.bidding.selectors.own_bids import BidPhase, BidStanding
from challenges.ground.wording.kind_words import KindWords
from challenges.ground.wording.kinds import SAID, text_of

LABELS: Mapping[BidPhase, tuple[Promise | KindWords, str]] = {
    BidPhase.WITHDRAWN: (_("Withdrawn"), "grey"),
    BidPhase.NOT_SENT_YET: (_("Not sent yet"), "yellow"),
    BidPhase.NOT_SENT_IN_TIME: (_("Not sent in time"), "grey"),
    BidPhase.WON: (SAID["won"], "green"),
    BidPhase.NOT_CHOSEN: (_("Decided: not chosen"), "purple"),
    BidPhase.TO_CONFIRM: (_("Sent, please confirm"), "orange"),
    BidPhase.BEING_EVALUATED: (_("Sent, being evaluated"), "blue"),
    BidPhase.CHANGES_NOT_SENT: (_("Sent, changes not sent"), "yellow"),
    BidPhase.SENT: (_("Sent"), "green"),
}


def label_of(standing: BidStanding) -> tuple[str, str]:
    """The words and the colour."""
    words, colour = LABELS[standing.progress]
    return text_of(words, standing.kind) if isinstance(words, KindWords) else str(words), colour
