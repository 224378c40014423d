"""Faults of a specification put where an editor can act on them: at a form's field, a block, and a field of that block.

A fault's path and the blocks' names agree, save where one block holds what the specification nests: a criterion's
formula, and the one block of terms.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from challenges.domain.faults import Fault

STREAMS = ("lots", "outcomes", "criteria", "questions", "conditions", "measures", "terms", "stages", "documents")
TIE_RULE = {"steps": "tie_steps", "band": "tie_band", "seed_sha256": "tie_seed_sha256"}

RENAMED = {"route": "legal_route"}

type Steps = tuple[str | int, ...]
type Found = tuple[Steps, str]


def words_of_fault(fault: Fault) -> str:
    """What is wrong, in the reader's language."""
    params = {name: gettext(value) if name == "language" else value for name, value in fault.params.items()}
    return gettext(fault.template) % params


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
