from django.core.management.base import BaseCommand, CommandError

from bids.bidding.domain.seal_errors import SealError
from bids.bidding.vault.key_care import rewrap_keys


class Command(BaseCommand):
    help = "Put every private key under the newest key of SEALING_KEY (newest first). Sealed bids are not touched."

    def handle(self, *args: object, **options: object) -> None:
        try:
            changed = rewrap_keys()
        except SealError as broken:
            raise CommandError(f"Stopped at a key that cannot be unwrapped; what was done stands: {broken}") from broken
        self.stdout.write(f"{changed} keys wrapped anew." if changed else "Every key is under the newest one already.")
