"""The demonstration's people, named by what they do, and its organisations, marked as demonstration ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from bids.bidding.models import Bidder, BidderKind
from bids.bidding.services.bidders import Registration, register_bidder
from challenges.ground.models import Authority, AuthorityRole
from challenges.ground.services import memberships
from cms.editor.services import set_up_authority
from portal.models import User

#: Said openly, on the page and in the console: nothing in a demonstration is worth protecting.
PASSWORD = "demonstration only"
DOMAIN = "demonstration.example"
_IDS = UUID("5b2f6f60-3a1d-5a3e-8a55-5f2d8c9a4b10")


@dataclass(frozen=True, kw_only=True)
class Role:
    """One person who can sign in, and what for."""

    key: str
    title: str
    does: str

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


ROLES = (
    Role(key="officer", title="Commercial officer", does="writes, answers questions, sets up panels, recommends"),
    Role(key="approver", title="Approver", does="approves publication, opens bids as the second person, decides"),
    Role(key="chair", title="Chair of the panels", does="leads the agreement on scores"),
    Role(key="evaluator-1", title="First evaluator", does="scores bids"),
    Role(key="evaluator-2", title="Second evaluator", does="scores bids"),
    Role(key="steps", title="Director of Northern Steps", does="bids for a charity"),
    Role(key="harbour", title="Manager of Harbour Works", does="bids for a social enterprise"),
    Role(key="bridge", title="Owner of Bridge Street Care", does="bids for a small firm"),
    Role(key="bench", title="Lead of Open Bench", does="enters for a prize"),
    Role(key="administrator", title="Platform administrator", does="looks after accounts, cannot read bids"),
)
ORGANISATIONS: Mapping[str, tuple[str, str]] = {
    "steps": ("Northern Steps (demonstration charity)", BidderKind.CHARITY),
    "harbour": ("Harbour Works (demonstration social enterprise)", BidderKind.CHARITY),
    "bridge": ("Bridge Street Care (demonstration firm)", BidderKind.SME),
    "bench": ("Open Bench (demonstration team)", BidderKind.UNIVERSITY),
}


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Everybody the demonstration's acts are done by."""

    authority: Authority
    people: Mapping[str, User]
    bidders: Mapping[str, Bidder]

    def __getitem__(self, key: str) -> User:
        return self.people[key]


def bring_together(*, at: datetime) -> Cast:
    """Make the people, the authority with its place in the CMS, and the bidder organisations."""
    # Made to be slow, and the password is everybody's and published.
    hashed = make_password(PASSWORD)
    people = {role.key: _person(role, hashed=hashed) for role in ROLES}
    authority = memberships.create_authority(
        name="Demonstration Council (demonstration)",
        is_demonstration=True,
        contact_email=f"council@{DOMAIN}",
        locality="Demonstration",
    )
    for key, role in (("officer", AuthorityRole.OFFICER), ("approver", AuthorityRole.APPROVER)):
        memberships.add_member(authority_id=authority.pk, person_id=people[key].pk, role=role, at=at)
    set_up_authority(authority_id=authority.pk, at=at)
    bidders = {key: _organisation(key, people[key], at=at) for key in ORGANISATIONS}
    return Cast(authority=authority, people=people, bidders=bidders)


def _person(role: Role, *, hashed: str) -> User:
    """An account with a confirmed address, as signing up would leave it."""
    with transaction.atomic():
        is_administrator = role.key == "administrator"
        person = User.objects.create(
            email=role.email,
            password=hashed,
            first_name=role.title,
            last_name="(demonstration)",
            is_demonstration=True,
            is_staff=is_administrator,
            is_superuser=is_administrator,
        )
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def _organisation(key: str, person: User, *, at: datetime) -> Bidder:
    name, kind = ORGANISATIONS[key]
    registration = Registration(
        id=uuid5(_IDS, key), name=name, kind=kind, contact_email=person.email, is_demonstration=True
    )
    return register_bidder(registration=registration, by=person.pk, at=at)
