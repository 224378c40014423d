"""What is wrong, and what is to be done, in the bidder's words: one sentence for each rule of the draft.

What is said of a box stands with its piece (`bids.bidding.forms.pieces`).
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bids.bidding.domain.boxes import PieceFault
from bids.bidding.forms.pieces import pages_of
from bids.bidding.forms.pieces.form import PieceForm
from bids.bidding.forms.pieces.page import BoxWords

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
#: For the faults whose sentence says nothing of the box: the same with its name, for a list away from the boxes.
NAMED: Mapping[str, object] = {
    "no_figure": gettext_lazy("%(box)s must be a number, for example 120 or 1,250.50"),
    "too_large": gettext_lazy("%(box)s must be less than a million million"),
    "below_zero": gettext_lazy("%(box)s must be 0 or more"),
    "over_hundred": gettext_lazy("%(box)s must be 100 or less"),
}


def show_faults(form: PieceForm, faults: Iterable[PieceFault]) -> None:
    """Put each fault at its box."""
    for fault in faults:
        form.add_error(fault.box if fault.box in form.fields else None, named_fault_words(fault))


def named_fault_words(fault: PieceFault) -> str:
    """The sentence for one fault, naming its box, for where several stand in one list."""
    if fault.code in NAMED:
        return str(NAMED[fault.code]) % {"box": _box_name(fault)}
    if fault.code == "years":
        words = _("%(box)s must be a number from 1 to %(most)d")
        return words % {"box": _box_name(fault), "most": fault.values["most"]}
    if fault.code == "too_exact":
        return _named_too_exact(_box_name(fault), places=fault.values["places"])
    return fault_words(fault)


def _words_of(fault: PieceFault) -> BoxWords:
    pages, _item = pages_of(fault.piece)
    return pages.words(fault.box)


def _box_name(fault: PieceFault) -> str:
    words = _words_of(fault)
    return str(words.named or words.label)


def _named_too_exact(box: str, *, places: int) -> str:
    if not places:
        return _("%(box)s must be a whole number") % {"box": box}
    words = ngettext(
        "%(box)s must have no more than %(places)d figure after the point",
        "%(box)s must have no more than %(places)d figures after the point",
        places,
    )
    return words % {"box": box, "places": places}


def fault_words(fault: PieceFault) -> str:
    """The sentence for one fault."""
    if fault.code == "missing":
        return str(_words_of(fault).missing)
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
