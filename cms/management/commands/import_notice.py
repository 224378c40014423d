from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from challenges.ground.models import Authority
from challenges.ground.selectors.clock import database_now
from challenges.publishing.domain.notices import NoticeUnreadable
from cms.importing.notices import import_notice


class Command(BaseCommand):
    help = "Make a draft page of a published notice. A buyer nobody knows becomes a public body without members."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", help="an OCDS release, package or record, or a challenge or outcomes contract (JSON)"
        )
        parser.add_argument("--authority", metavar="SLUG", help="import for this public body, whoever the buyer is")

    def handle(self, *, file: str, authority: str | None, **options: Any) -> None:
        original = self._read(Path(file))
        owner = self._authority(authority)
        try:
            imported = import_notice(original=original, authority=owner, person=None, at=database_now())
        except NoticeUnreadable as refusal:
            raise CommandError(f"{file}: {refusal}") from refusal
        if not imported.is_new:
            self.stdout.write("This file had been imported before. Nothing was added.")
        for page in imported.pages:
            left = page.imported_notice.points.filter(resolved_at__isnull=True).count()
            address = f"{settings.PORTAL_ADDRESS.rstrip('/')}{reverse('wagtailadmin_pages:edit', args=[page.pk])}"
            self.stdout.write(f"{page.draft_title}\n  {left} to look at\n  {address}")

    def _read(self, path: Path) -> bytes:
        """The file, but not one byte more than is needed to see that it is too large."""
        try:
            with path.open("rb") as source:
                return source.read(settings.MAX_NOTICE_BYTES + 1)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}") from error

    def _authority(self, slug: str | None) -> Authority | None:
        if slug is None:
            return None
        found = Authority.objects.filter(slug=slug).first()
        if found is None:
            raise CommandError(f"{slug}: there is no public body with this slug")
        return found
