"""Open data is valid, merges as it says, is the same each time, and holds nothing that is not public."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from ocdsmerge import Merger

from challenges.ground.domain.frozen_json import as_plain, from_plain
from challenges.publishing.domain.notices import read_notice
from challenges.publishing.domain.ocds.packages import EXTENSIONS, as_bytes
from challenges.publishing.domain.specification import LotSpec, Specification
from challenges.publishing.domain.words import Route
from challenges.publishing.models import Challenge
from challenges.publishing.services.notices import enter_notice_number
from portal.public.selectors import ocds
from tests.factories import BEFORE_OPENING, AuthorityWorld
from tests.support.open_contracting import declared_extensions, faults_in, release_schema
from tests.support.specifications import CLOSES, PLAN, PRICE, STANDING, challenge_prize, outcome_specification
from tests.world import PHASES, World, sentinel

LATER = BEFORE_OPENING + timedelta(days=2)
TWO_LOTS = (
    LotSpec(id="north", title={"en": "North"}, value_amount=Decimal("400000.50")),
    LotSpec(id="south", title={"en": "South"}, value_amount=Decimal(440000)),
)


SOUTH = replace(PRICE, id="price-south", lot="south")


def in_welsh_too(plain):
    """Every text in a second language, by its first language's words: nothing here reads them."""
    if isinstance(plain, dict) and set(plain) == {"en"}:
        return {"en": plain["en"], "cy": f"{plain['en']} (cy)"}
    if isinstance(plain, dict):
        return {name: in_welsh_too(value) for name, value in plain.items()}
    return [in_welsh_too(item) for item in plain] if isinstance(plain, list | tuple) else plain


def bilingual(specification):
    return from_plain(Specification, in_welsh_too(as_plain(replace(specification, languages=("en", "cy")))))


@pytest.fixture
def authority(db):
    return AuthorityWorld()


@pytest.fixture
def everything(db):
    return World()


def releases(challenge, *, at=LATER):
    return ocds.release_package(challenge.ocid, at=at)["releases"]


def record(challenge, *, at=LATER):
    return ocds.record_package(challenge.ocid, at=at)["records"][0]


def merged_by_the_standard(challenge, *, at=LATER):
    return Merger(schema=release_schema()).create_compiled_release(releases(challenge, at=at))


SPECIFICATIONS = {
    "outcomes": outcome_specification(),
    "two lots": outcome_specification(lots=TWO_LOTS, criteria=(PLAN, STANDING, replace(PRICE, lot="north"), SOUTH)),
    "prize": challenge_prize(),
    "two languages": bilingual(outcome_specification(places=("Wales",), cpv=("85000000", "80500000"))),
    "little said": outcome_specification(conditions=(), measures=(), starts_on=None, ends_on=None, places=()),
}  # fmt: skip


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_release_is_valid(authority, name):
    challenge = authority.publish(SPECIFICATIONS[name])

    found = releases(challenge)

    assert [(one["id"], one["tag"]) for one in found] == [(f"{challenge.ocid}-v1", ["tender"])]
    assert faults_in(found[0]) == []


def test_extensions_are_those_of_the_central_platform():
    assert list(EXTENSIONS) == declared_extensions()


def test_release_says_what_is_sought(authority):
    challenge = authority.publish(outcome_specification(cpv=("85000000",), places=("Leeds",)))

    tender = releases(challenge)[0]["tender"]

    assert (tender["title"], tender["status"], tender["procurementMethod"]) == ("Back into work", "planned", "open")
    assert tender["value"] == {"amountGross": 840000, "currency": "GBP"}
    assert tender["tenderPeriod"] == {"startDate": "2026-12-01T09:00:00Z", "endDate": "2027-01-22T12:00:00Z"}
    assert tender["lots"][0]["awardCriteria"]["criteria"][0]["numbers"] == [
        {"number": 60, "weight": "percentageExact"},
        {"number": 2, "threshold": "minimumScore"},
    ]
    assert tender["targets"][0]["observations"] == [
        {
            "id": "jobs-target",
            "period": {"endDate": "2029-03-31T23:59:59+01:00"},
            "measure": 200,
            "unit": {"name": "person", "value": {"amount": 3500, "currency": "GBP"}},
        }
    ]


def test_change_is_a_release_that_takes_away_what_is_gone(authority):
    key = uuid4()
    authority.publish(outcome_specification(lots=TWO_LOTS), translation_key=key)
    changed = outcome_specification(lots=TWO_LOTS[:1], starts_on=None, ends_on=None, value_amount=Decimal(500000))

    challenge = authority.publish(changed, translation_key=key, at=LATER, change_note="One lot is dropped.")

    found = releases(challenge, at=LATER)
    assert [one["tag"] for one in found] == [["tender"], ["tenderUpdate"]]
    assert [fault for one in found for fault in faults_in(one)] == []
    compiled = record(challenge, at=LATER)["compiledRelease"]
    assert [(lot["id"], lot["status"]) for lot in compiled["tender"]["lots"]] == [
        ("north", "planned"),
        ("south", "cancelled"),
    ]
    assert compiled["tender"]["contractPeriod"] == {}
    assert compiled["tender"]["amendments"][0]["rationale"] == "One lot is dropped."
    assert compiled == merged_by_the_standard(challenge, at=LATER)


