"""Sealed parts: sealing one, and reading it as its own bidder or for the authority."""

from collections.abc import Mapping
from datetime import datetime

from bids.bidding.domain import sealing
from bids.bidding.domain.payload import (
    CommercialPart,
    EnvelopeContent,
    QualityPart,
    envelope_bytes,
    kind_of,
    read_envelope,
)
from bids.bidding.models import Bid, SealedEnvelope
from bids.bidding.vault.keys import OpeningHandle, SealingUnavailable, bidder_private_key, cannot_be_sent, sealed_for
from challenges.publishing.domain.words import EnvelopeKind


class NothingSent(LookupError):
    """The bid was never sent."""


def salted(part: QualityPart | CommercialPart, *, file_keys: Mapping[str, bytes] | None = None) -> EnvelopeContent:
    """A part with random bytes of its own for its hash, and the keys of its files: what is sealed."""
    return EnvelopeContent(part=part, salt=sealing.new_salt(), file_keys=file_keys or {})


def seal_part(content: EnvelopeContent, *, bid: Bid, version: int, opening_key: bytes, at: datetime) -> SealedEnvelope:
    """Seal one part, open it again with the bidder's key, compare hashes, and store it.

    Inside the submission's transaction; what cannot be opened again is refused (`SealingUnavailable`), with the draft
    still there.
    """
    kind = kind_of(content.part)
    sealed = sealing.seal_envelope(envelope_bytes(content))
    info = {
        purpose: sealed_for(bid, purpose=purpose, kind=kind.value, version=version) for purpose in ("bidder", "opening")
    }
    envelope = SealedEnvelope(
        bid=bid,
        kind=kind.value,
        version=version,
        ciphertext=sealed.ciphertext,
        key_for_bidder=sealing.wrap_data_key(sealed.key, public_key=bytes(bid.bidder.public_key), info=info["bidder"]),
        key_for_opening=sealing.wrap_data_key(sealed.key, public_key=opening_key, info=info["opening"]),
        content_sha256=content.sha256,
        sealed_at=at,
    )
    try:
        read_own_envelope(envelope)
    except (ValueError, sealing.SealError) as broken:
        raise SealingUnavailable(cannot_be_sent()) from broken
    envelope.save(force_insert=True)
    return envelope


def _opened(envelope: SealedEnvelope, *, wrapped_key: bytes, private_key: bytes, purpose: str) -> EnvelopeContent:
    info = sealed_for(envelope.bid, purpose=purpose, kind=envelope.kind, version=envelope.version)
    data_key = sealing.unwrap_data_key(wrapped_key, private_key=private_key, info=info)
    plain = sealing.open_envelope(envelope.ciphertext, key=data_key)
    content = read_envelope(plain, kind=EnvelopeKind(envelope.kind))
    if content.sha256 != envelope.content_sha256:
        raise sealing.SealBroken("the content is not what its hash was taken of")
    return content


def read_own_envelope(envelope: SealedEnvelope) -> EnvelopeContent:
    """A part as its own bidder may read it at any time. Needs `envelope.bid` with bidder, stage and challenge."""
    private_key = bidder_private_key(envelope.bid.bidder)
    return _opened(envelope, wrapped_key=envelope.key_for_bidder, private_key=private_key, purpose="bidder")


def open_envelope(handle: OpeningHandle, envelope: SealedEnvelope) -> EnvelopeContent:
    """A part opened for the authority: `.part` is a `QualityPart` or `CommercialPart`, `.file_keys` its files' keys.

    Needs `envelope.bid.stage.challenge`. Errors: `ValueError` for a part of another stage or kind, `SealBroken` for one
    that was changed.
    """
    if (envelope.bid.stage_id, envelope.kind) != (handle.stage_id, handle.kind.value):
        raise ValueError("handle: refused, this key is for another stage or another part")
    return _opened(envelope, wrapped_key=envelope.key_for_opening, private_key=handle.private_key, purpose="opening")


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
