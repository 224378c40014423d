"""Opening one locked score again for an error of fact or method: one person asks, a second one decides.

Until the award is approved, and one bid and criterion at a time. Both scores are kept; what rested on the earlier one
stands no more.
"""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bids.bidding.models import Opening
from bids.evaluation.domain.acts import ToReopen
from bids.evaluation.domain.states import PanelState
from bids.evaluation.models import Consensus, Panel, PanelRole, Ranking, Reopening
from bids.evaluation.selectors.panels import panel_title
from bids.evaluation.selectors.recipients import sitting_on
from bids.evaluation.selectors.scopes import opened_bids_of, reopenings_under_way, reopenings_visible_to
from bids.evaluation.services.resting import resting
from bids.evaluation.services.two_people import why_kept_from
from challenges.ground.domain.frozen_json import Plain
from challenges.ground.domain.two_people import ActWords, RecordLine, Step, Verdict
from challenges.ground.selectors.two_people import Act, ActMessage
from challenges.ground.services.record import append_to_record
from challenges.ground.services.two_people import ActRefused, ask, decide_act, require_words
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.models import Stage


def _why_kept_from_score(row: Reopening, person_id: UUID) -> str:
    return why_kept_from(stage=row.panel.stage, person_id=person_id, bidder_id=row.consensus.bid.bidder_id)


def _chairs_of(row: Reopening) -> list[AbstractBaseUser]:
    return [one.person for one in sitting_on([row.panel]) if one.role == PanelRole.CHAIR]


def _score_of(row: Reopening) -> str:
    return reverse("consensus", args=[row.panel_id, row.consensus.bid_id, row.consensus.criterion_id])


def _reopenings_of(row: Reopening) -> str:
    return reverse("reopenings", args=[row.panel.stage.challenge.ocid, row.panel_id])


def _said_of_score(row: Reopening) -> dict[str, Plain]:
    return {
        "panel": str(row.panel_id),
        "consensus": str(row.consensus_id),
        "bid": str(row.consensus.bid_id),
        "criterion": row.consensus.criterion.block_id,
        "error": row.error,
        "part_2_open": bool(row.price_reason),
    }


REOPENING = Act(
    name="reopening",
    model=Reopening,
    words=ActWords(
        on_desk=_("Decide on reopening a score"),
        ask=_("Ask to reopen a score"),
        before_asking=_(
            "Only for an error of fact or of method. An approver decides; then the panel agrees this one score anew. "
            "The score that was locked is kept beside it."
        ),
        ask_button=_("Send to the approvers"),
        has_asked=_("Your request has gone to the approvers."),
        too_thin=_("Say in a sentence or two what is wrong and how you know, so that somebody else can check it"),
        asked_already=_("Somebody has asked to reopen this score already."),
        decide=_("Decide on reopening a score"),
        before_deciding=_(
            "If you reopen the score, the ranking made so far stands no more, and a recommendation that waits goes "
            "back. Only this one score is agreed anew."
        ),
        grant=_("Reopen the score"),
        refuse=_("Let the score stand"),
        told={
            Step.ASKED: _(
                "Somebody has asked to reopen a locked score for “%(title)s”, for an error of fact or method. It "
                "needs the decision of a second person: read what is said to be wrong, then reopen the score or "
                "let it stand, with your reasons."
            ),
            Step.GRANTED: _(
                "The score you asked about for “%(title)s” is reopened. The panel agrees it anew; then the "
                "ranking is worked out again."
            ),
            Step.REFUSED: _("The score you asked about for “%(title)s” stands. The reasons are on the page."),
        },
        record={
            Step.ASKED: RecordLine(event="reopening.asked", sentence=_("Somebody asked to reopen a score")),
            Step.GRANTED: RecordLine(event="reopening.granted", sentence=_("A score was reopened")),
            Step.REFUSED: RecordLine(event="reopening.refused", sentence=_("Reopening a score was refused")),
        },
    ),
    may_ask="bids.ask_to_reopen",
    may_decide="bids.decide_reopening",
    place="panel__stage__challenge",
    joins=("panel__lot",),
    visible_to=reopenings_visible_to,
    address=_reopenings_of,
    overview=_reopenings_of,
    about=lambda row, language: panel_title(row.panel, language),
    why_kept_out=_why_kept_from_score,
    in_the_way=lambda row: reopenings_under_way(row.panel).filter(consensus=row.consensus),
    said=_said_of_score,
    written=("reason", "price_reason", "decision_reasons"),
    messages={
        # A chair who asked hears what there is to do.
        Step.GRANTED: (
            ActMessage(
                subject=_("A score to agree anew: %(title)s"),
                template="score_reopened",
                people=_chairs_of,
                address=_score_of,
            ),
            ActMessage(
                subject=_("Decided: %(title)s"),
                people=lambda row: [row.asked_by],
                address=_reopenings_of,
            ),
        ),
    },
)


