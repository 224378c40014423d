from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.fields import line, number, tick, whole, words


class BandBlock(blocks.StructBlock):
    from_ = number(
        _("From"), _("As a part of the agreed cost: 1 is exactly the agreed cost, 0.9 is ten per cent less.")
    )
    to = number(_("To"), _("Leave empty for no upper end."))
    share = number(_("Supplier's share"), _("From 0 to 1: 0.5 means the difference is halved."))

    class Meta:
        label = _("Band")
        label_format = "{from_} – {to}: {share}"


class PayerBlock(blocks.StructBlock):
    name = line(_("Who pays"))
    share = number(_("Share"), _("From 0 to 1. All shares together make exactly 1."))
    public = tick(_("A public body"), default=True)

    class Meta:
        label = _("Payer")
        label_format = "{name} {share}"


class StagePaymentBlock(blocks.StructBlock):
    month = whole(_("Month"), _("Counted from 0, the first month of the contract."))
    amount = number(_("Amount in pounds"))

    class Meta:
        label = _("Payment on a date")
        label_format = "{month}: {amount}"


class TermsBlock(blocks.StructBlock):
    """How risk and reward are shared."""

    years = whole(_("Years"), _("How many years the contract runs."))
    explanation = words(_("In your own words"), _("How risk and reward are shared, and why it is fair."))
    fixed_fee = number(_("Fixed fee in pounds"), _("Paid whatever the results, over the whole contract."))
    fee_is_offered = tick(_("Bidders name the fee"))
    cap_total = number(_("Paid for results at most, in pounds"), _("Over the whole contract."))
    cap_per_person = number(_("Paid for one person at most, in pounds"))
    payers = blocks.ListBlock(
        PayerBlock(), label=_("Who pays"), help_text=_("Leave empty if the authority pays everything."), default=[]
    )
    stage_payments = blocks.ListBlock(
        StagePaymentBlock(), label=_("Payments on fixed dates"), help_text=_("Such as a start-up grant."), default=[]
    )
    bands = blocks.ListBlock(
        BandBlock(),
        label=_("Sharing a cost difference"),
        help_text=_("Only where a target cost is agreed: who bears how much when it costs more or less."),
        default=[],
        collapsed=True,
    )
    advance = number(_("Advance in pounds"), _("Paid before the work starts and taken off later payments."))
    advance_from = whole(_("Advance taken off from month"))
    advance_months = whole(_("over so many months"))
    verification_lag = whole(_("Months until a result is verified"))
    payment_lag = whole(_("Months until a verified result is paid"), default=1)
    indexed = tick(_("Prices rise with inflation"), default=True)
    money_back = words(_("Money that has to be given back"), _("When, how much, and with what limit."))
    intellectual_property = words(_("Who owns what is made"))

    class Meta:
        icon = "resubmit"
        label = _("Terms")
