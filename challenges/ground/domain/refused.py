"""The one refusal that a person may meet."""

from collections.abc import Mapping


def gettext_noop(words: str) -> str:
    """Marks a sentence for the catalogue: a rule of the domain says it in English, whoever shows it translates it."""
    return words


class Refused(Exception):
    """An act the portal will not do, in a sentence for the person who asked for it.

    `field` names the box to put right, where there is one. A service raises it, or a named kind of it where a caller
    must tell one refusal from another, with a translated sentence; a rule of the domain with a marked template and
    its `values`. A view catches `Refused` and nothing wider. Calculations keep `ValueError`: its text is for
    developers, and one that reaches a view is a bug.
    """

    def __init__(self, message: str, field: str | None = None, *, values: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.values = values

    def __str__(self) -> str:
        return str(self.message) % self.values if self.values else str(self.message)
