"""Opening: one named person asks, a second one does it, it is recorded, and only then are keys unwrapped.

Part 1 of every bid is opened first, for the panel. Part 2 is opened when the stage's marks are locked, so that nobody
who gives a mark knows a price.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bids.bidding.domain.states import BidState
from bids.bidding.models import Opening, SealedEnvelope
from bids.bidding.vault.envelopes import open_envelope
from bids.bidding.vault.keys import OpeningHandle, OpeningRefused, unwrap_opening_key
from bids.evaluation.domain.states import PanelState
from bids.evaluation.models import Panel, SettingAside
from bids.evaluation.selectors.openings import clarifications_in_time
from bids.evaluation.selectors.scopes import late_requests_waiting, reopenings_under_way
from bids.evaluation.services.conflicts import why_kept_out
from bids.evaluation.services.opened_parts import write_part
from bids.evaluation.services.panels import refuse_unless_panels_ready
from challenges.ground.services.outbox import add_event
from challenges.ground.services.record import append_to_record
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.models import Stage


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What came of an opening: the bids whose part was opened by it, and those whose part could not be."""

    bids: tuple[UUID, ...]
    unreadable: tuple[UUID, ...]


def ask_for_opening(*, stage_id: UUID, kind: EnvelopeKind, by: UUID, at: datetime) -> Opening:
    """The first person's act: ask that one kind of part of a stage be opened.

    Effects: the opening with its first person, an entry in the record. Refuses before the list of bids is fixed; part
    1 while a clarification asked in time is open, a late admission undecided or a panel incomplete; part 2 while marks
    are not locked or one of them is being reopened; a person with an interest, and a second asking.
    """
    with transaction.atomic():
        stage = _locked(stage_id)
        _refuse_unless_due(stage, kind=kind, by=by, at=at)
        try:
            with transaction.atomic():
                opening = Opening.objects.create(stage=stage, kind=kind.value, first_person_id=by, first_at=at)
        except IntegrityError as twice:
            raise OpeningRefused(_("Somebody has asked for this opening already.")) from twice
        _record(opening, event="opening.asked", by=by, at=at)
    return opening


def withdraw_opening(*, opening_id: UUID, by: UUID, at: datetime) -> None:
    """Take back an asking nobody has answered yet. Refuses anybody but who asked, and an opening that is confirmed."""
    with transaction.atomic():
        stage = _locked_for(opening_id)
        waiting = Opening.objects.filter(pk=opening_id, first_person=by, second_person__isnull=True).first()
        if waiting is None:
            raise OpeningRefused(_("Only the person who asked can take it back, and only before it is confirmed."))
        waiting.stage = stage
        _record(waiting, event="opening.withdrawn", by=by, at=at)
        waiting.delete()


def open_parts(*, opening_id: UUID, by: UUID, at: datetime) -> Opened:
    """The second person's act: confirm an opening, and open.

    Effects, in two transactions: the second person and an entry in the record; then the parts, as `finish_opening` does
    it. Refuses the person who asked, and all that asking refuses.
    """
    with transaction.atomic():
        stage = _locked_for(opening_id)
        opening = Opening.objects.select_for_update(of=("self",)).get(pk=opening_id)
        if opening.second_person_id is not None:
            raise OpeningRefused(_("This opening has been confirmed already."))
        if opening.first_person_id == by:
            raise OpeningRefused(_("You asked for this opening. A second person has to confirm it."))
        _refuse_unless_due(stage, kind=EnvelopeKind(opening.kind), by=by, at=at)
        opening.second_person_id, opening.second_at = by, at
        opening.save(update_fields=["second_person", "second_at"])
        _record(opening, event="opening.confirmed", by=by, at=at)
    return finish_opening(opening_id=opening_id, at=at)


def finish_opening(*, opening_id: UUID, at: datetime) -> Opened:
    """Open what a confirmed opening has not opened yet: all parts at first, later those that could not be.

    Effects, in one transaction: the key is unwrapped; each sent bid's part in force is kept as it was sealed and
    marked open; an entry in the record with the parts' hashes; the event `stage.opened`. A part that cannot be
    opened is named and writes nothing; the others stand. Withdrawn and unsent bids and those set aside are left sealed.
    Tried again, it says nothing where it opens nothing more. Refuses an opening without its second person, and part 2
    while a panel scores, as it does again for a bid that had been set aside.
    """
    with transaction.atomic():
        stage = _locked_for(opening_id)
        opening = Opening.objects.get(pk=opening_id)
        opening.stage = stage
        if opening.kind == EnvelopeKind.COMMERCIAL.value:
            _refuse_unless_locked(stage)
        handle = unwrap_opening_key(opening=opening, at=at)
        opened, unreadable = _open_each(handle, _sealed_parts(stage, kind=handle.kind), at=at)
        if opening.opened_at is None or opened:
            _record_opened(opening, opened, unreadable, at=at)
    return Opened(bids=tuple(part.bid_id for part in opened), unreadable=tuple(part.bid_id for part in unreadable))


