"""A bid the portal cannot open must not hold up the others: an officer sets it aside, an approver confirms.

It then counts as not judged, by the portal's failure and never the bidder's. Until a ranking is made two people can
take that back.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from bids.bidding.domain.states import BidState
from bids.bidding.models import Bid, Opening
from bids.bidding.selectors.scopes import sealed_after_opening
from bids.evaluation.domain.acts import Verdict
from bids.evaluation.domain.states import PanelState
from bids.evaluation.models import Panel, Ranking, SettingAside, TakingBack
from bids.evaluation.services.states import return_panel_to_scoring
from bids.evaluation.services.two_people import ActRefused, refuse_kept_out, require_words, write_verdict
from challenges.ground.domain.frozen_json import sha256_of
from challenges.ground.services.outbox import add_event
from challenges.ground.services.record import append_to_record
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.models import Stage


def ask_to_set_aside(
    *, bid_id: UUID, kind: EnvelopeKind, reason: str, by: AbstractBaseUser, at: datetime
) -> SettingAside:
    """The first person's act: ask that a bid be set aside because one of its parts cannot be opened.

    Effects: the setting aside, waiting; a record entry with the hash of the reason; the event `setting_aside.asked`.
    Refuses a part that is open, was not gone through yet or, for part 2, whose panel scores again; a second asking; a
    thin reason; all of it once a ranking was made; and a person with an interest, a bid of their own or a conflict
    with this bidder.
    """
    with transaction.atomic():
        bid, panel = _locked(bid_id)
        _refuse_unless_stuck(bid, panel, kind=kind)
        refuse_kept_out(stage=bid.stage, person_id=by.pk, bidder_id=bid.bidder_id)
        if bid.settings_aside.exclude(is_granted=False).filter(taken_back_at__isnull=True).exists():
            raise ActRefused(_("Somebody has asked to set this bid aside already."))
        message = _("Say in a sentence or two what was tried and why the part cannot be opened")
        reason = require_words(reason, field="reason", message=message)
        aside = SettingAside.objects.create(bid=bid, kind=kind.value, reason=reason, asked_by_id=by.pk, asked_at=at)
        _record(aside, bid, event="setting_aside.asked", said={"by": str(by.pk)}, words=[reason], at=at)
        _announce("setting_aside.asked", setting_aside=aside.pk, at=at)
    return aside


def decide_setting_aside(
    *, setting_aside_id: UUID, verdict: Verdict, by: AbstractBaseUser, at: datetime
) -> SettingAside:
    """The second person's act: confirm that the bid is set aside, or not, with reasons.

    Effects: the decision, a record entry, the event `setting_aside.decided`; granted: panels, ranking and opening go
    on without the bid, and its bidder's letter says why. Refuses whoever asked, a second decision, thin reasons, a
    person with an interest, a bid of their own or a conflict with this bidder; granting, where the part was opened
    meanwhile or a ranking was made.
    """
    with transaction.atomic():
        bid, panel = _locked(SettingAside.objects.values_list("bid", flat=True).get(pk=setting_aside_id))
        aside = SettingAside.objects.select_for_update(of=("self",)).get(pk=setting_aside_id)
        refuse_kept_out(stage=bid.stage, person_id=by.pk, bidder_id=bid.bidder_id)
        if verdict.is_granted:
            _refuse_unless_stuck(bid, panel, kind=EnvelopeKind(aside.kind))
        said = write_verdict(aside, verdict, by=by, at=at)
        event = "bid.set_aside" if verdict.is_granted else "setting_aside.refused"
        _record(aside, bid, event=event, said=said, words=[aside.reason, aside.decision_reasons], at=at)
        _announce("setting_aside.decided", setting_aside=aside.pk, at=at)
    return aside


def ask_to_take_back(*, setting_aside_id: UUID, reason: str, by: AbstractBaseUser, at: datetime) -> TakingBack:
    """The first person's act: ask that a bid set aside count again.

    Effects: the taking back, waiting; a record entry; the event `taking_back.asked`. Refuses a bid that is not set
    aside, a second asking, a thin reason, a person with an interest, a bid of their own or a conflict with this
    bidder, and all of it once a ranking was made.
    """
    with transaction.atomic():
        bid, panel = _locked(SettingAside.objects.values_list("bid", flat=True).get(pk=setting_aside_id))
        aside = SettingAside.objects.select_for_update(of=("self",)).get(pk=setting_aside_id)
        _refuse_unless_set_aside(aside, panel)
        refuse_kept_out(stage=bid.stage, person_id=by.pk, bidder_id=bid.bidder_id)
        if aside.takings_back.exclude(is_granted=False).exists():
            raise ActRefused(_("Somebody has asked to take this back already."))
        message = _("Say in a sentence or two why the bid should count again")
        reason = require_words(reason, field="reason", message=message)
        back = TakingBack.objects.create(setting_aside=aside, reason=reason, asked_by_id=by.pk, asked_at=at)
        said = {"taking_back": str(back.pk), "by": str(by.pk)}
        _record(aside, bid, event="taking_back.asked", said=said, words=[reason], at=at)
        _announce("taking_back.asked", taking_back=back.pk, at=at)
    return back


def decide_taking_back(*, taking_back_id: UUID, verdict: Verdict, by: AbstractBaseUser, at: datetime) -> TakingBack:
    """The second person's act: let the bid count again, or not, with reasons.

    Effects: the decision, a record entry, the event `taking_back.decided`; granted: the bid counts again, still
    sealed, to be opened by trying again; where part 1 was the reason and the panel had gone on, it scores again, what
    was locked staying locked. Refuses whoever asked, a second decision, thin reasons, a person with an interest, a bid
    of their own or a conflict with this bidder, and all of it once a ranking was made.
    """
    with transaction.atomic():
        back_of = TakingBack.objects.select_related("setting_aside").get(pk=taking_back_id).setting_aside
        bid, panel = _locked(back_of.bid_id)
        aside = SettingAside.objects.select_for_update(of=("self",)).get(pk=back_of.pk)
        back = TakingBack.objects.select_for_update(of=("self",)).get(pk=taking_back_id)
        _refuse_unless_set_aside(aside, panel)
        refuse_kept_out(stage=bid.stage, person_id=by.pk, bidder_id=bid.bidder_id)
        said = {"taking_back": str(back.pk), **write_verdict(back, verdict, by=by, at=at)}
        event = "bid.counts_again" if verdict.is_granted else "taking_back.refused"
        _record(aside, bid, event=event, said=said, words=[back.reason, back.decision_reasons], at=at)
        if verdict.is_granted:
            _count_again(aside, panel, at=at)
        _announce("taking_back.decided", taking_back=back.pk, at=at)
    return back


def _locked(bid_id: UUID) -> tuple[Bid, Panel]:
    """The stage's lock, as opening takes it, then the panel's."""
    place = Bid.objects.only("stage_id", "lot_id").get(pk=bid_id)
    stage = Stage.objects.select_for_update(of=("self",)).select_related("challenge").get(pk=place.stage_id)
    panel = Panel.objects.select_for_update(of=("self",)).get(stage=place.stage_id, lot=place.lot_id)
    bid = Bid.objects.get(pk=bid_id)
    bid.stage = stage
    return bid, panel


def _refuse_unless_stuck(bid: Bid, panel: Panel, *, kind: EnvelopeKind) -> None:
    _refuse_once_ranked(panel)
    sent = Bid.objects.filter(pk=bid.pk, state=BidState.SUBMITTED.value)
    was_tried = Opening.objects.filter(stage=bid.stage_id, kind=kind.value, opened_at__isnull=False).exists()
    if not was_tried or not sealed_after_opening(sent, kind.value).exists():
        raise ActRefused(_("Only a bid that could not be opened can be set aside."))
    if kind == EnvelopeKind.COMMERCIAL and panel.state != PanelState.LOCKED.value:
        raise ActRefused(_("The panel has not locked its scores yet. Part 2 stays sealed until then."))


def _refuse_unless_set_aside(aside: SettingAside, panel: Panel) -> None:
    _refuse_once_ranked(panel)
    if not aside.is_granted or aside.taken_back_at is not None:
        raise ActRefused(_("This bid is not set aside."))


def _refuse_once_ranked(panel: Panel) -> None:
    if Ranking.objects.filter(panel=panel).exists():
        raise ActRefused(_("The ranking has been made, so which bids count no longer changes."))


def _count_again(aside: SettingAside, panel: Panel, *, at: datetime) -> None:
    aside.taken_back_at = at
    aside.save(update_fields=["taken_back_at"])
    if aside.kind == EnvelopeKind.QUALITY.value and panel.state != PanelState.SCORING.value:
        said = {"setting_aside": str(aside.pk), "bid": str(aside.bid_id)}
        return_panel_to_scoring(panel_id=panel.pk, at=at, content=said)


def _record(aside: SettingAside, bid: Bid, *, event: str, said: dict[str, Any], words: list[str], at: datetime) -> None:
    """The entry names the bid and holds the hash of what was written about it; the words stay on the rows."""
    content = {
        "setting_aside": str(aside.pk),
        "bid": str(bid.pk),
        "kind": aside.kind,
        "words_sha256": sha256_of({"words": words}),
        **said,
    }
    append_to_record(record_id=bid.stage.challenge_id, event=event, content=content, at=at)


def _announce(event: str, *, at: datetime, **ids: UUID) -> None:
    payload = {name: str(pk) for name, pk in ids.items()}
    add_event(event=event, payload=payload, key=f"{event}:{':'.join(payload.values())}", at=at)
