import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bids.evaluation.domain.scoring.ranking_content import RankingContent
from bids.evaluation.models import FormulaMeasure, Panel, Ranking
from bids.evaluation.selectors.decision import NotDecidable, decision_of
from bids.evaluation.selectors.scopes import reopened_scores_of
from challenges.ground.domain.frozen_json import sha256_of
from challenges.ground.services.record import append_to_record
from challenges.publishing.domain.words import Method
from challenges.publishing.models import Criterion
from challenges.publishing.selectors.versions import current_specification

logger = logging.getLogger("portal")


def make_ranking(*, panel_id: UUID, by: UUID, at: datetime) -> Ranking:
    """Work out the ranking of a panel and freeze it.

    Effects: the measure of every formula criterion, the ranking as JSON with its SHA-256, which the record gets too.
    Twice is once: a ranking that stands is returned as it is. Refuses (`NotDecidable`) before the marks are locked,
    while a reopened score is not agreed anew, while part 2 of a bid is sealed, and where a bid's figures cannot be
    measured by the published formula; `PartChanged` where a bid is not what was sealed.
    """
    with transaction.atomic():
        Panel.objects.select_for_update().get(pk=panel_id)
        panel = Panel.objects.select_related("stage__challenge", "lot").get(pk=panel_id)
        existing = Ranking.objects.filter(panel=panel, superseded_at__isnull=True).first()
        if existing:
            return existing
        if reopened_scores_of(panel).exists():
            raise NotDecidable(_("The panel has not agreed a reopened score anew yet."))
        decided = _decided(panel)
        content = decided.as_plain()
        version, _specification = current_specification(panel.stage.challenge)
        _keep_measures(panel, decided)
        ranking = Ranking.objects.create(
            panel=panel, specification_version=version, content=content, sha256=sha256_of(content), made_at=at
        )
        said = {"panel": str(panel.pk), "ranking": str(ranking.pk), "sha256": ranking.sha256, "by": str(by)}
        append_to_record(record_id=panel.stage.challenge_id, event="ranking.made", content=said, at=at)
    return ranking


def _decided(panel: Panel) -> RankingContent:
    try:
        return decision_of(panel)
    except ValueError as unmeasured:
        # A published formula that does not fit an offer, or a fault of ours: the log says which, for those who look.
        logger.exception("the ranking of panel %s cannot be worked out", panel.pk)
        message = _("The published formulas cannot be worked out for these bids. Tell the people who run the portal.")
        raise NotDecidable(message) from unmeasured


def _keep_measures(panel: Panel, decided: RankingContent) -> None:
    """Each bid's measure as a row; the ranking's own content holds the same figures.

    A ranking that takes another one's place measures the same offers again.
    """
    formulas = {criterion.id for criterion in decided.criteria if criterion.kind == Method.FORMULA}
    rows = Criterion.objects.filter(challenge=panel.stage.challenge, block_id__in=formulas)
    marks = [
        FormulaMeasure(
            panel=panel,
            bid_id=bid,
            criterion=criterion,
            value=scores[criterion.block_id],
            is_defined=criterion.block_id not in decided.undefined.get(bid, ()),
        )
        for bid, scores in decided.scores.items()
        for criterion in rows
    ]
    FormulaMeasure.objects.bulk_create(
        marks,
        update_conflicts=True,
        unique_fields=["panel", "bid", "criterion"],
        update_fields=["value", "is_defined"],
    )
