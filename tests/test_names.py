"""One meaning for each name: a class is called what no other class of the house is called."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOUSES = ("portal", "cms", "bids", "challenges")

#: Names that may stand twice. The calculations have values of their own for what the tables hold, called by the same
#: word of the field: `domain/` knows no table, and what differs is where a thing is, never what it is.
TWICE = {
    "Assessment": "an evaluator's score in a calculation, and its row",
    "Condition": "a condition in a calculation, and its row",
    "Criterion": "a criterion in a calculation, and its row",
    "Measure": "a social-value measure in a calculation, and its row",
    "Ranking": "the order a calculation gives, and the row that keeps it frozen",
    "Command": "Django's name for the one class of a management command",
}


def classes():
    """Every public class and type of the houses with the files that define one of that name."""
    found = defaultdict(set)
    for path in (path for house in HOUSES for path in (ROOT / house).rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.parse(path.read_text()).body:
            name = node.name if isinstance(node, ast.ClassDef) else None
            if isinstance(node, ast.TypeAlias):
                name = node.name.id
            if name and not name.startswith("_"):
                found[name].add(path.relative_to(ROOT).as_posix())
    return found


def test_no_two_classes_bear_one_name():
    twice = {name: sorted(files) for name, files in classes().items() if len(files) > 1 and name not in TWICE}

    assert twice == {}


def test_what_may_stand_twice_does():
    once = [name for name in TWICE if len(classes()[name]) < 2]

    assert once == []
