"""Every published notice we have is read into a sensible draft, with what is odd about it named."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from challenges.ground.domain.rich_text import has_entities, has_tags
from challenges.publishing.domain.notices import NoticeUnreadable, read_notice, read_notices
from challenges.publishing.domain.texts import texts_of

ROOT = Path(__file__).resolve().parents[3]
OURS = ROOT / "portal" / "demonstration" / "data"
SHARED = ROOT.parent / "shared" / "real-notices"
RN = "Line breaks seem to be lost here"


def raw(name):
    """The file, from the project where its licence lets us keep it, else from beside the checkout."""
    for folder in (OURS, SHARED):
        if (folder / name).exists():
            return (folder / name).read_bytes()
    return pytest.skip(f"{name} is not in the project, since its licence does not allow it, nor beside the checkout")


def whys(draft):
    return [point.why for point in draft.unresolved]


def noted(draft, beginning):
    return [(point.path, point.value) for point in draft.unresolved if point.why.startswith(beginning)]


@dataclass(frozen=True)
class Expected:
    title: str
    buyer: str
    value: str | None
    lots: int
    weights: tuple[str, ...]
    cpv: int
    closes: datetime | None
    flags: tuple[str, ...] = ()


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


NOTICES = {
    "fts-uk4-tender-harrogate-heat.json": Expected(
        "HARROGATE TOWN DISTRICT HEATING PROJECT - Feasibility Study", "Harrogate Town Council", "40465.20", 0,
        ("30", "50", "20"), 2, utc(2026, 5, 8, 22, 59, 59),
        ("This is the amount without VAT", "The notice has one lot only", "Documents are not fetched"),
    ),
    "fts-uk7-record-peatland.json": Expected(
        "Murton MOD Area Victor West Peatland Restoration Project", "Durham County Council", "438981.00", 0, (), 1,
        None,
        ("This notice reports an award", "The tender has no value", "The tender has no period",
         "The notice has no description"),
    ),
    "cf-award-35-suppliers.json": Expected(
        "215_24 Specialist Vehicles (outright purchase)", "Espo", "400000000.00", 0, (), 3, utc(2024, 10, 28, 12),
        ("This notice reports an award", RN, "Somebody other than the buyer"),
    ),
    "cf-award-update-digital-standards.json": Expected(
        "PS24190 - Digital Standards Landscaping", "DESNZ", "39848.00", 0, (), 1, utc(2024, 10, 22, 10),
        ("This notice reports an award", RN, "The buyer has no number"),
    ),
    "cf-planning-mental-health-event.json": Expected(
        "Provider Event - North Northamptonshire Council - Mental Health & Autism Services",
        "North Northamptonshire Council", None, 0, (), 1, None, (RN, "The notice does not say under which rules"),
    ),
    "pcs-school-bus-54-lots.json": Expected(
        "Lewis and Harris School and Public Bus Service 2019-26", "Comhairle nan Eilean Siar", None, 54,
        ("10", "90") * 54, 1, utc(2019, 5, 6, 14), ("The release has no identifier", RN),
    ),
    "pcs-residential-recovery-outcomes.json": Expected(
        "Glasgow Residential Recovery Services", "Glasgow City Council", "7500000.00", 2, ("70", "30", "70", "30"), 1,
        utc(2019, 6, 11, 12), ("The release has no identifier", RN, "This length was read as 3 years"),
    ),
    "pcs-alcohol-drug-prevention.json": Expected(
        "Early Prevention and Intervention Support Service for North Ayrshire Alcohol and Drug Partnership",
        "North Ayrshire Council", "900000.00", 0, ("17.5", "30"), 2, utc(2019, 5, 2, 12),
        ("The weights add up to 47.5, not 100", RN, "The release has no identifier"),
    ),
    "s2w-repairs-dps-14-lots.json": Expected(
        "Repairs and Maintenance DPS", "LHC Procurement Group for the Welsh Procurement Alliance (WPA)", "4000000.00",
        14, ("50", "0") * 12 + ("40", "0") + ("50", "0"), 36, utc(2029, 2, 19, 12),
        ("The weights add up to 50, not 100", "The weights add up to 40, not 100"),
    ),
    "s2w-roofing-5-lots.json": Expected(
        "Roofing Systems & Associated Works", "LHC Procurement Group for the Welsh Procurement Alliance (WPA)",
        "40000000.00", 5, ("20", "30"), 11, utc(2025, 4, 7, 12),
        ("The weights add up to 50, not 100", "Every lot has the same criteria"),
    ),
    "no-design-contest-europan17.json": Expected(
        "Europan 17 Larvik", "Larvik kommune 918082956", None, 0, ("0", "0", "0", "0"), 4, utc(2023, 7, 30, 21, 59),
        ("The text is not in English or Welsh", "No weight is given", "The criterion has no name"),
    ),
    "prize-ecotox-target.json": Expected(
        "EcoTox TARGET Challenge", "Environmental Protection Agency", "300000.00", 0,
        ("10", "5", "10", "10", "5", "20", "10", "10", "20", "0"), 0, utc(2021, 12, 3, 23, 59),
        ("This moment has no time zone", "Made a pass or fail criterion"),
    ),
    "prize-veterans-employment.json": Expected(
        "Veterans' Employment Challenge", "Department of Labor", "1000000.00", 0, ("30", "30", "30", "10"), 0,
        utc(2020, 1, 24, 17), ("Criteria of a later phase", "The judging text does not say the scale"),
    ),
    "prize-next-gen-fertilizer.json": Expected(
        "Next Gen Fertilizer Innovation Challenge", "U.S. Environmental Protection Agency", "65000.00", 0,
        ("35", "35", "20", "10"), 0, utc(2020, 11, 30, 23, 59), ("This moment has no time zone",),
    ),
    "prize-hypertension-innovator.json": Expected(
        "HHS Hypertension Innovator Award Competition",
        "Department of Health and Human Services - Office of the Assistant Secretary for Health (OASH), "
        "Office on Women's Health (OWH)",
        "3325000.00", 0, ("40", "20", "20", "20"), 0, utc(2021, 1, 6, 23, 59), ("Criteria of a later phase",),
    ),
    "outcomes-skill-mill.json": Expected(
        "The Skill Mill", "", "3241776.00", 0, (), 0, None,
        ("All targets at these prices come to GBP 5,582,490", "Payments of the contract described",
         "The file does not name the public body", "This names only a month"),
    ),
    "outcomes-reboot-west.json": Expected(
        "Care Leavers Social Impact Bond: Reboot West (Bristol)", "", "2250000.00", 0, (), 0, None,
        ("The unit is not said", "How many are wanted is not said"),
    ),
    "outcomes-capitalise.json": Expected(
        "3SC Capitalise", "", "1900000.00", 0, (), 0, None, ("The file states no licence",)
    ),
    "outcomes-ambition.json": Expected("Ambition", "", None, 0, (), 0, None, ("Payments of the contract described",)),
    "outcomes-dwp-work-and-health.json": Expected(
        "Work and Health Programme funding model", "Department for Work and Pensions", None, 0, (), 0, None,
        ("The fee is 30%", "The rules name no price"),
    ),
    "sbri-competitions.json": Expected(
        "SBRI: identifying regulatory obligations on businesses",
        "Department for Business, Energy and Industrial Strategy", "1250000.00", 0, (), 0, utc(2019, 2, 27, 12),
        ("This moment has no time zone", "This names a day without a time"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOTICES)
def test_notice_becomes_a_draft(name):
    expected = NOTICES[name]

    draft = read_notice(raw(name))

    found = draft.specification
    assert found.title == {"en": expected.title}
    assert draft.buyer.name == expected.buyer
    assert found.value_amount == (None if expected.value is None else Decimal(expected.value))
    assert len(found.lots) == expected.lots
    assert sorted(f"{c.weight.normalize():f}" for c in found.criteria) == sorted(expected.weights)
    assert len(found.cpv) == expected.cpv
    assert (found.stages[0].closes_at if found.stages else None) == expected.closes
    assert [flag for flag in expected.flags if not any(why.startswith(flag) for why in whys(draft))] == []


def test_every_file_beside_the_checkout_is_expected():
    if not SHARED.exists():
        pytest.skip("the published notices are not beside the checkout")

    assert sorted(path.name for path in SHARED.glob("*.json")) == sorted(NOTICES)


def test_same_file_gives_the_same_draft():
    name = "pcs-residential-recovery-outcomes.json"

    assert read_notice(raw(name)) == read_notice(raw(name))


def test_find_a_tender_notice_is_read_whole():
    draft = read_notice(raw("fts-uk4-tender-harrogate-heat.json"))

    found, buyer = draft.specification, draft.buyer
    assert (found.kind, found.route, found.procedure, found.contract_type) == (
        "outcome_specification", "below_threshold", "open", "services",
    )  # fmt: skip
    assert (found.starts_on, found.ends_on) == (date(2026, 5, 14), date(2026, 12, 31))
    assert (found.cpv, found.places) == (("09323000", "79314000"), ("Yorkshire and the Humber",))
    assert [(c.title["en"], c.method, c.heading) for c in found.criteria] == [
        ("Bidder Experience", "judged", "quality"),
        ("Technical Proposal", "judged", "quality"),
        ("Commercial Proposal", "formula", "price"),
    ]
    assert found.stages[0].questions_close_at == utc(2026, 4, 24, 22, 59, 59)
    assert (buyer.identifier_scheme, buyer.identifier, buyer.kind) == ("GB-PPON", "PDTL-7248-GWZW", "sub-central")
    assert (draft.source.kind, draft.source.notice_id) == ("Find a Tender", "032703-2026")


def test_amounts_in_the_list_name_their_currency():
    draft = read_notice(raw("fts-uk4-tender-harrogate-heat.json"))

    assert noted(draft, "This is the amount without VAT") == [("releases[0].tender.value.amount", "GBP 33,721")]


def test_suspected_line_breaks_are_kept_as_published():
    draft = read_notice(raw("pcs-alcohol-drug-prevention.json"))

    assert "prevention service.rn The service will be delivered" in draft.specification.description["en"].replace(
        "early prevention and intervention service", "prevention service"
    )


@pytest.mark.parametrize(
    "words", ["Northern Ireland", "a modern - and warm - home", "children born in burn units.", "Malvern, Severn"]
)
def test_ordinary_words_are_no_lost_line_breaks(words):
    release = {
        "ocid": "ocds-x",
        "id": "1",
        "tag": ["tender"],
        "tender": {"id": "1", "title": "T", "description": words},
    }

    assert noted(read_notice(json.dumps(release).encode()), RN) == []


def test_unit_prices_are_read_exactly():
    draft = read_notice(raw("outcomes-skill-mill.json"))

    assert [(o.price, o.target) for o in draft.specification.outcomes[:3]] == [
        (Decimal("4390.00"), Decimal(252)),
        (Decimal("1310.00"), Decimal(252)),
        (Decimal("8240.00"), Decimal(212)),
    ]
    assert noted(draft, "Payments of the contract") == [
        (
            "outcomePayments",
            "Actual: GBP 3,159,820; Planned plan1: GBP 2,935,307; Planned plan2: GBP 3,241,780; "
            "Planned plan3: GBP 3,241,776",
        )
    ]


def test_phases_of_a_prize_become_stages():
    found = read_notice(raw("prize-veterans-employment.json")).specification

    assert [stage.title["en"] for stage in found.stages] == [
        "Advancement to Phase II",
        "Advancement to Phase III",
        "Advancement to Phase IV",
        "Advancement to Phase V",
        "Successful Completion of the Challenge",
    ]


def test_parts_of_a_criterion_are_its_guidance_not_counted_twice():
    found = read_notice(raw("prize-next-gen-fertilizer.json")).specification

    assert found.criteria[1].guidance == {
        "en": "Yield relative to conventional fertilizer: 15.\nReturn on investment (ROI): 10.\n"
        "Compatibility with existing supply chain machinery and practices: 10."
    }


def test_competitions_of_one_file_are_drafts_of_their_own():
    drafts = read_notices(raw("sbri-competitions.json"))

    assert [(d.specification.route, len(d.specification.stages)) for d in drafts] == [("rd_contract", 2)] * 3


# ---- what is odd


def a_release(**tender):
    said = {"id": "1", "title": "A service", "description": "What it is.", **tender}
    return {
        "ocid": "ocds-abc123-1",
        "id": "1",
        "date": "2026-01-05T09:00:00Z",
        "tag": ["tender"],
        "language": "en",
        "buyer": {"id": "b", "name": "Council"},
        "tender": said,
    }


def as_file(value):
    return json.dumps(value).encode()


def test_infinity_is_kept_and_named():
    draft = read_notice(as_file(a_release(value={"amount": float("inf"), "currency": "GBP"})))

    assert draft.specification.value_amount is None
    assert noted(draft, "This is not a number") == [("tender.value.amount", "Infinity")]


@pytest.mark.parametrize("amount", ["1e400", "1e999999999999999999999", "-5", "12.345", "1" * 30])
def test_amounts_that_make_no_sense_are_kept_and_not_used(amount):
    text = json.dumps(a_release(value={"amount": 7, "currency": "GBP"})).replace(": 7,", f": {amount},")

    draft = read_notice(text.encode())

    assert draft.specification.value_amount is None
    assert [point.value[:10] for point in draft.unresolved if point.path == "tender.value.amount"] == [amount[:10]]


def test_moment_without_zone_is_read_as_uk_time_and_named():
    draft = read_notice(as_file(a_release(tenderPeriod={"endDate": "2026-07-01T12:00:00"})))

    assert draft.specification.stages[0].closes_at == utc(2026, 7, 1, 11)
    assert noted(draft, "This moment has no time zone") == [("tender.tenderPeriod.endDate", "2026-07-01T12:00:00")]


@pytest.mark.parametrize("when", ["2026-02-30T12:00:00Z", "soon", "31/12/2026", "0001-01-01T00:00:00+14:00"])
def test_dates_that_are_none_are_kept_and_named(when):
    draft = read_notice(as_file(a_release(tenderPeriod={"endDate": when})))

    assert noted(draft, "This is not a date") == [("tender.tenderPeriod.endDate", when)]


def test_missing_identifiers_are_named():
    release = a_release()
    del release["ocid"], release["id"]
    release["tag"] = ["tender"]

    draft = read_notice(as_file({"releases": [release]}))

    assert [path for path, _ in noted(draft, "The release has no")] == ["releases[0].ocid", "releases[0].id"]


def test_wrong_kinds_of_value_are_listed_not_read():
    draft = read_notice(as_file(a_release(title=["a", "b"], lots={"id": "1"}, items="none", value=7)))

    assert draft.specification.title == {}
    assert [(p.path, p.value) for p in draft.unresolved if p.why.startswith("The draft has no place")] == [
        ("tender", "title: a, b; items: none; value: 7"),
        ("tender.lots.id", "1"),
    ]


def test_markup_of_a_plain_notice_stays_text():
    draft = read_notice(as_file(a_release(description="<script>alert(1)</script>")))

    assert draft.specification.description == {"en": "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"}


def test_markup_of_a_prize_is_sanitised():
    prize = {"challenge-id": "1", "challenge-title": "P", "description": '<p onclick="x()">Go<script>x()</script></p>'}

    draft = read_notice(as_file(prize))

    assert draft.specification.description == {"en": "<p>Go</p>"}


@pytest.mark.parametrize("name", NOTICES)
def test_no_field_of_plain_words_holds_markup(name):
    left = [
        (found.path, text)
        for draft in read_notices(raw(name))
        for found in texts_of(draft.specification)
        for text in found.text.values()
        if not found.is_rich and (has_tags(text) or has_entities(text) or re.search(r"<[/a-z]", text))
    ]

    assert left == []


def test_html_in_a_plain_field_becomes_words_and_is_named():
    rules = (
        "<h4>Who&nbsp;may enter</h4><ul><li>Anyone &amp; everyone</li><li>not <em>us</em></li></ul>"
        '<p>Write to <a href="mailto:prize@example.org">the team</a>.<script>x()</script></p>'
    )

    draft = read_notice(as_file({"challenge-id": "1", "challenge-title": "R&amp;D <b>prize</b>", "rules": rules}))

    assert draft.specification.title == {"en": "R&D prize"}
    assert draft.specification.eligibility == {
        "en": "Who may enter\n\n- Anyone & everyone\n- not us\n\nWrite to the team (prize@example.org)."
    }
    assert [path for path, _ in noted(draft, "This text came as HTML")] == ["challenge-title", "rules"]


def test_html_of_a_release_is_kept_where_the_field_is_rich_and_read_where_it_is_not():
    release = a_release(
        description="<p>Help <strong>people</strong>.</p>",
        selectionCriteria={"description": "<p>Insurance</p><p>Two years' accounts</p>"},
    )

    found = read_notice(as_file(release)).specification

    assert found.description == {"en": "<p>Help <strong>people</strong>.</p>"}
    assert found.eligibility == {"en": "Insurance\n\nTwo years' accounts"}


def test_characters_no_database_keeps_are_shown_as_replaced():
    draft = read_notice(b'{"ocid": "o", "tag": [], "tender": {"title": "A\\u0000B\\ud800C"}}')

    assert draft.specification.title == {"en": "A\ufffdB\ufffdC"}
    assert [path for path, _ in noted(draft, "This held characters")] == ["tender.title"]


def test_package_of_two_procedures_gives_two_drafts_with_lists_of_their_own():
    first, second = a_release(value={"amount": float("nan")}), {**a_release(), "ocid": "ocds-abc123-2"}

    drafts = read_notices(as_file({"releases": [first, second]}))

    assert [draft.source.ocid for draft in drafts] == ["ocds-abc123-1", "ocds-abc123-2"]
    assert [len(noted(draft, "This is not a number")) for draft in drafts] == [1, 0]


def test_latest_release_of_a_procedure_is_read():
    later = {**a_release(title="Later"), "id": "2", "date": "2026-02-05T09:00:00Z"}

    assert read_notice(as_file({"releases": [later, a_release()]})).specification.title == {"en": "Later"}


# ---- what is refused


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b" \n ", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b"\xff\xfe{\x00}\x00", "The file is not UTF-8 text. Save it as JSON in UTF-8 and try again."),
        (b"%PDF-1.7", "The file is not JSON: it cannot be read at line 1."),
        (b'{"ocid": "a",\n "ocid": "b"}',
         "The file gives “ocid” twice in the same place, so it is not clear which is meant."),
        (b"[" * 100_000 + b"]" * 100_000, "The file is nested far more deeply than any notice, so it was not read."),
        (b"[" * 100 + b"]" * 100, "The file is nested far more deeply than any notice, so it was not read."),
        (b'{"a":' * 500 + b"1" + b"}" * 500, "The file is nested far more deeply than any notice, so it was not read."),
        (b'{"records": [{"ocid": "o", "releases": [{"url": "https://example.org"}]}]}',
         "This record only points at its releases. Choose a file that holds them, or one release."),
        (b'{"releases": []}', "This package holds no release."),
    ],
)  # fmt: skip
def test_files_that_are_no_notice_are_refused(content, message):
    with pytest.raises(NoticeUnreadable) as refused:
        read_notices(content)

    assert str(refused.value) == message


@pytest.mark.parametrize("content", [b"{}", b"[]", b"null", b"7", b'"a"', b'{"title": "x"}', b"[1, 2]"])
def test_json_of_another_shape_is_refused(content):
    with pytest.raises(NoticeUnreadable, match="This is JSON, but not a notice that can be read"):
        read_notices(content)


def test_too_large_file_is_refused_before_it_is_read():
    with pytest.raises(NoticeUnreadable) as refused:
        read_notices(b"x" * 2_000_001, max_bytes=2_000_000)

    assert str(refused.value) == "The file is too large: at most 2 MB can be read."


@pytest.mark.parametrize(
    "broken",
    [
        {"ocid": 7, "tag": "tender", "tender": []},
        {"ocid": None, "tag": None, "tender": {"lots": [1, None, [], {"awardCriteria": "x"}], "items": [None]}},
        {"releases": [None, 7, {"ocid": {}, "tender": {"documents": {"url": 1}}}]},
        {"challenge-title": None, "judging": 7, "submission-end": 3},
        {"outcomeMetrics": [None, {"Id": 4}], "project": [], "outcomePricings": {"a": 1}},
        {"title": 1, "phases": [None, 3]},
        {"title": "x", "outcomePayments": {"a": {"trigger": 7}}, "deliveryFee": []},
    ],
)
def test_broken_shapes_never_crash(broken):
    assert read_notices(as_file(broken))
