from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.fields import day, line, number, tick, words

LOT_REFERENCE = _("Which lot this belongs to: the lot's short name. Leave empty if it belongs to all.")


def lot_line():
    return line(_("Lot"), LOT_REFERENCE)


class LotBlock(blocks.StructBlock):
    """A part that is awarded separately."""

    reference = line(_("Short name"), _("For example “North”. Criteria, outcomes and questions point here by it."))
    title = line(_("Title"))
    description = words(_("What this lot covers"))
    value_amount = number(_("Value in pounds"), _("With VAT and any extensions."))

    class Meta:
        icon = "folder-open-1"
        label = _("Lot")
        label_format = "{reference} {title}"


class OutcomeBlock(blocks.StructBlock):
    """What must change, for whom."""

    reference = line(
        _("Short name"), _("For example “O1”. A formula that marks this outcome points here by it. May stay empty.")
    )
    title = line(_("What must change"), _("One result, in a few words: “In work for six months”."))
    beneficiaries = words(_("For whom"), _("Who benefits, and where."), rows=2)
    measure = words(_("How it is measured"), rows=2)
    unit = line(_("Counted in"), _("One result is one what? For example “person”."))
    baseline = words(_("Where things stand now"), rows=2)
    target = number(_("Target"), _("How many you want, over the whole contract."))
    by_when = day(_("By when"))
    verification = words(_("How it will be verified"), _("Who checks, with which evidence."), rows=2)
    value_per_unit = number(
        _("Worth of one result in pounds"), _("What one result is worth to the public, if you have an estimate.")
    )
    price = number(_("Price of one result in pounds"), _("What you pay for one. Leave empty if it is not paid for."))
    price_is_offered = tick(_("Bidders name the price"), _("Tick this, and leave the price empty."))
    limit_per_person = number(_("Paid for each person at most"), _("How many times one person counts."))
    lot = lot_line()

    class Meta:
        icon = "pick"
        label = _("Outcome")
        label_format = "{reference} {title}"
