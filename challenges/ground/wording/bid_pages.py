"""What a bidder reads on the pages of a bid."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from challenges.ground.wording.kind_words import KindWords

BID_PAGES: Mapping[str, KindWords] = {
    "this": KindWords(_("This bid"), _("This entry")),
    "start_this": KindWords(_("Start the bid"), _("Start the entry")),
    "which_organisation": KindWords(_("Which organisation is bidding?"), _("Which organisation is entering?")),
    "which_part": KindWords(_("Which part are you bidding for?"), _("Which part are you entering for?")),
    "able": KindWords(
        _("We meet these conditions, or will by the time we send the bid"),
        _("We meet these conditions, or will by the time we send the entry"),
    ),
    "must_be_able": KindWords(
        _("Confirm this to start. A bid that fails one of them is ruled out."),
        _("Confirm this to start. An entry that fails one of them is ruled out."),
    ),
    "written_in_pieces": KindWords(
        _(
            "You can write it in pieces, together with colleagues. It is saved as you type and encrypted at once: "
            "until bids are opened after the closing time, only your organisation can read it."
        ),
        _(
            "You can write it in pieces, together with colleagues. It is saved as you type and encrypted at once: "
            "until entries are opened after the closing time, only your organisation can read it."
        ),
    ),
    "must_meet": KindWords(
        _("Every bid must meet these. If one does not, it is ruled out whatever else it says."),
        _("Every entry must meet these. If one does not, it is ruled out whatever else it says."),
    ),
    "taken_from": KindWords(
        _("Bids are taken from %(when)s. Follow the opportunity to hear of it."),
        _("Entries are taken from %(when)s. Follow the opportunity to hear of it."),
    ),
    "closed_at": KindWords(
        _("This closed for bids at %(when)s. No bid can be started any more."),
        _("This closed for entries at %(when)s. No entry can be started any more."),
    ),
    "asked_changed": KindWords(
        _("What is asked has changed since you sent your bid"),
        _("What is asked has changed since you sent your entry"),
    ),
    "confirm_or_change": KindWords(
        _("What is asked has changed. Confirm that your bid still stands."),
        _("What is asked has changed. Confirm that your entry still stands."),
    ),
    "still_stands": KindWords(_("Our bid still stands"), _("Our entry still stands")),
    "sent_counts": KindWords(_("What you sent counts as your bid"), _("What you sent counts as your entry")),
    "change": KindWords(_("Change your bid"), _("Change your entry")),
    "may_be_changed": KindWords(
        _("You can change your bid now. What you sent stays your bid until you send it again."),
        _("You can change your entry now. What you sent stays your entry until you send it again."),
    ),
    "changes_gone": KindWords(
        _("Your changes are gone. Your bid stands as you sent it."),
        _("Your changes are gone. Your entry stands as you sent it."),
    ),
    "confirmed": KindWords(
        _("Confirmed. Your bid stands under what is asked now."),
        _("Confirmed. Your entry stands under what is asked now."),
    ),
    "is_withdrawn": KindWords(_("Your bid is withdrawn."), _("Your entry is withdrawn.")),
    "stays_until_sent": KindWords(
        _("If you change it, what you sent stays your bid until you send the new version."),
        _("If you change it, what you sent stays your entry until you send the new version."),
    ),
    "opened_then_judged": KindWords(
        _(
            "The closing time has passed. Bids are opened by two people together, then judged. You will get a letter "
            "with your scores and the reasons."
        ),
        _(
            "The closing time has passed. Entries are opened by two people together, then judged. You will get a "
            "letter with your scores and the reasons."
        ),
    ),
    "was_withdrawn": KindWords(
        _("Your organisation withdrew this bid at %(when)s. It does not count, and nobody else has read it."),
        _("Your organisation withdrew this entry at %(when)s. It does not count, and nobody else has read it."),
    ),
    "go_to_instead": KindWords(_("Go to the bid you started instead"), _("Go to the entry you started instead")),
    "new_until": KindWords(
        _("You can start a new bid until %(when)s. It begins empty."),
        _("You can start a new entry until %(when)s. It begins empty."),
    ),
    "no_new": KindWords(
        _("The closing time has passed, so no new bid can be started."),
        _("The closing time has passed, so no new entry can be started."),
    ),
    "not_sent_in_time": KindWords(
        _(
            "This bid was not sent before the closing time, so it does not count. Nobody but your organisation can "
            "read it."
        ),
        _(
            "This entry was not sent before the closing time, so it does not count. Nobody but your organisation can "
            "read it."
        ),
    ),
    "late_asked": KindWords(
        _("You asked for late admission, %(when)s. Two people of the authority decide before any bid is opened."),
        _("You asked for late admission, %(when)s. Two people of the authority decide before any entry is opened."),
    ),
    "late_may_be_asked": KindWords(
        _("Until the first bid is opened you can ask that it be admitted late, as it stood at the closing time."),
        _("Until the first entry is opened you can ask that it be admitted late, as it stood at the closing time."),
    ),
    "may_read": KindWords(
        _("You can read this bid. To write in it, ask an owner of your organisation to make you an editor."),
        _("You can read this entry. To write in it, ask an owner of your organisation to make you an editor."),
    ),
    "worked_out_from_saved": KindWords(
        _(
            "Worked out from what is saved. Until bids are opened nobody but your organisation sees it; the marks are "
            "worked out again from the bid you send."
        ),
        _(
            "Worked out from what is saved. Until entries are opened nobody but your organisation sees it; the marks "
            "are worked out again from the entry you send."
        ),
    ),
    "missing": KindWords(
        ngettext_lazy(
            "%(n)d thing still to be put right before you can send this bid.",
            "%(n)d things still to be put right before you can send this bid.",
            "n",
        ),
        ngettext_lazy(
            "%(n)d thing still to be put right before you can send this entry.",
            "%(n)d things still to be put right before you can send this entry.",
            "n",
        ),
    ),
    "check_and_send": KindWords(_("Check and send your bid"), _("Check and send your entry")),
    "sent_already": KindWords(
        _("You have sent a bid already. It counts until you send this one, which then takes its place."),
        _("You have sent an entry already. It counts until you send this one, which then takes its place."),
    ),
    "send_this": KindWords(_("Send this bid"), _("Send this entry")),
    "withdraw": KindWords(_("Withdraw this bid"), _("Withdraw this entry")),
    "withdraw_asked": KindWords(_("Withdraw this bid?"), _("Withdraw this entry?")),
    "none_left": KindWords(
        _(
            "Your organisation will have no bid here. What you sent will not be opened, and nobody else will ever "
            "read it."
        ),
        _(
            "Your organisation will have no entry here. What you sent will not be opened, and nobody else will ever "
            "read it."
        ),
    ),
    "still_readable": KindWords(
        _("You can still read what you sent, and its receipt, on the page of this bid."),
        _("You can still read what you sent, and its receipt, on the page of this entry."),
    ),
    "not_carried_over": KindWords(
        _("It cannot be sent again, and its text and files are not carried into a new bid."),
        _("It cannot be sent again, and its text and files are not carried into a new entry."),
    ),
    "change_instead": KindWords(
        _("To correct something, change the bid instead: what you sent counts until you send the new version."),
        _("To correct something, change the entry instead: what you sent counts until you send the new version."),
    ),
    "draft_will_be_gone": KindWords(
        _(
            "What you have written, and every file, will be gone. You can start a new bid until %(when)s. It begins "
            "empty."
        ),
        _(
            "What you have written, and every file, will be gone. You can start a new entry until %(when)s. It begins "
            "empty."
        ),
    ),
    "not_withdrawn_here": KindWords(
        _("The closing time has passed, or the bid was withdrawn before. It cannot be withdrawn here any more."),
        _("The closing time has passed, or the entry was withdrawn before. It cannot be withdrawn here any more."),
    ),
}
