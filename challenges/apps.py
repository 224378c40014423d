from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from challenges.ground.services.record_triggers import install_after_migrate


class ChallengesConfig(AppConfig):
    name = "challenges"
    verbose_name = _("Challenges")

    def ready(self) -> None:
        # SQLite drops triggers whenever a migration rebuilds their table, so they are put back after every migrate.
        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="challenges.record_triggers")
