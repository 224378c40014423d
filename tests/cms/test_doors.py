"""Every way to `live` that Wagtail has, tried by officers and by superusers; and the two that stay open."""

import pytest
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page

from challenges.publishing.models import Challenge
from challenges.publishing.services.publication import PublicationRefused
from cms.models import OutcomeSpecificationPage
from cms.publishing.pages import latest
from tests.cms.conftest import EditorWorld
from tests.support.editor import posted

pytestmark = [pytest.mark.django_db, pytest.mark.first_engine]


def is_live(page):
    return Page.objects.get(pk=page.pk).live


def nothing_is_public():
    return not Challenge.objects.exists() and not OutcomeSpecificationPage.objects.filter(live=True).exists()


@pytest.fixture(params=["officer", "approver", "administrator"])
def anybody(request, world, administrator):
    return administrator if request.param == "administrator" else getattr(world, request.param)


@pytest.fixture
def draft(world):
    return world.draft()


def test_publish_button_of_the_editor_only_saves(world, draft, anybody, as_person):
    as_person(anybody).post(
        reverse("wagtailadmin_pages:edit", args=[draft.pk]), posted(latest(draft), anybody, **{"action-publish": "1"})
    )

    assert nothing_is_public()


def test_create_and_publish_only_creates(draft, anybody, as_person):
    branch = draft.get_parent()
    data = posted(latest(draft), anybody, title="Another", **{"action-publish": "1"})

    as_person(anybody).post(
        reverse("wagtailadmin_pages:add", args=["cms", "outcomespecificationpage", branch.pk]), data
    )

    assert nothing_is_public()


def test_bulk_publish_publishes_nothing(draft, anybody, as_person):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    as_person(anybody).post(f"{address}?id={draft.pk}", {"include_descendants": "on"})

    assert nothing_is_public()


@pytest.mark.parametrize("way", ["publish_copies", "alias"])
def test_copy_is_never_live(world, draft, anybody, as_person, way):
    world.approve(draft)
    before = Challenge.objects.count()
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": draft.get_parent().pk, way: "on"}

    as_person(anybody).post(reverse("wagtailadmin_pages:copy", args=[draft.pk]), data)

    assert OutcomeSpecificationPage.objects.filter(live=True).count() == 1
    assert Challenge.objects.count() == before


def test_reverting_and_publishing_only_saves(draft, anybody, as_person):
    data = posted(latest(draft), anybody, **{"action-publish": "1", "revision": str(draft.latest_revision_id)})

    as_person(anybody).post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), data)

    assert nothing_is_public()


def test_published_page_is_not_unpublished(world, draft, anybody, as_person):
    world.approve(draft)
    browser = as_person(anybody)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])

    browser.post(reverse("wagtailadmin_pages:unpublish", args=[draft.pk]), {"include_descendants": "on"})
    browser.post(f"{bulk}?id={draft.pk}", {"include_descendants": "on"})

    assert is_live(draft)


def test_published_page_is_neither_deleted_nor_moved(world, draft, anybody, as_person, administrator):
    world.approve(draft)
    browser = as_person(anybody)
    home = draft.get_parent().get_parent()
    before = draft.path
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    browser.post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))
    browser.post(f"{bulk}?id={draft.pk}", {"include_descendants": "on"})
    for above in (draft.get_parent(), home):
        browser.post(reverse("wagtailadmin_pages:delete", args=[above.pk]), {"confirm_site_name": "x"})
    browser.post(reverse("wagtailadmin_pages:move_confirm", args=[draft.pk, home.pk]))

    assert Page.objects.get(pk=draft.pk).path == before


def test_draft_may_be_deleted_by_its_officer(world, draft, as_person):
    as_person(world.officer).post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))

    assert not Page.objects.filter(pk=draft.pk).exists()


def test_writing_interface_is_not_mounted():
    with pytest.raises(NoReverseMatch):
        reverse("wagtailapi_v3:pages:publish")


def test_page_made_live_by_other_means_shows_nothing_and_is_reported(world, draft, client, capsys):
    OutcomeSpecificationPage.objects.filter(pk=draft.pk).update(live=True)

    assert client.get(OutcomeSpecificationPage.objects.get(pk=draft.pk).url).status_code == 404
    with pytest.raises(SystemExit):
        call_command("check_pages")
    assert str(draft.pk) in capsys.readouterr().out


def test_code_that_publishes_without_approval_is_refused(draft):
    with pytest.raises(PublicationRefused) as refusal:
        draft.get_latest_revision().publish()

    assert str(refusal.value) == "Nobody has approved this page."
    assert nothing_is_public()


def test_own_address_leads_to_the_record(world, draft, client):
    world.approve(draft)
    challenge = Challenge.objects.get()

    response = client.get(draft.url)

    assert (response.status_code, response["Location"]) == (302, reverse("opportunity", args=[challenge.ocid]))


def test_officer_of_another_authority_cannot_edit(draft, as_person):
    stranger = EditorWorld("Another council (demonstration)")
    stranger.draft()

    response = as_person(stranger.officer).get(reverse("wagtailadmin_pages:edit", args=[draft.pk]))

    assert response.status_code in (302, 403)
    assert not draft.permissions_for_user(stranger.officer).can_edit()
