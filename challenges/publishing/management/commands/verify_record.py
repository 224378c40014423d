from django.core.management.base import BaseCommand, CommandError

from challenges.publishing.models import Challenge
from challenges.publishing.services.verification import trigger_faults, verify_challenge


class Command(BaseCommand):
    help = "Checks that no procurement record was changed: the chain of hashes, the versions, the database's triggers."

    def add_arguments(self, parser):
        parser.add_argument("ocid", nargs="*", help="All challenges unless named.")

    def handle(self, *args, ocid, **options):
        faults = list(trigger_faults())
        challenges = Challenge.objects.filter(ocid__in=ocid) if ocid else Challenge.objects.all()
        unknown = set(ocid) - set(challenges.values_list("ocid", flat=True))
        if unknown:
            raise CommandError(f"ocid: {', '.join(sorted(unknown))} refused, no such challenge")
        for challenge_id in challenges.order_by("ocid").values_list("pk", flat=True):
            found = verify_challenge(challenge_id=challenge_id)
            faults += [f"{found.ocid}: {fault}" for fault in found.faults]
            self.stdout.write(f"{found.ocid}: {found.entries} entries, {found.versions} versions read")
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults found")
        self.stdout.write("No fault found.")
