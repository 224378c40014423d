import pytest

from challenges.ground.domain.markup import MOST_TAGS
from challenges.publishing.domain.notices.html_blocks import blocks_of

CUT = {
    "heading, then words": ("<h2>How</h2>It is judged", [("heading", 0, "How"), ("paragraph", 0, "It is judged")]),
    "paragraphs": ("<p>One</p><p>Two\n words</p>", [("paragraph", 0, "One"), ("paragraph", 0, "Two words")]),
    "list": (
        "<ul><li>One (20%)<ul><li>a</li></ul></li><li><p>Two</p><p>more</p></li></ul>",
        [("item", 1, "One (20%)"), ("item", 2, "a"), ("item", 1, "Two more")],
    ),
    "items left open": ("<ol><li>One<li>Two", [("item", 1, "One"), ("item", 1, "Two")]),
    "words after a nested list": (
        "<ul><li>One<ul><li>a</li></ul>then</li></ul>",
        [("item", 1, "One"), ("item", 2, "a"), ("paragraph", 1, "then")],
    ),
    "words in boxes": ("<main>One</main><figure>two</figure>", [("paragraph", 0, "One two")]),
    "bold inside a word": ("w<b>or</b>d<br>next", [("paragraph", 0, "word next")]),
    "script": ("<p>Go<script>30%</script></p><style>p{}</style>", [("paragraph", 0, "Go")]),
    "characters": ("<p>R&amp;D &lt; 30&nbsp;%</p>", [("paragraph", 0, "R&D < 30 %")]),
    "nothing": ("<p> </p><ul></ul>", []),
}  # fmt: skip


@pytest.mark.parametrize(("html", "blocks"), CUT.values(), ids=CUT)
def test_html_is_cut_into_what_a_reader_sees(html, blocks):
    assert [(block.kind, block.depth, block.text) for block in blocks_of(html)] == blocks


def test_row_has_its_cells_and_what_stands_in_bold_at_its_beginning():
    [row] = blocks_of("<table><tr><td><b>Plan</b> how it works<td>0-5<td> 30 % </table>")

    assert [" ".join(cell.split()) for cell in row.cells] == ["Plan how it works", "0-5", "30 %"]
    assert (row.kind, row.title, row.text) == ("row", "Plan", "Plan how it works 0-5 30 %")


@pytest.mark.parametrize(
    ("html", "is_all_bold"),
    [("<p><b>Judging</b></p>", True), ("<p><b>Jud</b><b>ging</b></p>", True), ("<p><b>Judging</b> is</p>", False)],
)
def test_paragraph_all_in_bold_is_known(html, is_all_bold):
    assert blocks_of(html)[0].is_all_bold is is_all_bold


def test_text_of_more_tags_than_anybody_writes_has_no_blocks_of_its_own():
    assert [block.kind for block in blocks_of("<li>Go (10%)" * (MOST_TAGS + 1))] == ["paragraph"]