def test_nothing_is_released_before_the_notice_is_out(authority):
    challenge = authority.publish(outcome_specification(route=Route.PUBLIC_CONTRACT.value))

    assert ocds.release_package(challenge.ocid, at=LATER) is None
    assert ocds.months(at=LATER) == []

    enter_notice_number(
        notice_id=challenge.notices.get().pk, number="012345-2026", published_at=LATER,
        by=authority.officer.pk, at=LATER,
    )  # fmt: skip
    found = releases(challenge, at=LATER)[0]
    assert found["date"] == "2026-11-26T09:00:00Z"
    assert [d["url"] for d in found["tender"]["documents"]] == [
        "https://www.find-tender.service.gov.uk/Notice/012345-2026"
    ]
    assert faults_in(found) == []


def test_withdrawal_is_a_release(authority):
    challenge = authority.publish()
    Challenge.objects.filter(pk=challenge.pk).update(withdrawn_at=LATER)

    found = releases(challenge, at=LATER)

    assert (found[-1]["tag"], found[-1]["tender"]["status"]) == (["tenderCancellation"], "withdrawn")
    assert faults_in(found[-1]) == []
    assert releases(challenge, at=LATER - timedelta(seconds=1)) == found[:1]


def test_month_holds_the_releases_of_its_procedures(authority):
    challenge = authority.publish()

    package = ocds.monthly_package(2026, 11, at=LATER)

    assert package["releases"] == releases(challenge)
    assert [(m.name, m.releases) for m in ocds.months(at=LATER)] == [("2026-11", 1)]
    assert ocds.monthly_package(2026, 12, at=LATER) is None


def test_queries_do_not_grow_with_procedures(authority, django_assert_num_queries):
    authority.publish()
    with django_assert_num_queries(6):
        ocds.monthly_package(2026, 11, at=LATER)
    authority.publish()
    authority.publish()
    with django_assert_num_queries(6):
        ocds.monthly_package(2026, 11, at=LATER)


def test_whole_world_is_valid_and_merges_and_leaks_nothing(everything, client, tmp_path):
    at, decided = everything.now, everything["decided"].challenge
    public = [everything[phase].challenge for phase in PHASES if phase != "draft"]

    packages = {challenge.ocid: ocds.release_package(challenge.ocid, at=at) for challenge in public}

    every = [release for package in packages.values() for release in package["releases"]]
    assert [fault for release in every for fault in faults_in(release)] == []
    for challenge in public:
        assert record(challenge, at=at)["compiledRelease"] == merged_by_the_standard(challenge, at=at)
        assert as_bytes(packages[challenge.ocid]) == as_bytes(ocds.release_package(challenge.ocid, at=at))
    assert {release["ocid"] for release in every if "bids" in release} == {decided.ocid}
    award = packages[decided.ocid]["releases"][-1]
    assert award["tag"] == ["award"]
    assert [(s["measure"], s["value"]) for s in award["bids"]["statistics"]] == [("bids", 2), ("smeBids", 2)]
    call_command("export_ocds", "--to", str(tmp_path), stdout=io.StringIO())
    call_command("export_ocds", "--records", "--to", str(tmp_path), stdout=io.StringIO())
    said = _everything_said(client, public) | {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert _leaks(everything, said) == []


def _everything_said(client, challenges):
    """What anybody gets from every address of open data."""
    paths = [
        "/data/", "/data/opportunities.csv", "/data/awards.csv", "/feeds/opportunities.atom", "/ocds/packages/",
        "/api/v1/opportunities?page_size=100", "/api/v1/awards", "/api/v1/missions", "/api/v1/openapi.json",
    ]  # fmt: skip
    for month in json.loads(client.get("/ocds/packages/").content)["packages"]:
        paths.append(f"/ocds/packages/{month['month']}.json")
    for challenge in challenges:
        paths += [f"/ocds/releases/{challenge.ocid}.json", f"/ocds/records/{challenge.ocid}.json"]
        paths += [f"/api/v1/opportunities/{challenge.ocid}"]
    answers = {path: client.get(path) for path in paths}
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 200} == {}
    return {
        path: (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        for path, answer in answers.items()
    }


def _leaks(world, said):
    draft, loser = world["draft"].challenge, world.bidders["b"]
    winner = world["decided"].panel.award.bid.bidder if hasattr(world["decided"].panel, "award") else None
    losers = [bidder for bidder in world.bidders.values() if winner is None or bidder.pk != winner.pk] or [loser]
    hidden = [draft.ocid, "Back into work, draft", *(sentinel(p, letter) for p in PHASES for letter in "ab")]
    hidden += [name for bidder in losers for name in (bidder.name, bidder.contact_email, str(bidder.pk))]
    hidden += [person.email for person in world.people.values()]
    hidden += [str(bid.pk) for phase in PHASES for bid in world[phase].bids.values()]
    return [(path, word) for path, words in said.items() for word in hidden if word in words]


def test_unknown_procedure_cannot_be_exported(authority):
    with pytest.raises(CommandError, match="ocds-none-1: there is no such public procedure"):
        call_command("export_ocds", "ocds-none-1")


def test_one_procedure_is_exported_to_the_screen_as_on_the_web(authority):
    challenge = authority.publish(at=datetime(2026, 1, 7, tzinfo=UTC))
    screen = io.StringIO()

    call_command("export_ocds", challenge.ocid, stdout=screen)

    at = datetime(2099, 1, 1, tzinfo=UTC)
    assert screen.getvalue().encode() == as_bytes(ocds.release_package(challenge.ocid, at=at))


def test_cells_of_tables_are_never_formulas(authority, client):
    now = datetime(2026, 1, 7, tzinfo=UTC)
    authority.publish(outcome_specification(title={"en": '=HYPERLINK("https://example.org")'}), at=now)

    answer = client.get("/data/opportunities.csv")

    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row["title"] for row in rows] == ['\'=HYPERLINK("https://example.org")']
    assert [row["closes_at"] for row in rows] == [CLOSES.isoformat()]