def _record_opened(
    opening: Opening, opened: Iterable[SealedEnvelope], unreadable: Iterable[SealedEnvelope], *, at: datetime
) -> None:
    Opening.objects.filter(pk=opening.pk, opened_at__isnull=True).update(opened_at=at)
    said = {
        "opening": str(opening.pk),
        "kind": opening.kind,
        "opened": [{"bid": str(part.bid_id), "sha256": part.content_sha256} for part in opened],
        "unreadable": [str(part.bid_id) for part in unreadable],
    }
    append_to_record(record_id=opening.stage.challenge_id, event="stage.opened", content=said, at=at)
    payload = {"stage": str(opening.stage_id), "kind": opening.kind}
    add_event(event="stage.opened", payload=payload, key=f"stage.opened:{opening.pk}:{at.isoformat()}", at=at)


def _sealed_parts(stage: Stage, *, kind: EnvelopeKind) -> list[SealedEnvelope]:
    """The parts in force of sent bids that are still sealed: earlier versions are never opened."""
    parts = SealedEnvelope.objects.filter(
        bid__stage=stage, bid__state=BidState.SUBMITTED.value, kind=kind.value, opened_at__isnull=True
    )
    aside = SettingAside.objects.filter(bid__stage=stage, is_granted=True, taken_back_at__isnull=True)
    parts = parts.exclude(bid__in=aside.values("bid"))
    parts = parts.select_related("bid__stage__challenge").order_by("bid_id")
    return [part for part in parts if part.version == part.bid.version]


def _open_each(
    handle: OpeningHandle, parts: Iterable[SealedEnvelope], *, at: datetime
) -> tuple[list[SealedEnvelope], list[SealedEnvelope]]:
    opened, unreadable = [], []
    for part in parts:
        try:
            with transaction.atomic():
                write_part(open_envelope(handle, part), bid=part.bid)
                part.opened_at = at
                part.save(update_fields=["opened_at"])
        except OperationalError:
            raise
        except Exception:
            # Whatever a damaged part breaks on, the others must open; which one it was is recorded and shown.
            unreadable.append(part)
        else:
            opened.append(part)
    return opened, unreadable


def _locked(stage_id: UUID) -> Stage:
    return Stage.objects.select_for_update(of=("self",)).select_related("challenge").get(pk=stage_id)


def _locked_for(opening_id: UUID) -> Stage:
    return _locked(Opening.objects.values_list("stage", flat=True).get(pk=opening_id))


def _refuse_unless_due(stage: Stage, *, kind: EnvelopeKind, by: UUID, at: datetime) -> None:
    if stage.list_fixed_at is None or at < stage.list_fixed_at:
        raise OpeningRefused(_("The list of bids is not fixed yet. That happens a minute after closing."))
    kept_out = why_kept_out(stage=stage, person_id=by)
    if kept_out:
        raise OpeningRefused(kept_out)
    if kind == EnvelopeKind.COMMERCIAL:
        _refuse_unless_locked(stage)
        return
    open_questions = clarifications_in_time(stage).count()
    if open_questions:
        message = ngettext(
            "%(n)d question that was asked in time is still unanswered.",
            "%(n)d questions that were asked in time are still unanswered.",
            open_questions,
        )
        raise OpeningRefused(message % {"n": open_questions})
    waiting = late_requests_waiting(stage).count()
    if waiting:
        message = ngettext(
            "%(n)d request for late admission waits for a decision.",
            "%(n)d requests for late admission wait for a decision.",
            waiting,
        )
        raise OpeningRefused(message % {"n": waiting})
    refuse_unless_panels_ready(stage=stage)


def _refuse_unless_locked(stage: Stage) -> None:
    if not Opening.objects.filter(stage=stage, kind=EnvelopeKind.QUALITY.value, opened_at__isnull=False).exists():
        raise OpeningRefused(_("Part 1 has to be opened first."))
    if Panel.objects.filter(stage=stage).exclude(state=PanelState.LOCKED.value).exists():
        raise OpeningRefused(_("The panel has not locked its scores yet. Part 2 stays sealed until then."))
    if any(reopenings_under_way(panel).exists() for panel in Panel.objects.filter(stage=stage)):
        raise OpeningRefused(_("Somebody has asked to reopen a score. Part 2 stays sealed until that is settled."))


def _record(opening: Opening, *, event: str, by: UUID, at: datetime) -> None:
    said = {
        "opening": str(opening.pk),
        "stage": str(opening.stage_id),
        "kind": opening.kind,
        "person": str(by),
    }
    append_to_record(record_id=opening.stage.challenge_id, event=event, content=said, at=at)
