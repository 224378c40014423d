from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from challenges.ground.services.record_triggers import install_after_migrate


class GroundConfig(AppConfig):
    name = "challenges.ground"
    label = "ground"
    verbose_name = _("People, messages and the record")

    def ready(self) -> None:
        # SQLite drops triggers whenever a migration rebuilds their table, so they are put back after every migrate.
        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="ground.record_triggers")
