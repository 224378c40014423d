"""What an officer tries out before publication: the scoring with invented bids, the terms with one invented offer."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from bids.evaluation.domain.assurance import rehearsal_terms
from bids.evaluation.domain.assurance.rehearsal_bids import begin, rehearsal_lines, rehearsed_bids, short_key
from bids.evaluation.domain.assurance.rehearsal_terms import SEED, TermChange
from challenges.ground.domain.money import half_up
from challenges.ground.models import AuthorityRole, RecordEntry
from challenges.ground.services.memberships import add_member
from challenges.publishing.domain.risk_reward import cash_flow, simulate
from challenges.publishing.domain.specification import FormulaSpec, LotSpec, TermsSpec
from challenges.publishing.models import Challenge
from cms.publishing.pages import read
from tests.cms.conftest import upcoming
from tests.factories import a_person
from tests.support.specifications import JOBS, PLAN, PRICE, TERMS, challenge_prize

pytestmark = pytest.mark.first_engine
AT = "2026-01-05T09:00Z"


@pytest.fixture
def draft(world):
    return world.draft()


def rehearsal(page, **typed):
    return reverse("draft_rehearsal", args=[page.translation_key]), typed


def terms(page, **typed):
    return reverse("draft_terms", args=[page.translation_key]), typed


def soup_of(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def table_of(soup, caption):
    """The rows of one table, as words."""
    table = next(t for t in soup.find_all("table") if t.caption and t.caption.get_text(strip=True) == caption)
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]


def faults_of(soup):
    return [item.get_text(" ", strip=True) for item in soup.select(".govuk-error-summary__list li")]


def words_of(soup):
    return " ".join(soup.get_text(" ").split())


def on_page(name, page):
    """The box of a trial bid for a criterion of the page as read: criteria get new block identifiers in a page."""
    specification = read(page).specification
    criterion = next(c for c in specification.criteria if c.title["en"] == name)
    return short_key(criterion.id)


def test_first_opening_of_the_rehearsal_shows_what_the_calculation_says(world, draft, as_person):
    specification = read(draft).specification
    lines, first = rehearsal_lines(specification, lot=""), begin(specification, lot="")
    bids = {letter: {line.criterion.id: first[letter][line.key] for line in lines} for letter in "ABCD"}
    shown = rehearsed_bids(specification, bids, lot="").ranking

    soup = soup_of(as_person(world.officer).get(rehearsal(draft)[0]))

    order = [[str(shown.places[b]), f"Trial bid {b}", f"{shown.totals[b]:.2f}"] for b in shown.order]
    assert table_of(soup, "The resulting order")[1:] == order
    marks = {row[0]: row[2:] for row in table_of(soup, "Marks by criterion")[1:]}
    for line in lines:
        if line.criterion.weight:
            assert marks[line.title["en"]] == [f"{shown.marks[b][line.criterion.id]:.2f}" for b in shown.order]


def test_worth_of_a_pound_is_shown_in_marks(world, draft, as_person):
    soup = soup_of(as_person(world.officer).get(rehearsal(draft)[0]))

    # 40 marks over £400,000: a pound more costs a ten-thousandth of a mark; beyond the best figure nothing.
    header, row = table_of(soup, "What one more is worth, in marks")
    assert row[0] == "Price of one person in work for six months One pound more"
    assert dict(zip(header[1:], row[1:], strict=True)) == {
        "Trial bid A": "−0.0001", "Trial bid B": "−0.0001", "Trial bid C": "−0.0001", "Trial bid D": "nothing",
    }  # fmt: skip


def test_equal_bids_and_the_rule_that_parts_them_are_named(world, draft, as_person):
    address, typed = rehearsal(draft, bids="5")

    words = words_of(soup_of(as_person(world.officer).get(address, typed)))

    assert "Trial bid C, Trial bid B and Trial bid E have equal totals" in words
    assert "the published rule parts some of them by “How you will bring people back into work”, not all." in words


def test_pair_that_changes_places_when_a_third_bid_goes_is_named(world, as_person):
    relative = replace(PRICE, formula=FormulaSpec(measure="price", kind="lowest_over_price"))
    page = world.draft(upcoming(criteria=(replace(PLAN, minimum=None), relative)))
    plan, price = on_page(PLAN.title["en"], page), on_page(PRICE.title["en"], page)
    address, typed = rehearsal(page, bids="3")
    for letter, score, cost in (("A", "4", "100000"), ("B", "3", "60000"), ("C", "0", "20000")):
        typed |= {f"{letter}-{plan}": score, f"{letter}-{price}": cost}

    soup = soup_of(as_person(world.officer).get(address, typed))

    found = [item.get_text(strip=True) for item in soup.select("section[aria-labelledby=found] li")]
    words = "Trial bid A is ahead of Trial bid B. Without Trial bid C it would be behind: they change places."
    assert found[0] == words


def test_criterion_that_changes_nothing_and_minimum_that_excludes_everybody_are_named(world, draft, as_person):
    plan = on_page(PLAN.title["en"], draft)
    address, typed = rehearsal(draft, **{f"{letter}-{plan}": "1" for letter in "ABCD"})
    equal = rehearsal(draft, **{f"{letter}-{plan}": "3" for letter in "ABCD"})[1]
    browser = as_person(world.officer)

    nobody, same = (words_of(soup_of(browser.get(address, sent))) for sent in (typed, equal))

    assert "“How you will bring people back into work” alone rules out every bid." in nobody
    assert "Nobody is left" in nobody
    assert "Without “How you will bring people back into work” the order would be the same: it decides nothing" in same


def test_bad_figures_are_named_with_field_value_and_rule_and_stay_as_typed(world, draft, as_person):
    plan, price = on_page(PLAN.title["en"], draft), on_page(PRICE.title["en"], draft)
    address, typed = rehearsal(draft, **{f"A-{plan}": "7", f"B-{price}": "a lot", f"C-{price}": ""})

    soup = soup_of(as_person(world.officer).get(address, typed))

    assert faults_of(soup) == [
        "Trial bid A, How you will bring people back into work: you entered “7”. "
        "Choose one of the scores on the scale.",
        "Trial bid B, Price of one person in work for six months: you entered “a lot”. "
        "Enter a number, for example 120 or 1,250.50.",
        "Trial bid C, Price of one person in work for six months: Enter a figure.",
    ]
    assert soup.find(id=f"id_A-{plan}").find("option", selected=True)["value"] == "7"
    assert soup.find(id=f"id_B-{price}")["value"] == "a lot"
    # In its cell the rule alone: the heads of row and column say the rest.
    beside = soup.find(id=f"id_B-{price}_error")
    assert words_of(beside) == "Error: Enter a number, for example 120 or 1,250.50."
    assert f"id_B-{price}_error" in soup.find(id=f"id_B-{price}")["aria-describedby"]
    assert "The resulting order" not in words_of(soup)


@pytest.mark.parametrize("hostile", ["-5", "NaN", "1e9", "Infinity", "9" * 60, "\x00", "<script>", "०"])
def test_no_figure_however_odd_breaks_the_pages(world, draft, as_person, hostile):
    price, jobs = on_page(PRICE.title["en"], draft), short_key(read(draft).specification.outcomes[0].id)
    browser = as_person(world.officer)

    first = soup_of(browser.get(*rehearsal(draft, **{f"A-{price}": hostile, "bids": hostile, "lot": hostile})))
    offer = {f"{jobs}-volume_0": hostile, "by": hostile, "change": "advance", "cost_0": hostile}
    second = soup_of(browser.get(*terms(draft, **offer)))

    assert faults_of(first) != []
    assert faults_of(second) != []
    assert first.find("script", string="alert") is None


def test_bids_are_added_and_taken_away_within_two_and_six(world, draft, as_person):
    browser = as_person(world.officer)

    def shown(bids):
        soup = soup_of(browser.get(*rehearsal(draft, bids=bids)))
        buttons = [button.get("value") for button in soup.select("button[name=bids]")]
        return len(table_of(soup, "The resulting order")) - 1, buttons

    assert [shown(bids) for bids in ("2", "4", "6", "1", "99")] == [
        (2, ["3"]), (4, ["5", "3"]), (6, ["5"]), (2, ["3"]), (6, ["5"]),
    ]  # fmt: skip


def test_unfinished_criteria_are_named_beside_their_part(world, as_person):
    half = replace(PRICE, formula=FormulaSpec(measure="price", kind="linear", worst=Decimal(9)))
    page = world.draft(upcoming(criteria=(PLAN, half)))

    words = words_of(soup_of(as_person(world.officer).get(rehearsal(page)[0])))

    assert (
        "Put this right first "
        "Judging, criterion 2 “Price of one person in work for six months”, Full marks at: Give the figure."
    ) in words
    assert "The scoring cannot be rehearsed yet" in words


def test_draft_with_nothing_in_it_says_so_on_both_pages(world, as_person):
    page = world.draft(upcoming(criteria=(), outcomes=(), terms=None, questions=(), conditions=(), tie_rule=replace(
        upcoming().tie_rule, steps=())))  # fmt: skip
    browser = as_person(world.officer)

    assert "The scoring cannot be rehearsed yet" in words_of(soup_of(browser.get(rehearsal(page)[0])))
    assert "There are no terms yet" in words_of(soup_of(browser.get(terms(page)[0])))


def test_figures_of_the_terms_are_those_of_the_calculations(world, draft, as_person):
    specification = read(draft).specification
    part = rehearsal_terms.begin(specification, lot="")
    tried = rehearsal_terms.rehearsed_terms(specification, part, lot="")
    risk = simulate([tried.offer], tried.terms, rng=np.random.default_rng(SEED)).bids["trial"]
    cash = cash_flow(tried.offer, tried.terms, 24 + tried.terms.payment_lag + tried.terms.verification_lag)

    soup = soup_of(as_person(world.officer).get(*terms(draft, change="")))

    def pounds(amount):
        whole = half_up(Decimal(str(amount)), 0)
        return f"{'−' if whole < 0 else ''}£{abs(whole):,}"

    _header, pays, keeps = table_of(soup, "What the public pays, and what the supplier is left with")
    assert pays[1:] == [pounds(risk.public_cost.p5), pounds(risk.public_cost.p50), pounds(risk.public_cost.p95)]
    spread = risk.supplier_margin
    assert keeps[1:] == [pounds(spread.p5), pounds(spread.p50), pounds(spread.p95)]
    bears = dict(table_of(soup, "What the supplier bears")[1:])
    assert bears["It makes a loss"] == f"in {half_up(Decimal(str(risk.probability_of_loss * 100)), 0)} of 100 cases"
    assert bears["How big that loss is, on average"] == pounds(risk.expected_loss)
    assert bears["The most it is out of pocket"] == (
        f"{pounds(-cash.trough)} at the end of month {cash.trough_month + 1}"
    )
    assert str(SEED) in words_of(soup)


def test_same_entries_give_the_same_page(world, draft, as_person):
    browser = as_person(world.officer)
    first, second = (browser.get(*terms(draft)) for _ in range(2))

    assert table_of(soup_of(first), "What the supplier bears") == table_of(soup_of(second), "What the supplier bears")


@pytest.mark.parametrize("change", [c.value for c in TermChange if c])
def test_each_change_is_shown_beside_the_terms_as_drafted(world, as_person, change):
    page = world.draft(upcoming(terms=replace(TERMS, fixed_fee=Decimal(100000), verification_lag=3)))

    soup = soup_of(as_person(world.officer).get(*terms(page, change=change)))

    assert faults_of(soup) == []
    assert [len(row) for row in table_of(soup, "What the supplier bears")] == [3] * 6


def test_change_with_nothing_to_move_is_refused_at_the_choice(world, draft, as_person):
    soup = soup_of(as_person(world.officer).get(*terms(draft, change="more_on_results")))

    assert faults_of(soup)[0].startswith("There is nothing to move")
    assert "As drafted" in words_of(soup)


def test_bad_entries_of_the_offer_are_named_and_stay(world, draft, as_person):
    jobs = short_key(read(draft).specification.outcomes[0].id)
    offer = {f"{jobs}-volume_1": "many", f"{jobs}-low": "80", "cost_0": ""}
    address, typed = terms(draft, **offer, change="less_on_results", by="140")

    soup = soup_of(as_person(world.officer).get(address, typed))

    assert faults_of(soup) == [
        "In work for six months, Year 2: you entered “many”. Enter a number, for example 120 or 1,250.50.",
        "In work for six months, At the very least: you entered “80”. "
        "“At the very least” cannot be more than “most likely”.",
        "Costs, Year 1: Enter your costs in year 1.",
        "How much: you entered “140”. Enter 100 or less.",
    ]
    assert soup.find(id=f"id_{jobs}-volume_1")["value"] == "many"
    assert "What the supplier bears" not in words_of(soup)


def test_prize_without_a_tariff_says_so_plainly_and_its_scoring_is_rehearsed(world, as_person):
    page = world.draft(challenge_prize())
    browser = as_person(world.officer)

    assert "This prize pays nothing by result" in words_of(soup_of(browser.get(terms(page)[0])))
    assert len(table_of(soup_of(browser.get(rehearsal(page)[0])), "The resulting order")) == 5


def test_prize_that_pays_for_results_is_tried_like_a_contract(world, as_person):
    page = world.draft(challenge_prize(outcomes=(JOBS,), terms=TermsSpec(years=2)))

    assert "What the supplier bears" in words_of(soup_of(as_person(world.officer).get(terms(page)[0])))


def test_unfinished_terms_are_named_beside_their_part(world, as_person):
    payers = (replace(TERMS.payers[0], share=Decimal("0.5")),)
    page = world.draft(upcoming(terms=replace(TERMS, payers=payers)))

    words = words_of(soup_of(as_person(world.officer).get(terms(page)[0])))

    assert "Put this right first Risk and reward, Who pays: The shares of those who pay add up to 0.5." in words
    assert "These terms cannot be tried yet" in words


def test_form_that_is_sent_instead_of_addressed_gives_the_same(world, draft, as_person):
    browser, (address, typed) = as_person(world.officer), terms(draft, change="cap", by="100000")

    got, sent = soup_of(browser.get(address, typed)), soup_of(browser.post(address, typed))

    assert table_of(got, "What the supplier bears") == table_of(sent, "What the supplier bears")


def test_lots_are_tried_one_by_one(world, as_person):
    lots = tuple(LotSpec(id=name, title={"en": name.title()}) for name in ("north", "south"))
    outcomes = tuple(replace(JOBS, id=f"jobs-{n}", title={"en": f"Work in the {n}"}, lot=n) for n in ("north", "south"))
    page = world.draft(upcoming(lots=lots, outcomes=outcomes))
    browser = as_person(world.officer)

    soup = soup_of(browser.get(terms(page)[0]))
    other = soup.find("a", string="South")["href"]

    assert [row[0] for row in table_of(soup, "What one result costs the public")[1:]] == ["Work in the north"]
    soup = soup_of(browser.get(other))
    assert [row[0] for row in table_of(soup, "What one result costs the public")[1:]] == ["Work in the south"]


def test_nothing_entered_is_kept(world, draft, as_person):
    revision = draft.latest_revision_id
    browser = as_person(world.officer)

    browser.get(*rehearsal(draft, bids="6"))
    browser.post(*terms(draft, change="cap", by="12345"))

    draft.refresh_from_db()
    assert (draft.latest_revision_id, Challenge.objects.count(), RecordEntry.objects.count()) == (revision, 0, 0)


@pytest.mark.parametrize("screen", [rehearsal, terms])
def test_officers_and_approvers_of_the_authority_alone_get_there(world, draft, as_person, client, screen):
    auditor, outsider = a_person("auditor"), a_person("outsider")
    add_member(authority_id=world.authority.pk, person_id=auditor.pk, role=AuthorityRole.AUDITOR, at=AT)
    other = type(world)("Other council (demonstration)")
    address = screen(draft)[0]

    answers = {"anyone": client.get(address).status_code}
    people = {
        "officer": world.officer, "approver": world.approver, "auditor": auditor, "outsider": outsider,
        "elsewhere": other.officer,
    }  # fmt: skip
    answers |= {name: as_person(person).get(address).status_code for name, person in people.items()}

    assert answers == {
        "anyone": 302, "officer": 200, "approver": 200, "auditor": 403, "outsider": 404, "elsewhere": 404,
    }  # fmt: skip


def test_editor_and_list_of_drafts_lead_to_both(world, draft, as_person):
    browser = as_person(world.officer)
    addresses = {rehearsal(draft)[0], terms(draft)[0]}

    for whence in (reverse("manage"), reverse("wagtailadmin_pages:edit", args=[draft.pk])):
        links = {link["href"] for link in soup_of(browser.get(whence)).find_all("a", href=True)}
        assert addresses <= links


def test_new_page_in_the_editor_opens_without_them(world, draft, as_person):
    address = reverse("wagtailadmin_pages:add", args=["cms", "outcomespecificationpage", draft.get_parent().pk])

    assert as_person(world.officer).get(address).status_code == 200


def test_procurement_leads_to_both_until_its_bids_close(world, draft, as_person):
    world.approve(draft)
    challenge = Challenge.objects.get()
    addresses = [reverse(name, args=[challenge.ocid]) for name in ("manage_rehearsal", "manage_terms")]
    browser = as_person(world.officer)

    soup = soup_of(browser.get(reverse("manage_challenge", args=[challenge.ocid])))

    assert set(addresses) <= {link["href"] for link in soup.find_all("a", href=True)}
    assert [browser.get(address).status_code for address in addresses] == [200, 200]
    assert "The resulting order" in words_of(soup_of(browser.get(addresses[0])))


def test_nothing_is_added_up_once_bids_have_closed(world, draft, as_person):
    world.approve(draft)
    challenge = Challenge.objects.get()
    challenge.stages.update(opens_at="2026-01-01T09:00Z", questions_close_at=None, closes_at="2026-02-01T09:00Z")
    browser = as_person(world.officer)

    for address in (reverse("manage_rehearsal", args=[challenge.ocid]), rehearsal(draft)[0]):
        words = words_of(soup_of(browser.get(address)))
        assert "Bids have closed" in words
        assert "The resulting order" not in words
    soup = soup_of(browser.get(reverse("manage_challenge", args=[challenge.ocid])))
    assert soup.find("a", href=reverse("manage_rehearsal", args=[challenge.ocid])) is None
