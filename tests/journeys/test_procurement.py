"""From a published notice to a reasoned award, by nothing but clicking and typing in pages."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from challenges.ground.selectors.clock import database_now
from challenges.ground.services.memberships import add_member, create_authority
from challenges.publishing.models import Challenge, Stage
from portal.celery import app
from tests.journeys.bidding import (
    checks_and_sends,
    drafts,
    reads_what_is_sought,
    registers_and_starts,
    replaces_what_was_sent,
)
from tests.journeys.conftest import PASSWORD
from tests.journeys.deciding import approves_the_award, ranks_and_recommends, reads_the_letter, tells_and_publishes
from tests.journeys.judging import (
    accepts,
    agrees_and_locks,
    ask_and_confirm_opening,
    declares_no_conflicts,
    scores,
    sets_up_the_panel,
)
from tests.journeys.mailbox import Mailbox
from tests.journeys.writing import (
    TITLE,
    completes_the_draft,
    declares_no_interest,
    enters_the_notice_number,
    gets_approval,
    imports_a_notice,
)
from tests.support.worker import wait_until

CHARITY = "Warm Streets (demonstration charity)"
FIRM = "Heatworks (demonstration firm)"
REASONS = "The answer says who does what by when, and shows two places where the same way has worked."
AGREED = "The panel agreed: the way is clear and tried; it was not higher because the reviewer is not named yet."
MARKS = {
    ("Bidder Experience", CHARITY): ("4", REASONS),
    ("Bidder Experience", FIRM): ("3", REASONS),
    ("Technical Proposal", CHARITY): ("5", REASONS),
    ("Technical Proposal", FIRM): ("3", REASONS),
}
CLOSED_FOR = timedelta(seconds=62)


def let_the_closing_time_pass(challenge):
    """Tests cannot wait for a deadline and nothing moves the database's clock, so the deadline is moved instead.

    Only tests may: in the portal a stage's dates come from an approved specification.
    """
    closed_at = database_now() - CLOSED_FOR
    Stage.objects.filter(challenge=challenge).update(
        questions_close_at=closed_at - timedelta(seconds=1), closes_at=closed_at
    )
    app.send_task("portal.tick")
    wait_until(Stage.objects.filter(challenge=challenge, list_fixed_at__isnull=False).exists)


def invite_the_approver(officer, approver, authority, mailbox):
    officer.goes_to(f"/manage/people/{authority.slug}/", "People")
    officer.types(email="approver@example.org")
    officer.chooses("Approver")
    officer.presses("Send the invitation", "People")
    approver.goes_to(mailbox.invitation_sent_to("approver@example.org"), "Join")
    approver.presses("Create an account", "Create an account")
    approver.creates_an_account(
        name="Approver", email="approver@example.org", password=PASSWORD, mailbox=mailbox, then="Join"
    )
    accepts(approver)


@pytest.fixture
def authority(account):
    authority = create_authority(name="Demonstration Council (demonstration)")
    officer = account("officer@example.org", "Officer")
    add_member(authority_id=authority.pk, person_id=officer.pk, role="officer", at=database_now())
    return authority


@pytest.mark.postgres
@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_notice_becomes_a_reasoned_award(visitor, authority, account, worker):
    mailbox = Mailbox()

    officer, approver, ocid = a_notice_becomes_an_opportunity(visitor, authority, mailbox)
    bids = two_bids_are_sent(visitor, account, mailbox, ocid=ocid)
    members = a_panel_gathers(visitor, account, officer, ocid=ocid, mailbox=mailbox)
    let_the_closing_time_pass(Challenge.objects.get(ocid=ocid))
    the_panel_judges(officer, approver, members, ocid=ocid)
    the_award_is_decided(officer, approver, ocid=ocid)

    for bidder, bid_id in bids:
        reads_the_letter(bidder, bid_id=bid_id)
    anybody = visitor("anybody")
    anybody.goes_to("/awards/", "Awards")
    anybody.follows(TITLE, TITLE)
    anybody.sees(CHARITY)
    everything_can_be_proved(ocid)


def a_notice_becomes_an_opportunity(visitor, authority, mailbox):
    officer, approver = visitor("officer"), visitor("approver")
    officer.signs_in("officer@example.org", PASSWORD)
    invite_the_approver(officer, approver, authority, mailbox)
    imports_a_notice(officer)
    completes_the_draft(officer, closes_in=timedelta(days=10))
    gets_approval(officer, approver)
    ocid = enters_the_notice_number(officer)
    declares_no_interest(approver, ocid=ocid)
    return officer, approver, ocid


def two_bids_are_sent(visitor, account, mailbox, *, ocid):
    """A charity that comes from the public page and has no account yet, and a firm whose owner has one."""
    charity, firm = visitor("charity"), visitor("firm")
    reads_what_is_sought(charity, ocid)
    charity.presses("Start a bid", "Sign in")
    charity.follows("Create an account", "Create an account")
    charity.creates_an_account(name="Director", email="director@example.org", password=PASSWORD, mailbox=mailbox)
    charity_bid = registers_and_starts(
        charity, organisation=CHARITY, kind="Charity, community group or social enterprise"
    )
    drafts(charity, volume="40", likely="80")
    checks_and_sends(charity)
    replaces_what_was_sent(charity, charity_bid)

    account("owner@example.org", "Owner")
    firm.signs_in("owner@example.org", PASSWORD)
    firm.goes_to(f"/bids/start/{ocid}/")
    firm_bid = registers_and_starts(firm, organisation=FIRM, kind="Small or medium-sized business")
    drafts(firm, volume="30", likely="60")
    checks_and_sends(firm)
    return (charity, charity_bid), (firm, firm_bid)


def a_panel_gathers(visitor, account, officer, *, ocid, mailbox):
    """The first evaluator has no account yet; chair and second evaluator find the invitation on their desk."""
    seats = (
        ("chair@example.org", "Chair", "Commissioning"),
        ("first@example.org", "Evaluator", "Engineering"),
        ("second@example.org", "Evaluator", "Community"),
    )
    account("chair@example.org", "Chair")
    account("second@example.org", "Second evaluator")
    sets_up_the_panel(officer, ocid=ocid, seats=seats)
    chair, first, second = (visitor(name) for name in ("chair", "first-evaluator", "second-evaluator"))
    for member, email in ((chair, "chair@example.org"), (second, "second@example.org")):
        member.signs_in(email, PASSWORD)
        member.arrives("What awaits you")
        member.page.locator(".govuk-task-list__link").first.click()
        accepts(member)
    first.goes_to(mailbox.invitation_sent_to("first@example.org"), "Join")
    first.presses("Create an account", "Create an account")
    first.creates_an_account(
        name="First evaluator", email="first@example.org", password=PASSWORD, mailbox=mailbox, then="Join"
    )
    accepts(first)
    return chair, first, second


def the_panel_judges(officer, approver, members, *, ocid):
    chair, first, second = members
    ask_and_confirm_opening(officer, approver, ocid=ocid, part="Part 1", password=PASSWORD)
    for member in members:
        declares_no_conflicts(member, bidders=2)
    scores(first, marks=MARKS)
    scores(second, marks=MARKS)
    agrees_and_locks(chair, agreed={cell: (score, AGREED) for cell, (score, _reasons) in MARKS.items()})


def the_award_is_decided(officer, approver, *, ocid):
    ask_and_confirm_opening(officer, approver, ocid=ocid, part="Part 2", password=PASSWORD)
    ranks_and_recommends(officer, ocid=ocid, winner=CHARITY)
    approves_the_award(approver, password=PASSWORD)
    tells_and_publishes(officer, ocid=ocid, letters=2)


def everything_can_be_proved(ocid):
    for command, arguments in (("verify_record", ()), ("reproduce_decision", (ocid,)), ("export_ocds", ())):
        call_command(command, *arguments, stdout=StringIO())
