import re
from datetime import UTC, datetime, timedelta

import pytest

from challenges.ground.models import Invitation, Mail
from challenges.ground.services.invitations import (
    VALID_FOR,
    InvitationRefused,
    Place,
    accept_invitation,
    invite,
    revoke_invitation,
    token_sha256,
)
from tests.factories import AuthorityWorld, a_person

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return AuthorityWorld()


def send(world, email="new@example.org"):
    authority = world.authority
    place = Place(kind="authority", target=authority.pk, name=authority.name, role="approver", role_name="Approver")
    return invite(place=place, email=email, invited_by=world.officer, at=AT)


def accept(invitation, person, *, at=AT):
    let_in = []
    accept_invitation(invitation=invitation, person=person, let_in=lambda *call: let_in.append(call), at=at)
    return len(let_in)


def test_token_stands_in_the_mail_and_only_its_hash_in_the_table(world):
    invitation = send(world)

    mail = Mail.objects.get()
    token = re.search(r"/invitations/([\w-]+)/", mail.body).group(1)
    assert (token_sha256(token), mail.is_secret) == (invitation.token_sha256, True)


def test_invitation_is_taken_up_once_by_the_person_invited(world):
    invitation = send(world, email="New@Example.org ")
    person = a_person()
    person.email = "new@example.org"

    assert accept(invitation, person) == 1
    with pytest.raises(InvitationRefused):
        accept(invitation, person)


def test_somebody_elses_invitation_is_refused(world):
    with pytest.raises(InvitationRefused):
        accept(send(world), a_person())


def test_invitation_that_has_run_out_is_refused(world):
    invitation = send(world, email=world.approver.email)

    with pytest.raises(InvitationRefused):
        accept(invitation, world.approver, at=AT + VALID_FOR)


def test_withdrawn_invitation_is_refused(world):
    invitation = send(world, email=world.approver.email)

    revoke_invitation(invitation=invitation, at=AT)

    with pytest.raises(InvitationRefused):
        accept(invitation, world.approver)


def test_inviting_again_makes_the_earlier_link_useless(world):
    first, second = send(world, email=world.approver.email), send(world, email=world.approver.email)

    with pytest.raises(InvitationRefused):
        accept(first, world.approver)
    assert accept(second, world.approver) == 1


def test_door_that_refuses_leaves_the_invitation_open(world):
    invitation = send(world, email=world.approver.email)

    def shut(*_call):
        raise InvitationRefused("full")

    with pytest.raises(InvitationRefused):
        accept_invitation(invitation=invitation, person=world.approver, let_in=shut, at=AT + timedelta(days=1))

    assert Invitation.objects.get().accepted_at is None
