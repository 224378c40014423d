from datetime import UTC, datetime

import pytest

from challenges.ground.domain.refused import Refused
from challenges.ground.models import AuthorityRole, Membership
from challenges.ground.services.memberships import add_member, create_authority, remove_member
from tests.factories import a_person

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_authorities_of_one_name_get_addresses_and_groups_of_their_own():
    first, second = create_authority(name="Borough Council"), create_authority(name="Borough Council")

    assert (first.slug, second.slug) == ("borough-council", "borough-council-2")
    assert len({first.authors_id, first.approvers_id, second.authors_id, second.approvers_id}) == 4


def test_groups_follow_the_roles():
    authority, person = create_authority(name="Council"), a_person()
    add_member(authority_id=authority.pk, person_id=a_person().pk, role=AuthorityRole.OFFICER, at=AT)

    officer = add_member(authority_id=authority.pk, person_id=person.pk, role=AuthorityRole.OFFICER, at=AT)
    add_member(authority_id=authority.pk, person_id=person.pk, role=AuthorityRole.APPROVER, at=AT)
    with_both = set(person.groups.all())
    remove_member(membership_id=officer.pk)

    assert with_both == {authority.authors, authority.approvers}
    assert set(person.groups.all()) == {authority.approvers}


def test_role_is_given_once():
    authority, person = create_authority(name="Council"), a_person()

    for _ in range(2):
        add_member(authority_id=authority.pk, person_id=person.pk, role=AuthorityRole.APPROVER, at=AT)

    assert Membership.objects.count() == 1


def test_role_that_does_not_exist_is_refused():
    with pytest.raises(Refused) as refusal:
        add_member(authority_id=create_authority(name="Council").pk, person_id=a_person().pk, role="king", at=AT)

    assert str(refusal.value) == "There is no such role."


def test_last_officer_is_not_taken_away():
    authority = create_authority(name="Council")
    last = add_member(authority_id=authority.pk, person_id=a_person().pk, role=AuthorityRole.OFFICER, at=AT)

    with pytest.raises(Refused) as refusal:
        remove_member(membership_id=last.pk)

    assert str(refusal.value) == "This is the last commercial officer. Add another one first."
    assert Membership.objects.get() == last
