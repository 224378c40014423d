"""Agreeing scores: opened by the chair, one agreed score with reasons for each bid and criterion, then locked.

After the lock a score is agreed anew only where two people reopened it (`services/reopening.py`).

Until the lock nothing is worked out across criteria, for anybody: no total, no order, no mark for a price.
"""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bids.bidding.models import Bid
from bids.bidding.selectors.scopes import sealed_after_opening
from bids.evaluation.domain.acts import Agreed
from bids.evaluation.domain.scoring.scales import checked_score, scores_of
from bids.evaluation.domain.states import AssessmentState, PanelState
from bids.evaluation.models import Assessment, Consensus, Panel, PanelRole, Reopening
from bids.evaluation.selectors.conflicts import conflicts_of
from bids.evaluation.selectors.panels import judged_criteria
from bids.evaluation.selectors.scopes import opened_bids_of, reopened_scores_of, set_aside_from
from bids.evaluation.services.conflicts import why_kept_out
from bids.evaluation.services.states import lock_submitted_assessments, move_panel
from challenges.ground.domain.frozen_json import Plain, sha256_of
from challenges.ground.domain.reasons import explains
from challenges.ground.domain.refused import Refused
from challenges.ground.services.outbox import add_event
from challenges.ground.services.record import append_to_record
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.models import Criterion, SpecificationVersion
from challenges.publishing.selectors.versions import current_specification

FEWEST_PRESENT = 2


class ModerationRefused(Refused):
    """A step of the agreement that may not be taken now or like this; `field` names what to mend, if anything."""


def open_moderation(*, panel_id: UUID, by: UUID, at: datetime, gaps_reason: str = "") -> Panel:
    """Begin to agree scores.

    Effects: the panel's state; every submitted assessment locked and, from now, readable by the panel; an entry in the
    record with the hash of each locked assessment, the number missing and whether a reason was given (its words stay on
    the panel); the event `panel.moderation_opened`. Refuses while a declaration or an assigned assessment is missing
    and no reason is given for that, where there is nothing to agree about, a second beginning, and a person with an
    interest.
    """
    with transaction.atomic():
        panel = _locked_panel(panel_id)
        _refuse_outsider(panel, by)
        if panel.state != PanelState.SCORING.value:
            raise ModerationRefused(_("The panel has begun to agree scores already."))
        gaps = missing_assessments(panel)
        # A panel whose every bid was set aside has nothing to agree and must still come to an end.
        if not opened_bids_of(panel).exists() and not set_aside_from(panel).exists():
            raise ModerationRefused(_("The bids are not open yet."))
        if gaps and not gaps_reason.strip():
            message = ngettext(
                "%(n)d score is still missing. Say why the panel goes on without it.",
                "%(n)d scores are still missing. Say why the panel goes on without them.",
                gaps,
            )
            raise ModerationRefused(message % {"n": gaps}, field="gaps_reason")
        assessments = Assessment.objects.filter(member__panel=panel, state=AssessmentState.SUBMITTED.value).order_by(
            "pk"
        )
        said = {"by": str(by), "missing": gaps, "marks": [_fingerprint(assessment) for assessment in assessments]}
        lock_submitted_assessments(panel_id=panel.pk)
        return move_panel(
            panel_id=panel.pk, to=PanelState.MODERATION, at=at, content=said, gaps_reason=gaps_reason.strip()
        )


def record_consensus(
    *, panel_id: UUID, bid_id: UUID, criterion_id: UUID, agreed: Agreed, by: UUID, at: datetime
) -> Consensus:
    """Write what the panel agreed for one bid and criterion.

    Effects: the agreed score beside the individual ones, which stay as they are; an earlier one is kept with the
    moment it was replaced; an entry in the record, without the score; for a score two people reopened, the reopening
    settled, the score in the record too, the event `reopening.settled`. Refuses outside the agreement, save for a
    reopened score; one that was locked before and not reopened; a score off the published scale, reasons too short or
    copied from one evaluator, fewer than two people present, anybody but the chair, anybody present or writing who has
    not declared about this bidder or has a conflict, and an agreed score that somebody else changed meanwhile.
    """
    with transaction.atomic():
        panel = _locked_panel(panel_id)
        earlier = Consensus.objects.filter(
            panel=panel, bid=bid_id, criterion=criterion_id, replaced_at__isnull=True
        ).first()
        reopened = reopened_scores_of(panel).filter(consensus=earlier).first() if earlier else None
        _refuse_unless_agreeing(panel, earlier, is_reopened=reopened is not None)
        _refuse_outsider(panel, by)
        bid = opened_bids_of(panel).get(pk=bid_id)
        criterion = judged_criteria(panel).get(pk=criterion_id)
        written = _written(panel, bid, criterion, agreed, by=by, at=at)
        _refuse_thin_reasons(bid, criterion, agreed)
        _refuse_wrong_people(panel, bid, agreed, by=by)
        if (earlier.pk if earlier else None) != agreed.replaces:
            raise ModerationRefused(_("This agreed score was changed meanwhile. Look at it again before you save."))
        Consensus.objects.filter(pk=agreed.replaces).update(replaced_at=at)
        written.save(force_insert=True)
        if reopened is not None:
            _settle(reopened, written, at=at)
        _record_consensus(panel, written, replaces=agreed.replaces, reopened=reopened, at=at)
    return written


