from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.storage import storages

from challenges.ground.domain.refused import Refused
from challenges.ground.domain.states import MOVED_ON, TransitionRefused
from challenges.ground.models import OutboxRow, RecordEntry
from challenges.publishing.domain.specification import DocumentSpec
from challenges.publishing.models import Notice
from challenges.publishing.selectors.versions import current_specification
from challenges.publishing.services.challenge_files import ChallengeFile
from challenges.publishing.services.notices import NoticeRefused, enter_notice_number
from challenges.publishing.services.publication import PublicationRefused
from tests.factories import BEFORE_OPENING, AuthorityWorld
from tests.support.specifications import CLOSES, OPENS, PLAN, PRICE, STANDING, challenge_prize, outcome_specification

pytestmark = pytest.mark.django_db
TENDER = outcome_specification(route="public_contract")


@pytest.fixture
def world():
    return AuthorityWorld()


def events():
    return sorted(OutboxRow.objects.values_list("event", flat=True))


def test_publication_writes_challenge_parts_version_and_record(world):
    challenge = world.publish()

    version, specification = current_specification(challenge)
    assert specification == outcome_specification()
    assert (version.number, version.is_material, version.approver) == (1, True, world.approver)
    assert list(version.authors.all()) == [world.officer]
    assert [criterion.block_id for criterion in challenge.criteria.all()] == ["plan", "price", "standing"]
    assert challenge.questions.get(block_id="q-plan").criterion.block_id == "plan"
    assert challenge.stages.get().closes_at == CLOSES
    assert challenge.public_from == BEFORE_OPENING
    assert [entry.event for entry in RecordEntry.objects.all()] == ["challenge.published"]
    assert events() == ["challenge.public", "challenge.published"]


def test_same_specification_once_more_changes_nothing(world):
    key = uuid4()

    first, second = world.publish(translation_key=key), world.publish(translation_key=key)

    assert first == second
    assert (first.versions.count(), RecordEntry.objects.count()) == (1, 1)


def test_number_of_the_challenge_is_random(world):
    assert world.publish().ocid != world.publish().ocid


def test_amendment_keeps_rows_by_block_and_marks_what_is_dropped(world):
    key = uuid4()
    challenge = world.publish(translation_key=key)
    before = {row.block_id: row.pk for row in challenge.criteria.all()}
    reworded = replace(PRICE, title={"en": "Your price"})

    spec = outcome_specification(criteria=(reworded, PLAN), questions=(outcome_specification().questions[0],))
    world.publish(spec, translation_key=key, at=BEFORE_OPENING + timedelta(days=1))

    after = {row.block_id: row for row in challenge.criteria.all()}
    assert {block_id: row.pk for block_id, row in after.items()} == before
    assert (after["price"].position, after["price"].title) == (0, {"en": "Your price"})
    assert after["standing"].dropped_in.number == 2
    assert after["plan"].dropped_in is None
    assert events() == ["challenge.amended", "challenge.public", "challenge.published"]


def test_change_of_words_is_not_material(world):
    key = uuid4()
    challenge = world.publish(translation_key=key)

    world.publish(outcome_specification(summary={"en": "Other words."}), translation_key=key, at=OPENS)

    assert [version.is_material for version in challenge.versions.all()] == [True, False]


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"value_amount": Decimal(1)}, CLOSES - timedelta(days=1)),
        ({"summary": {"en": "Other."}}, CLOSES),
        ({"procedure": "competitive_flexible"}, OPENS),
    ],
)
def test_late_or_forbidden_change_is_refused(world, changes, at):
    key = uuid4()
    challenge = world.publish(translation_key=key)

    with pytest.raises(PublicationRefused):
        world.publish(outcome_specification(**changes), translation_key=key, at=at)

    assert challenge.versions.count() == 1


def test_prize_whose_first_round_is_over_is_not_published(world):
    with pytest.raises(PublicationRefused) as refused:
        world.publish(challenge_prize(), at=CLOSES)

    assert [(fault.item_id, fault.code) for fault in refused.value.faults] == [("bids", "passed")]


def test_prize_between_two_rounds_may_move_the_later_one(world):
    key, prize = uuid4(), challenge_prize()
    first, final = prize.stages
    challenge = world.publish(prize, translation_key=key)

    later = replace(prize, stages=(first, replace(final, closes_at=final.closes_at + timedelta(days=7))))
    world.publish(later, translation_key=key, at=CLOSES + timedelta(days=1))

    assert challenge.versions.count() == 2


def test_faults_stop_publication_and_are_named(world):
    with pytest.raises(PublicationRefused) as refused:
        world.publish(outcome_specification(criteria=(PLAN, STANDING)))

    assert [fault.code for fault in refused.value.faults] == ["weights"]
    assert RecordEntry.objects.count() == 0


