import sys
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from challenges.ground.selectors.clock import database_now
from challenges.publishing.domain.specification import QuestionSpec
from challenges.publishing.domain.words import Route
from challenges.publishing.models import Challenge
from tests.factories import AuthorityWorld
from tests.support.specifications import STAGE, challenge_prize, outcome_specification

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def council():
    return AuthorityWorld()


def published(council, *, opens=-DAY, closes=10 * DAY, kind=outcome_specification, **changes):
    """A public challenge whose only stage lies around the present, as the database sees it."""
    now = database_now()
    stage = replace(STAGE, opens_at=now + opens, closes_at=now + closes, questions_close_at=now + (opens + closes) / 2)
    specification = kind(stages=(stage,), **changes)
    return council.publish(specification, at=now + min(opens, timedelta(0)) - HOUR)


def test_the_home_page_shows_what_closes_soonest_and_counts_the_rest(client, council):
    published(council, title={"en": "Warm homes"})
    published(council, opens=DAY, title={"en": "Cleaner air"})

    page = client.get(reverse("home"))

    assert [row.title["en"] for row in page.context["closing_soon"]] == ["Warm homes"]
    assert page.context["counts"] == {"open": 1, "upcoming": 1, "closed": 0, "decided": 0}


def test_an_empty_portal_says_so(client):
    assert "Nothing has been published yet" in client.get(reverse("opportunities")).content.decode()
    assert "Nothing is open at the moment" in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Warm homes", "River prize", "Cleaner air"]),
        ({"status": "open"}, ["Warm homes", "River prize"]),
        ({"status": "upcoming"}, ["Cleaner air"]),
        ({"status": "decided"}, []),
        ({"kind": "challenge_prize"}, ["River prize"]),
        ({"q": "homes"}, ["Warm homes"]),
        ({"value": "100k-1m"}, ["Warm homes", "Cleaner air"]),
        ({"closes": "7"}, ["Warm homes"]),
        ({"authority": "nobody"}, ["Warm homes", "River prize", "Cleaner air"]),
    ],
)
def test_the_list_can_be_narrowed_and_an_unknown_filter_is_no_filter(client, council, asked, found):
    published(council, closes=5 * DAY, title={"en": "Warm homes"})
    published(council, closes=20 * DAY, kind=challenge_prize, title={"en": "River prize"})
    published(council, opens=DAY, closes=30 * DAY, title={"en": "Cleaner air"})

    page = client.get(reverse("opportunities"), asked)

    assert [row.title["en"] for row in page.context["rows"]] == found


def test_what_is_not_public_is_in_no_list_and_on_no_page(client, council):
    waiting = published(council, route=Route.PUBLIC_CONTRACT.value, title={"en": "Sentinel of the unpublished"})
    assert Challenge.objects.get(pk=waiting.pk).public_from is None

    pages = [client.get(reverse(name)).content.decode() for name in ("home", "opportunities", "missions", "awards")]
    searched = client.get(reverse("opportunities"), {"q": "Sentinel"})

    assert [page.count("Sentinel of the unpublished") for page in pages] == [0, 0, 0, 0]
    assert searched.context["rows"] == []
    assert client.get(reverse("opportunity", args=[waiting.ocid])).status_code == 404
    assert client.get(reverse("opportunity_pdf", args=[waiting.ocid])).status_code == 404


def test_members_of_the_authority_see_what_is_not_public_yet(client, council):
    waiting = published(council, route=Route.PUBLIC_CONTRACT.value)
    client.force_login(council.officer)

    page = client.get(reverse("opportunity", args=[waiting.ocid]))

    assert page.status_code == 200
    assert "It is not public yet" in page.content.decode()


def test_the_opportunity_page_says_what_who_how_much_and_by_when(client, council):
    challenge = published(council)

    words = client.get(reverse("opportunity", args=[challenge.ocid])).content.decode()

    for expected in (
        "Back into work",
        "Organisations of any kind.",
        "£840,000",
        "2 questions",
        "£3,500",
        "Start a bid",
    ):
        assert expected in words


def test_nobody_reads_an_engine_word_on_a_public_page(client, council):
    challenge = published(council)

    words = client.get(reverse("opportunity", args=[challenge.ocid])).content.decode().lower()

    assert [w for w in ("envelope", "pillar", "attainment", "tariff", "trough", "clawback", "p90") if w in words] == []


def test_the_list_asks_the_same_number_of_questions_for_one_row_and_for_three(
    client, council, django_assert_max_num_queries
):
    asked = []
    for rows in (1, 3):
        while Challenge.objects.count() < rows:
            published(council)
        with django_assert_max_num_queries(12) as captured:
            client.get(reverse("opportunities"))
        asked.append(len(captured))

    assert asked[0] == asked[1]


@pytest.mark.parametrize("questions", [1, 3])
def test_the_opportunity_page_asks_no_more_than_twelve(client, council, questions, django_assert_max_num_queries):
    asked = outcome_specification().questions[0]
    challenge = published(council, questions=tuple(replace(asked, id=f"q{number}") for number in range(questions)))

    with django_assert_max_num_queries(12):
        client.get(reverse("opportunity", args=[challenge.ocid]))


def test_a_pdf_says_the_same(client, council):
    challenge = published(council, value_amount=Decimal("840000"))

    made = client.get(reverse("opportunity_pdf", args=[challenge.ocid]))

    assert made["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF-")


def test_a_pdf_that_cannot_be_made_leads_to_the_page_that_says_the_same(client, council, monkeypatch):
    challenge = published(council)
    # As on a machine without the library: importing it fails.
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    page = client.get(reverse("opportunity_pdf", args=[challenge.ocid]), follow=True)

    assert page.redirect_chain == [(reverse("opportunity", args=[challenge.ocid]), 302)]
    assert "A PDF cannot be made at the moment. This page says the same." in page.content.decode()


def soup_of(page):
    return BeautifulSoup(page.content, "html.parser")


def test_every_question_is_printed_whatever_it_belongs_to(client, council):
    asked = (
        QuestionSpec(id="judged", title={"en": "What is your plan?"}, criterion="plan"),
        QuestionSpec(id="passed", title={"en": "Are you insured?"}, criterion="standing", hint={"en": "Name it."}),
        QuestionSpec(id="loose", title={"en": "Anything else?"}, criterion=""),
    )
    challenge = published(council, questions=asked)

    page = client.get(reverse("opportunity", args=[challenge.ocid]))

    judged = soup_of(page).find("section", {"aria-labelledby": "judged"}).get_text()
    assert [judged.count(question.title["en"]) for question in asked] == [1, 1, 1]
    assert "Name it." in judged
    assert page.context["presented"].effort.startswith("3 questions")


def test_everything_a_bid_takes_is_said(client, council):
    page = client.get(reverse("opportunity", args=[published(council).ocid]))

    assert page.context["page"].also_takes == (
        "Your figures for 1 outcome",
        "Your costs, year by year",
        "1 social-value commitment you may make",
        "1 condition to read and accept",
    )


def test_the_way_in_stands_before_the_long_text(client, council):
    page = soup_of(client.get(reverse("opportunity", args=[published(council).ocid])))

    places = {id(element): place for place, element in enumerate(page.find_all())}
    (start,) = (link for link in page.find_all("a") if link.get_text(strip=True) == "Start a bid")
    assert places[id(start)] < places[id(page.find(id="what"))]
