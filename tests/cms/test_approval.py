from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import TaskState

from bids.bidding.models import OpeningKey
from bids.evaluation.services.conflicts import Declared, declare_interest
from challenges.ground.models import RecordEntry
from challenges.ground.selectors.clock import database_now
from challenges.ground.services.memberships import add_member
from challenges.publishing.models import Challenge
from challenges.publishing.selectors.versions import current_specification
from challenges.publishing.services.publication import PublicationRefused
from cms.publishing.pages import authors_of, latest, read, specification_of_page
from tests.cms.conftest import upcoming
from tests.factories import a_person
from tests.support.editor import posted
from tests.support.specifications import in_welsh_too

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(world):
    return world.draft()


def actions(page, person):
    return [name for name, _label, _modal in page.current_workflow_task.get_actions(page, person)]


def saved(page, person, **changes):
    """Saved once more by somebody, with these fields changed."""
    newest = latest(page)
    for name, value in changes.items():
        setattr(newest, name, value)
    newest.save_revision(user=person)
    page.refresh_from_db()


def test_approval_writes_the_record_and_makes_the_keys(world, draft):
    world.approve(draft)

    challenge = Challenge.objects.get()
    version, specification = current_specification(challenge)
    assert (draft.live, challenge.translation_key) == (True, draft.translation_key)
    assert specification == specification_of_page(latest(draft))
    assert (version.approver, list(version.authors.all())) == (world.approver, [world.officer])
    assert OpeningKey.objects.filter(stage__challenge=challenge).exists()


def test_author_is_not_offered_approval(world, draft):
    add_member(authority_id=world.authority.pk, person_id=world.officer.pk, role="approver", at=database_now())
    world.sent(draft)

    assert actions(draft, world.officer) == ["reject"]
    assert actions(draft, world.approver) == ["reject", "approve"]


def test_author_who_approves_all_the_same_is_refused(world, draft):
    add_member(authority_id=world.authority.pk, person_id=world.officer.pk, role="approver", at=database_now())

    with pytest.raises(PermissionDenied):
        world.approve(draft, person=world.officer)

    assert not Challenge.objects.exists()


def test_approver_with_an_interest_approves_no_change(world, draft):
    world.approve(draft)
    interest = Declared(has_conflict=True, details="My sister works for one who will bid.")
    declare_interest(
        challenge_id=Challenge.objects.get().pk, by=world.approver.pk, declared=interest, at=database_now()
    )
    saved(draft, world.officer, summary="Another summary.")
    world.sent(draft)

    assert actions(draft, world.approver) == ["reject"]
    with pytest.raises(PermissionDenied):
        world.approve(draft)
    assert Challenge.objects.get().versions.count() == 1


def test_approver_who_once_edited_counts_as_author(world, draft):
    saved(draft, world.approver, summary="Mine.")
    saved(draft, world.officer, summary="Ours.")

    assert authors_of(draft) == {world.officer.pk, world.approver.pk}
    with pytest.raises(PermissionDenied):
        world.approve(draft)


def test_saving_without_a_change_makes_nobody_an_author(world, draft):
    saved(draft, world.approver)

    assert authors_of(draft) == {world.officer.pk}


def test_superuser_is_no_approver(world, draft, administrator):
    world.sent(draft)

    assert actions(draft, administrator) == []


def test_approval_of_another_content_is_refused(world, draft):
    seen = read(latest(draft)).sha256
    world.sent(draft)
    saved(draft, world.officer, summary="Something else.")

    with pytest.raises(PublicationRefused, match="has changed since you opened it"):
        world.approve(draft, sha256=seen)

    assert not Challenge.objects.exists()


def test_stale_approval_comes_back_to_the_editor_as_a_message(world, draft, as_person):
    task_state = world.sent(draft)
    address = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", task_state.pk])

    response = as_person(world.approver).post(address, {"approved_sha256": "0" * 64, "comment": ""}, follow=True)

    assert [str(message) for message in response.context["messages"]][-1].startswith("This has changed")
    assert TaskState.objects.get(pk=task_state.pk).status == TaskState.STATUS_IN_PROGRESS
    assert not Challenge.objects.exists()


def test_approval_window_carries_the_hash_of_what_it_shows(world, draft, as_person):
    task_state = world.sent(draft)
    address = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", task_state.pk])
    browser = as_person(world.approver)

    shown = browser.get(address).json()["html"]
    assert f'name="approved_sha256" value="{read(latest(draft)).sha256}"' in shown
    browser.post(address, {"approved_sha256": read(latest(draft)).sha256, "comment": "Good."})

    assert Challenge.objects.get().versions.get().approver == world.approver


def test_approval_is_not_offered_while_faults_stand(world, draft):
    saved(draft, world.officer, value_amount=None)
    world.sent(draft)

    assert actions(draft, world.approver) == ["reject"]


