"""A bid the portal cannot open must not hold up the others: an officer sets it aside, an approver confirms.

It then counts as not judged, by the portal's failure and never the bidder's. Until a ranking is made two people can
take that back.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bids.bidding.domain.states import BidState
from bids.bidding.models import Bid, Opening
from bids.bidding.selectors.scopes import sealed_after_opening
from bids.evaluation.domain.states import PanelState
from bids.evaluation.models import Panel, Ranking, SettingAside, TakingBack
from bids.evaluation.selectors.scopes import settings_aside_visible_to, takings_back_visible_to
from bids.evaluation.services.states import return_panel_to_scoring
from bids.evaluation.services.two_people import why_kept_from
from challenges.ground.domain.two_people import ActWords, RecordLine, Step, Verdict
from challenges.ground.selectors.two_people import Act
from challenges.ground.services.two_people import ActRefused, ask, decide_act
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.models import Stage


def _opening_of(bid: Bid) -> str:
    return reverse("manage_opening", args=[bid.stage.challenge.ocid])


def _aside_page(row: SettingAside) -> str:
    stage = row.bid.stage
    return reverse("set_aside", args=[stage.challenge.ocid, stage.pk, row.kind, row.bid_id])


def _why_kept_from_bid(bid: Bid, person_id: UUID) -> str:
    return why_kept_from(stage=bid.stage, person_id=person_id, bidder_id=bid.bidder_id)


SETTING_ASIDE = Act(
    name="setting_aside",
    model=SettingAside,
    words=ActWords(
        on_desk=_("Decide on a bid that could not be opened"),
        ask_button=_("Ask to set the bid aside"),
        reason=_("Why this bid has to be set aside"),
        reason_hint=_(
            "What was tried, by whom, and why it did not help. The bidder is told that the failure was ours."
        ),
        too_thin=_("Say in a sentence or two what was tried and why the part cannot be opened"),
        has_asked=_("Recorded. Now an approver has to decide."),
        asked_already=_("Somebody has asked to set this bid aside already."),
        grant=_("Set the bid aside"),
        refuse=_("Do not set it aside"),
        told={
            Step.ASKED: _(
                "A bid for “%(title)s” could not be opened, and somebody has asked to set it aside so that the "
                "others can go on. It needs the decision of a second person."
            ),
            Step.GRANTED: _(
                "The bid for “%(title)s” that could not be opened is set aside. The others go on without it."
            ),
            Step.REFUSED: _(
                "The bid for “%(title)s” that could not be opened is not set aside. The reasons are in the "
                "record of the opening; try again to open it."
            ),
        },
        record={
            Step.ASKED: RecordLine(event="setting_aside.asked", sentence=_("Somebody asked to set a bid aside")),
            Step.GRANTED: RecordLine(event="bid.set_aside", sentence=_("A bid that could not be opened was set aside")),
            Step.REFUSED: RecordLine(event="setting_aside.refused", sentence=_("Setting a bid aside was refused")),
        },
    ),
    may_ask="bids.set_aside",
    may_decide="bids.decide_setting_aside",
    place="bid__stage__challenge",
    visible_to=settings_aside_visible_to,
    address=_aside_page,
    overview=lambda row: _opening_of(row.bid),
    why_kept_out=lambda row, person_id: _why_kept_from_bid(row.bid, person_id),
    in_the_way=lambda row: row.bid.settings_aside.exclude(is_granted=False).filter(taken_back_at__isnull=True),
    said=lambda row: {"bid": str(row.bid_id), "kind": row.kind},
)

TAKING_BACK = Act(
    name="taking_back",
    model=TakingBack,
    words=ActWords(
        on_desk=_("Decide on a bid that could not be opened"),
        ask_button=_("Ask that the bid count again"),
        reason=_("Why this bid should count again"),
        reason_hint=_("For example: the stored file was restored from a backup, so that the part can be opened now."),
        too_thin=_("Say in a sentence or two why the bid should count again"),
        has_asked=_("Recorded. Now an approver has to decide."),
        asked_already=_("Somebody has asked to take this back already."),
        grant=_("Let the bid count again"),
        refuse=_("Leave it set aside"),
        told={
            Step.ASKED: _(
                "Somebody has asked that a bid for “%(title)s” count again that had been set aside because it "
                "could not be opened. It needs the decision of a second person."
            ),
            Step.GRANTED: _(
                "The bid for “%(title)s” that had been set aside counts again. It is still sealed: try again to "
                "open it."
            ),
            Step.REFUSED: _("The bid for “%(title)s” stays set aside."),
        },
        record={
            Step.ASKED: RecordLine(event="taking_back.asked", sentence=_("Somebody asked that a bid counts again")),
            Step.GRANTED: RecordLine(
                event="bid.counts_again", sentence=_("A bid that had been set aside counts again")
            ),
            Step.REFUSED: RecordLine(event="taking_back.refused", sentence=_("That a bid counts again was refused")),
        },
    ),
    may_ask="bids.set_aside",
    may_decide="bids.decide_setting_aside",
    place="setting_aside__bid__stage__challenge",
    visible_to=takings_back_visible_to,
    address=lambda row: _aside_page(row.setting_aside),
    overview=lambda row: _opening_of(row.setting_aside.bid),
    why_kept_out=lambda row, person_id: _why_kept_from_bid(row.setting_aside.bid, person_id),
    in_the_way=lambda row: row.setting_aside.takings_back.exclude(is_granted=False),
    said=lambda row: {
        "setting_aside": str(row.setting_aside_id),
        "bid": str(row.setting_aside.bid_id),
        "kind": row.setting_aside.kind,
    },
)


def ask_to_set_aside(*, bid_id: UUID, kind: EnvelopeKind, reason: str, by: UUID, at: datetime) -> SettingAside:
    """The first person's act: ask that a bid be set aside because one of its parts cannot be opened.

    Effects: the setting aside, waiting; a record entry with the hash of the reason; the event `setting_aside.asked`.
    Refuses a part that is open, was not gone through yet or, for part 2, whose panel scores again; a second asking; a
    thin reason; all of it once a ranking was made; and a person with an interest, a bid of their own or a conflict
    with this bidder.
    """
    with transaction.atomic():
        bid, panel = _locked(bid_id)
        _refuse_unless_stuck(bid, panel, kind=kind)
        return ask(SETTING_ASIDE, row=SettingAside(bid=bid, kind=kind.value, reason=reason), by=by, at=at)


def decide_setting_aside(*, setting_aside_id: UUID, verdict: Verdict, by: UUID, at: datetime) -> SettingAside:
    """The second person's act: confirm that the bid is set aside, or not, with reasons.

    Effects: the decision, a record entry, the event `setting_aside.granted` or `.refused`; granted: panels, ranking and
    opening go on without the bid, and its bidder's letter says why. Refuses whoever asked, a second decision, thin
    reasons, a person with an interest, a bid of their own or a conflict with this bidder; granting, where the part was
    opened meanwhile or a ranking was made.
    """
    with transaction.atomic():
        bid, panel = _locked(SettingAside.objects.values_list("bid", flat=True).get(pk=setting_aside_id))
        aside = SettingAside.objects.select_for_update(of=("self",)).get(pk=setting_aside_id)
        if verdict.is_granted:
            _refuse_unless_stuck(bid, panel, kind=EnvelopeKind(aside.kind))
        aside.bid = bid
        decide_act(SETTING_ASIDE, row=aside, verdict=verdict, by=by, at=at)
    return aside


def ask_to_take_back(*, setting_aside_id: UUID, reason: str, by: UUID, at: datetime) -> TakingBack:
    """The first person's act: ask that a bid set aside count again.

    Effects: the taking back, waiting; a record entry; the event `taking_back.asked`. Refuses a bid that is not set
    aside, a second asking, a thin reason, a person with an interest, a bid of their own or a conflict with this
    bidder, and all of it once a ranking was made.
    """
    with transaction.atomic():
        bid, panel = _locked(SettingAside.objects.values_list("bid", flat=True).get(pk=setting_aside_id))
        aside = SettingAside.objects.select_for_update(of=("self",)).get(pk=setting_aside_id)
        _refuse_unless_set_aside(aside, panel)
        aside.bid = bid
        return ask(TAKING_BACK, row=TakingBack(setting_aside=aside, reason=reason), by=by, at=at)


def decide_taking_back(*, taking_back_id: UUID, verdict: Verdict, by: UUID, at: datetime) -> TakingBack:
    """The second person's act: let the bid count again, or not, with reasons.

    Effects: the decision, a record entry, the event `taking_back.granted` or `.refused`; granted: the bid counts
    again, still sealed, to be opened by trying again; where part 1 was the reason and the panel had gone on, it scores
    again, what was locked staying locked. Refuses whoever asked, a second decision, thin reasons, a person with an
    interest, a bid of their own or a conflict with this bidder, and all of it once a ranking was made.
    """
    with transaction.atomic():
        back_of = TakingBack.objects.select_related("setting_aside").get(pk=taking_back_id).setting_aside
        bid, panel = _locked(back_of.bid_id)
        aside = SettingAside.objects.select_for_update(of=("self",)).get(pk=back_of.pk)
        back = TakingBack.objects.select_for_update(of=("self",)).get(pk=taking_back_id)
        _refuse_unless_set_aside(aside, panel)
        aside.bid = bid
        back.setting_aside = aside
        decide_act(TAKING_BACK, row=back, verdict=verdict, by=by, at=at)
        if verdict.is_granted:
            _count_again(aside, panel, at=at)
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
        raise ActRefused(gettext("Only a bid that could not be opened can be set aside."))
    if kind == EnvelopeKind.COMMERCIAL and panel.state != PanelState.LOCKED.value:
        raise ActRefused(gettext("The panel has not locked its scores yet. Part 2 stays sealed until then."))


def _refuse_unless_set_aside(aside: SettingAside, panel: Panel) -> None:
    _refuse_once_ranked(panel)
    if not aside.is_granted or aside.taken_back_at is not None:
        raise ActRefused(gettext("This bid is not set aside."))


def _refuse_once_ranked(panel: Panel) -> None:
    if Ranking.objects.filter(panel=panel).exists():
        raise ActRefused(gettext("The ranking has been made, so which bids count no longer changes."))


def _count_again(aside: SettingAside, panel: Panel, *, at: datetime) -> None:
    aside.taken_back_at = at
    aside.save(update_fields=["taken_back_at"])
    if aside.kind == EnvelopeKind.QUALITY.value and panel.state != PanelState.SCORING.value:
        said = {"setting_aside": str(aside.pk), "bid": str(aside.bid_id)}
        return_panel_to_scoring(panel_id=panel.pk, at=at, content=said)
