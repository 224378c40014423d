"""HTML cut into the blocks a reader sees: headings, list items with their depth, table rows with their cells."""

from dataclasses import dataclass, field

from challenges.ground.domain.markup import Token, steps_through
from challenges.ground.domain.rich_text import ADDRESSES, BLOCKS, TAGS

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LISTS = {"ul", "ol"}
CELLS = {"td", "th"}
STRONG = {"strong", "b"}
INLINE = {*STRONG, "em", "i", "a", "sub", "sup"}


@dataclass
class HtmlBlock:
    """One heading, paragraph, list item or table row; `strong` is what stands in bold at its beginning."""

    kind: str
    depth: int = 0
    words: str = ""
    strong: str = ""
    cells: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(self.words.split())

    @property
    def title(self) -> str:
        return " ".join(self.strong.split())

    @property
    def is_all_bold(self) -> bool:
        return bool(self.title) and self.title == self.text


class _Cutter:
    def __init__(self) -> None:
        self.blocks: list[HtmlBlock] = []
        self.depth = 0
        self.in_strong = 0
        self.in_row = False
        self.current: HtmlBlock | None = None

    def take(self, step: Token) -> None:
        if not step.tag:
            self._say(step.words)
        elif step.is_end:
            self._end(step.tag)
        else:
            self._open(step.tag)

    def _open(self, tag: str) -> None:
        if tag in LISTS:
            self.depth += 1
            self.current = self.current if self.in_row else None
        elif tag == "tr":
            self.in_row = True
            self._begin("row")
        elif tag in CELLS and self.current is not None:
            self.current.cells.append("")
        elif tag == "li" and not self.in_row:
            self._begin("item")
        elif tag in HEADINGS:
            self._begin("heading")
        elif tag == "p" and not self.in_row and (self.current is None or self.current.kind != "item"):
            self._begin("paragraph")
        elif tag in STRONG:
            self.in_strong += 1
        self._space(tag)

    def _end(self, tag: str) -> None:
        if tag in LISTS:
            self.depth -= 1
            self.current = None if not self.in_row else self.current
        elif tag == "tr":
            self.in_row, self.current = False, None
        elif tag in STRONG:
            self.in_strong -= 1
        elif tag in HEADINGS or (tag == "li" and not self.in_row):
            self.current = None
        self._space(tag)

    def _say(self, words: str) -> None:
        if self.current is None:
            if not words.strip():
                return
            self._begin("paragraph")
        block = self.current
        if block is None:
            return
        # Bold counts as the title only where nothing but bold has come before it.
        if self.in_strong and block.text == block.title:
            block.strong += words
        block.words += words
        if block.cells:
            block.cells[-1] += words

    def _begin(self, kind: str) -> None:
        self.current = HtmlBlock(kind=kind, depth=self.depth)
        self.blocks.append(self.current)

    def _space(self, tag: str) -> None:
        if self.current is not None and tag not in INLINE:
            self.current.words += " "
            if self.current.cells:
                self.current.cells[-1] += " "


def blocks_of(html: str) -> list[HtmlBlock]:
    """The blocks in reading order, without empty ones."""
    cutter = _Cutter()
    for step in steps_through(html, tags=TAGS | BLOCKS, addresses=ADDRESSES):
        cutter.take(step)
    return [block for block in cutter.blocks if block.text]
