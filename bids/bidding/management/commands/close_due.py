from django.core.management.base import BaseCommand

from bids.bidding.services.closing import close_due
from challenges.ground.selectors.clock import database_now


class Command(BaseCommand):
    help = (
        "Fix the list of bids of every stage that closed at least a minute ago. The clock task does it each minute too."
    )

    def handle(self, *args: object, **options: object) -> None:
        fixed = close_due(at=database_now())
        self.stdout.write(f"{len(fixed)} fixed" if fixed else "Nothing is due.")
