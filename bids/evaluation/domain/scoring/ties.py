"""Equal totals: who goes first, and by what.

Bids with equal totals are one group; for first place so is every bid less than `band` below the leader. Within a
group the published steps speak in turn (a criterion's higher mark first), then the higher total, then, with a
seed, lots: ascending SHA-256 of "seed:bid" in UTF-8. The seed's own SHA-256 is published with the specification and
the seed revealed after closing, so nobody can choose it. What no step separates stays a tie: the bids share the
place, stand in the order of their identifiers, and the award waits for a decision.

Units: marks, totals and band in hundredths. Refused: a negative band, an empty seed, steps that carry no mark.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from challenges.ground.domain.refusals import identifier, not_negative

TOTAL, LOTS = "total", "lots"
type Sortable = int | str


@dataclass(frozen=True, kw_only=True)
class TieRule:
    """The published rule: criterion ids in turn, the band for first place (marks), the seed for lots."""

    steps: tuple[str, ...] = ()
    band: Decimal = Decimal(0)
    seed: str | None = None


@dataclass(frozen=True, kw_only=True)
class Tie:
    """Bids that met, in final order; `by` the steps that separated any of them; resolved when all were."""

    bids: tuple[str, ...]
    by: tuple[str, ...]
    resolved: bool


@dataclass(frozen=True, kw_only=True)
class Ordered:
    """Bids in final order, their places (1, 2, 2, 4) and the ties met on the way."""

    order: tuple[str, ...]
    places: Mapping[str, int]
    ties: tuple[Tie, ...]


def checked_tie_rule(rule: TieRule) -> TieRule:
    """The rule, or the refusal of its band or seed; steps are checked against the criteria elsewhere."""
    not_negative(rule.band, field="tie_rule.band")
    if rule.seed is not None:
        identifier(rule.seed, field="tie_rule.seed")
    return rule


def lot(seed: str, bid: str) -> str:
    """The lot a bid draws: anybody can compute it again."""
    return hashlib.sha256(f"{seed}:{bid}".encode()).hexdigest()


def _groups(totals: Mapping[str, int], band: Decimal) -> list[list[str]]:
    """Bids by falling total, those that meet together in one list."""
    falling = sorted(totals, key=lambda bid: (-totals[bid], bid))
    reach = Fraction(band) * 100
    groups: list[list[str]] = []
    for bid in falling:
        if groups:
            leader = totals[groups[-1][0]]
            near_the_first = len(groups) == 1 and leader - totals[bid] < reach
            if near_the_first or leader == totals[bid]:
                groups[-1].append(bid)
                continue
        groups.append([bid])
    return groups


def _settle(
    group: Sequence[str], keys: Sequence[tuple[str, Callable[[str], Sortable]]]
) -> tuple[list[list[str]], tuple[str, ...]]:
    """The group in parts, each a place, and the steps that separated any of them."""
    parts, used = [sorted(group)], []
    for name, key in keys:
        finer: list[list[str]] = []
        for part in parts:
            by_key: dict[Sortable, list[str]] = {}
            for bid in part:
                by_key.setdefault(key(bid), []).append(bid)
            finer += [by_key[value] for value in sorted(by_key)]
        if len(finer) > len(parts):
            used.append(name)
        parts = finer
    return parts, tuple(used)


def put_in_order(totals: Mapping[str, int], marks: Mapping[str, Mapping[str, int]], rule: TieRule) -> Ordered:
    """Order bids by total and the tie rule. `marks` by step, then bid."""
    keys: list[tuple[str, Callable[[str], Sortable]]] = [
        (step, lambda bid, of=marks[step]: -of[bid])  # type: ignore[misc]
        for step in rule.steps
    ]
    keys.append((TOTAL, lambda bid: -totals[bid]))
    seed = rule.seed
    if seed is not None:
        keys.append((LOTS, lambda bid: lot(seed, bid)))
    order: list[str] = []
    places: dict[str, int] = {}
    ties: list[Tie] = []
    for group in _groups(totals, rule.band):
        parts, by = _settle(group, keys) if len(group) > 1 else ([group], ())
        for part in parts:
            places.update(dict.fromkeys(part, len(order) + 1))
            order += part
        if len(group) > 1:
            ties.append(Tie(bids=tuple(order[-len(group) :]), by=by, resolved=len(parts) == len(group)))
    return Ordered(order=tuple(order), places=places, ties=tuple(ties))
