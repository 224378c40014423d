"""What rests on a ranking in the room above. The roof says who answers (`settings.RESTING_ON_A_RANKING`)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, kw_only=True)
class Resting:
    """Asked whether a panel's ranking is final (`panel_id`); told that one stands no more and why."""

    is_final: Callable[..., bool]
    give_back: Callable[..., None]


def resting() -> Resting:
    found: Resting = import_string(settings.RESTING_ON_A_RANKING)
    return found
