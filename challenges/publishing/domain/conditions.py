"""Social-value conditions and pledges: what must be accepted, and what a pledge is worth.

Counted quantity of a pledge = quantity (per contract year) × min(years, countable_years) / sharing; summed over the
measure's pledges; capped at the measure's maximum, a quantity for the whole contract; × unit value, half up to pence
per measure. A pledge without quantity or statement counts nil and is listed as incomplete. Sources: councils' rules
for counting social value (Torbay; Cheshire West and Chester); Mazzucato and Rodrik, "Industrial policy with
conditionalities" (2023), for the kinds of condition.

Refused: an unknown measure or condition, a code that stands twice, a unit that is not the measure's.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from challenges.ground.domain.money import PENCE, exactly, half_up, to_pence
from challenges.ground.domain.refusals import (
    identifier,
    known,
    not_negative,
    one_of,
    refusal,
    share,
    truth,
    unique,
    whole,
)

KINDS = ("access", "directionality", "profit-sharing", "reinvestment")


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A condition on public money; a required one is accepted or the bid is disqualified."""

    code: str
    kind: str
    required: bool

    def __post_init__(self) -> None:
        identifier(self.code, field="condition code")
        one_of(self.kind, field=f"kind of {self.code}", allowed=KINDS)
        truth(self.required, field=f"required of {self.code}")


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A measure of a published library; `countable_years` bounds how many contract years may be counted."""

    code: str
    unit: str
    unit_value: Decimal
    maximum: Decimal | None = None
    countable_years: int | None = None

    def __post_init__(self) -> None:
        identifier(self.code, field="measure code")
        identifier(self.unit, field=f"unit of {self.code}")
        object.__setattr__(self, "unit_value", not_negative(self.unit_value, field=f"unit_value of {self.code}"))
        if self.maximum is not None:
            object.__setattr__(self, "maximum", not_negative(self.maximum, field=f"maximum of {self.code}"))
        if self.countable_years is not None:
            whole(self.countable_years, field=f"countable_years of {self.code}", at_least=1)


@dataclass(frozen=True, kw_only=True)
class Pledge:
    """What a bidder promises: a quantity per contract year, in the measure's unit, with a statement how."""

    measure: str
    quantity: Decimal | None
    unit: str
    statement: str
    years: int = 1
    sharing: int = 1

    def __post_init__(self) -> None:
        identifier(self.measure, field="pledged measure")
        if self.quantity is not None:
            object.__setattr__(self, "quantity", not_negative(self.quantity, field=f"quantity of {self.measure}"))
        for name in ("unit", "statement"):
            if not isinstance(getattr(self, name), str):
                raise refusal(getattr(self, name), field=f"{name} of {self.measure}", rule="must be a text")
        whole(self.years, field=f"years of {self.measure}", at_least=1)
        whole(self.sharing, field=f"sharing of {self.measure}", at_least=1)


@dataclass(frozen=True, kw_only=True)
class PledgedValue:
    """What the complete pledges are worth, and the measures with an incomplete one."""

    total: Decimal
    by_measure: Mapping[str, Decimal]
    incomplete: tuple[str, ...]


@exactly
def pledged_value(pledges: Sequence[Pledge], measures: Sequence[Measure]) -> PledgedValue:
    """Value of the pledges by measure (every published measure is listed) and together, in pounds and pence."""
    unique((measure.code for measure in measures), field="measures")
    library = {measure.code: measure for measure in measures}
    quantities: defaultdict[str, Fraction] = defaultdict(Fraction)
    incomplete = set()
    for pledge in pledges:
        measure = library[known(pledge.measure, field="pledged measure", among=library)]
        if pledge.unit != measure.unit:
            raise refusal(pledge.unit, field=f"unit of {measure.code}", rule=f"must be the measure's, {measure.unit}")
        if pledge.quantity is None or not pledge.statement.strip():
            incomplete.add(measure.code)
            continue
        years = pledge.years if measure.countable_years is None else min(pledge.years, measure.countable_years)
        # Fractions, so that three thirds are one whatever order the pledges come in.
        quantities[measure.code] += Fraction(pledge.quantity) * years / pledge.sharing
    by_measure = {measure.code: _worth(quantities[measure.code], measure=measure) for measure in measures}
    total = to_pence(sum(by_measure.values(), Decimal(0)))
    return PledgedValue(total=total, by_measure=by_measure, incomplete=tuple(sorted(incomplete)))


def _worth(quantity: Fraction, *, measure: Measure) -> Decimal:
    counted = quantity if measure.maximum is None else min(quantity, Fraction(measure.maximum))
    value = counted * Fraction(measure.unit_value)
    return to_pence(Decimal(value.numerator) / Decimal(value.denominator))


@exactly
def fte_years(full_time: Decimal, part_time: Decimal, part_time_fte: Decimal, years: Decimal) -> Decimal:
    """(full_time + part_time × part_time_fte) × years, in full-time-equivalent years."""
    people = not_negative(full_time, field="full_time")
    people += not_negative(part_time, field="part_time") * share(part_time_fte, field="part_time_fte")
    return people * not_negative(years, field="years")


@exactly
def attribute(spend: Decimal, sharing: int) -> Decimal:
    """One contract's part of a spend that `sharing` contracts share equally, half up to pence."""
    return half_up(not_negative(spend, field="spend") / whole(sharing, field="sharing", at_least=1), PENCE)


def unmet_conditions(accepted: Collection[str], conditions: Sequence[Condition]) -> tuple[str, ...]:
    """Codes of the required conditions that are not accepted, in published order."""
    codes = unique((condition.code for condition in conditions), field="conditions")
    taken = {known(code, field="accepted", among=codes) for code in unique(accepted, field="accepted")}
    return tuple(condition.code for condition in conditions if condition.required and condition.code not in taken)