def _written(panel: Panel, bid: Bid, criterion: Criterion, agreed: Agreed, *, by: UUID, at: datetime) -> Consensus:
    """What was agreed, as a row that is not saved yet. Refuses a score off the published scale."""
    version, score = _published(panel, criterion, agreed)
    return Consensus(
        panel=panel,
        bid=bid,
        criterion=criterion,
        specification_version=version,
        score=score,
        reasons=agreed.reasons.strip(),
        present=[str(pk) for pk in agreed.present],
        dissent=agreed.dissent.strip(),
        recorded_by_id=by,
        recorded_at=at,
    )


def lock_marks(*, panel_id: UUID, by: UUID, at: datetime) -> Panel:
    """Lock the marks: from here on totals may be worked out, and no score changes.

    Effects: the panel's state; an entry in the record with every agreed score and the hash of its reasons; the event
    `panel.locked`. Refuses while a bid lacks an agreed score, or could not be opened, and a person with an interest.
    """
    with transaction.atomic():
        panel = _locked_panel(panel_id)
        _refuse_outsider(panel, by)
        if panel.state != PanelState.MODERATION.value:
            raise ModerationRefused(_("The panel is not agreeing scores at the moment."))
        unread = sealed_after_opening(opened_bids_of(panel), EnvelopeKind.QUALITY.value).count()
        if unread:
            message = ngettext("%(n)d bid could not be opened.", "%(n)d bids could not be opened.", unread)
            raise ModerationRefused(message % {"n": unread})
        missing = missing_consensus(panel)
        if missing:
            message = ngettext(
                "%(n)d agreed score is still missing.", "%(n)d agreed scores are still missing.", missing
            )
            raise ModerationRefused(message % {"n": missing})
        agreed = Consensus.objects.filter(panel=panel, replaced_at__isnull=True).select_related("criterion")
        said = {"by": str(by), "agreed": [_in_the_record(one) for one in agreed.order_by("pk")]}
        return move_panel(panel_id=panel.pk, to=PanelState.LOCKED, at=at, content=said)


def missing_assessments(panel: Panel) -> int:
    """How many assessments asked of somebody on the panel are not submitted; where one has a conflict none is missing.

    A declaration not yet made leaves its assessments missing.
    """
    members = list(panel.members.filter(left_at__isnull=True).prefetch_related("criteria"))
    bids = list(opened_bids_of(panel).values_list("pk", "bidder"))
    conflicts = conflicts_of([member.pk for member in members])
    expected = {
        (member.pk, bid, criterion.pk)
        for member in members
        for bid, bidder in bids
        if not conflicts.has_conflict(member.pk, bidder)
        for criterion in member.criteria.all()
        if criterion.dropped_in_id is None
    }
    given = Assessment.objects.filter(
        member__panel=panel, state__in=[AssessmentState.SUBMITTED.value, AssessmentState.LOCKED.value]
    )
    return len(expected - set(given.values_list("member", "bid", "criterion")))


def missing_consensus(panel: Panel) -> int:
    """How many pairs of bid and criterion have no agreed score."""
    bids = opened_bids_of(panel).values_list("pk", flat=True)
    criteria = judged_criteria(panel).values_list("pk", flat=True)
    agreed = Consensus.objects.filter(panel=panel, replaced_at__isnull=True).values_list("bid", "criterion")
    return len({(bid, criterion) for bid in bids for criterion in criteria} - set(agreed))


def _locked_panel(panel_id: UUID) -> Panel:
    panels = Panel.objects.select_for_update(of=("self",)).select_related("stage__challenge")
    return panels.get(pk=panel_id)


def _refuse_outsider(panel: Panel, by: UUID) -> None:
    """Whoever lost the seat acts no more, and nobody with an interest or a bid of their own."""
    if not panel.members.filter(person=by, role=PanelRole.CHAIR, left_at__isnull=True).exists():
        raise ModerationRefused(_("Only the chair who sits on the panel now does this."))
    kept_out = why_kept_out(stage=panel.stage, person_id=by)
    if kept_out:
        raise ModerationRefused(kept_out)


