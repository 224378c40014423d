"""What is the same wherever one person asks and a second one decides: who may not, reasons, one decision only."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from bids.evaluation.domain.acts import Verdict
from bids.evaluation.models import ConflictDeclaration, Panel, TwoPersonAct
from bids.evaluation.services.conflicts import why_kept_out
from challenges.ground.domain.refused import Refused
from challenges.publishing.models import Stage

FEWEST_CHARACTERS = 40


class ActRefused(Refused):
    """An act of two people that may not be taken now, like this or by this person; `field` names what to mend."""


def refuse_kept_out(*, stage: Stage, person_id: UUID, bidder_id: UUID) -> None:
    """Refuse a person with an interest in the procedure, a bid of their own, or a declared conflict with the bidder."""
    kept_out = why_kept_out(stage=stage, person_id=person_id)
    if kept_out:
        raise ActRefused(kept_out)
    seats = Panel.objects.filter(stage=stage, members__person=person_id).values("members")
    declared = ConflictDeclaration.objects.filter(
        member__in=seats, member__person=person_id, bidder=bidder_id
    ).order_by("declared_at", "pk")
    latest = dict(declared.values_list("member", "has_conflict"))
    if any(latest.values()):
        raise ActRefused(_("You declared a conflict of interest with this bidder, so somebody else has to do this."))


def require_words(words: str, *, field: str, message: str) -> str:
    """The words without what surrounds them. Refuses too few of them to explain anything."""
    if len(words.strip()) < FEWEST_CHARACTERS:
        raise ActRefused(message, field=field)
    return words.strip()


def write_verdict(act: TwoPersonAct, verdict: Verdict, *, by: AbstractBaseUser, at: datetime) -> dict[str, Any]:
    """Write the second person's decision on an act its caller has locked; give what the record says of it.

    Refuses whoever asked, a second decision, and reasons too short to follow.
    """
    if act.is_granted is not None:
        raise ActRefused(_("This has been decided already."))
    if act.asked_by_id == by.pk:
        raise ActRefused(_("You asked for this. A second person has to decide."))
    message = _("Give your reasons in a sentence or two, so that others can follow them.")
    act.decision_reasons = require_words(verdict.reasons, field="reasons", message=message)
    act.decided_by_id, act.decided_at, act.is_granted = by.pk, at, verdict.is_granted
    act.save(update_fields=["decided_by", "decided_at", "is_granted", "decision_reasons"])
    return {"asked_by": str(act.asked_by_id), "by": str(by.pk)}
