"""Step 5: a panel is invited, two people open, evaluators declare and score, the chair records what is agreed."""

import re

from playwright.sync_api import expect

from tests.journeys.visitor import PATIENCE_MS
from tests.journeys.writing import TITLE

CRITERIA = ("Bidder Experience", "Technical Proposal")


def sets_up_the_panel(officer, *, ocid, seats):
    """Everybody is invited by e-mail; `seats` are (e-mail, role, discipline)."""
    officer.goes_to(f"/manage/{ocid}/", TITLE)
    officer.follows("Who evaluates", "Who evaluates")
    officer.presses(re.compile("Set up the panel"), "The panel")
    for email, role, discipline in seats:
        officer.types(email=email, discipline=discipline)
        officer.chooses(role)
        if role == "Evaluator":
            officer.chooses(*CRITERIA)
        officer.presses("Add to the panel", "The panel")
        officer.sees(f"The invitation is on its way to {email}.")


def accepts(visitor):
    visitor.arrives("Join")
    visitor.presses("Accept and join", "What awaits you")


def ask_and_confirm_opening(first, second, *, ocid, part, password):
    """One asks, the other confirms, each after showing again who they are."""
    for person, button in ((first, "Ask for opening"), (second, "Confirm and open")):
        person.goes_to(f"/manage/{ocid}/opening/", "Opening the bids")
        person.page.get_by_role("button", name=re.compile(f"{button}.*{part}")).click()
        person.arrives(re.compile("Confirm it is you|Open part"))
        if "reauthenticate" in person.page.url:
            person.confirms_it_is_them(password, f"Open {part.lower()}")
        person.page.get_by_role("checkbox").check()
        person.presses(button, "Opening the bids")


def declares_no_conflicts(member, *, bidders):
    member.goes_to("/evaluation/")
    member.follows(re.compile(TITLE), TITLE)
    member.page.get_by_role("button", name="Declare conflicts").click()
    member.arrives("Conflicts of interest")
    member.presses("Declare", "Conflicts of interest")
    member.sees("There is a problem")
    for number in range(bidders):
        member.page.get_by_label("No conflict").nth(number).check()
    member.presses("Declare", TITLE)


def scores(evaluator, *, marks):
    """One criterion after the other across all bids; `marks` are (criterion, bidder): (score, reasons)."""
    evaluator.page.get_by_role("button", name="Start scoring").click()
    for number in range(len(marks)):
        evaluator.arrives(re.compile("|".join(CRITERIA)))
        criterion = evaluator.page.locator("h1").inner_text()
        bidder = evaluator.page.locator(".govuk-caption-l").first.inner_text()
        score, reasons = marks[criterion, bidder]
        if number == 0:
            evaluator.presses("Submit and go to the next", criterion)
            evaluator.sees("There is a problem")
        evaluator.page.locator(f'[name="score"][value="{score}"]').check()
        evaluator.answers({"Your reasons": reasons})
        evaluator.page.get_by_role("button", name="Submit and go to the next").click()
        expect(evaluator.page.locator(".app-workspace-bar__status, .app-stats").first).to_contain_text(
            f"{number + 1} of {len(marks)}", timeout=PATIENCE_MS
        )
    evaluator.arrives(TITLE)


def agrees_and_locks(chair, *, agreed):
    """The chair sees how far everyone is, opens moderation, records each agreed score with reasons, and locks."""
    chair.goes_to("/evaluation/")
    chair.follows(re.compile(TITLE), TITLE)
    chair.follows("See how far everyone is, and begin to agree scores", "Begin to agree scores")
    chair.presses("Lock individual scores and begin", "Agreed scores")
    chair.page.locator("main table a").first.click()
    for number in range(len(agreed)):
        chair.arrives(re.compile("|".join(CRITERIA)))
        criterion = chair.page.locator("h1").inner_text()
        bidder = chair.page.locator(".govuk-caption-l").first.inner_text()
        score, reasons = agreed[criterion, bidder]
        if number == 0:
            chair.presses("Keep", criterion)
            chair.sees("Give the panel's reasons")
        chair.page.locator(f'[name="score"][value="{score}"]').check()
        chair.types(reasons=reasons)
        for box in chair.page.locator('[name="present"]').all():
            box.check()
        chair.page.get_by_role("button", name="Keep and go to the next").click()
        expect(chair.page.get_by_text("The agreed score is kept.")).to_be_visible(timeout=PATIENCE_MS)
    chair.arrives("Agreed scores")
    chair.presses("Lock the scores", "Agreed scores")
    chair.sees("Locked at")
