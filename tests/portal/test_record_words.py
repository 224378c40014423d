"""Whatever a service writes into the record, its page says in words."""

import ast
from pathlib import Path

import rules
from django.conf import settings

from challenges.publishing.domain.states import ClarificationState, NoticeState
from portal.templatetags.record import SENTENCES

# Made from a state's name; the states that are recorded.
MADE_FROM_STATES = {
    *(f"clarification.{state.value}" for state in ClarificationState),
    f"notice.{NoticeState.PUBLISHED.value}",
    "recommendation.approved",
    "recommendation.returned",
}
# Written to the outbox alone, by modules that write the record too.
NOT_RECORDED = {
    "award.approved", "bid.submitted", "challenge.public", "panel.invited", "panel.reminder", "publication.refused",
    "reopening.settled", "stage.closed", "stage.closing_soon",
}  # fmt: skip


def names_in(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            parts = node.value.split(".")
            is_name = len(parts) == 2 and all(part.replace("_", "").isalpha() and part.islower() for part in parts)
            # What somebody may do is not what somebody did.
            if is_name and not rules.perm_exists(node.value):
                yield node.value


def services():
    return [path for house in ("challenges", "bids") for path in Path(settings.BASE_DIR, house).glob("*/services/*.py")]


def test_every_act_that_is_recorded_has_words():
    recording = [path for path in services() if "append_to_record" in path.read_text()]

    assert {name for path in recording for name in names_in(path)} - NOT_RECORDED - set(SENTENCES) == set()
    assert set(SENTENCES) >= MADE_FROM_STATES


def test_no_words_for_what_nobody_records():
    assert set(SENTENCES) - {name for path in services() for name in names_in(path)} - MADE_FROM_STATES == set()
