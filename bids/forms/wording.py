"""What is wrong, and what is to be done, in the bidder's words: one sentence for each rule of the draft."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bids.domain.boxes import Fault

SENTENCES: Mapping[str, object] = {
    "no_figure": gettext_lazy("Enter a number, for example 120 or 1,250.50"),
    "over_hundred": gettext_lazy("Enter 100 or less"),
    "low_above_likely": gettext_lazy("“At the very least” cannot be more than “most likely”"),
    "high_below_likely": gettext_lazy("“At the very best” cannot be less than “most likely”"),
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
