"""Keys: of bidders, of the stages' openings and of drafts.

Every private key is kept under the keyring (`SEALING_KEY`); every data key is bound to the bid it belongs to. Opening
for the authority happens at one place, `unwrap_opening_key`, which asks for two people and a fixed list.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from bids.bidding.domain import sealing
from bids.bidding.models import Bid, Bidder, Opening, OpeningKey
from challenges.ground.domain.refused import Refused
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.models import Stage


class SealingUnavailable(Refused):
    """The keys of a stage cannot be used: the portal takes no bid for it until that is put right."""


class OpeningRefused(Refused):
    """Parts may not be opened yet, or not by these people."""


@dataclass(frozen=True, kw_only=True)
class StoredKeys:
    """A key pair as it is kept: the public half, and the private one under the keyring."""

    public_key: bytes
    wrapped_private_key: bytes


@dataclass(frozen=True, kw_only=True)
class OpeningHandle:
    """The unwrapped opening key of one stage and kind; lives as long as the act of opening, and is never stored."""

    stage_id: UUID
    kind: EnvelopeKind
    private_key: bytes = field(repr=False)


def keyring() -> sealing.Keyring:
    return sealing.parse_keyring(settings.SEALING_KEY)


def bidder_context(bidder_id: UUID) -> bytes:
    return f"bidder:{bidder_id}".encode()


def opening_context(stage_id: UUID, kind: str) -> bytes:
    return f"opening:{stage_id}:{kind}".encode()


def opened_file_context(stored_file_id: UUID) -> bytes:
    return f"opened file:{stored_file_id}".encode()


def new_bidder_keys(*, bidder_id: UUID) -> StoredKeys:
    """The key pair for one bidder, made at its registration."""
    return _stored(sealing.new_key_pair(), context=bidder_context(bidder_id))


def make_opening_keys(*, challenge_id: UUID, at: datetime) -> None:
    """Make what is missing of the opening keys of a challenge: one for every stage and kind of part.

    Inside the publication's transaction; run again it changes nothing, so an amendment that adds a stage may call it.
    """
    for stage in Stage.objects.filter(challenge=challenge_id):
        for kind in EnvelopeKind:
            if not OpeningKey.objects.filter(stage=stage, kind=kind.value).exists():
                keys = _stored(sealing.new_key_pair(), context=opening_context(stage.pk, kind.value))
                OpeningKey.objects.get_or_create(
                    stage=stage,
                    kind=kind.value,
                    defaults={
                        "public_key": keys.public_key,
                        "wrapped_private_key": keys.wrapped_private_key,
                        "created_at": at,
                    },
                )


def _stored(pair: sealing.KeyPair, *, context: bytes) -> StoredKeys:
    wrapped = sealing.wrap_private_key(keyring(), pair.private, context=context)
    return StoredKeys(public_key=pair.public, wrapped_private_key=wrapped)


def bidder_private_key(bidder: Bidder) -> bytes:
    """The private half of a bidder's key, for reading its own."""
    context = bidder_context(bidder.pk)
    return sealing.unwrap_private_key(keyring(), bidder.wrapped_private_key, context=context)


def _opening_private_key(key: OpeningKey) -> bytes:
    context = opening_context(key.stage_id, key.kind)
    private = sealing.unwrap_private_key(keyring(), key.wrapped_private_key, context=context)
    if not sealing.keys_match(private, bytes(key.public_key)):
        raise sealing.SealBroken("the opening key is not the half of its public key")
    return private


def cannot_be_sent() -> str:
    """What a bidder is told while a fault of the portal keeps bids from being sealed."""
    return _(
        "Bids cannot be sent at the moment because of a fault of the portal. Nothing is lost; try again in a few "
        "minutes. The people who run the portal have been told."
    )


def sound_opening_keys(stage: Stage) -> Mapping[EnvelopeKind, bytes]:
    """The public opening keys of a stage, each tried against its private half. Refuses `SealingUnavailable`."""
    keys = {EnvelopeKind(key.kind): key for key in OpeningKey.objects.filter(stage=stage)}
    try:
        for kind in EnvelopeKind:
            _opening_private_key(keys[kind])
    except (KeyError, ValueError, sealing.SealError) as broken:
        raise SealingUnavailable(cannot_be_sent()) from broken
    return {kind: bytes(key.public_key) for kind, key in keys.items()}


def sealed_for(bid: Bid, *, purpose: str, kind: str, version: int) -> bytes:
    """What a data key of this bid is bound to. Needs `bid.stage.challenge`."""
    return sealing.SealedFor(
        purpose=purpose,
        ocid=bid.stage.challenge.ocid,
        stage=str(bid.stage_id),
        lot=str(bid.lot_id or ""),
        bid=str(bid.pk),
        kind=kind,
        version=version,
    ).info()


def new_draft_key(bid: Bid) -> tuple[bytes, bytes]:
    """A data key for a new draft of this bid, and the same wrapped for its bidder."""
    key = sealing.new_data_key()
    info = sealed_for(bid, purpose="draft", kind="draft", version=bid.version + 1)
    return key, sealing.wrap_data_key(key, public_key=bytes(bid.bidder.public_key), info=info)


def draft_key(bid: Bid) -> bytes:
    """The data key of the draft a bid has. Needs `bid.bidder` and `bid.stage.challenge`."""
    info = sealed_for(bid, purpose="draft", kind="draft", version=bid.version + 1)
    return sealing.unwrap_data_key(bid.wrapped_draft_key, private_key=bidder_private_key(bid.bidder), info=info)


def unwrap_opening_key(*, opening: Opening, at: datetime) -> OpeningHandle:
    """The key that opens one kind of part of a stage: the one place where two people are asked for.

    `opening` is locked and already says who asked for it and who does it (the recorded act comes first); each of the
    two has just shown a second factor, which the caller's view has checked. Refuses `OpeningRefused` without a second,
    different person, without moments that lie in order after closing, or before the list of bids is fixed; refuses
    `SealingUnavailable` when the key cannot be used.
    """
    stage = opening.stage
    if opening.second_person_id is None or opening.second_person_id == opening.first_person_id:
        raise OpeningRefused(_("Two different people are needed: one asks for the opening, another confirms it."))
    if stage.list_fixed_at is None or at < stage.list_fixed_at or at < stage.closes_at:
        raise OpeningRefused(_("The list of bids is not fixed yet. That happens a minute after closing."))
    if opening.second_at is None or not stage.list_fixed_at <= opening.first_at <= opening.second_at <= at:
        message = _("Both people have to act after the list of bids was fixed. Ask for the opening again.")
        raise OpeningRefused(message)
    kind = EnvelopeKind(opening.kind)
    try:
        private_key = _opening_private_key(OpeningKey.objects.get(stage=stage, kind=kind.value))
    except (OpeningKey.DoesNotExist, sealing.SealError) as broken:
        message = _(
            "These parts cannot be opened at the moment because of a fault of the portal. Nothing is lost: they stay "
            "sealed. Tell the people who run the portal, then try again."
        )
        raise SealingUnavailable(message) from broken
    return OpeningHandle(stage_id=stage.pk, kind=kind, private_key=private_key)
