"""Steps 1 and 2: a real notice becomes a draft, the officer completes it in the editor, an approver lets it out."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from challenges.ground.selectors.clock import database_now
from portal.demonstration.sought import DATA
from tests.journeys.visitor import PATIENCE_MS

NOTICE = DATA / "fts-uk4-tender-harrogate-heat.json"
TITLE = "HARROGATE TOWN DISTRICT HEATING PROJECT - Feasibility Study"
SCALE = (
    ("0", "Nothing", "The question is not answered."),
    ("1", "Poor", "The answer misses most of what is asked."),
    ("2", "Weak", "The answer meets some of what is asked."),
    ("3", "Fair", "The answer meets what is asked, with little evidence."),
    ("4", "Good", "The answer meets all that is asked, with evidence."),
    ("5", "Excellent", "The answer goes beyond what is asked, with strong evidence."),
)
# A stream's buttons stand between its blocks, a list's directly among its entries.
ADD = ":scope > div > div > button.c-sf-add-button, :scope > div > button"
EDITOR_MOMENT = "%Y-%m-%d %H:%M"


class Editor:
    """The Wagtail editor as an officer uses it: tabs, blocks that are added, boxes that are filled."""

    def __init__(self, visitor):
        self.visitor = visitor
        self.page = visitor.page

    def tab(self, name):
        self.page.get_by_role("tab", name=name, exact=True).click()

    def box(self, name):
        return self.page.locator(f'[name="{name}"]')

    def fill(self, prefix="", **boxes):
        for name, value in boxes.items():
            box = self.box(f"{prefix}{name}")
            if box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)

    def add(self, stream):
        """One more block at the end of a stream or list; gives the prefix of its boxes."""
        count = self.box(f"{stream}-count")
        number = int(count.input_value())
        count.locator("xpath=..").locator(
            ":scope > div > div > button.c-sf-add-button, :scope > div > button"
        ).last.click()
        expect(count).to_have_value(str(number + 1))
        return f"{stream}-{number}-value-"

    def unfold(self, block):
        """Open a block that was folded; gives the prefix of its boxes."""
        panel = self.box(f"{block}-id").locator("xpath=following::section[1]")
        toggle = panel.get_by_role("button", name="Toggle section").first
        if toggle.get_attribute("aria-expanded") == "false":
            toggle.click()
        return f"{block}-value-"

    def sends_for_approval(self):
        # A click elsewhere closes the calendars that opened beside their boxes.
        self.page.get_by_role("tab", selected=True).click()
        expect(self.page.locator(".xdsoft_datetimepicker:visible")).to_have_count(0, timeout=PATIENCE_MS)
        self.page.get_by_role("button", name="More actions").click()
        self.page.get_by_role("button", name="Send for approval").click()


def imports_a_notice(officer):
    officer.goes_to("/manage/", "Your procurements")
    officer.page.get_by_role("button", name="Import a notice").click()
    officer.arrives("Import a notice")
    officer.presses("Make a draft", "Import a notice")
    officer.sees("Choose the file of a notice")
    officer.page.locator('[name="notice"]').set_input_files(NOTICE)
    officer.page.get_by_role("button", name="Make a draft").click()
    officer.page.wait_for_url(re.compile(r"/cms/pages/\d+/edit/"), timeout=PATIENCE_MS)
    officer.sees("Things to resolve")
    officer.sees("Add at least one outcome: what must change, for whom.")
    officer.page.get_by_role("button", name="Mark as resolved").first.click()
    officer.sees("8 are still open.")


def completes_the_draft(officer, *, closes_in):
    editor = Editor(officer)
    _what_is_wanted(editor)
    _route(editor)
    _judging(editor)
    _conditions(editor)
    _terms(editor)
    _timetable(editor, closes_in=closes_in)


def _what_is_wanted(editor):
    today = database_now().date()
    editor.fill(
        summary="Harrogate knows whether, where and at what cost homes and shops can share clean heat.",
        beneficiaries="People who live and work in the town",
    )
    prefix = editor.add("outcomes")
    editor.fill(
        prefix,
        reference="O1",
        title="A street has a heat plan that stands up",
        beneficiaries="Households and shops in the street",
        measure="Demand, route and cost are within a tenth of what an independent reviewer finds",
        unit="streets",
        target="40",
        by_when=(today + timedelta(days=700)).isoformat(),
        verification="An independent engineer reviews one street in four.",
        price="600",
    )


def _route(editor):
    today = database_now().date()
    editor.tab("Route and value")
    editor.fill(
        starts_on=(today + timedelta(days=120)).isoformat(),
        ends_on=(today + timedelta(days=480)).isoformat(),
        eligibility="Firms, charities and universities with a chartered engineer.",
    )


def _judging(editor):
    editor.tab("Judging")
    for number, (guidance, lowest) in enumerate((
        ("Similar studies you have done, and what came of them.", "2"),
        ("How you will find demand, routes and costs, and involve people who live there.", ""),
    )):  # fmt: skip
        prefix = editor.unfold(f"criteria-{number}")
        editor.fill(prefix, guidance=guidance, minimum=lowest)
        for score, label, descriptor in SCALE:
            editor.fill(editor.add(f"{prefix}scale"), score=score, label=label, descriptor=descriptor)
    prefix = editor.unfold("criteria-2")
    editor.fill(prefix, measure="cost_per_outcome", outcome="O1", kind="linear", worst="1500", best="400")
    for title, criterion in (
        ("Which studies like this have you done?", "C1"),
        ("How will you do this one?", "C2"),
    ):
        editor.fill(editor.add("questions"), title=title, criterion=criterion, word_limit="300")
    editor.fill(tie_steps="C2")


def _conditions(editor):
    editor.tab("Conditions")
    editor.fill(
        editor.add("conditions"),
        kind="access",
        title="What is found out is open to all",
        obligation="Publish data and method under an open licence within three months.",
    )
    editor.fill(editor.add("measures"), code="L1", title="Paid work experience for local students", unit="weeks")


def _terms(editor):
    editor.tab("Risk and reward")
    editor.fill(
        editor.add("terms"),
        years="1",
        explanation="Half is a fixed fee; the rest is paid for each street whose plan stands up.",
        fixed_fee="16000",
        cap_total="24000",
    )


def _timetable(editor, *, closes_in):
    now = database_now()
    editor.tab("Timetable")
    editor.fill(
        "stages-0-value-",
        opens_at=_typed(now - timedelta(hours=3)),
        questions_close_at=_typed(now + closes_in / 2),
        closes_at=_typed(now + closes_in),
        decision_on=(now + timedelta(days=60)).date().isoformat(),
    )


def _typed(moment):
    return timezone.localtime(moment).strftime(EDITOR_MOMENT)


def gets_approval(officer, approver):
    """The officer sends it; the approver finds it on the desk, reads it as bidders will, and approves."""
    editor = Editor(officer)
    editor.sends_for_approval()
    officer.page.wait_for_url(re.compile(r"/cms/pages/\d+/$|/cms/pages/\d+/edit/$"), timeout=PATIENCE_MS)
    approver.goes_to("/desk/", "What awaits you")
    approver.page.locator(".govuk-task-list__link").first.click()
    approver.sees("Waiting for approval.")
    approver.page.get_by_role("button", name="Approve and Publish").click()
    dialogue = approver.page.locator(".modal, [role=dialog]").filter(has_text="Fingerprint of what you approve")
    dialogue.get_by_role("button", name="Approve").click(timeout=PATIENCE_MS)
    approver.arrives(TITLE)
    approver.sees("Approved and published as")


def enters_the_notice_number(officer):
    """Below the threshold the opportunity is public only from the moment its notice came out."""
    now = timezone.localtime(database_now())
    officer.goes_to("/manage/", "Your procurements")
    officer.follows(TITLE, TITLE)
    ocid = officer.page.url.rstrip("/").rpartition("/")[2]
    declares_no_interest(officer, ocid=ocid)
    officer.follows("Notice and publication", "Notice on the central platform")
    officer.types(number="2026/S 000-032703")
    officer.types(
        published_at_0=f"{now.day}", published_at_1=f"{now.month}", published_at_2=f"{now.year}",
        published_at_3=f"{now:%H:%M}",
    )  # fmt: skip
    officer.presses("Make it public", TITLE)
    return ocid


def declares_no_interest(person, *, ocid):
    """Everybody who can influence the decision says so from before the notice on."""
    person.goes_to(f"/manage/{ocid}/", TITLE)
    person.follows("Your declaration of interests", "Your declaration of interests")
    person.presses("Declare", "Your declaration of interests")
    person.sees("Choose yes or no")
    person.chooses("No")
    person.presses("Declare", TITLE)
