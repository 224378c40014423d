"""Whether an act on a bid came in time.

A stage takes bids while `opens_at <= at < closes_at`, and never once its list is fixed. `at` is when the request had
arrived whole, on the database's clock: who then waited for a lock is still in time.
"""

from datetime import datetime

from challenges.ground.domain.refused import Refused, gettext_noop
from challenges.publishing.domain.phases import is_open

TOO_EARLY = gettext_noop("This does not take bids yet.")
TOO_LATE = gettext_noop("The closing time has passed, so this was not taken. Your draft is kept as it was last saved.")


class NotTaken(Refused):
    """The stage takes no bids at this moment."""


class NotOpenYet(NotTaken):
    """Before the stage opens."""


class DeadlinePassed(NotTaken):
    """At or after the closing moment, or after the list of bids was fixed."""


def require_open(*, opens_at: datetime, closes_at: datetime, at: datetime, list_is_fixed: bool = False) -> None:
    """Nothing when the act counts. Refuses `NotOpenYet` and `DeadlinePassed`."""
    if at < opens_at:
        raise NotOpenYet(TOO_EARLY)
    if list_is_fixed or not is_open(opens_at=opens_at, closes_at=closes_at, at=at):
        raise DeadlinePassed(TOO_LATE)
