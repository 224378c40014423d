from django.core.management.base import BaseCommand, CommandError

from bids.bidding.vault.key_care import unsound_stages


class Command(BaseCommand):
    help = "Unwrap the opening keys of every stage with sealed bids and match them with their public halves."

    def handle(self, *args: object, **options: object) -> None:
        unsound = unsound_stages()
        if unsound:
            listed = ", ".join(map(str, unsound))
            raise CommandError(f"Keys that cannot be used with this SEALING_KEY, so no bid is taken: stages {listed}")
        self.stdout.write("Every opening key can be used.")