def ask_to_reopen(
    *, panel_id: UUID, bid_id: UUID, criterion_id: UUID, asked: ToReopen, by: UUID, at: datetime
) -> Reopening:
    """The first person's act: ask that the agreed score of one bid under one criterion be opened again.

    Effects: the reopening, waiting; a record entry with the hash of its words; the event `reopening.asked`. Refuses
    before the marks are locked and once the award is approved, a bid that is not judged and a score that is not there,
    a second asking while one waits or was granted, words too short to check, no word on the price once part 2 is open,
    and a person with an interest, a bid of their own or a conflict with this bidder.
    """
    with transaction.atomic():
        # The stage too: part 2 is not opened while this is being asked.
        Stage.objects.select_for_update(of=("self",)).get(panels=panel_id)
        panel = _locked_panel(panel_id)
        _refuse_unless_locked(panel)
        standing = _standing_score(panel, bid_id=bid_id, criterion_id=criterion_id)
        reopening = _filled_in(panel, standing, asked)
        return ask(REOPENING, row=reopening, by=by, at=at, field="what_is_wrong")


def decide_reopening(*, reopening_id: UUID, verdict: Verdict, by: UUID, at: datetime) -> Reopening:
    """The second person's act: open the score again, or let it stand, with reasons.

    Effects: the decision and a record entry; granted: the ranking made so far, if any, is superseded and kept, a
    recommendation that waits goes back to whoever made it, and the panel may agree this one score anew; the event
    `reopening.granted` or `reopening.refused`. Refuses whoever asked, a second decision, thin reasons, a person with an
    interest, a bid of their own or a conflict with this bidder, and all of it once the award is approved, for a bid
    that is not judged any more, and while the panel scores again.
    """
    with transaction.atomic():
        panel = _locked_panel(Reopening.objects.values_list("panel", flat=True).get(pk=reopening_id))
        reopening = Reopening.objects.select_for_update(of=("self",)).get(pk=reopening_id)
        reopening.panel = panel
        _refuse_unless_locked(panel)
        here = {"bid_id": reopening.consensus.bid_id, "criterion_id": reopening.consensus.criterion_id}
        _standing_score(panel, **here)
        decide_act(REOPENING, row=reopening, verdict=verdict, by=by, at=at)
        if verdict.is_granted:
            _supersede(panel, reopening, by=by, at=at)
    return reopening


def _locked_panel(panel_id: UUID) -> Panel:
    panels = Panel.objects.select_for_update(of=("self",)).select_related("stage__challenge")
    return panels.get(pk=panel_id)


def _refuse_unless_locked(panel: Panel) -> None:
    if panel.state != PanelState.LOCKED.value:
        raise ActRefused(gettext("The scores are not locked, so there is nothing to reopen."))
    if resting().is_final(panel_id=panel.pk):
        raise ActRefused(gettext("The award has been approved. From then on no score is reopened."))


def _standing_score(panel: Panel, *, bid_id: UUID, criterion_id: UUID) -> Consensus:
    agreed = Consensus.objects.filter(
        panel=panel,
        bid__in=opened_bids_of(panel).filter(pk=bid_id),
        criterion=criterion_id,
        replaced_at__isnull=True,
    )
    standing = agreed.select_related("bid", "criterion").first()
    if standing is None:
        raise ActRefused(gettext("The panel has agreed no score here that could be reopened."))
    return standing


def _filled_in(panel: Panel, standing: Consensus, asked: ToReopen) -> Reopening:
    if asked.error not in Reopening.Error.values:
        raise ActRefused(gettext("Choose whether it is an error of fact or of method"), field="error")
    price_reason = asked.price_reason.strip()
    if Opening.objects.filter(
        stage=panel.stage_id, kind=EnvelopeKind.COMMERCIAL.value, second_at__isnull=False
    ).exists():
        message = gettext("Part 2 is open. Say in a sentence or two why no price played a part in this")
        price_reason = require_words(price_reason, field="price_reason", message=message)
    return Reopening(
        panel=panel, consensus=standing, error=asked.error, reason=asked.what_is_wrong, price_reason=price_reason
    )


def _supersede(panel: Panel, reopening: Reopening, *, by: UUID, at: datetime) -> None:
    ranking = Ranking.objects.select_for_update().filter(panel=panel, superseded_at__isnull=True).first()
    if ranking is None:
        return
    ranking.superseded_at = at
    ranking.save(update_fields=["superseded_at"])
    said = {"ranking": str(ranking.pk), "sha256": ranking.sha256, "reopening": str(reopening.pk)}
    append_to_record(record_id=panel.stage.challenge_id, event="ranking.superseded", content=said, at=at)
    because = gettext("A score this rests on was reopened, so the ranking is worked out anew.")
    resting().give_back(ranking_id=ranking.pk, because=because, by=by, at=at)
