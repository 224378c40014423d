"""What the public reads of what is sought."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from challenges.ground.wording.kind_words import KindWords

SOUGHT: Mapping[str, KindWords] = {
    "kind": KindWords(_("Outcome specification"), _("Challenge prize")),
    "new": KindWords(_("New outcome specification"), _("New challenge prize")),
    "what": KindWords(_("What is wanted"), _("The challenge")),
    "value": KindWords(_("Value"), _("Prize fund")),
    "how_much": KindWords(_("How much"), _("Prize fund")),
    "value_note": KindWords(_("with VAT, for the whole contract"), ""),
    "who": KindWords(_("Who may bid"), _("Who may enter")),
    "anybody": KindWords(_("Any organisation"), _("Anybody")),
    "effort": KindWords(_("What a bid takes"), _("What an entry takes")),
    "being_judged": KindWords(
        _("This opportunity has closed. Bids are being judged."),
        _("This prize has closed. Entries are being judged."),
    ),
    "ruled_out_below": KindWords(
        _("A score below %(minimum)s out of %(maximum)s rules a bid out."),
        _("A score below %(minimum)s out of %(maximum)s rules an entry out."),
    ),
    "counts_if_whole": KindWords(
        _("A bid counts only if all of it reaches the portal before this moment."),
        _("An entry counts only if all of it reaches the portal before this moment."),
    ),
    "late_admission": KindWords(
        _(
            "A bid that was begun and not sent before closing may be admitted late, as it stood at closing, if its "
            "bidder asks before any bid is opened and two people of the authority agree."
        ),
        _(
            "An entry that was begun and not sent before closing may be admitted late, as it stood at closing, if its "
            "entrant asks before any entry is opened and two people of the authority agree."
        ),
    ),
}
