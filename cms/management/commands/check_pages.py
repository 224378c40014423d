from typing import Any

from django.core.management.base import BaseCommand

from cms.editor.checks import pages_without_record


class Command(BaseCommand):
    help = "Report specification pages that are live although no approval put them into the record."

    def handle(self, *args: Any, **options: Any) -> None:
        found = pages_without_record()
        for page in found:
            self.stdout.write(f"page {page.pk} ({page.title}): live without a record; the public sees nothing of it")
        if found:
            raise SystemExit(1)
        self.stdout.write("Every live specification page has its record.")
