"""What is wrong, and what is to be done, in the bidder's words: one sentence for each rule of the draft."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bids.bidding.domain.boxes import Fault

SENTENCES: Mapping[str, object] = {
    "no_figure": gettext_lazy("Enter a number, for example 120 or 1,250.50"),
    "too_large": gettext_lazy("Enter less than a million million"),
    "below_zero": gettext_lazy("Enter 0 or more"),
    "over_hundred": gettext_lazy("Enter 100 or less"),
    "low_above_likely": gettext_lazy("“At the very least” cannot be more than “most likely”"),
    "high_below_likely": gettext_lazy("“At the very best” cannot be less than “most likely”"),
    "nobody_taken_on": gettext_lazy("You offer to take on 0 in every year"),
    "nobody_succeeds": gettext_lazy("You say that 0 out of 100 most likely succeed"),
    "none_offered": gettext_lazy("Make an offer for at least one outcome"),
}
MISSING: Mapping[str, object] = {
    "text": gettext_lazy("Answer this question"),
    "statement": gettext_lazy("Say how you will do it"),
    "quantity": gettext_lazy("Enter how much you commit to each year"),
    "price": gettext_lazy("Enter your price"),
    "fixed_fee": gettext_lazy("Enter your fee"),
    "low": gettext_lazy("Enter how many succeed at the very least"),
    "likely": gettext_lazy("Enter how many most likely succeed"),
    "high": gettext_lazy("Enter how many succeed at the very best"),
}
#: For the faults whose sentence says nothing of the box: the same with its name, for a list away from the boxes.
NAMED: Mapping[str, object] = {
    "no_figure": gettext_lazy("%(box)s must be a number, for example 120 or 1,250.50"),
    "too_large": gettext_lazy("%(box)s must be less than a million million"),
    "below_zero": gettext_lazy("%(box)s must be 0 or more"),
    "over_hundred": gettext_lazy("%(box)s must be 100 or less"),
}
BOXES: Mapping[str, object] = {
    "price": gettext_lazy("Your price"),
    "fixed_fee": gettext_lazy("Your fixed fee"),
    "low": gettext_lazy("“At the very least”"),
    "likely": gettext_lazy("“Most likely”"),
    "high": gettext_lazy("“At the very best”"),
    "cost_lower": gettext_lazy("How much lower your costs could turn out"),
    "cost_higher": gettext_lazy("How much higher your costs could turn out"),
    "working_capital": gettext_lazy("What you can pay out before money comes in"),
    "quantity": gettext_lazy("How much each year"),
    "years": gettext_lazy("For how many years"),
}


def named_fault_words(fault: Fault) -> str:
    """The sentence for one fault, naming its box, for where several stand in one list."""
    if fault.code in NAMED:
        return str(NAMED[fault.code]) % {"box": _box_name(fault.box)}
    if fault.code == "years":
        words = _("%(box)s must be a number from 1 to %(most)d")
        return words % {"box": _box_name(fault.box), "most": fault.values["most"]}
    if fault.code == "too_exact":
        return _named_too_exact(_box_name(fault.box), places=fault.values["places"])
    return fault_words(fault)


def _box_name(box: str) -> str:
    kind, _line, year = box.rpartition("_")
    if kind == "volume":
        return _("How many in year %(year)d") % {"year": int(year) + 1}
    if kind == "cost" and year.isdecimal():
        return _("Your costs in year %(year)d") % {"year": int(year) + 1}
    return str(BOXES[box])


def _named_too_exact(box: str, *, places: int) -> str:
    if not places:
        return _("%(box)s must be a whole number") % {"box": box}
    words = ngettext(
        "%(box)s must have no more than %(places)d figure after the point",
        "%(box)s must have no more than %(places)d figures after the point",
        places,
    )
    return words % {"box": box, "places": places}


def fault_words(fault: Fault) -> str:
    """The sentence for one fault."""
    if fault.code == "missing":
        return _missing(fault.box)
    if fault.code == "too_long":
        over = fault.values["over"]
        words = ngettext("Shorten your answer by %(over)d word", "Shorten your answer by %(over)d words", over)
        return words % {"over": over}
    if fault.code == "too_exact":
        return _too_exact(fault.values["places"])
    if fault.code == "years":
        return _("Enter a number of years from 1 to %(most)d") % {"most": fault.values["most"]}
    if fault.code == "not_accepted":
        return _not_accepted(fault.values["count"])
    return str(SENTENCES[fault.code])


def _missing(box: str) -> str:
    kind, _line, year = box.rpartition("_")
    if kind == "volume":
        return _("Enter how many in year %(year)d") % {"year": int(year) + 1}
    if kind == "cost":
        return _("Enter your costs in year %(year)d") % {"year": int(year) + 1}
    return str(MISSING[box])


def _too_exact(places: int) -> str:
    if not places:
        return _("Enter a whole number")
    words = ngettext(
        "Use no more than %(places)d figure after the point",
        "Use no more than %(places)d figures after the point",
        places,
    )
    return words % {"places": places}


def _not_accepted(count: int) -> str:
    return ngettext(
        "Accept the condition that every bid must accept, or you cannot send this bid",
        "Accept the %(count)d conditions that every bid must accept, or you cannot send this bid",
        count,
    ) % {"count": count}
