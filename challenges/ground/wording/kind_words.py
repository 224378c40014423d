"""The same said of an outcome specification and of a prize: what takes part is a bid there and an entry here."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class KindWords:
    """One text for either kind: a whole, so that a translator can put it as the language needs it.

    Places in it are named. Where nothing is said of one kind, its text is empty.
    """

    of_specification: str | Promise
    of_prize: str | Promise
