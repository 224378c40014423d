"""Looking after keys: are those of the open stages sound, and the change to a new one in front of the keyring."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Model, OuterRef

from bids.bidding.domain import sealing
from bids.bidding.models import Bid, Bidder, OpenedFile, Opening, OpeningKey
from bids.bidding.vault.keys import (
    SealingUnavailable,
    bidder_context,
    keyring,
    opened_file_context,
    opening_context,
    sound_opening_keys,
)
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.models import Stage


def unsound_stages() -> tuple[UUID, ...]:
    """Stages with bids, not yet wholly opened, whose opening keys are missing or cannot be used. Changes nothing."""
    unopened = Stage.objects.filter(Exists(Bid.objects.filter(stage=OuterRef("pk")))).exclude(
        pk__in=Opening.objects.filter(kind=EnvelopeKind.COMMERCIAL.value, second_at__isnull=False).values("stage")
    )
    return tuple(stage.pk for stage in unopened if not _is_sound(stage))


def _is_sound(stage: Stage) -> bool:
    try:
        sound_opening_keys(stage)
    except SealingUnavailable:
        return False
    return True


def rewrap_keys() -> int:
    """Put every private key and every opened file's key under the newest key of the ring; give how many changed.

    Row by row in transactions of their own, so that a stop half way loses nothing and a second run finishes. Envelopes
    and stored files are not touched. Refuses, with the first key that cannot be unwrapped.
    """
    changed = sum(
        _rewrap(row, field="wrapped_private_key", context=bidder_context(row.pk))
        for row in Bidder.objects.only("pk").iterator()
    )
    changed += sum(
        _rewrap(row, field="wrapped_private_key", context=opening_context(row.stage_id, row.kind))
        for row in OpeningKey.objects.only("pk", "stage_id", "kind").iterator()
    )
    changed += sum(
        _rewrap(row, field="wrapped_key", context=opened_file_context(row.stored_file_id))
        for row in OpenedFile.objects.only("pk", "stored_file_id").iterator()
    )
    return changed


def _rewrap(row: Model, *, field: str, context: bytes) -> bool:
    with transaction.atomic():
        locked = type(row).objects.select_for_update().only("pk", field).get(pk=row.pk)
        before = bytes(getattr(locked, field))
        after = sealing.rewrap_private_key(keyring(), before, context=context)
        if after == before:
            return False
        setattr(locked, field, after)
        locked.save(update_fields=[field])
    return True
