"""What the clock does each minute, in order. Nothing here decides what state something is in: dates do that."""

import logging
from collections.abc import Callable
from datetime import datetime

from bids.bidding.services.closing import close_due, warn_of_closing
from bids.bidding.vault.key_care import unsound_stages
from challenges.ground.services.mail import wipe_stale_secrets
from cms.editor.services import publish_due_revisions

logger = logging.getLogger(__name__)


def watch_keys(*, at: datetime) -> None:
    """Each hour: can every open stage still be sealed to and opened? Where not, no bid is taken, and this says so."""
    if at.minute:
        return
    for stage in unsound_stages():
        logger.error("stage %s: its opening keys cannot be used; no bid is taken (see `check_seals`)", stage)


DUTIES: tuple[Callable[..., object], ...] = (
    publish_due_revisions,
    close_due,
    warn_of_closing,
    wipe_stale_secrets,
    watch_keys,
)
