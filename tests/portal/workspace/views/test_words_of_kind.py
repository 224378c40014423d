"""What takes part in a prize is called an entry, elsewhere a bid, on the public page and on the manage pages."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from challenges.ground.selectors.clock import database_now
from challenges.ground.templatetags.texts import by_kind
from tests.bids.bidding_world import BiddingWorld
from tests.factories import AuthorityWorld
from tests.support.specifications import STAGE, challenge_prize, outcome_specification

pytestmark = [pytest.mark.django_db, pytest.mark.first_engine]
PRIZE = challenge_prize(stages=(replace(STAGE, title={"en": "Ideas"}),))
PAGES = ("opportunity", "manage_challenge", "manage_opening")


def words_of(client, name, challenge):
    page = BeautifulSoup(client.get(reverse(name, args=[challenge.ocid])).content, "html.parser")
    return re.findall(r"\bbids?\b|\bentr(?:y|ies)\b", page.find("main").get_text(" ").lower())


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("specification", "other"),
    [(PRIZE, {"bid", "bids"}), (outcome_specification(), {"entry", "entries"})],
    ids=["prize", "outcomes"],
)
def test_page_keeps_to_the_word_of_its_kind(client, settings, name, specification, other):
    settings.REQUIRE_SECOND_FACTOR = False
    world = AuthorityWorld()
    challenge = world.publish(specification)
    client.force_login(world.officer, backend="django.contrib.auth.backends.ModelBackend")

    found = set(words_of(client, name, challenge))

    assert found - other != set()
    assert found & other == set()


def test_whoever_enters_for_a_prize_reads_of_entries():
    now = database_now()
    dates = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=9)}
    world = BiddingWorld(kind=PRIZE.kind, conditions=(), **dates)
    bid = world.start(at=now)
    client = Client()
    client.force_login(world.person, backend="django.contrib.auth.backends.ModelBackend")
    pages = [reverse("start_bid", args=[world.challenge.ocid])]
    pages += [reverse(name, args=[bid.pk]) for name in ("bid", "bid_check", "withdraw_bid")]

    for page in pages:
        main = BeautifulSoup(client.get(page).content, "html.parser").find("main")
        assert re.findall(r"[^.]*\bbids?\b[^.]*", main.get_text(" ").replace("Your bids", "")) == []
    assert "Finish and send your entry" in client.get(reverse("desk")).content.decode()


def test_kind_decides_the_word():
    assert by_kind("challenge_prize", "start") == "Start an entry"
    assert by_kind("outcome_specification", "start") == "Start a bid"
