"""The one refusal that a person may meet."""


class Refused(Exception):
    """An act the portal will not do, in a translated sentence for the person who asked for it.

    `field` names the box to put right, where there is one. A service raises it, or a named kind of it where a caller
    must tell one refusal from another; a view catches `Refused` and nothing wider. Calculations keep `ValueError`:
    its text is for developers, and one that reaches a view is a bug.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)
