"""What the authority's people read."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from challenges.ground.wording.kind_words import KindWords

MANAGING: Mapping[str, KindWords] = {
    "before": KindWords(_("Before bids"), _("Before entries")),
    "offers": KindWords(_("Bids"), _("Entries")),
    "panel_first": KindWords(_("Settled before anyone knows who bids."), _("Settled before anyone knows who enters.")),
    "invented": KindWords(_("With invented bids."), _("With invented entries.")),
    "open": KindWords(_("Open the bids"), _("Open the entries")),
    "open_as_first": KindWords(_("Open the bids, with a second person"), _("Open the entries, with a second person")),
    "open_as_second": KindWords(
        _("Be the second person to open the bids"), _("Be the second person to open the entries")
    ),
    "opening": KindWords(_("Opening the bids"), _("Opening the entries")),
    "opening_explained": KindWords(
        _(
            "Two different people open the bids together: one asks, the other confirms, each after confirming who "
            "they are. Everything is recorded first. What a bid says is then for the panel, not for the commercial "
            "team."
        ),
        _(
            "Two different people open the entries together: one asks, the other confirms, each after confirming who "
            "they are. Everything is recorded first. What an entry says is then for the panel, not for the "
            "commercial team."
        ),
    ),
    "opened_at_once": KindWords(
        _("The bids are opened as soon as you confirm. This cannot be undone."),
        _("The entries are opened as soon as you confirm. This cannot be undone."),
    ),
    "list_is_fixed": KindWords(_("The list of bids is fixed"), _("The list of entries is fixed")),
    "list_awaited": KindWords(
        _("the list of bids, a minute after closing"), _("the list of entries, a minute after closing")
    ),
    "could_not_be_opened": KindWords(_("Bids that could not be opened"), _("Entries that could not be opened")),
    "stuck": KindWords(
        ngettext_lazy(
            "%(n)d bid could not be opened. Try again first. If that does not help, an officer asks to set it aside "
            "and an approver decides; the others go on.",
            "%(n)d bids could not be opened. Try again first. If that does not help, an officer asks to set them "
            "aside and an approver decides; the others go on.",
            "n",
        ),
        ngettext_lazy(
            "%(n)d entry could not be opened. Try again first. If that does not help, an officer asks to set it "
            "aside and an approver decides; the others go on.",
            "%(n)d entries could not be opened. Try again first. If that does not help, an officer asks to set them "
            "aside and an approver decides; the others go on.",
            "n",
        ),
    ),
    "close": KindWords(_("Bids close"), _("Entries close")),
    "have_closed": KindWords(_("Bids have closed"), _("Entries have closed")),
    "received": KindWords(_("bids received"), _("entries received")),
    "started": KindWords(_("bids started"), _("entries started")),
    "sent": KindWords(_("bids sent"), _("entries sent")),
    "how_many": KindWords(
        _(
            "How many bids there are is known once the list is fixed, a minute after closing. Until then nobody here "
            "can see it."
        ),
        _(
            "How many entries there are is known once the list is fixed, a minute after closing. Until then nobody "
            "here can see it."
        ),
    ),
}
