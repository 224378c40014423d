from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from bids.bidding.domain.deadlines import DeadlinePassed
from bids.bidding.models import Bid, StoredFile
from bids.bidding.services.files import remove_file
from bids.bidding.services.revising import discard_revision, revise_bid
from bids.bidding.vault.own_reading import own_drafts, own_sent
from challenges.ground.domain.refused import Refused
from tests.bids.bidding_world import SECOND, SENTINEL, BiddingWorld

CONTENT = b"%PDF-1.7 " + SENTINEL.encode() * 200_000


@pytest.fixture(autouse=True)
def own_storage(tmp_path, settings):
    location = {"location": str(tmp_path), "base_url": None}
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": location},
    }
    return tmp_path


pytestmark = pytest.mark.django_db


def full(bid):
    return Bid.objects.select_related("bidder", "lot", "stage__challenge").get(pk=bid.pk)


def draft_files(bid):
    bid = full(bid)
    return own_drafts([bid])[bid.pk].files


def plain(file, *, start=0, length=None):
    return b"".join(file.chunks(start=start, length=file.size if length is None else length))


def stored(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_file_is_ciphertext_on_disk_and_plain_for_its_bidder(own_storage):
    world = BiddingWorld()
    bid = world.start()

    world.upload(bid, content=CONTENT)

    (path,) = stored(own_storage)
    assert SENTINEL.encode() not in path.read_bytes()
    (file,) = draft_files(bid)
    assert (file.name, file.question, file.size) == (f"{SENTINEL}.pdf", "q-plan", len(CONTENT))
    assert plain(file) == CONTENT


@pytest.mark.parametrize(("start", "length"), [(0, 1), (1_048_570, 20), (len(CONTENT) - 5, 5), (3, 2_500_000), (17, 0)])
def test_range_of_a_file_is_the_bytes_asked_for(start, length):
    world = BiddingWorld()
    bid = world.start()
    world.upload(bid, content=CONTENT)
    (file,) = draft_files(bid)

    assert plain(file, start=start, length=length) == CONTENT[start : start + length]


def test_same_form_keeps_one_file(own_storage):
    world = BiddingWorld()
    bid, key = world.start(), uuid4()

    assert world.upload(bid, key=key) == world.upload(bid, key=key)
    assert (StoredFile.objects.count(), len(stored(own_storage))) == (1, 1)


def test_refused_file_leaves_nothing_behind(own_storage):
    world = BiddingWorld()
    bid = world.start()

    with pytest.raises(DeadlinePassed):
        world.upload(bid, at=world.stage.closes_at)

    assert (StoredFile.objects.count(), stored(own_storage)) == (0, [])


def test_question_takes_ten_files_at_most():
    world = BiddingWorld()
    bid = world.start()
    for _number in range(10):
        world.upload(bid)

    with pytest.raises(Refused) as refusal:
        world.upload(bid)

    assert str(refusal.value) == "You can add 10 files to one question. Remove one first."


def test_removed_file_goes_from_disk_once_it_is_certain(own_storage, django_capture_on_commit_callbacks):
    world = BiddingWorld()
    bid = world.start()
    kept = world.upload(bid)

    with django_capture_on_commit_callbacks(execute=True):
        remove_file(bid_id=bid.pk, file_id=kept.pk, at=world.during)

    assert (draft_files(bid), stored(own_storage)) == ((), [])


def test_file_of_a_sent_bid_outlives_its_removal_from_the_next_draft(own_storage, django_capture_on_commit_callbacks):
    world = BiddingWorld()
    bid = world.drafted()
    kept = world.upload(bid, content=CONTENT)
    world.submit(bid, at=world.during + SECOND)
    revise_bid(bid_id=bid.pk, by=world.person.pk, at=world.during + 2 * SECOND)

    with django_capture_on_commit_callbacks(execute=True):
        remove_file(bid_id=bid.pk, file_id=kept.pk, at=world.during + 3 * SECOND)

    assert draft_files(bid) == ()
    assert plain(own_sent(full(bid)).files[0]) == CONTENT
    assert len(stored(own_storage)) == 1


def test_file_sent_by_an_earlier_request_that_waited_for_it_is_kept(own_storage, django_capture_on_commit_callbacks):
    """The upload read the clock after the submission did, and got the bid's lock before it."""
    world = BiddingWorld()
    bid = world.drafted()
    world.upload(bid, content=CONTENT, at=world.during + timedelta(seconds=1))
    world.submit(bid, at=world.during)
    later = world.during + timedelta(minutes=1)
    revise_bid(bid_id=bid.pk, by=world.person.pk, at=later)
    (file,) = draft_files(bid)

    with django_capture_on_commit_callbacks(execute=True):
        remove_file(bid_id=bid.pk, file_id=file.id, at=later)

    (sent,) = own_sent(full(bid)).files
    assert plain(sent) == CONTENT


def test_giving_changes_up_brings_removed_files_back_and_takes_new_ones(
    own_storage, django_capture_on_commit_callbacks
):
    world = BiddingWorld()
    bid = world.drafted()
    kept = world.upload(bid)
    world.submit(bid, at=world.during + SECOND)
    later = world.during + timedelta(hours=1)
    revise_bid(bid_id=bid.pk, by=world.person.pk, at=later)
    remove_file(bid_id=bid.pk, file_id=kept.pk, at=later)
    world.upload(bid, at=later)

    with django_capture_on_commit_callbacks(execute=True):
        discard_revision(bid_id=bid.pk, at=later)
    revise_bid(bid_id=bid.pk, by=world.person.pk, at=later)

    assert [file.id for file in draft_files(bid)] == [kept.pk]
    assert len(stored(own_storage)) == 1


def test_file_of_the_sent_version_can_be_sent_again():
    world = BiddingWorld()
    bid = world.drafted()
    world.upload(bid, content=CONTENT)
    world.submit(bid, at=world.during + SECOND)
    revise_bid(bid_id=bid.pk, by=world.person.pk, at=world.during + 2 * SECOND)

    world.submit(bid, at=world.during + 3 * SECOND)

    assert plain(own_sent(full(bid)).files[0]) == CONTENT
    assert plain(own_sent(full(bid), version=1).files[0]) == CONTENT


def test_changed_file_is_refused(own_storage):
    world = BiddingWorld()
    bid = world.start()
    world.upload(bid)
    (path,) = stored(own_storage)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"\x00")

    with pytest.raises(Exception, match="sealed under this key"):
        plain(draft_files(bid)[0])


def test_private_storage_is_not_below_the_public_one():
    assert not Path(settings.PRIVATE_ROOT).is_relative_to(settings.MEDIA_ROOT)
