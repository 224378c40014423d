"""After the decision: every bidder is told, all at the same time; then the award is published."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from bids.awards.domain.summary import missing
from bids.awards.models import Award, Summary
from bids.awards.selectors.summaries import summary_contents
from bids.awards.services.recommendation import DecisionRefused
from bids.awards.services.states import open_award_to_public, tell_of_award
from challenges.ground.domain.frozen_json import sha256_of
from challenges.publishing.domain.calendar import standstill_end
from challenges.publishing.domain.words import NOTICE_ROUTES, NoticeCode, Route
from challenges.publishing.models import Challenge
from challenges.publishing.services.notices import award_notice, notice_with_number, number_taken

UK = ZoneInfo("Europe/London")
STANDSTILL_DAYS = 8
#: Routes with a mandatory standstill; light touch has none (Procurement Act 2023, section 51(3)).
STANDSTILL_REGIMES = {Route.PUBLIC_CONTRACT: "pa23", Route.PROVIDER_SELECTION: "psr"}


def _locked(award_id: UUID) -> Award:
    Award.objects.select_for_update().get(pk=award_id)
    return Award.objects.select_related(
        "panel__stage__challenge", "panel__lot", "recommendation__ranking__specification_version"
    ).get(pk=award_id)


def send_summaries(*, award_id: UUID, by: UUID, at: datetime) -> Award:
    """Send every bidder its scores and the reasons for them, all at the same moment.

    Effects: one frozen summary a bid with its hash, the state, a record entry, the event that tells the bidders.
    Refuses while any summary lacks a score or a reason, naming the criteria.
    """
    with transaction.atomic():
        award = _locked(award_id)
        summaries = summary_contents(award)
        lacking = sorted({criterion for told in summaries.values() for criterion in missing(told)})
        if lacking:
            raise DecisionRefused(_("A score or a reason is missing for: %(what)s") % {"what": ", ".join(lacking)})
        sent = tell_of_award(award_id=award.pk, by=by, at=at)
        Summary.objects.bulk_create(
            Summary(award=award, bid_id=bid, content=content, sha256=sha256_of(content), sent_at=at)
            for bid, content in ((bid, told.as_plain()) for bid, told in summaries.items())
        )
    return sent


def publish_award(*, award_id: UUID, notice_number: str, noticed_at: datetime | None, by: UUID, at: datetime) -> Award:
    """Publish the award on the web and as open data, once every bidder has been told.

    Effects: the state, its notice, the last day of the standstill where one is due, a record entry, the event.
    Refuses before the summaries went out, and, where the route asks for a notice on the central platform, without its
    number and moment, with another notice's number, or with a moment before the summaries: the waiting period runs
    from there.
    """
    with transaction.atomic():
        award = _locked(award_id)
        challenge, number = award.panel.stage.challenge, notice_number.strip()
        _refuse_notice(award, number=number, noticed_at=noticed_at, at=at)
        notice = None
        if number:
            notice = award_notice(challenge_id=challenge.pk, number=number, published_at=noticed_at, by=by, at=at)
        return open_award_to_public(
            award_id=award.pk,
            notice=notice,
            standstill_ends_on=_standstill(challenge, from_=noticed_at or at) if award.bid_id else None,
            by=by,
            at=at,
        )


def _refuse_notice(award: Award, *, number: str, noticed_at: datetime | None, at: datetime) -> None:
    if award.panel.stage.challenge.route in NOTICE_ROUTES and not (number and noticed_at):
        message = _("Enter the number and the moment of the award notice on the central platform first.")
        raise DecisionRefused(message, field="notice_number")
    if number and _is_taken(number, award):
        raise DecisionRefused(number_taken(number), field="notice_number")
    if noticed_at is None:
        return
    if noticed_at > at:
        raise DecisionRefused(_("The notice cannot have been published in the future."), field="noticed_at")
    told_at = award.summaries_sent_at
    # Moments of notices are entered to the minute.
    if told_at and noticed_at < told_at.replace(second=0, microsecond=0):
        message = _("The notice follows the letters to bidders, so it cannot have been published before them.")
        raise DecisionRefused(message, field="noticed_at")


def _is_taken(number: str, award: Award) -> bool:
    """A number on the central platform belongs to one notice; the lots of one procurement may share theirs."""
    found = notice_with_number(number)
    own = (NoticeCode.AWARD, award.panel.stage.challenge_id)
    return found is not None and (found.code, found.challenge_id) != own


def _standstill(challenge: Challenge, *, from_: datetime) -> date | None:
    """The last day of the waiting period, counted in days of the United Kingdom's calendar."""
    regime = STANDSTILL_REGIMES.get(Route(challenge.route))
    if regime is None:
        return None
    return standstill_end(from_.astimezone(UK).date(), STANDSTILL_DAYS, regime)
