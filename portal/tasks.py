"""The Celery tasks: one that works on an outbox row, one that the clock calls each minute."""

import logging
import time
from pathlib import Path
from traceback import FrameSummary, extract_tb

from django.conf import settings

from challenges.ground.selectors.background import overdue_row_ids
from challenges.ground.selectors.clock import database_now
from challenges.ground.services.outbox import bury_exhausted, claim_row, fail_row, finish_row
from portal.celery import app
from portal.clock import DUTIES
from portal.events import EVENTS

logger = logging.getLogger(__name__)
# Not everything below the project's folder is ours: an environment of libraries may lie there too.
HOUSES = {"portal", "cms", "bids", "challenges"}


class Breaker:
    """Opens when the broker does not answer, so that an outage costs one caller a moment and not every caller."""

    PAUSE_SECONDS = 30

    def __init__(self) -> None:
        self.open_until = 0.0

    @property
    def is_open(self) -> bool:
        return time.monotonic() < self.open_until

    def trip(self) -> None:
        self.open_until = time.monotonic() + self.PAUSE_SECONDS


breaker = Breaker()


def announce(row_id: str) -> None:
    """Tell the worker of an outbox row, briefly; what is not told now the clock finds within a minute."""
    if breaker.is_open:
        return
    try:
        deliver.apply_async(args=[row_id], retry=False)
    except Exception as error:  # each broker has errors of its own, and none may reach the person who just saved
        breaker.trip()
        logger.warning("the broker does not answer (%s); background work waits", type(error).__name__)


def place_of(error: BaseException) -> str:
    """What went wrong and where, without the error's words: those may quote what must stay sealed.

    The words of the network and of mail servers are kept, because nothing can be mended without them.
    """
    frames = extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(settings.BASE_DIR) and _is_house(frame)]
    last = (ours or frames)[-1]
    words = f": {error}"[:500] if isinstance(error, OSError) else ""
    return f"{type(error).__name__} in {last.name}, {Path(last.filename).name} line {last.lineno}{words}"


def _is_house(frame: FrameSummary) -> bool:
    return Path(frame.filename).relative_to(settings.BASE_DIR).parts[0] in HOUSES


@app.task(name="portal.deliver")
def deliver(row_id: str) -> None:
    """Work on one outbox row: everything that its event leads to, then done, or back with a pause."""
    row = claim_row(row_id=row_id, at=database_now())
    if row is None:
        return
    try:
        for follow_up in EVENTS[row.event]:
            follow_up(**row.payload)
    except Exception as error:  # whatever it was, the row must come back
        logger.error("%s %s, attempt %s: %s", row.event, row.pk, row.attempts, place_of(error))
        fail_row(row=row, error=place_of(error), at=database_now())
    else:
        finish_row(row=row, at=database_now())


@app.task(name="portal.tick")
def tick() -> None:
    """Once a minute: every duty of the clock, each for itself, then what is overdue is announced again."""
    for duty in DUTIES:
        try:
            duty(at=database_now())
        except Exception as error:  # one duty that fails must not stop the others
            logger.error("clock duty %s: %s", duty.__name__, place_of(error))
    now = database_now()
    bury_exhausted(at=now)
    for row_id in overdue_row_ids(now):
        announce(row_id)
