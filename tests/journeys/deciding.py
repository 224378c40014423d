"""Step 6: the order, the recommendation, its approval, the letters, the public award."""

import re

from django.utils import timezone

from challenges.ground.selectors.clock import database_now
from tests.journeys.writing import TITLE


def ranks_and_recommends(officer, *, ocid, winner):
    officer.goes_to(f"/manage/{ocid}/", TITLE)
    officer.follows("Ranking and recommendation", "Ranking")
    officer.presses("Work out the ranking", "Ranking")
    officer.page.get_by_role("button", name="Recommend an award").click()
    officer.arrives("Recommend an award")
    officer.chooses(f"Award to {winner}")
    officer.presses("Send for approval", "Recommend an award")
    officer.sees("There is a problem")
    officer.chooses(f"Award to {winner}")
    officer.answers({"Reasons": "First by the published method, with the method the panel found the strongest."})
    officer.presses("Send for approval", "Ranking")


def approves_the_award(approver, *, password):
    approver.goes_to("/desk/", "What awaits you")
    approver.page.get_by_role("link", name="Decide on a recommendation").click()
    approver.arrives(re.compile("Confirm it is you|Decide on the recommendation"))
    if "reauthenticate" in approver.page.url:
        approver.confirms_it_is_them(password, "Decide on the recommendation")
    approver.chooses("Approve")
    approver.presses("Record decision", "Ranking")
    approver.sees("The decision has been approved.")


def tells_and_publishes(officer, *, ocid, letters):
    officer.goes_to(f"/manage/{ocid}/decision/", "Ranking")
    officer.follows("Tell the bidders", "Award")
    officer.presses(f"Send all {letters} letters", "Award")
    now = timezone.localtime(database_now())
    officer.types(
        notice_number="2026/S 000-040404",
        noticed_at_0=f"{now.day}", noticed_at_1=f"{now.month}", noticed_at_2=f"{now.year}", noticed_at_3=f"{now:%H:%M}",
    )  # fmt: skip
    officer.presses("Publish the award", "Award")
    officer.follows("See the public page", TITLE)


def reads_the_letter(bidder, *, bid_id):
    bidder.goes_to("/desk/letters/", "Messages")
    bidder.presses(re.compile("scores and reasons|letter|Decision|decision"))
    bidder.goes_to(f"/bids/{bid_id}/", TITLE)
    bidder.follows("Your letter: scores and reasons", "Assessment summary")
    paper = bidder.page.request.get(bidder.page.get_by_role("link", name="Download as PDF").get_attribute("href"))
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")
