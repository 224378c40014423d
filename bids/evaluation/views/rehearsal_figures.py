"""What the terms of a draft do to one invented offer: the figures of one screen, as drafted and with one term moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bids.bidding.domain.measures import outcomes_in
from bids.evaluation.domain.assurance import rehearsal_terms
from bids.evaluation.domain.assurance.rehearsal_terms import RehearsedTerms, TermChange
from bids.evaluation.forms.rehearsal import RehearsalOfferForm, shown_figure
from challenges.ground.domain.money import half_up
from challenges.ground.domain.refused import Refused
from challenges.ground.views.refusals import refused
from challenges.publishing.domain.risk_reward import PROBABLE_LOSS, UNFUNDED_TROUGH, Spread5
from challenges.publishing.domain.specification import OutcomeSpec, Specification

HUNDRED = 100
THOUSAND, TEN_THOUSAND = Decimal(1000), Decimal(10_000)
AS_DRAFTED = gettext_lazy("As drafted")


@dataclass(frozen=True, kw_only=True)
class Cases:
    """One figure in three cases: one in twenty is below the poor one, half below the middling, one above the good."""

    poor: Decimal
    middling: Decimal
    good: Decimal


@dataclass(frozen=True, kw_only=True)
class FiguresColumn:
    """The figures under one set of terms, to the pound; months counted from 1."""

    name: str
    public_pays: Cases
    supplier_keeps: Cases
    at_most: Decimal
    losses_in_hundred: int
    usual_loss: Decimal
    out_of_pocket: Decimal
    out_of_pocket_month: int | None
    first_money_month: int | None
    missing: Decimal
    share_at_risk: float | None
    loss_is_probable: bool
    is_short: bool
    by_month: tuple[Decimal, ...]
    per_result: tuple[Decimal | None, ...]
    worth_of_pound: Decimal | None
    worth_of_pound_at_least: Decimal | None


def to_the_pound(amount: float | Decimal) -> Decimal:
    """A figure of the draws: finer would pretend."""
    return half_up(Decimal(str(amount)), 0)


def column_of(tried: RehearsedTerms, *, name: str) -> FiguresColumn:
    risk, value = tried.risk, tried.value
    return FiguresColumn(
        name=name,
        public_pays=_cases(risk.public_cost),
        supplier_keeps=_cases(risk.supplier_margin),
        at_most=to_the_pound(risk.maximum_public_exposure),
        losses_in_hundred=int(half_up(Decimal(str(risk.probability_of_loss * HUNDRED)), 0)),
        usual_loss=to_the_pound(risk.expected_loss),
        out_of_pocket=to_the_pound(-risk.cash_trough),
        out_of_pocket_month=None if risk.cash_trough_month is None else risk.cash_trough_month + 1,
        first_money_month=None if tried.first_money_month is None else tried.first_money_month + 1,
        missing=to_the_pound(risk.funding_gap),
        share_at_risk=risk.payment_at_risk,
        loss_is_probable=PROBABLE_LOSS in risk.flags,
        is_short=UNFUNDED_TROUGH in risk.flags,
        by_month=tuple(to_the_pound(amount) for amount in tried.out_of_pocket),
        per_result=tuple(
            None if cost is None else to_the_pound(cost) for _outcome, cost in sorted(value.cost_per_outcome.items())
        ),
        worth_of_pound=None if value.bcr is None else half_up(Decimal(str(value.bcr.mean)), 2),
        worth_of_pound_at_least=None if value.bcr is None else half_up(Decimal(str(value.bcr.p10)), 2),
    )


def _cases(spread: Spread5) -> Cases:
    return Cases(poor=to_the_pound(spread.p5), middling=to_the_pound(spread.p50), good=to_the_pound(spread.p95))


def figures_of(form: RehearsalOfferForm, specification: Specification, *, lot: str) -> dict[str, Any]:
    """Everything the screen shows of an offer that was read without a fault."""
    tried = rehearsal_terms.rehearsed_terms(specification, form.part, lot=lot)
    columns = [column_of(tried, name=str(AS_DRAFTED))]
    columns += _changed(form, specification, lot=lot)
    outcomes = {outcome.id: outcome for outcome in outcomes_in(specification, lot)}
    return {
        "columns": columns,
        "drafted": columns[0],
        "changed": columns[1] if len(columns) > 1 else None,
        "by": form.by,
        "months": [str(month) for month in range(1, max(len(one.by_month) for one in columns) + 1)],
        **_chart(columns),
        "results": [
            (outcomes[outcome], [(one.name, one.per_result[place]) for one in columns])
            for place, outcome in enumerate(tried.terms.tariff.outcomes)
        ],
        "public_share": tried.public_share,
        **_values(list(outcomes.values())),
        "has_person_caps": _caps_people(specification, list(outcomes.values())),
    }


def _changed(form: RehearsalOfferForm, specification: Specification, *, lot: str) -> list[FiguresColumn]:
    """The other column, or a fault at the choice that this draft does not allow."""
    if form.change == TermChange.NONE:
        return []
    if form.by is None:
        form.by = rehearsal_terms.usual_amount(specification, form.part, form.change, lot=lot)
    try:
        other, part = rehearsal_terms.changed(specification, form.part, form.change, by=form.by, lot=lot)
        return [
            column_of(rehearsal_terms.rehearsed_terms(other, part, lot=lot), name=_change_words(form.change, form.by))
        ]
    except Refused as refusal:
        refused(form, refusal)
        return []


def _chart(columns: Sequence[FiguresColumn]) -> dict[str, Any]:
    """The lines of what is laid out by month; in thousands where the axis would have no room for the figures."""
    in_thousands = max(amount for one in columns for amount in one.by_month) >= TEN_THOUSAND
    lines = [(one.name, _padded(one.by_month, columns)) for one in columns]
    if not in_thousands:
        return {"lines": lines, "chart_title": _("Out of pocket by month, in pounds")}
    shown = [(name, [half_up(amount / THOUSAND, 1) for amount in amounts]) for name, amounts in lines]
    return {"lines": shown, "chart_title": _("Out of pocket by month, in thousands of pounds")}


def _change_words(change: TermChange, by: Decimal) -> str:
    """What is different, short enough for the head of a column."""
    figure = shown_figure(by)
    if change == TermChange.PAID_IN:
        return ngettext("Paid after %(n)s month", "Paid after %(n)s months", int(by)) % {"n": figure}
    words = {
        TermChange.LESS_ON_RESULTS: _("%(n)s%% less on results"),
        TermChange.MORE_ON_RESULTS: _("%(n)s%% of the fee by result"),
        TermChange.ADVANCE: _("Advance of £%(n)s"),
        TermChange.CAP: _("At most £%(n)s for results"),
    }
    return words[change] % {"n": figure}


def _padded(by_month: tuple[Decimal, ...], columns: Sequence[FiguresColumn]) -> list[Decimal]:
    """Both lines equally long: once all is paid, nothing moves any more."""
    longest = max(len(one.by_month) for one in columns)
    return [*by_month, *[by_month[-1]] * (longest - len(by_month))]


def _values(outcomes: Sequence[OutcomeSpec]) -> dict[str, bool]:
    """Whether the draft says what results are worth: any of them, and each of them."""
    return {
        "is_valued": any(outcome.value_per_unit for outcome in outcomes),
        "all_are_valued": all(outcome.value_per_unit for outcome in outcomes),
    }


def _caps_people(specification: Specification, outcomes: Sequence[OutcomeSpec]) -> bool:
    terms = specification.terms
    return any(outcome.limit_per_person for outcome in outcomes) or bool(terms and terms.cap_per_person is not None)
