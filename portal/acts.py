"""The acts of two people of all rooms in one table: desk, events and the record's sentences are made of it."""

from typing import Any

from bids.evaluation.services.acts import ACTS as AROUND_BIDS
from challenges.ground.selectors.two_people import Act
from portal.factor_resets import FACTOR_RESET

ACTS: tuple[Act[Any], ...] = (FACTOR_RESET, *AROUND_BIDS)
