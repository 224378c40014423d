"""A kept world is whole each time, and nobody meets in it what another test has done."""

from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from bids.bidding.models import Bid, StoredFile
from challenges.ground.models import Mail, RecordEntry
from tests.bids.bidding_world import BiddingWorld
from tests.bids.decision_world import DecisionWorld
from tests.factories import AuthorityWorld, a_person

pytestmark = pytest.mark.django_db
TURNS = pytest.mark.parametrize("turn", ["built", "copied", "copied once more"])


@TURNS
def test_a_world_stands_up_to_every_proof_of_the_portal(turn, capsys):
    world = DecisionWorld(bidders=2).until_ranked()

    call_command("verify_record", world.challenge.ocid)
    call_command("reproduce_decision", world.challenge.ocid)

    assert "same bytes" in capsys.readouterr().out
    assert [bid.pk for bid in world.bids] == list(Bid.objects.order_by("bidder__name").values_list("pk", flat=True))
    connection.check_constraints()


@TURNS
def test_rows_go_on_being_numbered_and_the_record_protected(turn):
    world = DecisionWorld().until_scoring()

    AuthorityWorld("Another council (demonstration)").publish()

    numbers = list(Mail.objects.values_list("pk", flat=True))
    assert len(numbers) == len(set(numbers))
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordEntry.objects.filter(record=world.challenge.pk).update(event="nothing")


@TURNS
def test_what_a_test_does_to_a_world_no_other_test_meets(turn):
    world = BiddingWorld()
    file = world.upload(world.drafted())
    stored = Path(storages["private"].path(StoredFile.objects.get(pk=file.pk).storage_name))
    assert (stored.exists(), hasattr(world, "marked"), a_person().email == world.person.email) == (True, False, False)
    assert Bid.objects.get().bidder.name == "Bright Path (demonstration)"

    world.marked = True
    stored.unlink()
    world.bidder.name = "Somebody else"
    world.bidder.save()


def test_a_world_is_built_anew_upon_anything_else_that_was_written():
    with transaction.atomic():
        first = AuthorityWorld()
        transaction.set_rollback(True)

    second = AuthorityWorld()
    a_person()
    third = AuthorityWorld()

    assert len({first.authority.pk, second.authority.pk, third.authority.pk}) == 3
