import pytest
from django.urls import reverse

from challenges.ground.models import Authority, Invitation
from challenges.missions.models import Mission
from cms.editor.drafts import beginnings_of
from cms.importing.pages import resolve_point
from cms.models import AuthorityIndexPage, ImportedNotice
from portal.viewer import viewer_of
from tests.factories import BEFORE_OPENING

pytestmark = pytest.mark.django_db
ANSWERS = {"name": "Vale Council (demonstration)", "kind": "sub-central", "officer": "first@example.org"}


def test_administrator_sets_up_a_public_body_and_invites_its_first_officer(world, administrator, as_person):
    as_person(administrator).post(reverse("cms_new_authority"), ANSWERS)

    authority = Authority.objects.get(name=ANSWERS["name"])
    assert AuthorityIndexPage.objects.filter(authority=authority).count() == 2
    assert Invitation.objects.get().email == "first@example.org"


def test_same_public_body_is_not_set_up_twice(world, administrator, as_person):
    browser = as_person(administrator)
    browser.post(reverse("cms_new_authority"), ANSWERS)

    response = browser.post(reverse("cms_new_authority"), ANSWERS)

    assert response.context["form"].errors["name"] == ["There is a public body of this name already."]


@pytest.mark.parametrize("who", ["officer", "approver"])
def test_nobody_else_sets_up_a_public_body(world, as_person, who):
    world.draft()

    response = as_person(getattr(world, who)).post(reverse("cms_new_authority"), ANSWERS)

    assert response.status_code in (302, 403)
    assert not Authority.objects.filter(name=ANSWERS["name"]).exists()


def test_officer_begins_a_page_of_each_kind_from_the_list(world, as_person):
    world.draft()
    addresses = [
        reverse("wagtailadmin_pages:add", args=["cms", beginning.model, beginning.parent_id])
        for beginning in beginnings_of(viewer_of(world.officer))
    ]

    assert len(addresses) == 2
    assert [as_person(world.officer).get(address).status_code for address in addresses] == [200, 200]
    assert beginnings_of(viewer_of(world.approver)) == []


def test_mission_is_written_in_words_of_each_language(world, administrator, as_person):
    data = {
        "authority": world.authority.pk, "title_0": "Clean rivers", "title_1": "Afonydd glân", "slug": "rivers",
        "goal_0": "Swim anywhere.", "goal_1": "", "owner_post": "", "due_on": "", "is_published": "on",
    }  # fmt: skip

    as_person(administrator).post("/cms/snippets/missions/mission/add/", data)

    mission = Mission.objects.get()
    assert (mission.title, mission.goal) == ({"en": "Clean rivers", "cy": "Afonydd glân"}, {"en": "Swim anywhere."})


@pytest.fixture
def point(world):
    notice = ImportedNotice.objects.create(
        page=world.draft().page_ptr, original=b"{}", original_sha256="0" * 64, imported_at=BEFORE_OPENING
    )
    return notice.points.create(position=0, where="tender/lots/1", found="47.5", reason="The weights add to 47.5.")


def test_thing_to_resolve_is_ticked_once(world, point):
    first = resolve_point(point_id=point.pk, by=world.officer.pk, at=BEFORE_OPENING)
    second = resolve_point(point_id=point.pk, by=world.approver.pk, at=BEFORE_OPENING)

    assert (first.resolved_by, second.resolved_by) == (world.officer, world.officer)


def test_officer_ticks_it_in_the_editor_and_fetches_the_original(world, point, as_person):
    browser = as_person(world.officer)
    editor = reverse("wagtailadmin_pages:edit", args=[point.notice.page_id])

    assert "The weights add to 47.5." in browser.get(editor).content.decode()
    response = browser.post(reverse("cms_resolve_point", args=[point.pk]))

    assert response["Location"] == editor
    point.refresh_from_db()
    assert point.resolved_by == world.officer
    assert browser.get(reverse("cms_original_notice", args=[point.notice.page_id])).content == b"{}"


def test_approver_who_may_not_edit_ticks_nothing(world, point, as_person):
    response = as_person(world.approver).post(reverse("cms_resolve_point", args=[point.pk]))

    assert response.status_code == 404
