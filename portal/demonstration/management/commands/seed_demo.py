from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from challenges.ground.selectors.clock import database_now
from portal.demonstration.people import PASSWORD, ROLES
from portal.demonstration.world import build
from portal.models import User


class Command(BaseCommand):
    help = "Builds the demonstration, once, from real published notices, and prints its sign-ins."

    def handle(self, *args, verbosity, **options):
        if settings.PRODUCTION:
            raise CommandError("seed_demo: refused where real people work; it makes accounts with a published password")
        if not User.objects.filter(is_demonstration=True).exists():
            with transaction.atomic():
                build(now=database_now())
        if verbosity:
            self._print_sign_ins()

    def _print_sign_ins(self):
        self.stdout.write(f"\nSign in at {settings.PORTAL_ADDRESS}/account/login/ with the password: {PASSWORD}\n\n")
        for role in ROLES:
            self.stdout.write(f"  {role.email:<42} {role.title}: {role.does}")
        self.stdout.write("")
