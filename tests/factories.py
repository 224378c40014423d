"""Small worlds, built by calling the services that build them in the portal."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from challenges.ground.domain.frozen_json import as_plain, sha256_of
from challenges.ground.models import AuthorityRole
from challenges.ground.services.memberships import add_member, create_authority
from challenges.publishing.services.publication import Approved, publish_specification
from portal.models import User
from tests.support.specifications import OPENS, outcome_specification
from tests.support.worlds import kept

BEFORE_OPENING = OPENS - timedelta(days=7)
_numbers = count(1)


def a_person(name="person", **fields):
    """Somebody who can sign in, with an address of their own."""
    return User.objects.create_user(f"{name}{next(_numbers)}@example.org", "a long enough password", **fields)


class AuthorityWorld:
    """An authority with an officer and an approver."""

    @kept
    def __init__(self, name="Council (demonstration)", at=datetime(2026, 1, 5, 9, tzinfo=UTC)):
        self.authority = create_authority(name=name)
        self.officer = a_person("officer")
        self.approver = a_person("approver")
        add_member(authority_id=self.authority.pk, person_id=self.officer.pk, role=AuthorityRole.OFFICER, at=at)
        add_member(authority_id=self.authority.pk, person_id=self.approver.pk, role=AuthorityRole.APPROVER, at=at)

    @kept
    def publish(
        self, specification=None, *, at=BEFORE_OPENING, translation_key=None, by=None, public_from=None, **changes
    ):
        """Publish a specification, by default a complete one on a route without a notice."""
        specification = specification or outcome_specification()
        approved = {"sha256": sha256_of(as_plain(specification)), "author_ids": [self.officer.pk], **changes}
        return publish_specification(
            approved=Approved(specification=specification, **approved),
            translation_key=translation_key or uuid4(),
            authority_id=self.authority.pk,
            by=(by or self.approver).pk,
            at=at,
            public_from=public_from,
        )
