"""Faults of a specification put where an editor can act on them: at a form's field, a block, and a field of that block.

A fault's path and the blocks' names agree, save where one block holds what the specification nests: a criterion's
formula, and the one block of terms.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from challenges.publishing.domain.faults import Fault

STREAMS = ("lots", "outcomes", "criteria", "questions", "conditions", "measures", "terms", "stages", "documents")
TIE_RULE = {"steps": "tie_steps", "band": "tie_band", "seed_sha256": "tie_seed_sha256"}

RENAMED = {"route": "legal_route"}
ONE_OF = {
    "lots": gettext_lazy("lot"),
    "outcomes": gettext_lazy("outcome"),
    "criteria": gettext_lazy("criterion"),
    "questions": gettext_lazy("question"),
    "conditions": gettext_lazy("condition"),
    "measures": gettext_lazy("social-value measure"),
    "stages": gettext_lazy("stage"),
    "documents": gettext_lazy("document"),
}
SHORT_TITLE = 60

type Steps = tuple[str | int, ...]
type Found = tuple[Steps, str]


def words_of_fault(fault: Fault) -> str:
    """What is wrong, in the reader's language."""
    params = {name: gettext(value) if name == "language" else value for name, value in fault.params.items()}
    return gettext(fault.template) % params


@dataclass(frozen=True, kw_only=True)
class EditorFault:
    """A fault as the editor lists it: where it stands in the editor's words, the way there, and what is wrong.

    `anchor` is the place on the edit page, within its tab; `field` the field of the block that is found there.
    """

    where: str
    anchor: str
    field: str
    words: str


def editor_faults(page: Any, faults: Sequence[Fault]) -> list[EditorFault]:
    """Faults with their places: “Timetable, stage 2 “Final”, Closes”."""
    return [_shown(page, fault) for fault in faults]


def _shown(page: Any, fault: Fault) -> EditorFault:
    name = form_field(fault)
    tab, anchor = _place_on_page(page.get_edit_handler(), name)
    if not anchor:
        return EditorFault(where="", anchor="", field="", words=words_of_fault(fault))
    parts, field = [page._meta.get_field(name).verbose_name], ""
    if name in STREAMS:
        steps = _steps(page, fault)
        index = steps[0] if steps else None
        if isinstance(index, int) and index < len(getattr(page, name)):
            child = getattr(page, name)[index]
            anchor = f"block-{child.id}-section"
            field = next((step for step in steps[1:] if isinstance(step, str)), "")
            parts = [*_name_of(name, index, child), *_labels(child.block, steps[1:])]
    where = [str(tab), *(str(part) for part in parts if str(part).lower() != str(tab).lower())]
    return EditorFault(where=", ".join(where), anchor=anchor, field=field, words=words_of_fault(fault))


def _place_on_page(group: Any, name: str, prefix: str = "panel", tab: str = "") -> tuple[str, str]:
    """The heading of the tab a field stands on and the identifier of its place, as the edit page makes it."""
    for panel, identifier in zip(group.children, group.child_identifiers, strict=True):
        inside, heading = f"{prefix}-child-{identifier}", tab or panel.heading
        if isinstance(panel, FieldPanel) and panel.field_name == name:
            return heading, f"{inside}-wrapper"
        if hasattr(panel, "children"):
            found = _place_on_page(panel, name, inside, heading)
            if found[1]:
                return found
    return "", ""


def _name_of(stream: str, index: int, child: Any) -> Iterator[str]:
    """The block as it is counted on the page; terms are not, there is one."""
    if stream not in ONE_OF:
        return
    title = Truncator(child.value.get("title") or "").chars(SHORT_TITLE)
    yield f"{ONE_OF[stream]} {index + 1}" + (f" “{title}”" if title else "")


def _labels(block: Any, steps: Steps) -> Iterator[str]:
    """The labels of the fields a path leads through, entries of a list with their number."""
    for number, step in enumerate(steps, start=1):
        if isinstance(step, int):
            yield f"{block.child_block.label or block.label} {step + 1}"
            block = block.child_block
        elif step in getattr(block, "child_blocks", {}):
            block = block.child_blocks[step]
            if not isinstance(block, blocks.ListBlock) or number == len(steps):
                yield block.label


def errors_by_field(page: Any, faults: Sequence[Fault]) -> Iterator[tuple[str, ValidationError]]:
    """Each form field with its error; a stream's error is laid out block by block."""
    plain: defaultdict[str, list[str]] = defaultdict(list)
    streams: defaultdict[str, list[Found]] = defaultdict(list)
    for fault in faults:
        first = str(fault.path[0]) if fault.path else ""
        if first in STREAMS:
            streams[first].append((_steps(page, fault), words_of_fault(fault)))
        else:
            plain[form_field(fault)].append(words_of_fault(fault))
    for name, messages in plain.items():
        yield name, ValidationError(messages)
    for name, found in streams.items():
        yield name, _stream_error(getattr(page, name), found)


def form_field(fault: Fault) -> str:
    """The page's field that holds what the first name of a fault's path means."""
    first = str(fault.path[0]) if fault.path else ""
    return TIE_RULE.get(fault.field, first) if first == "tie_rule" else RENAMED.get(first, first)


def _steps(page: Any, fault: Fault) -> Steps:
    """The path inside the stream: the child's place on this page, then names of its blocks."""
    stream, *rest = fault.path
    if stream == "terms" and rest:
        rest = [0, *rest]
    if rest and isinstance(rest[0], int):
        places = {child.id: index for index, child in enumerate(getattr(page, str(stream)))}
        rest[0] = places.get(fault.item_id, rest[0])
    if stream == "criteria" and len(rest) > 1 and rest[1] == "formula":
        rest = [rest[0], *rest[2:]]
    return tuple(rest)


def _stream_error(stream: Any, found: Sequence[Found]) -> ValidationError:
    own, inside = _sorted(found)
    errors = {index: _error(stream[index].block, rest) for index, rest in inside.items()}
    return StreamBlockValidationError(block_errors=errors, non_block_errors=own)


def _error(block: Any, found: Sequence[Found]) -> ValidationError:
    """The error of one block: its own messages, and those of what it holds."""
    own, inside = _sorted(found)
    if isinstance(block, blocks.ListBlock):
        errors = {index: _error(block.child_block, rest) for index, rest in inside.items()}
        return ListBlockValidationError(block_errors=errors, non_block_errors=own)
    if isinstance(block, blocks.StructBlock):
        errors = {name: _error(block.child_blocks[name], rest) for name, rest in inside.items()}
        return StructBlockValidationError(block_errors=errors, non_block_errors=own)
    return ValidationError(own)


def _sorted(found: Sequence[Found]) -> tuple[list[ValidationError], Mapping[Any, list[Found]]]:
    """What concerns a block itself, and what concerns each thing in it."""
    inside: defaultdict[str | int, list[Found]] = defaultdict(list)
    for steps, message in found:
        if steps:
            inside[steps[0]].append((steps[1:], message))
    return [ValidationError(message) for steps, message in found if not steps], inside