def test_unchanged_data_is_not_sent_again(authority, client):
    challenge = authority.publish(at=datetime(2026, 1, 7, tzinfo=UTC))
    address = f"/ocds/releases/{challenge.ocid}.json"
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code) == (200, 304)
    assert first.headers["Last-Modified"] == "Wed, 07 Jan 2026 00:00:00 GMT"
    assert first.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path",
    [
        "/ocds/releases/none.json", "/ocds/records/none.json", "/ocds/packages/2026-13.json",
        "/ocds/packages/0000-01.json", "/ocds/packages/x.json", "/ocds/packages/2001-01.json",
        "/api/v1/opportunities/none", "/api/v1/awards/none", "/api/v1/missions/none",
    ],
)  # fmt: skip
def test_unknown_addresses_of_data_are_not_found(db, client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["status=secret", "page=0", "page=x", "page_size=1000", "value=lots", "closes_within_days=-1", "q=" + "x" * 201],
)
def test_api_names_what_it_cannot_understand(db, client, query):
    answer = client.get(f"/api/v1/opportunities?{query}")

    assert answer.status_code == 422
    assert [fault["loc"][-1] for fault in answer.json()["detail"]] == [query.partition("=")[0]]


def test_api_lists_by_the_filters_of_the_page(authority, client):
    now = datetime(2026, 1, 7, tzinfo=UTC)
    wanted = authority.publish(outcome_specification(places=("Leeds",)), at=now)
    authority.publish(outcome_specification(places=("York",)), at=now)

    answer = client.get("/api/v1/opportunities?place=Leeds").json()

    assert (answer["count"], answer["pages"], [row["ocid"] for row in answer["results"]]) == (1, 1, [wanted.ocid])
    assert answer["results"][0]["value_including_vat"] == "840000.00"


def test_api_reads_one_opportunity(authority, client):
    challenge = authority.publish(at=datetime(2026, 1, 7, tzinfo=UTC))

    answer = client.get(f"/api/v1/opportunities/{challenge.ocid}").json()

    assert [(o["price"], o["target"], o["by_when"]) for o in answer["outcomes"]] == [
        ("3500.00", "200", date(2029, 3, 31).isoformat())
    ]
    assert [c["weight"] for c in answer["criteria"]] == ["60", "40", "0"]


def test_own_releases_can_be_imported(authority):
    challenge = authority.publish(outcome_specification(lots=TWO_LOTS, cpv=("85000000",)))

    draft = read_notice(as_bytes(ocds.release_package(challenge.ocid, at=LATER)))

    found = draft.specification
    assert (found.title, found.value_amount, found.cpv) == (
        {"en": "Back into work"},
        Decimal("840000.00"),
        ("85000000",),
    )
    assert [(lot.title["en"], lot.value_amount) for lot in found.lots] == [
        ("North", Decimal("400000.50")),
        ("South", Decimal("440000.00")),
    ]
    assert [(c.title["en"], c.weight) for c in found.criteria if c.weight] == [
        ("How you will bring people back into work", Decimal(60)),
        ("Price of one person in work for six months", Decimal(40)),
    ]
    assert (draft.buyer.name, draft.source.ocid) == (authority.authority.name, challenge.ocid)
