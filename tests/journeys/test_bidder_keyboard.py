"""The bidder's part by keyboard alone, on a screen of 320 CSS pixels."""

import re

import pytest

from tests.journeys.conftest import PASSWORD
from tests.journeys.keyboard import Keyboard

SOUGHT = "Early help with alcohol and drugs"
NARROWEST = 320
ANSWERS = (
    ("Who is responsible for safeguarding, and what does your policy say?", "Our director. Every worker is trained."),
    ("How will you reach people early?", "We sit in barbers' shops and food banks and come back every week."),
    ("How do people with lived experience shape and deliver the service?", "Half of our workers have it."),
    ("How will you keep your commitments to the area?", "The board looks at them each quarter."),
)
FIGURES = {
    "Year 1": "80", "Year 2": "90", "Year 3": "90", "At the very least": "40", "Most likely": "50",
    "At the very best": "60",
}  # fmt: skip


def signs_in(keyboard, email):
    keyboard.visitor.goes_to("/", "Public bodies say what")
    keyboard.skips_to_the_content()
    keyboard.follows(SOUGHT, SOUGHT)
    keyboard.presses("Start a bid", "Sign in")
    keyboard.types("Email", email)
    keyboard.types("Password", PASSWORD)
    keyboard.presses("Sign in", "Register an organisation")


def registers(keyboard):
    keyboard.types("Name of the organisation", "Corner House (demonstration charity)")
    keyboard.picks("Charity, community group or social enterprise")
    keyboard.presses("Register", "Start a bid")
    keyboard.ticks(re.compile("We meet these conditions"))
    keyboard.presses("Start the bid", SOUGHT)


def drafts(keyboard):
    keyboard.follows(ANSWERS[0][0], ANSWERS[0][0])
    for number, (_question, answer) in enumerate(ANSWERS, start=1):
        keyboard.types("Your answer", answer)
        following = ANSWERS[number][0] if number < len(ANSWERS) else "Steady for six months"
        keyboard.presses("Save and continue", following)
    for label, figure in FIGURES.items():
        keyboard.types(label, figure)
    keyboard.presses("Save and continue", "In work, training or volunteering for three months")
    keyboard.presses("Save and continue", "Costs and money")
    for year in ("Year 1", "Year 2", "Year 3"):
        keyboard.types(year, "150000")
    keyboard.presses("Save and continue", "Apprentices from the area")
    keyboard.presses("Save and continue", "Hours given to community groups")
    keyboard.presses("Save and continue", "Conditions you accept")
    keyboard.ticks("Pay the real living wage")
    keyboard.ticks("Share what is learnt")
    keyboard.presses("Save and continue", SOUGHT)


@pytest.mark.django_db(transaction=True)
def test_bid_is_drafted_and_sent_by_keyboard_on_a_narrow_screen(visitor, demonstration, account):
    account("owner@example.org", "Owner")
    bidder = visitor("keyboard", width=NARROWEST)
    keyboard = Keyboard(bidder)

    signs_in(keyboard, "owner@example.org")
    registers(keyboard)
    drafts(keyboard)
    keyboard.follows("Check and send", "Check and send your bid")
    keyboard.presses("Send this bid", "Bid received")
    keyboard.follows("What you sent", "What you sent")

    bidder.sees("Half of our workers have it.")
