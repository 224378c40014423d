from dataclasses import replace
from decimal import Decimal

import pytest

from challenges.publishing.domain.specification import FormulaSpec, LotSpec, QuestionSpec
from challenges.publishing.domain.texts import texts_of
from cms.importing.pages import draft_page_of
from cms.publishing.pages import latest, read, specification_of_page
from tests.factories import BEFORE_OPENING, AuthorityWorld
from tests.support.specifications import PLAN, PRICE, STANDING, challenge_prize, outcome_specification

pytestmark = [pytest.mark.django_db, pytest.mark.first_engine]

STEPS = FormulaSpec(
    measure="outcome_volume", kind="steps", levels=((Decimal(10), Decimal(40)), (Decimal(20), Decimal(100))),
    outcome="jobs",
)  # fmt: skip
WITH_LOTS = outcome_specification(
    lots=(LotSpec(id="north", title={"en": "North"}, value_amount=Decimal(5)),),
    criteria=(PLAN, replace(PRICE, formula=STEPS, lot="north"), STANDING),
)


@pytest.fixture
def world():
    return AuthorityWorld()


def page_of(world, specification):
    page, not_taken = draft_page_of(
        specification=specification, authority=world.authority, person=world.officer, at=BEFORE_OPENING
    )
    assert not_taken == []
    return latest(page)


@pytest.mark.parametrize("specification", [outcome_specification(), challenge_prize(), WITH_LOTS])
def test_page_says_what_was_written_into_it(world, specification):
    page = page_of(world, specification)

    assert specification_of_page(page) == specification
    assert (page.live, page.owner) == (False, world.officer)


def test_reading_twice_gives_the_same_hash(world):
    page = page_of(world, outcome_specification())

    assert read(page).sha256 == read(latest(page)).sha256


def test_two_languages_are_one_specification(world):
    english = outcome_specification()
    texts = {words: f"{words} yn Gymraeg" for found in texts_of(english) for words in found.text.values()}

    def in_both(value):
        if isinstance(value, dict):
            return value | {"cy": texts[value["en"]]} if value else value
        return value

    spec = replace(english, languages=("en", "cy"), **{
        name: in_both(getattr(english, name)) for name in ("title", "summary", "eligibility")
    })  # fmt: skip
    page = page_of(world, spec)

    assert page.get_translations().count() == 1
    assert read(page).specification.title == {"en": "Back into work", "cy": "Back into work yn Gymraeg"}
    assert {fault.code for fault in read(page).faults} == {"language_missing"}


def test_short_name_that_nothing_bears_is_named_as_typed(world):
    page = page_of(world, outcome_specification())
    page.questions[1].value["criterion"] = "Q99"

    assert [fault.message for fault in read(page).faults] == ["There is no criterion “Q99”."]


def test_short_name_given_twice_is_a_fault(world):
    page = page_of(world, outcome_specification())
    page.criteria[1].value["reference"] = "c1"

    assert [(fault.path, fault.code) for fault in read(page).faults] == [(("criteria", 1, "reference"), "twice")]


def test_markup_of_the_editor_is_cleaned(world):
    page = page_of(world, outcome_specification())
    page.description = '<p onclick="x">Words<script>alert(1)</script></p>'

    assert specification_of_page(page).description == {"en": "<p>Words</p>"}


def test_block_written_by_an_import_keeps_its_identifier(world):
    spec = outcome_specification(questions=(QuestionSpec(id="block-7", title={"en": "What?"}, criterion="plan"),))
    page = page_of(world, spec)

    assert [child.id for child in page.questions] == ["block-7"]