def test_draft_with_faults_is_saved_and_sent_only_without(world, draft, as_person):
    data = posted(latest(draft), world.officer, value_amount="", **{"criteria-0-value-weight": "50"})
    browser = as_person(world.officer)
    address = reverse("wagtailadmin_pages:edit", args=[draft.pk])

    browser.post(address, data)
    assert latest(draft).value_amount is None
    response = browser.post(address, data | {"action-submit": "1"})

    form = response.context["form"]
    assert form.errors["value_amount"] == [
        "Give the estimated value of the whole contract, with VAT and any extensions."
    ]
    assert form.errors["criteria"].as_data()[0].as_json_data() == {
        "messages": ["The weights add up to 90. They must add up to exactly 100."]
    }
    assert not draft.workflow_in_progress


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        (
            "criteria-0-value-minimum", "9",
            {"0": {"blockErrors": {"minimum": {"messages": [
                "The lowest acceptable score must lie between nought and 5."
            ]}}}},
        ),
        (
            "criteria-1-value-best", "900000",
            {"1": {"blockErrors": {"best": {"messages": [
                "The figure for full marks must differ from the figure for no marks."
            ]}}}},
        ),
        (
            "criteria-0-value-scale-5-value-score", "8",
            {"0": {"blockErrors": {"scale": {"blockErrors": {
                "5": {"blockErrors": {"score": {"messages": ["This score is above the highest score, 5."]}}}
            }}}}},
        ),
        (
            "terms-0-value-payers-1-value-share", "0.2",
            {"0": {"blockErrors": {"payers": {"messages": [
                "The shares of those who pay add up to 0.9. They must add up to exactly 1."
            ]}}}},
        ),
        (
            "questions-0-value-criterion", "Q9",
            {"0": {"blockErrors": {"criterion": {"messages": ["There is no criterion “Q9”."]}}}},
        ),
    ],
)  # fmt: skip
def test_fault_stands_at_its_block_and_field(world, draft, as_person, field, value, expected):
    data = posted(latest(draft), world.officer, **{"action-submit": "1"}) | {field: value}

    response = as_person(world.officer).post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), data)

    errors = response.context["form"].errors
    (error,) = errors[field.split("-")[0]].as_data()
    assert {str(index): rest for index, rest in error.as_json_data()["blockErrors"].items()} == normalised(expected)


def normalised(tree):
    """Indexes of list entries as the editor's script gets them: numbers inside, text at the top."""

    def inner(node):
        if isinstance(node, dict):
            return {int(key) if key.isdigit() else key: inner(value) for key, value in node.items()}
        return node

    return {key: inner(value) for key, value in tree.items()}


def test_sent_for_approval_in_the_editor_and_published(world, draft, as_person):
    browser = as_person(world.officer)
    address = reverse("wagtailadmin_pages:edit", args=[draft.pk])

    browser.post(address, posted(latest(draft), world.officer, **{"action-submit": "1"}))

    assert draft.workflow_in_progress
    world.approve(draft)
    assert Challenge.objects.count() == 1


def test_publishing_again_is_an_amendment(world, draft):
    world.approve(draft)
    newest = latest(draft)
    newest.outcomes[0].value["price"] = Decimal("3600.00")
    newest.change_note = "We pay more for each result."
    newest.save_revision(user=world.officer)

    world.approve(draft)

    challenge = Challenge.objects.get()
    assert [(v.number, v.is_material, v.change_note) for v in challenge.versions.all()] == [
        (1, True, ""),
        (2, True, "We pay more for each result."),
    ]
    assert [entry.event for entry in RecordEntry.objects.all()] == ["challenge.published", "challenge.amended"]


def test_authors_of_an_amendment_are_those_since_publication(world, draft):
    colleague = a_person("colleague")
    add_member(authority_id=world.authority.pk, person_id=colleague.pk, role="officer", at=database_now())
    world.approve(draft)

    saved(draft, colleague, summary="Other.")
    world.approve(draft)

    assert list(Challenge.objects.get().versions.get(number=2).authors.all()) == [colleague]


def test_refused_amendment_leaves_the_page_as_it_was(world, draft):
    world.approve(draft)
    live = draft.live_revision_id
    saved(draft, world.officer, legal_route="grant_or_prize")

    with pytest.raises(PublicationRefused, match="cannot change once published"):
        world.approve(draft)

    draft.refresh_from_db()
    assert (draft.live_revision_id, Challenge.objects.get().versions.count()) == (live, 1)


def test_two_languages_are_one_challenge_published_at_one_moment(world):
    english = upcoming()
    both = in_welsh_too(english)
    page = world.draft(both)
    (welsh,) = page.get_translations()

    world.approve(page)

    challenge = Challenge.objects.get()
    welsh.refresh_from_db()
    assert challenge.title == {"en": "Back into work", "cy": "Back into work (cy)"}
    assert current_specification(challenge)[1] == both
    assert (page.live, welsh.live) == (True, True)


def test_missing_translation_stops_both_languages(world):
    page = world.draft(upcoming(languages=("en", "cy"), title={"en": "Rivers", "cy": "Afonydd"}))

    assert {fault.code for fault in read(latest(page)).faults} == {"language_missing"}


def test_scheduled_approval_records_nothing_before_its_moment(world, draft):
    moment = database_now() + timedelta(days=2)
    saved(draft, world.officer, go_live_at=moment)

    world.approve(draft)

    assert (draft.live, draft.approved_schedule, Challenge.objects.count()) == (False, True, 0)
