"""May a contract be changed without competing it again, and must the change be announced?

Grounds in turn (Procurement Act 2023, section 74): light touch; permitted (a Schedule 8 ground is named); not
substantial (term changed by at most a tenth, scope not changed, economic balance not shifted); below threshold (value
changed by at most a tenth, works 15%, all such changes together under the threshold, scope not changed). A notice is
due when value or term moves by more than its limit, the cautious reading of section 75, whose text says "or"; never
for light touch. A decrease counts by its size. Changes that could have been made together are tested together.

No screen calls it yet: it waits for changes of contracts in delivery.
"""

from dataclasses import dataclass
from decimal import Decimal

from challenges.ground.domain.money import exactly
from challenges.ground.domain.refusals import finite_decimal, identifier, not_negative, one_of, positive, truth
from challenges.publishing.domain.thresholds import CONTRACT_TYPES, contract_rule, is_light_touch

WORKS = "works"


@dataclass(frozen=True, kw_only=True)
class ModificationTest:
    """Whether a change is allowed, on which ground, and every test it failed where it is not."""

    allowed: bool
    ground: str | None
    notice_required: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Tests:
    """Which tests a change fails; a reason where it fails, empty where it passes."""

    term: str
    scope: str
    balance: str
    value: str
    together: str

    @property
    def ground(self) -> str | None:
        """The first of the two tested grounds that holds."""
        if not (self.term or self.scope or self.balance):
            return "not substantial"
        if not (self.value or self.together or self.scope):
            return "below threshold"
        return None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Every failed test."""
        listed = (self.term, self.scope, self.balance, self.value, self.together)
        return tuple(reason for reason in listed if reason)


@exactly
def modification_allowed(
    *,
    contract_type: str,
    value: Decimal,
    change_value: Decimal,
    earlier_changes: Decimal,
    term_months: Decimal,
    change_months: Decimal,
    threshold: Decimal,
    scope_changed: bool,
    balance_shifted: bool,
    permitted_ground: str | None = None,
) -> ModificationTest:
    """Test one change. `earlier_changes` is the sum of |change| of earlier below-threshold changes."""
    one_of(contract_type, field="contract_type", allowed=CONTRACT_TYPES)
    size = abs(finite_decimal(change_value, field="change_value"))
    longer = abs(finite_decimal(change_months, field="change_months"))
    together = not_negative(earlier_changes, field="earlier_changes") + size
    rule = contract_rule("modification")
    value_share = rule.decimal("works_value_share" if contract_type == WORKS else "value_share")
    value_limit = value_share * not_negative(value, field="value")
    term_limit = rule.decimal("term_share") * positive(term_months, field="term_months")
    ceiling = not_negative(threshold, field="threshold")
    tests = _Tests(
        term=f"the term changes by {longer} months, more than {term_limit}" if longer > term_limit else "",
        scope="the scope changes materially" if truth(scope_changed, field="scope_changed") else "",
        balance="the balance shifts to the supplier" if truth(balance_shifted, field="balance_shifted") else "",
        value=f"the value changes by {size}, more than {value_limit}" if size > value_limit else "",
        together=f"changes add to {together}, not below the threshold {ceiling}" if together >= ceiling else "",
    )
    if permitted_ground is not None:
        identifier(permitted_ground, field="permitted_ground")
    if is_light_touch(contract_type):
        return ModificationTest(allowed=True, ground="light_touch", notice_required=False, reasons=())
    return _judged(tests, permitted_ground=permitted_ground)


def _judged(tests: _Tests, *, permitted_ground: str | None) -> ModificationTest:
    ground = tests.ground if permitted_ground is None else "permitted"
    return ModificationTest(
        allowed=ground is not None,
        ground=ground,
        notice_required=bool(tests.value or tests.term),
        reasons=() if ground else tests.reasons,
    )
