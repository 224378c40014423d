"""The record in words: what the acts about evaluation are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Promise] = {
    "assessment.submitted": _("An evaluator submitted a score"),
    "assessment.taken_back": _("An evaluator took a score back"),
    "assessment.voided": _("A score was made void by a conflict of interest"),
    "bid.counts_again": _("A bid that had been set aside counts again"),
    "bid.set_aside": _("A bid that could not be opened was set aside"),
    "conflicts.declared": _("A panel member declared conflicts of interest"),
    "consensus.recorded": _("An agreed score was recorded"),
    "interest.declared": _("An officer or approver declared interests"),
    "late_admission.granted": _("A late bid was admitted"),
    "late_admission.proposed": _("A decision on a late bid was proposed"),
    "late_admission.refused": _("A late bid was refused"),
    "late_admission.requested": _("Late admission was asked for"),
    "opening.asked": _("The first person asked for opening"),
    "opening.confirmed": _("The second person confirmed the opening"),
    "opening.withdrawn": _("The asking for opening was taken back"),
    "panel.locked": _("The chair locked the scores"),
    "panel.member_invited": _("Somebody was invited to the panel"),
    "panel.member_released": _("Somebody left the panel"),
    "panel.member_seated": _("Somebody joined the panel"),
    "panel.moderation_opened": _("The panel began to agree scores"),
    "panel.returned_to_scoring": _("The panel returned to scoring"),
    "panel.set_up": _("The panel was set up"),
    "ranking.made": _("The ranking was worked out"),
    "ranking.superseded": _("The ranking no longer stands"),
    "reopening.asked": _("Somebody asked to reopen a score"),
    "reopening.granted": _("A score was reopened"),
    "reopening.refused": _("Reopening a score was refused"),
    "setting_aside.asked": _("Somebody asked to set a bid aside"),
    "setting_aside.refused": _("Setting a bid aside was refused"),
    "stage.opened": _("Bids were opened"),
    "taking_back.asked": _("Somebody asked that a bid counts again"),
    "taking_back.refused": _("That a bid counts again was refused"),
}