def test_author_cannot_approve(world):
    with pytest.raises(PublicationRefused, match="who wrote this cannot approve"):
        world.publish(author_ids=[world.officer.pk, world.approver.pk])


def test_somebody_without_the_role_cannot_approve(world):
    stranger = AuthorityWorld("Another council (demonstration)").approver

    with pytest.raises(PublicationRefused, match="Only an approver"):
        world.publish(by=stranger)


def test_content_other_than_the_approved_is_refused(world):
    with pytest.raises(PublicationRefused, match="has changed since"):
        world.publish(sha256="0" * 64)


def test_markup_that_was_not_cleaned_is_refused(world):
    with pytest.raises(PublicationRefused, match="markup"):
        world.publish(outcome_specification(description={"en": "<p onclick='x'>Words</p>"}))


def test_documents_are_copied_byte_for_byte(world):
    file = ChallengeFile(
        block_id="plan-pdf", filename="plan.pdf", media_type="application/pdf", content=b"%PDF-1.7 plan"
    )
    listed = DocumentSpec(id="plan-pdf", title={"en": "Site plan"}, source="plan.pdf", sha256=file.sha256)

    challenge = world.publish(outcome_specification(documents=(listed,)), documents=[file])

    document = challenge.documents.get()
    assert storages["private"].open(document.storage_name).read() == b"%PDF-1.7 plan"
    assert (document.sha256, document.size) == (file.sha256, 13)


def test_document_with_other_bytes_is_refused(world):
    file = ChallengeFile(block_id="plan-pdf", filename="plan.pdf", media_type="application/pdf", content=b"other")
    listed = DocumentSpec(id="plan-pdf", title={"en": "Site plan"}, source="plan.pdf", sha256="0" * 64)

    with pytest.raises(Refused) as refusal:
        world.publish(outcome_specification(documents=(listed,)), documents=[file])

    said = "The file “plan.pdf” is not the one that was approved. Have the page approved once more."
    assert str(refusal.value) == said


def test_route_with_a_notice_is_public_only_from_its_publication(world):
    challenge = world.publish(TENDER)
    notice = Notice.objects.get()
    assert (challenge.public_from, notice.code, notice.state) == (None, "UK4", "approved")

    moment = BEFORE_OPENING + timedelta(hours=3)
    enter_notice_number(
        notice_id=notice.pk, number=" 2026/S 000-123456 ", published_at=moment, by=world.officer.pk,
        at=moment + timedelta(minutes=5),
    )  # fmt: skip

    challenge.refresh_from_db()
    notice.refresh_from_db()
    assert (challenge.public_from, notice.state, notice.external_number) == (moment, "published", "2026/S 000-123456")
    assert [entry.event for entry in RecordEntry.objects.all()] == ["challenge.published", "notice.published"]
    assert events() == ["challenge.public", "challenge.published"]


def test_waiting_notice_takes_the_newer_version(world):
    key = uuid4()
    world.publish(TENDER, translation_key=key)

    amended = replace(TENDER, summary={"en": "Other."})
    world.publish(amended, translation_key=key, at=BEFORE_OPENING + timedelta(hours=1))

    assert Notice.objects.get().version.number == 2


@pytest.mark.parametrize(
    ("number", "hours", "message"),
    [
        ("  ", 1, "number"),
        ("x" * 61, 1, "number"),
        ("2026/1", 9, "still to come"),
        ("2026/1", -1, "before this version"),
    ],
)
def test_impossible_number_or_moment_is_refused(world, number, hours, message):
    world.publish(TENDER)

    with pytest.raises(NoticeRefused, match=message):
        enter_notice_number(
            notice_id=Notice.objects.get().pk, number=number, published_at=BEFORE_OPENING + timedelta(hours=hours),
            by=world.officer.pk, at=BEFORE_OPENING + timedelta(hours=2),
        )  # fmt: skip


def test_notice_of_the_minute_of_approval_is_taken(world):
    world.publish(TENDER, at=BEFORE_OPENING + timedelta(seconds=40))

    notice = enter_notice_number(
        notice_id=Notice.objects.get().pk, number="2026/1", published_at=BEFORE_OPENING,
        by=world.officer.pk, at=BEFORE_OPENING + timedelta(seconds=50),
    )  # fmt: skip

    assert notice.published_at == BEFORE_OPENING


def test_number_is_entered_once(world):
    world.publish(TENDER)
    arguments = {
        "notice_id": Notice.objects.get().pk, "number": "2026/1", "published_at": BEFORE_OPENING,
        "by": world.officer.pk, "at": BEFORE_OPENING,
    }  # fmt: skip
    enter_notice_number(**arguments)

    with pytest.raises(TransitionRefused) as refusal:
        enter_notice_number(**arguments)

    assert str(refusal.value) == MOVED_ON
