"""A person who uses no mouse: Tab, Enter, Space, arrows and letters, and always sees where they are."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.journeys.visitor import PATIENCE_MS

MOST_STOPS = 200
# A ring, a shadow or the focus colour behind it; where a control is drawn beside the input, the label shows them.
SHOWS_FOCUS = """() => {
  const active = document.activeElement;
  // After the last stop of a page comes the browser's own bar, then the first stop again.
  if (!active || active === document.body) return "";
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.backgroundColor = "var(--focus)";
  const colour = getComputedStyle(probe).backgroundColor;
  probe.remove();
  const drawn = [getComputedStyle(active), getComputedStyle(active.parentElement)];
  if (active.labels && active.labels.length) drawn.push(getComputedStyle(active.labels[0], "::before"));
  const seen = drawn.some((style) => style.boxShadow !== "none" || style.backgroundColor === colour ||
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 && style.outlineColor !== "rgba(0, 0, 0, 0)"));
  const box = active.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return seen && inside ? "" : `${seen ? "out of sight" : "no visible focus"}: ${active.outerHTML.slice(0, 160)}`;
}"""


class Keyboard:
    def __init__(self, visitor):
        self.visitor = visitor
        self.page = visitor.page

    def tabs_to(self, target):
        """Press Tab until the target has the focus; each stop on the way has to show that it has it."""
        expect(target).to_be_visible(timeout=PATIENCE_MS)
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            if fault := self.page.evaluate(SHOWS_FOCUS):
                self.visitor.faults.append((urlsplit(self.page.url).path, fault))
            if target.evaluate("target => target === document.activeElement"):
                return
        raise AssertionError(f"Tab never reaches {target}")

    def follows(self, link, heading):
        self.tabs_to(self.page.get_by_role("link", name=link, exact=isinstance(link, str)).first)
        self._enters(heading)

    def presses(self, button, heading):
        self.tabs_to(self.page.get_by_role("button", name=button, exact=isinstance(button, str)).first)
        self._enters(heading)

    def _enters(self, heading):
        self.page.keyboard.press("Enter")
        self.visitor.arrives(heading)

    def types(self, label, text):
        self.tabs_to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def ticks(self, label):
        self.tabs_to(self.page.get_by_role("checkbox", name=label))
        self.page.keyboard.press("Space")
        expect(self.page.get_by_role("checkbox", name=label)).to_be_checked()

    def picks(self, label):
        """One of several: Tab reaches the group, the arrows its members."""
        wanted = self.page.get_by_role("radio", name=label)
        self.tabs_to(self.page.get_by_role("radio").first)
        self.page.keyboard.press("Space")
        while not wanted.is_checked():
            self.page.keyboard.press("ArrowDown")

    def skips_to_the_content(self):
        """The first stop of every page leads past the header."""
        self.page.keyboard.press("Tab")
        expect(self.page.get_by_role("link", name=re.compile("Skip to main content"))).to_be_focused()
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#main-content")).to_be_focused()