def _refuse_unless_agreeing(panel: Panel, earlier: Consensus | None, *, is_reopened: bool) -> None:
    if is_reopened and panel.state != PanelState.SCORING.value:
        return
    if panel.state != PanelState.MODERATION.value:
        raise ModerationRefused(_("The panel is not agreeing scores at the moment."))
    if earlier and panel.locked_at and earlier.recorded_at <= panel.locked_at:
        raise ModerationRefused(
            _("This score was locked. It changes only for an error of fact or method, when two people reopen it.")
        )


def _settle(reopened: Reopening, consensus: Consensus, *, at: datetime) -> None:
    reopened.settled_by = consensus
    reopened.save(update_fields=["settled_by"])
    key = f"reopening.settled:{reopened.pk}"
    add_event(event="reopening.settled", payload={"reopening": str(reopened.pk)}, key=key, at=at)


def _published(panel: Panel, criterion: Criterion, agreed: Agreed) -> tuple[SpecificationVersion, Decimal]:
    version, specification = current_specification(panel.stage.challenge)
    published = next(one for one in specification.criteria if one.id == criterion.block_id)
    try:
        return version, checked_score(agreed.score, scale=scores_of(published))
    except ValueError as off_the_scale:
        raise ModerationRefused(_("Choose one of the scores on the published scale"), field="score") from off_the_scale


def _refuse_thin_reasons(bid: Bid, criterion: Criterion, agreed: Agreed) -> None:
    reasons = agreed.reasons.strip()
    if not explains(reasons):
        message = _("Give the panel's reasons in full sentences: why this score, and why not a higher one")
        raise ModerationRefused(message, field="reasons")
    theirs = Assessment.objects.filter(bid=bid, criterion=criterion).values_list("reasons", flat=True)
    if reasons in {one.strip() for one in theirs}:
        message = _("These are one evaluator's words. Write what the panel agreed.")
        raise ModerationRefused(message, field="reasons")


def _refuse_wrong_people(panel: Panel, bid: Bid, agreed: Agreed, *, by: UUID) -> None:
    present = list(panel.members.filter(pk__in=agreed.present, left_at__isnull=True))
    if len(present) != len(set(agreed.present)) or len(present) < FEWEST_PRESENT:
        raise ModerationRefused(_("Choose who was present: at least two members of the panel"), field="present")
    writer = panel.members.get(person=by, left_at__isnull=True)
    conflicts = conflicts_of([writer.pk, *(one.pk for one in present)])
    if not conflicts.has_declared(writer.pk, bid.bidder_id):
        raise ModerationRefused(_("Declare first whether you have a conflict of interest with this bidder."))
    if not all(conflicts.has_declared(one.pk, bid.bidder_id) for one in present):
        message = _("Somebody you chose has not declared yet whether they have a conflict of interest")
        raise ModerationRefused(message, field="present")
    if any(conflicts.has_conflict(one.pk, bid.bidder_id) for one in present):
        message = _("Somebody you chose declared a conflict of interest with this bidder and cannot be present")
        raise ModerationRefused(message, field="present")
    if conflicts.has_conflict(writer.pk, bid.bidder_id):
        raise ModerationRefused(
            _("You declared a conflict of interest with this bidder, so somebody else has to write what was agreed.")
        )


def _record_consensus(
    panel: Panel, consensus: Consensus, *, replaces: UUID | None, reopened: Reopening | None, at: datetime
) -> None:
    said: dict[str, Plain] = {
        "panel": str(panel.pk),
        "consensus": str(consensus.pk),
        "replaces": str(replaces) if replaces else "",
        "bid": str(consensus.bid_id),
        "criterion": consensus.criterion.block_id,
        "version": str(consensus.specification_version_id),
        "present": consensus.present,
        "by": str(consensus.recorded_by_id),
    }
    if reopened is not None:
        # After the lock the record holds every agreed score, so it holds this one.
        said |= {"reopening": str(reopened.pk), "agreed": _in_the_record(consensus)}
    append_to_record(record_id=panel.stage.challenge_id, event="consensus.recorded", content=said, at=at)


def _fingerprint(assessment: Assessment) -> dict[str, Plain]:
    said = {
        "score": str(assessment.score),
        "reasons": assessment.reasons,
        "citations": assessment.citations,
        "revision": assessment.revision,
    }
    return {"assessment": str(assessment.pk), "sha256": sha256_of(said)}


def _in_the_record(one: Consensus) -> dict[str, Plain]:
    return {
        "consensus": str(one.pk),
        "bid": str(one.bid_id),
        "criterion": one.criterion.block_id,
        "version": str(one.specification_version_id),
        "score": str(one.score),
        "reasons_sha256": sha256_of({"reasons": one.reasons, "dissent": one.dissent}),
    }
