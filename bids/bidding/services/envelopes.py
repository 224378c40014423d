"""The sent version of a bid, as its own bidder reads it."""

from bids.bidding.domain.payload import EnvelopeContent
from bids.bidding.models import Bid, SealedEnvelope
from bids.bidding.services.sealing import read_own_envelope
from challenges.publishing.domain.words import EnvelopeKind


class NothingSent(LookupError):
    """The bid was never sent."""


def parts_of(bid: Bid, *, version: int) -> tuple[EnvelopeContent, EnvelopeContent]:
    """Part 1 and part 2 of one sent version, opened with the bidder's key. Refuses `NothingSent`."""
    envelopes = SealedEnvelope.objects.filter(bid=bid, version=version).select_related(
        "bid__bidder", "bid__stage__challenge"
    )
    opened = {EnvelopeKind(envelope.kind): read_own_envelope(envelope) for envelope in envelopes}
    if len(opened) != len(EnvelopeKind):
        raise NothingSent("this bid was never sent")
    return opened[EnvelopeKind.QUALITY], opened[EnvelopeKind.COMMERCIAL]


def latest_parts(bid: Bid) -> tuple[EnvelopeContent, EnvelopeContent]:
    """Part 1 and part 2 as last sent."""
    return parts_of(bid, version=bid.version)
