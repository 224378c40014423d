"""The procurement record in words; the entry itself keeps the machine's name of each act."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

ACTS = {
    "assessment.submitted": _("An evaluator submitted a score"),
    "assessment.taken_back": _("An evaluator took a score back"),
    "assessment.voided": _("A score was made void by a conflict of interest"),
    "award.published": _("The award was published"),
    "bid.counts_again": _("A bid that had been set aside counts again"),
    "bid.set_aside": _("A bid that could not be opened was set aside"),
    "challenge.amended": _("A change was approved"),
    "challenge.published": _("The specification was approved"),
    "clarification.answered": _("A question was answered"),
    "clarification.asked": _("A question was asked"),
    "clarification.declined": _("A question was declined"),
    "clarification.merged": _("A question was joined to another one"),
    "conflicts.declared": _("A panel member declared conflicts of interest"),
    "consensus.recorded": _("An agreed score was recorded"),
    "interest.declared": _("An officer or approver declared interests"),
    "late_admission.granted": _("A late bid was admitted"),
    "late_admission.proposed": _("A decision on a late bid was proposed"),
    "late_admission.refused": _("A late bid was refused"),
    "late_admission.requested": _("Late admission was asked for"),
    "notice.published": _("The notice's number was entered"),
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
    "recommendation.approved": _("The recommendation was approved"),
    "recommendation.proposed": _("An award was recommended"),
    "recommendation.returned": _("The recommendation was returned"),
    "reopening.asked": _("Somebody asked to reopen a score"),
    "reopening.granted": _("A score was reopened"),
    "reopening.refused": _("Reopening a score was refused"),
    "setting_aside.asked": _("Somebody asked to set a bid aside"),
    "setting_aside.refused": _("Setting a bid aside was refused"),
    "stage.list_extended": _("The list of bids was extended by a late bid"),
    "stage.list_fixed": _("The list of bids was fixed"),
    "stage.opened": _("Bids were opened"),
    "summaries.sent": _("Every bidder was sent its letter"),
    "taking_back.asked": _("Somebody asked that a bid counts again"),
    "taking_back.refused": _("That a bid counts again was refused"),
}


@register.filter
def act(event: str) -> str:
    """What happened, in words; the machine's name where nobody has given it any."""
    return str(ACTS.get(event, event))
