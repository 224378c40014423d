"""Role × phase × endpoint: what everybody gets at every address of the portal, compared with a table written by hand.

The addresses come from the URL trees; `matrix.txt` says what each role gets there. An address without its lines fails,
so does a line without its address, an answer that differs, and every 500. Each question is asked in a transaction that
is undone. Who may act is asked with an empty form: its refusal (200 with faults, or the way back) shows that one may.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction

from tests.support.endpoints import endpoints, values_for
from tests.support.visitors import client_for
from tests.world import PHASES, ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("factor_switched_off")]
TABLE = Path(__file__).with_name("matrix.txt")
GROUPS = {
    "members_a": ("owner_a", "editor_a", "viewer_a"),
    "writers_a": ("owner_a", "editor_a"),
    "team_x": ("officer_x", "approver_x"),
    "officers": ("officer_x", "officer_y"),
    "authorities": ("officer_x", "approver_x", "officer_y"),
    "panel": ("evaluator", "chair", "observer"),
    "signed_in": tuple(role for role in ROLES if role != "anyone"),
    "all": ROLES,
}
# What an address is about changes with the phase only if it names a challenge, a bid or a panel.
OF_A_PHASE = {"ocid", "bid_id", "panel_id", "stage_id"}
# Paper costs a second a sheet; who gets it is asked of one role of each kind.
PAPER_ROLES = ("anyone", "owner_a", "owner_b", "officer_x", "evaluator")
# Everything is asked where CI=true; on somebody's desk, and of the second engine, the phases in which most differs.
AT_ONCE = {("GET", "draft"), ("GET", "open"), ("GET", "evaluation"), ("GET", "decided"), ("POST", "moderation")}
REST = (pytest.mark.slow, pytest.mark.first_engine)
QUESTIONS = [
    pytest.param(method, phase, marks=() if (method, phase) in AT_ONCE else REST)
    for method in ("GET", "POST")
    for phase in PHASES
]


@dataclass(frozen=True)
class Line:
    """What the table says for one address, method and some phases: a status for each role."""

    phases: tuple[str, ...]
    statuses: dict[str, str]


def statuses_in(words):
    """`anyone=login team_x=200 else=404`, where what stands further left wins."""
    said = {}
    for word in words:
        who, _, status = word.partition("=")
        for role in ROLES if who == "else" else GROUPS.get(who, (who,)):
            said.setdefault(role, status)
    assert set(said) == set(ROLES), f"roles left out or unknown: {words}"
    return said


def table():
    """The lines of `matrix.txt` by address and method."""
    lines, route = {}, None
    for text in TABLE.read_text().splitlines():
        if not text or text.startswith("#"):
            continue
        if not text.startswith(" "):
            route = text.strip()
            continue
        method, phases, *words = text.split()
        wanted = PHASES if phases == "*" else tuple(phases.split(","))
        lines.setdefault((route, method), []).append(Line(wanted, statuses_in(words)))
    return lines


def asked(endpoint, phase):
    """Whether this address is asked in this phase: once, in `open`, where no phase changes it."""
    return phase == "open" or bool(OF_A_PHASE.intersection(endpoint.places))


def status_of(answer):
    leads_to = answer.headers.get("Location", "").partition("?")[0]
    return "login" if leads_to == "/account/login/" else str(answer.status_code)


def answers(world, method, phase):
    """What each role gets at each address: (route, role, status)."""
    clients = {role: client_for(world, role) for role in ROLES}
    values = values_for(world, phase)
    for endpoint in endpoints():
        if not asked(endpoint, phase):
            continue
        for role in PAPER_ROLES if ".pdf" in endpoint.route else ROLES:
            with transaction.atomic():
                answer = getattr(clients[role], method.lower())(endpoint.filled(values))
                # Reading what streams here, inside: it may still ask the database.
                if answer.streaming:
                    answer.getvalue()
                transaction.set_rollback(True)
            yield endpoint.shown, role, status_of(answer)


def expected(lines, route, method, phase):
    return next((line.statuses for line in lines.get((route, method), ()) if phase in line.phases), {})


@pytest.mark.parametrize(("method", "phase"), QUESTIONS)
def test_everybody_gets_what_the_table_says(world, method, phase):
    lines = table()
    differing = [
        f"{method} {route} as {role}: {status}, the table says {expected(lines, route, method, phase).get(role)}"
        for route, role, status in answers(world, method, phase)
        if status != expected(lines, route, method, phase).get(role)
    ]

    assert differing == []


def test_table_knows_every_address_and_no_other():
    written = {route for route, _method in table()}

    assert written == {endpoint.shown for endpoint in endpoints()}


def test_table_has_no_line_for_a_failure():
    failures = {
        status for lines in table().values() for line in lines for status in line.statuses.values() if status >= "5"
    }

    assert failures - {"login"} == set()
