"""What whoever takes part reads before and around a bid."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from challenges.ground.wording.kind_words import KindWords

TAKING_PART: Mapping[str, KindWords] = {
    "start": KindWords(_("Start a bid"), _("Start an entry")),
    "start_new": KindWords(_("Start a new bid"), _("Start a new entry")),
    "go_to": KindWords(_("Go to your bid"), _("Go to your entry")),
    "go_to_lot": KindWords(_("Go to your bid: %(lot)s"), _("Go to your entry: %(lot)s")),
    "another_lot": KindWords(_("Bid for another lot"), _("Enter for another lot")),
    "finish_and_send": KindWords(_("Finish and send your bid"), _("Finish and send your entry")),
    "won": KindWords(_("Decided: your bid won"), _("Decided: your entry won")),
}
