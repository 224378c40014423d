from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from challenges.ground.selectors.clock import database_now
from challenges.publishing.domain.ocds.packages import as_bytes
from portal.public.selectors import ocds


class Command(BaseCommand):
    help = "Write the open data (OCDS) of everything public, or of one procedure: the same files as on the web."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ocid", nargs="?", help="one procedure; without it, all")
        parser.add_argument(
            "--to", metavar="FOLDER", type=Path, help="a folder for the files; without it, to the screen"
        )
        parser.add_argument("--records", action="store_true", help="records, with what the releases add up to")

    def handle(self, *, ocid: str | None, to: Path | None, records: bool, **options: Any) -> None:
        at = database_now()
        ocids = [ocid] if ocid else ocds.public_ocids(at=at)
        if to is None and len(ocids) > 1:
            raise CommandError("There is more than one procedure. Name one, or a folder with --to.")
        kind = "record" if records else "release"
        for one in ocids:
            package = (ocds.record_package if records else ocds.release_package)(one, at=at)
            if package is None:
                raise CommandError(f"{one}: there is no such public procedure")
            self._write(as_bytes(package), to / f"{one}-{kind}.json" if to else None)
        if to is not None:
            self.stdout.write(f"{len(ocids)} written to {to}")

    def _write(self, body: bytes, path: Path | None) -> None:
        if path is None:
            self.stdout.write(body.decode(), ending="")
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}") from error
