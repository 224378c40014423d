import re
from datetime import UTC, datetime, timedelta

import pytest

from challenges.ground.domain.refused import Refused
from challenges.ground.models import Invitation, Mail
from challenges.ground.selectors.reader import for_reader_lazy
from challenges.ground.services.invitations import (
    VALID_FOR,
    InvitedTo,
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
    place = InvitedTo(kind="authority", target=authority.pk, name=authority.name, role="approver", role_name="Approver")
    return invite(place=place, email=email, by=world.officer.pk, at=AT)


def accept(invitation, person, *, at=AT):
    let_in = []
    accept_invitation(invitation_id=invitation.pk, by=person.pk, let_in=lambda **call: let_in.append(call), at=at)
    return len(let_in)


def refused(invitation, person, **moment):
    with pytest.raises(Refused) as refusal:
        accept(invitation, person, **moment)
    return str(refusal.value)


def test_token_stands_in_the_mail_and_only_its_hash_in_the_table(world):
    invitation = send(world)

    mail = Mail.objects.get()
    token = re.search(r"/invitations/([\w-]+)/", mail.body).group(1)
    assert (token_sha256(token), mail.is_secret) == (invitation.token_sha256, True)


def test_invitation_is_in_the_language_of_whoever_has_an_account_else_in_the_inviters(world):
    known = a_person(language="cy")
    name = for_reader_lazy({"en": "Warmer homes", "cy": "Cartrefi cynhesach"})
    place = InvitedTo(kind="panel", target=world.authority.pk, name=name, role="chair", role_name="Chair")

    for email in (known.email, "new@example.org"):
        invite(place=place, email=email, by=world.officer.pk, at=AT)

    subjects = {mail.to[0]: mail.subject for mail in Mail.objects.all()}
    assert subjects == {
        known.email: "You are invited to join Cartrefi cynhesach",
        "new@example.org": "You are invited to join Warmer homes",
    }


def test_invitation_is_taken_up_once_by_the_person_invited(world):
    invitation = send(world, email="New@Example.org ")
    person = a_person()
    person.email = "new@example.org"
    person.save(update_fields=["email"])

    assert accept(invitation, person) == 1
    assert refused(invitation, person) == "This invitation has been used already."


def test_somebody_elses_invitation_is_refused(world):
    assert refused(send(world), a_person()) == "This invitation is for another email address."


def test_invitation_that_has_run_out_is_refused(world):
    invitation = send(world, email=world.approver.email)

    said = refused(invitation, world.approver, at=AT + VALID_FOR)

    assert said == "This invitation has run out. Ask for a new one."


def test_withdrawn_invitation_is_refused(world):
    invitation = send(world, email=world.approver.email)

    revoke_invitation(invitation_id=invitation.pk, at=AT)

    assert refused(invitation, world.approver) == "This invitation was withdrawn. Ask for a new one."


def test_inviting_again_makes_the_earlier_link_useless(world):
    first, second = send(world, email=world.approver.email), send(world, email=world.approver.email)

    assert refused(first, world.approver) == "This invitation was withdrawn. Ask for a new one."
    assert accept(second, world.approver) == 1


def test_door_that_refuses_leaves_the_invitation_open(world):
    invitation = send(world, email=world.approver.email)

    def shut(**_call):
        raise Refused("full")

    with pytest.raises(Refused):
        accept_invitation(invitation_id=invitation.pk, by=world.approver.pk, let_in=shut, at=AT + timedelta(days=1))

    assert Invitation.objects.get().accepted_at is None
