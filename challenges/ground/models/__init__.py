from challenges.ground.models.authority import Authority, AuthorityRole, Membership
from challenges.ground.models.invitation import Invitation
from challenges.ground.models.message import Message
from challenges.ground.models.outbox import Mail, OutboxRow
from challenges.ground.models.record import Record, RecordEntry
from challenges.ground.models.two_people import STANDING, TwoPersonAct

__all__ = [
    "Authority",
    "AuthorityRole",
    "Invitation",
    "Message",
    "Mail",
    "Membership",
    "OutboxRow",
    "Record",
    "RecordEntry",
    "STANDING",
    "TwoPersonAct",
]
