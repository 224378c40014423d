"""The desk: what awaits a person, put together from both houses, and what they may do where nothing does."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bids.bidding.rules import bidder_roles_of
from bids.evaluation.rules import seats_of
from challenges.ground.rules import Viewer
from challenges.ground.selectors.desk import Waiting, authorities_waiting, invitations_waiting, unread_messages
from challenges.ground.selectors.two_people import WaitingAct, acts_waiting
from challenges.publishing.selectors.desk import notices_waiting, questions_waiting
from cms.editor.desk import approvals_waiting, unresolved_notices
from portal.acts import ACTS
from portal.models import User
from portal.workspace.selectors.desk import (
    decisions_waiting,
    drafts_waiting,
    openings_waiting,
    panel_work_waiting,
    preparations_waiting,
)

NO_LAST_MOMENT = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Desk:
    waiting: tuple[Waiting | WaitingAct, ...]
    unread: int
    is_bidder: bool
    is_panel_member: bool
    is_authority_member: bool

    @property
    def is_new_here(self) -> bool:
        return not (self.is_bidder or self.is_panel_member or self.is_authority_member)


def desk_of(viewer: Viewer, *, person: User, at: datetime, language: str) -> Desk:
    waiting: list[Waiting | WaitingAct] = [
        *invitations_waiting(viewer, at),
        *authorities_waiting(viewer),
        *acts_waiting(viewer, ACTS, language),
    ]
    if bidder_roles_of(viewer):
        waiting += drafts_waiting(viewer, at, language)
    if seats_of(viewer):
        waiting += panel_work_waiting(viewer, language)
    if viewer.authority_roles:
        waiting += approvals_waiting(person)
        waiting += unresolved_notices(viewer)
        waiting += questions_waiting(viewer, language)
        waiting += notices_waiting(viewer, language)
        waiting += preparations_waiting(viewer, at, language)
        waiting += openings_waiting(viewer, at, language)
        waiting += decisions_waiting(viewer, language)
    return Desk(
        waiting=tuple(sorted(waiting, key=lambda row: row.due_at or NO_LAST_MOMENT)),
        unread=unread_messages(viewer),
        is_bidder=bool(bidder_roles_of(viewer)),
        is_panel_member=bool(seats_of(viewer)),
        is_authority_member=bool(viewer.authority_roles),
    )
