"""The tables that put facts into words hold all that is asked of them, and nothing nobody asks."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver

from bids.bidding.selectors.own_bids import BidPhase
from bids.bidding.wording import LABELS
from challenges.ground.selectors.desk import GroundTask
from challenges.ground.wording.bid_pages import BID_PAGES
from challenges.ground.wording.kinds import SAID, said_of
from challenges.ground.wording.managing import MANAGING
from challenges.ground.wording.sought import SOUGHT
from challenges.ground.wording.taking_part import TAKING_PART
from challenges.publishing.selectors.desk import PublishingTask
from cms.editor.desk import EditorTask
from portal.workspace.selectors.desk import RoofTask
from portal.workspace.selectors.procedure import Awaited, ChapterName, StepName
from portal.workspace.wording import procedure
from portal.workspace.wording.desk import LINES

ROOT = Path(settings.BASE_DIR)


def asked_by_templates():
    for path in (ROOT / "templates").rglob("*.html"):
        for said in re.findall(r"{% by_kind \S+ (.*?) *%}", path.read_text()):
            yield path.name, said


def asked_by_python():
    for house in ("portal", "cms", "bids", "challenges"):
        for path in (ROOT / house).rglob("*.py"):
            yield from re.findall(r'(?:SAID\[|\b(?:said_of|_by_kind)\(.*?, )"(\w+)"', path.read_text())


def test_templates_ask_for_words_that_stand_in_the_table_and_fill_their_places():
    for name, said in asked_by_templates():
        key = re.match(r'"(\w+)"', said)
        assert key, (name, said)
        words = SAID[key[1]]
        given = set(re.findall(r" (\w+)=", said))
        for text in (words.of_specification, words.of_prize):
            plain = said_of("challenge_prize" if text is words.of_prize else "", key[1], **dict.fromkeys(given, 1))
            assert "%(" not in plain, (name, said)


def test_no_words_stand_in_the_table_for_nobody():
    asked = {said.split('"')[1] for _name, said in asked_by_templates()} | set(asked_by_python())

    assert set(SAID) - asked == set()
    assert len(SAID) == len(SOUGHT) + len(TAKING_PART) + len(BID_PAGES) + len(MANAGING)


def test_templates_leave_the_words_of_a_kind_to_the_table():
    found = [
        path.name
        for path in (ROOT / "templates").rglob("*")
        if path.is_file() and re.search(r"challenge_prize|outcome_specification", path.read_text())
    ]

    assert found == []


@pytest.mark.parametrize(
    ("table", "facts"),
    [
        (LINES, [*GroundTask, *PublishingTask, *EditorTask, *RoofTask]),
        (LABELS, [*BidPhase]),
        (procedure.CHAPTERS, [*ChapterName]),
        (procedure.TITLES, [*StepName]),
        (procedure.PAGES, [*StepName]),
        (procedure.AWAITED, [*Awaited]),
    ],
)
def test_every_fact_has_its_words(table, facts):
    assert sorted(table) == sorted(facts)


@pytest.mark.parametrize("address_name", sorted({*procedure.PAGES.values(), *(line.page for line in LINES.values())}))
def test_every_step_leads_to_a_page_there_is(address_name):
    resolver = get_resolver()
    if ":" in address_name:
        space, address_name = address_name.split(":")
        _prefix, resolver = resolver.namespace_dict[space]

    assert address_name in resolver.reverse_dict
