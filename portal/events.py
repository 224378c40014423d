"""From what happened to what follows from it: the one table of the outbox's events, for both houses.

Each follow-up takes the event's ids by name and is harmless when it runs twice. Where two write under one key, a person
gets the first one's message: bidders, who have to act, stand before followers.
"""

from collections.abc import Callable, Mapping
from functools import partial

from bids.awards.tasks import decision
from bids.bidding.tasks import bidding
from bids.evaluation.tasks import evaluation, two_people
from challenges.ground.domain.two_people import Step
from challenges.ground.tasks.two_people import step_was_taken
from challenges.publishing.tasks import messages
from cms import tasks as editing
from portal.acts import ACTS
from portal.mail import deliver_mail
from portal.task_backend import run_task

EVENTS: Mapping[str, tuple[Callable[..., None], ...]] = {
    "mail.queued": (deliver_mail,),
    "task.queued": (run_task,),
    # The e-mail with the link was written with the invitation; whoever has an account finds it on their desk.
    "invitation.made": (),
    "publication.refused": (editing.publication_was_refused,),
    "challenge.published": (messages.challenge_was_published,),
    "challenge.public": (messages.challenge_became_public,),
    "challenge.amended": (bidding.bidders_hear_of_change, messages.challenge_was_amended),
    "clarification.asked": (messages.question_was_asked,),
    "clarification.answered": (
        messages.asker_is_told,
        bidding.bidders_hear_of_answer,
        messages.followers_hear_of_answer,
    ),
    "bid.submitted": (bidding.bid_was_received,),
    "bid.withdrawn": (bidding.bid_was_withdrawn,),
    "stage.closing_soon": (bidding.stage_closes_soon,),
    "stage.closed": (bidding.stage_was_closed,),
    "stage.opened": (evaluation.panel_hears_of_opening, bidding.bidders_hear_of_opening),
    "panel.invited": (evaluation.member_was_seated,),
    "panel.reminder": (evaluation.panel_is_reminded,),
    "panel.moderation_opened": (evaluation.panel_agrees_scores,),
    "panel.locked": (evaluation.marks_were_locked,),
    "late_admission.requested": (two_people.late_admission_was_requested,),
    "panel.returned_to_scoring": (evaluation.panel_scores_again,),
    "reopening.settled": (two_people.reopening_was_settled,),
    "recommendation.proposed": (decision.recommendation_was_proposed,),
    "recommendation.approved": (decision.recommendation_was_decided,),
    "recommendation.returned": (decision.recommendation_was_decided,),
    "award.approved": (decision.award_was_approved,),
    "summaries.sent": (decision.summaries_were_sent,),
    "award.published": (decision.award_was_published,),
    # Each act of two people is told of in one way.
    **{f"{act.name}.{step}": (partial(step_was_taken, act, step),) for act in ACTS for step in Step},
}
