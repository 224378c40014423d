"""A place in the file that remembers what was read from it, so that whatever nobody read can be listed at the end."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from challenges.publishing.domain.notices.draft import Unresolved
from challenges.publishing.domain.notices.plain_json import Odd, storable

_INDEX = re.compile(r"\[\d+\]")
SHOWN = 600
NO_PLACE = "The draft has no place for this. It is kept with the file."
NOT_A_NUMBER = "This is not a number. It is kept as it stands and not used."
UNSTORABLE = "This held characters that cannot be stored; they are shown as “\N{REPLACEMENT CHARACTER}”."


@dataclass
class Findings:
    """What a reader comes across: things to look at, in the order met, and the places already read."""

    odd: list[Unresolved] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def note(self, path: str, value: object, why: str) -> None:
        """List something once."""
        found = Unresolved(path=path, value=shown(value), why=why)
        if found not in self.odd:
            self.odd.append(found)


@dataclass(frozen=True)
class Node:
    """One place: its value (None where the file has nothing) and its path."""

    value: Any
    path: str
    findings: Findings

    def __getitem__(self, name: str) -> "Node":
        path = f"{self.path}.{name}" if self.path else name
        return Node(self.value.get(name) if isinstance(self.value, dict) else None, path, self.findings)

    def __bool__(self) -> bool:
        return self.value is not None

    def __iter__(self) -> Iterator["Node"]:
        """The items of a list; none where there is no list."""
        if isinstance(self.value, list):
            for index, item in enumerate(self.value):
                yield Node(item, f"{self.path}[{index}]", self.findings)

    def leaves(self) -> Iterator["Node"]:
        """Every single value below this place."""
        if isinstance(self.value, dict):
            for name in self.value:
                yield from self[name].leaves()
        elif isinstance(self.value, list):
            for item in self:
                yield from item.leaves()
        elif self.value is not None:
            yield self

    def take(self) -> "Node":
        """Count everything here as read."""
        for leaf in self.leaves():
            self.findings.taken.add(leaf.path)
        return self

    def text(self) -> str:
        """The words here; a number or a truth value is left for the list."""
        if not isinstance(self.value, str) or isinstance(self.value, Odd):
            return ""
        self.take()
        kept, changed = storable(self.value)
        if changed:
            self.note(UNSTORABLE)
        return kept.strip()

    def identifier(self) -> str:
        """An identifier, which the standard lets be a number too."""
        if isinstance(self.value, Decimal):
            self.take()
            return str(self.value)
        return self.text()

    def truth(self) -> bool | None:
        if isinstance(self.value, bool):
            self.take()
            return self.value
        return None

    def number(self) -> Decimal | None:
        """An exact number; text that merely looks like one is left for the caller, Infinity and NaN are listed."""
        if isinstance(self.value, Odd):
            self.take()
            self.note(NOT_A_NUMBER)
        if isinstance(self.value, Decimal):
            self.take()
            return self.value
        return None

    def note(self, why: str) -> None:
        self.findings.note(self.path, self.value, why)


def shown(value: object) -> str:
    """A value as the list shows it, shortened."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    words = storable(str(value))[0]
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"


def everything_to_look_at(root: Node) -> tuple[Unresolved, ...]:
    """What is doubtful, then what nobody read; what is said alike of many places is one line."""
    alike: dict[tuple[str, str], list[Unresolved]] = {}
    for found in root.findings.odd:
        alike.setdefault((_INDEX.sub("[]", found.path), found.why), []).append(found)
    doubtful = [
        several[0] if len(several) == 1 else Unresolved(path=path, value=_joined(u.value for u in several), why=why)
        for (path, why), several in alike.items()
    ]
    return (*doubtful, *_whatever_is_left(root))


def _joined(values: Iterable[str]) -> str:
    return shown("; ".join(dict.fromkeys(value for value in values if value)))


def _whatever_is_left(root: Node) -> list[Unresolved]:
    """What nobody read, one line for each kind of object, however often it occurs."""
    left: dict[str, list[Node]] = {}
    for leaf in root.leaves():
        if leaf.path not in root.findings.taken and leaf.value != "":
            holder, _, name = leaf.path.rpartition(".")
            is_detail = bool(holder) and holder != root.path and not isinstance(leaf.value, Odd)
            left.setdefault(_INDEX.sub("[]", holder if is_detail else leaf.path), []).append(leaf)
    return [_line(path, leaves) for path, leaves in left.items()]


def _line(path: str, leaves: list[Node]) -> Unresolved:
    """The values of one kind of object, each under its name."""
    if len(leaves) == 1:
        return Unresolved(path=leaves[0].path, value=shown(leaves[0].value), why=_why(leaves))
    by_name: dict[str, dict[str, None]] = {}
    for leaf in leaves:
        by_name.setdefault(_INDEX.sub("", leaf.path.rpartition(".")[2]), {})[shown(leaf.value)] = None
    if len(by_name) == 1 and path.rpartition(".")[2].partition("[")[0] in by_name:
        return Unresolved(path=path, value=shown("; ".join(next(iter(by_name.values())))), why=_why(leaves))
    listed = "; ".join(f"{name}: {', '.join(values)}" for name, values in by_name.items())
    return Unresolved(path=path, value=shown(listed), why=_why(leaves))


def _why(leaves: list[Node]) -> str:
    return NOT_A_NUMBER if any(isinstance(leaf.value, Odd) for leaf in leaves) else NO_PLACE
