"""Criteria and weights from the judging part of a challenge prize, where they are plainly given.

Plainly given are: a table row whose last cell is a percentage; a list item with a percentage in brackets; a list item
that ends in so many points. Criteria stand under the heading before them, one group a phase. What is not given in one
of these ways is left to the reader: a percentage in a sentence is no weight.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby, takewhile

from challenges.publishing.domain.notices.html_blocks import HtmlBlock, blocks_of
from challenges.publishing.domain.words import Method

_PERCENT_CELL = re.compile(r"\*?\s*(\d{1,3}(?:\.\d+)?)\s*%\*?\Z")
_PERCENT_IN_BRACKETS = re.compile(r"\(\s*(\d{1,3}(?:\.\d+)?)\s*%\s*\)")
_POINTS = re.compile(r"(?P<name>[^:]+):\s*(?P<points>\d{1,3})\s+points\b")
_SCALE = re.compile(r"\b(\d{1,2})\s*(?:-|–|to)\s*(\d{1,3})\b")
_SCALED = re.compile(
    r"(?:scale[d]?\s+(?:of\s+)?|scored[^.]{0,60}?scale\s+of\s+)(\d{1,2})\s*(?:-|–|to)\s*(\d{1,3})", re.I
)
LONGEST_TITLE = 160


@dataclass(frozen=True, kw_only=True)
class JudgedCriterion:
    title: str
    guidance: str
    weight: Decimal
    maximum: Decimal | None = None
    method: str = Method.JUDGED.value
    depth: int = 0


@dataclass(frozen=True, kw_only=True)
class CriteriaGroup:
    """The criteria under one heading."""

    heading: str
    criteria: tuple[JudgedCriterion, ...] = field(default=())

    @property
    def total(self) -> Decimal:
        return sum((c.weight for c in self.criteria if c.method == Method.JUDGED.value), Decimal(0))


def phases_of(html: str) -> tuple[CriteriaGroup, ...]:
    """The groups of criteria in order; tables under several headings of one scoring are one group."""
    blocks = blocks_of(html)
    maximum = _stated_maximum(blocks)
    rows = [found for block in blocks if (found := _row(block)) is not None]
    if rows:
        return (CriteriaGroup(heading="", criteria=tuple(rows)),)
    grouped: list[tuple[str, JudgedCriterion]] = []
    heading = ""
    for block in blocks:
        if block.kind == "heading" or (block.kind == "paragraph" and block.is_all_bold):
            heading = block.text
        elif block.kind == "item" and (found := _item(block, maximum=maximum)) is not None:
            grouped.append((heading, found))
    return tuple(
        CriteriaGroup(heading=heading, criteria=_one_level([criterion for _, criterion in group]))
        for heading, group in groupby(grouped, key=lambda pair: pair[0])
    )


def _one_level(criteria: Sequence[JudgedCriterion]) -> tuple[JudgedCriterion, ...]:
    """Of nested lists, the outermost level that adds up to 100, else the outermost: parts are not counted twice."""
    levels = sorted({criterion.depth for criterion in criteria})
    by_level = [tuple(c for c in criteria if c.depth == level) for level in levels]
    whole = [level for level in by_level if sum(c.weight for c in level) == 100]
    chosen = (whole or by_level)[0]
    return tuple(replace(c, guidance=_with_parts(c, criteria)) for c in chosen)


def _with_parts(criterion: JudgedCriterion, criteria: Sequence[JudgedCriterion]) -> str:
    """The guidance and, a line each, what is nested below the criterion."""
    after = criteria[next(i for i, c in enumerate(criteria) if c is criterion) + 1 :]
    parts = takewhile(lambda c: c.depth > criterion.depth, after)
    lines = [f"{part.title}: {part.weight.normalize():f}. {part.guidance}".strip() for part in parts]
    return "\n".join([*([criterion.guidance] if criterion.guidance else []), *lines])


def _row(block: HtmlBlock) -> JudgedCriterion | None:
    if block.kind != "row" or len(block.cells) < 2:
        return None
    cells = [" ".join(cell.split()) for cell in block.cells]
    found = _PERCENT_CELL.match(cells[-1])
    if not found:
        return None
    title, rest = _titled(block.title, cells[0])
    marks = cells[1] if len(cells) > 2 else ""
    is_gate = bool(re.fullmatch(r"y(es)?\s*(or|/)\s*n(o)?|pass\s*(or|/)\s*fail", marks, re.IGNORECASE))
    scale = _SCALE.search(marks)
    times = re.search(r"x\s*(\d{1,3})\b", marks)
    top = Decimal(scale[2]) if scale else Decimal(times[1]) if times else None
    return JudgedCriterion(
        title=title,
        guidance=" ".join(part for part in (rest, f"({marks})" if marks and not scale and not is_gate else "") if part),
        weight=Decimal(0) if is_gate else Decimal(found[1]),
        maximum=top,
        method=(Method.PASS_FAIL if is_gate else Method.JUDGED).value,
    )


def _item(block: HtmlBlock, *, maximum: Decimal | None) -> JudgedCriterion | None:
    percent = _PERCENT_IN_BRACKETS.search(block.text)
    if percent:
        words = _PERCENT_IN_BRACKETS.sub("", block.text)
        bold = _PERCENT_IN_BRACKETS.sub("", block.title)
        title, rest = _titled(bold, words)
        return JudgedCriterion(
            title=title, guidance=rest, weight=Decimal(percent[1]), maximum=maximum, depth=block.depth
        )
    points = _POINTS.match(block.text)
    if points and Decimal(points["points"]) > 0:
        title, rest = " ".join(points["name"].split()), block.text[points.end() :].strip(" .;")
        worth = Decimal(points["points"])
        return JudgedCriterion(title=title, guidance=rest, weight=worth, maximum=worth, depth=block.depth)
    return None


def _titled(bold: str, words: str) -> tuple[str, str]:
    """A short title, and the rest as guidance: what stands in bold, else the first sentence."""
    words = " ".join(words.split())
    title = " ".join(bold.split())
    if title and words.startswith(title) and len(title) <= LONGEST_TITLE:
        rest = words[len(title) :]
    else:
        title, _, rest = words.partition(": ") if 0 < words.find(": ") <= LONGEST_TITLE else (words, "", "")
    title = title.strip(" :.;")
    if len(title) > LONGEST_TITLE:
        cut = title[:LONGEST_TITLE].rsplit(" ", 1)[0]
        return f"{cut}…", title
    return title, rest.strip(" :.;")


def _stated_maximum(blocks: Sequence[HtmlBlock]) -> Decimal | None:
    """The top of the scale where every mention of one agrees."""
    tops = {found[2] for block in blocks for found in _SCALED.finditer(block.text) if block.kind == "paragraph"}
    return Decimal(tops.pop()) if len(tops) == 1 else None
