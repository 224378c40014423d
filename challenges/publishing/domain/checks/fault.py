"""One fault of a specification: where it stands and what to do about it, in plain English.

`path` leads through the specification (`("criteria", 2, "weight")`), `item_id` is the block it was written in. The
words are a template and its parameters, so that a screen can translate the one and fill in the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from challenges.ground.domain.refused import gettext_noop
from challenges.publishing.domain.texts import TextPath

__all__ = ["Fault", "Place", "gettext_noop"]


@dataclass(frozen=True, kw_only=True)
class Fault:
    path: TextPath
    item_id: str = ""
    code: str
    template: str
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def field(self) -> str:
        """The field it stands at: the last name of the path."""
        return next((part for part in reversed(self.path) if isinstance(part, str)), "")

    @property
    def message(self) -> str:
        return self.template % self.params


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where faults are being looked for: an item of the specification and its block."""

    path: TextPath
    item_id: str = ""

    def fault(self, field: str, code: str, template: str, **params: object) -> Fault:
        """A fault of one field of this item; without a field, of the item as a whole."""
        path = (*self.path, field) if field else self.path
        shown = {name: str(value) for name, value in params.items()}
        return Fault(path=path, item_id=self.item_id, code=code, template=template, params=shown)

    def inside(self, *path: str | int) -> "Place":
        return Place(path=(*self.path, *path), item_id=self.item_id)
