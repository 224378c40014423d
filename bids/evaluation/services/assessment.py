"""One evaluator's assessments: kept as typed, given with a published score and reasons, taken back while one may."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bids.bidding.models import Bid
from bids.bidding.selectors.scopes import sealed_after_opening
from bids.evaluation.domain.acts import TypedAssessment
from bids.evaluation.domain.citations import lines_not_found
from bids.evaluation.domain.scoring.scales import checked_score, scores_of
from bids.evaluation.domain.states import AssessmentState, PanelState
from bids.evaluation.models import Assessment, Panel, PanelMember
from bids.evaluation.selectors.conflicts import conflicts_of
from bids.evaluation.selectors.opened_parts import part_judged
from bids.evaluation.selectors.scopes import opened_bids_of
from bids.evaluation.services.states import move_assessment
from challenges.ground.domain.reasons import FEWEST_IN_BRIEF, explains
from challenges.ground.domain.refused import Refused
from challenges.publishing.domain.specification import CriterionSpec
from challenges.publishing.domain.words import EnvelopeKind, Pillar
from challenges.publishing.models import Criterion, SpecificationVersion
from challenges.publishing.selectors.versions import current_specification


class AssessmentRefused(Refused):
    """An assessment that may not be given like this, by this person or now; `field` names what to mend, if anything."""


class AssessmentChanged(AssessmentRefused):
    """The assessment was changed elsewhere since this page was opened."""


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """What an assessment is made against: the member, the bid, the criterion and what was published about it."""

    member: PanelMember
    bid: Bid
    criterion: Criterion
    version: SpecificationVersion
    published: CriterionSpec


@dataclass(frozen=True, kw_only=True)
class Submitted:
    """What came of submitting everything: how many were given, and which drafts still lack something."""

    given: int
    incomplete: tuple[Assessment, ...]


def save_assessment(
    *, member_id: UUID, bid_id: UUID, criterion_id: UUID, assessment: TypedAssessment, at: datetime
) -> Assessment:
    """Keep an assessment as a draft, however unfinished.

    Effects: one draft for member, bid and criterion, its revision counted up. Refuses outside scoring, without a
    declaration, with a conflict, under a criterion not given to this member, a score off the published scale, one
    already submitted, and one changed elsewhere since (`AssessmentChanged`). A page supersedes its own earlier saves
    and never a later one, whatever order they come in and whether or not it has heard of them.
    """
    with transaction.atomic():
        sitting = _sitting(member_id=member_id, bid_id=bid_id, criterion_id=criterion_id)
        return _kept(sitting, assessment, at=at)


def submit_assessment(
    *, member_id: UUID, bid_id: UUID, criterion_id: UUID, assessment: TypedAssessment, at: datetime
) -> Assessment:
    """Keep an assessment, then give it. What is typed is kept as a draft even where giving it is refused.

    Refuses what saving refuses, and one that lacks score or reasons or quotes what the bid does not say.
    """
    with transaction.atomic():
        sitting = _sitting(member_id=member_id, bid_id=bid_id, criterion_id=criterion_id)
        kept = _kept(sitting, assessment, at=at)
    with transaction.atomic():
        sitting = _sitting(member_id=member_id, bid_id=bid_id, criterion_id=criterion_id)
        _refuse_unfinished(sitting, kept)
        return move_assessment(assessment_id=kept.pk, to=AssessmentState.SUBMITTED, at=at)


def submit_all(*, member_id: UUID, at: datetime) -> Submitted:
    """Give every finished draft of a member; drafts that lack something stay drafts and are named."""
    incomplete, given = [], 0
    with transaction.atomic():
        drafts = Assessment.objects.filter(member=member_id, state=AssessmentState.DRAFT.value)
        for draft in drafts.select_related("bid__bidder", "criterion").order_by("criterion__position", "bid"):
            try:
                sitting = _sitting(member_id=member_id, bid_id=draft.bid_id, criterion_id=draft.criterion_id)
                _refuse_unfinished(sitting, draft)
            except AssessmentRefused:
                incomplete.append(draft)
                continue
            move_assessment(assessment_id=draft.pk, to=AssessmentState.SUBMITTED, at=at)
            given += 1
    return Submitted(given=given, incomplete=tuple(incomplete))


def take_back(*, member_id: UUID, bid_id: UUID, criterion_id: UUID, at: datetime) -> Assessment:
    """Make a submitted assessment a draft again, until agreeing scores begins. Refuses one that is not submitted."""
    with transaction.atomic():
        sitting = _sitting(member_id=member_id, bid_id=bid_id, criterion_id=criterion_id)
        assessment = _standing(sitting)
        if assessment is None or assessment.state != AssessmentState.SUBMITTED.value:
            raise AssessmentRefused(_("You have not submitted a score here."))
        return move_assessment(assessment_id=assessment.pk, to=AssessmentState.DRAFT, at=at)


def _sitting(*, member_id: UUID, bid_id: UUID, criterion_id: UUID) -> Sitting:
    """Lock the panel, then read all it hangs on; refuse an assessment this member may not give now."""
    member = PanelMember.objects.select_related("panel__stage__challenge").get(pk=member_id)
    panel = Panel.objects.select_for_update().get(pk=member.panel_id)
    if panel.state != PanelState.SCORING.value:
        raise AssessmentRefused(_("The panel has begun to agree scores, so individual scores can no longer change."))
    criterion = member.criteria.filter(pk=criterion_id, dropped_in__isnull=True).first()
    if member.left_at or member.role == "observer" or criterion is None:
        raise AssessmentRefused(_("This criterion was not given to you."))
    bid = opened_bids_of(panel).filter(pk=bid_id).first()
    if bid is None:
        raise AssessmentRefused(_("This bid is not open to this panel."))
    _refuse_conflict(member, bid)
    if sealed_after_opening(Bid.objects.filter(pk=bid.pk), EnvelopeKind.QUALITY.value).exists():
        raise AssessmentRefused(
            _("This bid could not be opened, so it cannot be scored yet. Tell the commercial team.")
        )
    version, specification = current_specification(member.panel.stage.challenge)
    published = next(one for one in specification.criteria if one.id == criterion.block_id)
    return Sitting(member=member, bid=bid, criterion=criterion, version=version, published=published)


def _refuse_conflict(member: PanelMember, bid: Bid) -> None:
    conflicts = conflicts_of([member.pk])
    if not conflicts.has_declared(member.pk, bid.bidder_id):
        raise AssessmentRefused(_("Declare first whether you have a conflict of interest with this bidder."))
    if conflicts.has_conflict(member.pk, bid.bidder_id):
        raise AssessmentRefused(_("You declared a conflict of interest with this bidder."))


def _standing(sitting: Sitting) -> Assessment | None:
    assessments = Assessment.objects.filter(member=sitting.member, bid=sitting.bid, criterion=sitting.criterion)
    return assessments.exclude(state=AssessmentState.VOID.value).first()


def _kept(sitting: Sitting, assessment: TypedAssessment, *, at: datetime) -> Assessment:
    score = None if assessment.score is None else _scale_score(sitting, assessment.score)
    kept = _standing(sitting)
    if kept is None:
        kept = Assessment(member=sitting.member, bid=sitting.bid, criterion=sitting.criterion, revision=0)
    if kept.state != AssessmentState.DRAFT.value:
        raise AssessmentRefused(_("You have submitted this score. Take it back to change it."))
    is_same_page = assessment.page is not None and assessment.page == kept.page
    if is_same_page and assessment.turn < kept.turn:
        return kept
    if assessment.revision != kept.revision and not is_same_page:
        raise AssessmentChanged(_("You changed this score on another page or device. Check both before you save."))
    kept.score, kept.reasons, kept.citations = score, assessment.reasons.strip(), list(assessment.citations)
    kept.specification_version, kept.revision, kept.saved_at = sitting.version, kept.revision + 1, at
    kept.page, kept.turn = assessment.page, assessment.turn
    kept.save()
    return kept


def _scale_score(sitting: Sitting, score: Decimal) -> Decimal:
    try:
        return checked_score(score, scale=scores_of(sitting.published))
    except ValueError as off_the_scale:
        raise AssessmentRefused(_("Choose one of the scores on the published scale"), field="score") from off_the_scale


def _refuse_unfinished(sitting: Sitting, kept: Assessment) -> None:
    if kept.score is None:
        raise AssessmentRefused(_("Choose a score"), field="score")
    if not explains(kept.reasons, fewest=FEWEST_IN_BRIEF):
        raise AssessmentRefused(_("Give your reasons: why this score, and why not a higher one"), field="reasons")
    strange = lines_not_found(kept.citations, **_words_of(sitting))
    if strange:
        message = _("These words do not stand in the bid: %(words)s") % {"words": "; ".join(strange)}
        raise AssessmentRefused(message, field="citations")


def _words_of(sitting: Sitting) -> Mapping[str, tuple[str, ...]]:
    part = part_judged(sitting.bid, sitting.member.panel)
    if part is None:
        return {"texts": (), "file_names": ()}
    asked = set(sitting.criterion.questions.values_list("block_id", flat=True))
    texts = [answer.text for answer in part.answers if answer.question in asked]
    if sitting.criterion.pillar == Pillar.SOCIAL_VALUE.value:
        texts += [said.statement for said in part.statements]
    return {"texts": tuple(texts), "file_names": tuple(file.name for file in part.files if file.question in asked)}
