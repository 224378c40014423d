"""The words of each measure of an offer and of each kind of formula, for officers, bidders and letters: one row each.

A measure or a kind without a row fails a test. `figure` takes `value`, `worked_out` takes `outcome`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from challenges.publishing.domain.formulas import MEASURES, Unit
from challenges.publishing.domain.words import FormulaKind, MeasureOfOffer


@dataclass(frozen=True, kw_only=True)
class MeasureWords:
    """`label` is what an officer chooses, `name` follows “worked out by formula from” on a bidder's page.

    `worked_out` says how it comes about, `where_unpaid` the same where nothing is paid by result; `figure` shows it,
    `entered` asks for it in a rehearsal.
    """

    label: Words
    name: Words
    worked_out: Words
    figure: Words
    entered: Words
    where_unpaid: Words | None = None


MEASURE_WORDS: Mapping[MeasureOfOffer, MeasureWords] = {
    MeasureOfOffer.PRICE: MeasureWords(
        label=_("The price offered"),
        name=_("the price you offer"),
        worked_out=_(
            "The most that could be paid to you: all payments of all years, if every one you take on succeeds."
        ),
        where_unpaid=_("Everything you ask for, for the whole contract."),
        figure=_("Price: £%(value)s"),
        entered=_("The price in pounds"),
    ),
    MeasureOfOffer.OUTCOME_VOLUME: MeasureWords(
        label=_("How many results are offered"),
        name=_("how many results you promise"),
        worked_out=_(
            "For “%(outcome)s”: how many you take on in all years together, times the share you say succeeds at the "
            "very least."
        ),
        figure=_("Results promised: %(value)s"),
        entered=_("How many results are promised"),
    ),
    MeasureOfOffer.COST_PER_OUTCOME: MeasureWords(
        label=_("The total paid per result"),
        name=_("the total paid per result"),
        worked_out=_(
            "Everything that would be paid to you over the whole contract, if as many succeed as you say at the very "
            "least, divided by how many of “%(outcome)s” that is. Fees, payments by stage and the prices of all "
            "results are in it, so it is not the price paid for one result."
        ),
        figure=_("Total paid per result: £%(value)s"),
        entered=_("The total paid per result in pounds"),
    ),
    MeasureOfOffer.PLEDGED_VALUE: MeasureWords(
        label=_("The value of the social-value commitments"),
        name=_("the value of your social-value commitments"),
        worked_out=_(
            "How much you commit to, times the published value of one, for all commitments and years together."
        ),
        figure=_("Value of social-value commitments: £%(value)s"),
        entered=_("The value of the social-value commitments in pounds"),
    ),
    MeasureOfOffer.PAYMENT_AT_RISK: MeasureWords(
        label=_("The share of payment that depends on results"),
        name=_("how much of your payment depends on results"),
        worked_out=_("The part of all payments that you would get only if results are achieved."),
        figure=_("Payment that depends on results: %(value)s%%"),
        entered=_("How many per cent of payment depend on results"),
    ),
}
KIND_LABELS: Mapping[FormulaKind, Words] = {
    FormulaKind.LINEAR: _("On a scale between two figures you publish (recommended)"),
    FormulaKind.STEPS: _("In steps you publish"),
    FormulaKind.LOWEST_OVER_PRICE: _("Compared with the lowest: lowest ÷ this bid"),
    FormulaKind.PERCENT_ABOVE_LOWEST: _("Compared with the lowest: less 1 for each per cent above it"),
    FormulaKind.MEAN_NARROW_AVERAGE: _("Compared with the average of all bids"),
    FormulaKind.SHARE_OF_HIGHEST: _("Compared with the highest: this bid ÷ highest"),
}
ONE_MORE: Mapping[Unit, Words] = {
    Unit.POUNDS: _("One pound more"),
    Unit.RESULTS: _("One result more"),
    Unit.SHARE: _("One per cent of payment more"),
}
SHOWN: Mapping[Unit, Callable[[Decimal], str]] = {
    Unit.POUNDS: lambda value: f"{value:,.2f}",
    Unit.RESULTS: lambda value: f"{value:,.6f}".rstrip("0").rstrip("."),
    Unit.SHARE: lambda value: f"{value * 100:.4f}".rstrip("0").rstrip("."),
}


def measured_words(measure: str, value: Decimal) -> str:
    """A measure's name with its figure, the same in letters, in the ranking and for the bidder who writes."""
    known = MeasureOfOffer(measure)
    return str(MEASURE_WORDS[known].figure) % {"value": SHOWN[MEASURES[known].unit](value)}
