"""Opening one locked score again for an error of fact or method: one person asks, a second one decides.

Until the award is approved, and one bid and criterion at a time. Both scores are kept; what rested on the earlier one
stands no more.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from bids.awards.domain.states import RecommendationState
from bids.awards.models import Approval, Award, Recommendation
from bids.awards.services.states import move_recommendation
from bids.bidding.models import Opening
from bids.evaluation.domain.acts import ToReopen, Verdict
from bids.evaluation.domain.states import PanelState
from bids.evaluation.models import Consensus, Panel, Ranking, Reopening
from bids.evaluation.selectors.scopes import opened_bids_of, reopenings_under_way
from bids.evaluation.services.two_people import ActRefused, refuse_kept_out, require_words, write_verdict
from challenges.ground.domain.frozen_json import sha256_of
from challenges.ground.services.outbox import add_event
from challenges.ground.services.record import append_to_record
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.models import Stage


def ask_to_reopen(
    *, panel_id: UUID, bid_id: UUID, criterion_id: UUID, asked: ToReopen, by: AbstractBaseUser, at: datetime
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
        refuse_kept_out(stage=panel.stage, person_id=by.pk, bidder_id=standing.bid.bidder_id)
        if reopenings_under_way(panel).filter(consensus=standing).exists():
            raise ActRefused(_("Somebody has asked to reopen this score already."))
        reopening = _written(panel, standing, asked, by=by, at=at)
        _record(reopening, event="reopening.asked", said={"by": str(by.pk)}, at=at)
    return reopening


def decide_reopening(*, reopening_id: UUID, verdict: Verdict, by: AbstractBaseUser, at: datetime) -> Reopening:
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
        standing = _standing_score(panel, **here)
        refuse_kept_out(stage=panel.stage, person_id=by.pk, bidder_id=standing.bid.bidder_id)
        said = write_verdict(reopening, verdict, by=by, at=at)
        event = "reopening.granted" if verdict.is_granted else "reopening.refused"
        _record(reopening, event=event, said=said, at=at)
        if verdict.is_granted:
            _supersede(panel, reopening, by=by, at=at)
    return reopening


def _locked_panel(panel_id: UUID) -> Panel:
    panels = Panel.objects.select_for_update(of=("self",)).select_related("stage__challenge")
    return panels.get(pk=panel_id)


def _refuse_unless_locked(panel: Panel) -> None:
    if panel.state != PanelState.LOCKED.value:
        raise ActRefused(_("The scores are not locked, so there is nothing to reopen."))
    if Award.objects.filter(panel=panel).exists():
        raise ActRefused(_("The award has been approved. From then on no score is reopened."))


def _standing_score(panel: Panel, *, bid_id: UUID, criterion_id: UUID) -> Consensus:
    agreed = Consensus.objects.filter(
        panel=panel,
        bid__in=opened_bids_of(panel).filter(pk=bid_id),
        criterion=criterion_id,
        replaced_at__isnull=True,
    )
    standing = agreed.select_related("bid", "criterion").first()
    if standing is None:
        raise ActRefused(_("The panel has agreed no score here that could be reopened."))
    return standing


def _written(panel: Panel, standing: Consensus, asked: ToReopen, *, by: AbstractBaseUser, at: datetime) -> Reopening:
    if asked.error not in Reopening.Error.values:
        raise ActRefused(_("Choose whether it is an error of fact or of method"), field="error")
    message = _("Say in a sentence or two what is wrong and how you know, so that somebody else can check it")
    wrong = require_words(asked.what_is_wrong, field="what_is_wrong", message=message)
    price_reason = asked.price_reason.strip()
    if Opening.objects.filter(
        stage=panel.stage_id, kind=EnvelopeKind.COMMERCIAL.value, second_at__isnull=False
    ).exists():
        message = _("Part 2 is open. Say in a sentence or two why no price played a part in this")
        price_reason = require_words(price_reason, field="price_reason", message=message)
    return Reopening.objects.create(
        panel=panel,
        consensus=standing,
        error=asked.error,
        what_is_wrong=wrong,
        price_reason=price_reason,
        asked_by_id=by.pk,
        asked_at=at,
    )


def _supersede(panel: Panel, reopening: Reopening, *, by: AbstractBaseUser, at: datetime) -> None:
    ranking = Ranking.objects.select_for_update().filter(panel=panel, superseded_at__isnull=True).first()
    if ranking is None:
        return
    ranking.superseded_at = at
    ranking.save(update_fields=["superseded_at"])
    said = {"ranking": str(ranking.pk), "sha256": ranking.sha256, "reopening": str(reopening.pk)}
    append_to_record(record_id=panel.stage.challenge_id, event="ranking.superseded", content=said, at=at)
    waiting = Recommendation.objects.filter(ranking=ranking, state=RecommendationState.PROPOSED.value).first()
    if waiting is None:
        return
    move_recommendation(recommendation_id=waiting.pk, to=RecommendationState.RETURNED, by=by.pk, at=at)
    because = _("A score this rests on was reopened, so the ranking is worked out anew.")
    Approval.objects.create(recommendation=waiting, person_id=by.pk, is_approved=False, reasons=because, decided_at=at)


def _record(reopening: Reopening, *, event: str, said: dict[str, Any], at: datetime) -> None:
    """The entry names the score and holds the hash of what was written about it; the words stay on the reopening."""
    score, challenge_id = reopening.consensus, reopening.panel.stage.challenge_id
    words = {
        "what_is_wrong": reopening.what_is_wrong,
        "price_reason": reopening.price_reason,
        "decision_reasons": reopening.decision_reasons,
    }
    content = {
        "reopening": str(reopening.pk),
        "panel": str(reopening.panel_id),
        "consensus": str(score.pk),
        "bid": str(score.bid_id),
        "criterion": score.criterion.block_id,
        "error": reopening.error,
        "part_2_open": bool(reopening.price_reason),
        "words_sha256": sha256_of(words),
        **said,
    }
    append_to_record(record_id=challenge_id, event=event, content=content, at=at)
    add_event(event=event, payload={"reopening": str(reopening.pk)}, key=f"{event}:{reopening.pk}", at=at)
