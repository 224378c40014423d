"""The record in words: what the acts about evaluation are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Promise] = {
    "assessment.submitted": _("An evaluator submitted a score"),
    "assessment.taken_back": _("An evaluator took a score back"),
    "assessment.voided": _("A score was made void by a conflict of interest"),
    "conflicts.declared": _("A panel member declared conflicts of interest"),
    "consensus.recorded": _("An agreed score was recorded"),
    "interest.declared": _("An officer or approver declared interests"),
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
    "stage.opened": _("Bids were opened"),
}
