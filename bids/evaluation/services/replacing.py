"""A seat changes hands after the panel began to agree scores: an officer asks, an approver decides.

For a chair or an evaluator who cannot go on, by a conflict or otherwise. What they gave stays and counts; who takes the
seat gives no marks any more and declares conflicts before reading anything.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bids.evaluation.models import Panel, PanelMember, PanelRole, Replacement
from bids.evaluation.selectors.panels import is_seat_replaceable, panel_title
from bids.evaluation.selectors.scopes import replacements_visible_to
from bids.evaluation.services.conflicts import why_kept_out
from bids.evaluation.services.panels import hand_over_seat
from bids.evaluation.services.two_people import why_kept_from
from challenges.ground.domain.frozen_json import Plain
from challenges.ground.domain.two_people import ActWords, RecordLine, Step, Verdict
from challenges.ground.models import Membership
from challenges.ground.selectors.two_people import Act, ActMessage, Fact
from challenges.ground.services.two_people import ActRefused, ask, decide_act


def _page(row: Replacement) -> str:
    panel = row.member.panel
    return reverse("decide_replacement", args=[panel.stage.challenge.ocid, panel.pk, row.pk])


def _why_kept_out(row: Replacement, person_id: UUID) -> str:
    if person_id == row.person_id:
        return gettext("You would take this seat yourself, so somebody else has to do this.")
    return why_kept_from(stage=row.member.panel.stage, person_id=person_id)


def _why_not_decide(row: Replacement, person_id: UUID) -> str:
    if person_id == row.member.person_id:
        return gettext("This is your own seat, so somebody else has to decide.")
    return ""


def _facts(row: Replacement) -> tuple[Fact, ...]:
    return (
        Fact(label=gettext("Who gives up the seat"), value=str(row.member.person)),
        Fact(label=gettext("Role on the panel"), value=row.member.get_role_display()),
        Fact(label=gettext("Who takes it"), value=str(row.person)),
    )


def _said(row: Replacement) -> dict[str, Plain]:
    return {
        "panel": str(row.member.panel_id),
        "member": str(row.member_id),
        "role": row.member.role,
        "person": str(row.person_id),
    }


REPLACEMENT = Act(
    name="replacement",
    model=Replacement,
    words=ActWords(
        on_desk=_("Decide who takes a seat on the panel"),
        ask=_("Replace a member of the panel"),
        before_asking=_(
            "For somebody who cannot go on agreeing scores. An approver decides; then the seat changes hands with its "
            "role and criteria. The scores this person gave stay and count. Who takes the seat declares conflicts "
            "first and gives no scores of their own any more."
        ),
        ask_button=_("Send to the approvers"),
        reason=_("Why this person cannot go on"),
        reason_hint=_("And since when. Leave out what is private: that somebody is ill is enough."),
        too_thin=_("Say in a sentence or two why this person cannot go on and why the other one should take the seat"),
        asked_already=_("Somebody has asked to replace this person already. An approver decides."),
        has_asked=_("Recorded. Now an approver has to decide."),
        decide=_("Decide who takes a seat on the panel"),
        before_deciding=_(
            "If you agree, the seat changes hands at once. Agreed scores that are written already stand as they are."
        ),
        grant=_("Let the seat change hands"),
        refuse=_("Leave the panel as it is"),
        told={
            Step.ASKED: _(
                "Somebody has asked that a seat on the panel for “%(title)s” change hands while scores are agreed. It "
                "needs the decision of a second person."
            ),
            Step.GRANTED: _("The seat on the panel for “%(title)s” has changed hands, as two people decided."),
            Step.REFUSED: _("The panel for “%(title)s” stays as it is. The reasons are on the page."),
        },
        record={
            Step.ASKED: RecordLine(
                event="replacement.asked", sentence=_("Somebody asked to replace a member of the panel")
            ),
            Step.GRANTED: RecordLine(event="replacement.granted", sentence=_("A seat on the panel changed hands")),
            Step.REFUSED: RecordLine(
                event="replacement.refused", sentence=_("Replacing a member of the panel was refused")
            ),
        },
    ),
    may_ask="bids.ask_to_replace",
    may_decide="bids.decide_replacement",
    place="member__panel__stage__challenge",
    joins=("member__panel__lot", "member__person", "person"),
    visible_to=replacements_visible_to,
    address=_page,
    overview=_page,
    about=lambda row, language: panel_title(row.member.panel, language),
    facts=_facts,
    why_kept_out=_why_kept_out,
    why_not_decide=_why_not_decide,
    in_the_way=lambda row: row.member.replacements.filter(is_granted__isnull=True),
    said=_said,
    messages={
        Step.GRANTED: (
            ActMessage(subject=_("Decided: %(title)s"), people=lambda row: [row.asked_by], address=_page),
            ActMessage(
                subject=_("Your seat on the panel for: %(title)s"),
                people=lambda row: [row.member.person],
                address=lambda row: reverse("evaluation"),
            ),
        ),
    },
)


def ask_to_replace(*, member_id: UUID, person_id: UUID, reason: str, by: UUID, at: datetime) -> Replacement:
    """The first person's act: ask that somebody else take a seat on a panel that agrees scores.

    Effects: the replacement, waiting; a record entry with the hash of the reason; the event `replacement.asked`.
    Refuses before and after the agreement, a seat that is empty or only observes, a person who sits on the panel, is no
    colleague, or has an interest or a bid of their own, a second asking, a thin reason, and whom the act keeps out.
    """
    with transaction.atomic():
        member = _locked_seat(member_id)
        row = Replacement(member=member, person_id=person_id, reason=reason)
        _refuse_unless_due(row)
        return ask(REPLACEMENT, row=row, by=by, at=at)


def decide_replacement(*, replacement_id: UUID, verdict: Verdict, by: UUID, at: datetime) -> Replacement:
    """The second person's act: let the seat change hands, or not, with reasons.

    Effects: the decision, a record entry, the event `replacement.granted` or `replacement.refused`; granted: the
    member leaves, the person is seated with role and criteria and told so. Refuses whoever asked, whoever gives up or
    would take the seat, a second decision, thin reasons, a person with an interest, a bid of their own or a conflict
    with a bidder here; granting, whatever asking refuses by then.
    """
    with transaction.atomic():
        member = _locked_seat(Replacement.objects.values_list("member", flat=True).get(pk=replacement_id))
        row = Replacement.objects.select_for_update(of=("self",)).select_related("person").get(pk=replacement_id)
        row.member = member
        if verdict.is_granted and row.is_granted is None:
            _refuse_unless_due(row)
        decide_act(REPLACEMENT, row=row, verdict=verdict, by=by, at=at)
        if verdict.is_granted:
            hand_over_seat(member=member, person_id=row.person_id, by=by, at=at)
    return row


def _locked_seat(member_id: UUID) -> PanelMember:
    """A seat under its panel's lock, as agreeing scores takes it."""
    member = PanelMember.objects.select_related("person").get(pk=member_id)
    panels = Panel.objects.select_for_update(of=("self",)).select_related("stage__challenge")
    panel = panels.get(pk=member.panel_id)
    member.refresh_from_db(fields=["left_at", "role"])
    member.panel = panel
    return member


def _refuse_unless_due(row: Replacement) -> None:
    panel = row.member.panel
    if not is_seat_replaceable(panel):
        raise ActRefused(gettext("The panel is not agreeing scores at the moment, so no seat changes hands like this."))
    if row.member.left_at is not None or row.member.role == PanelRole.OBSERVER:
        raise ActRefused(gettext("Only a chair or an evaluator who sits on the panel is replaced."))
    if panel.members.filter(person=row.person_id, left_at__isnull=True).exists():
        raise ActRefused(gettext("This person sits on the panel already."), field="person")
    colleagues = Membership.objects.filter(authority=panel.stage.challenge.authority_id, person__is_active=True)
    if not colleagues.filter(person=row.person_id).exists():
        raise ActRefused(gettext("Choose somebody of your authority."), field="person")
    if why_kept_out(stage=panel.stage, person_id=row.person_id):
        message = gettext("This person has an interest in the procedure or has bid here, and cannot judge.")
        raise ActRefused(message, field="person")
