"""Draw the picture of docs/house.md from the imports: the rooms top to bottom, and how often one imports from another.

Run: `python -m scripts.draw_house [folder]`; without a folder, into docs/pictures. The rooms and their order are those
of the contracts in pyproject.toml. A figure counts imports of modules and is as old as the drawing, while rooms and
arrows are kept in step by a test.
"""

import sys
import tomllib
from collections import Counter
from collections.abc import Mapping
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PICTURES_FOLDER = ROOT / "docs" / "pictures"
HOUSES = ("portal", "cms", "bids", "challenges")
TITLE = "Who imports whom, and how often"
WIDTH, HEIGHT, ACROSS, DOWN, TOP = 92, 34, 104, 46, 60
INK, MUTED, PAPER = "#0b0c0c", "#505a5f", "#ffffff"
COLOURS = {"portal": "#505a5f", "cms": "#00703c", "bids": "#1d70b8", "challenges": "#4c2c92"}


def contract_named(name: str) -> list[str]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return next(contract["layers"] for contract in contracts if contract["name"] == name)


def rooms() -> tuple[str, ...]:
    """The rooms from the roof to the ground; what may be missing, in brackets, is no room yet."""
    roof = [layer for layer in contract_named("Rooms of the roof") if layer != "portal.urls"]
    return (*roof, *(layer for layer in contract_named("Houses and rooms") if not layer.startswith("(")))


def room_of(module: str, among: tuple[str, ...]) -> str | None:
    """The innermost room a module stands in; none for a house that has rooms."""
    inside = [room for room in among if f"{module}.".startswith(f"{room}.")]
    return max(inside, key=len, default=None)


def imports() -> Mapping[tuple[str, str], int]:
    """How many imports lead from one room to another."""
    sys.path.insert(0, str(ROOT))
    graph, order = grimp.build_graph(*HOUSES, cache_dir=None), rooms()
    counted: Counter[tuple[str, str]] = Counter()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            above, below = room_of(module, order), room_of(imported, order)
            if above and below and above != below:
                counted[above, below] += 1
    return counted


def corner(place: int) -> tuple[int, int]:
    return 20 + place * ACROSS, TOP + place * DOWN


def box(room: str, *, place: int) -> str:
    left, top = corner(place)
    house, _dot, name = room.rpartition(".")
    colour = COLOURS[room.partition(".")[0]]
    small = f'<text x="{left + 6}" y="{top + 12}" font-size="9">{escape(house)}</text>' if house else ""
    return (
        f'<g id="{room}" fill="{PAPER}"><rect x="{left}" y="{top}" width="{WIDTH}" height="{HEIGHT}" fill="{colour}"/>'
        f'{small}<text x="{left + 6}" y="{top + 26}" font-size="12" font-weight="bold">{escape(name)}</text></g>'
    )


def arrow(above: int, below: int, *, count: int, ends: str) -> str:
    """From the side of the upper room, across and down to the head of the lower one; the count where it turns."""
    (left, top), (turn, foot) = corner(above), corner(below)
    middle, across = top + HEIGHT // 2, turn + WIDTH // 2
    return (
        f'<g id="{ends}"><polyline points="{left + WIDTH},{middle} {across},{middle} {across},{foot - 4}" fill="none" '
        f'stroke="#b1b4b6" marker-end="url(#head)"/><rect x="{across - 16}" y="{middle - 9}" width="32" height="18" '
        f'rx="9" fill="{PAPER}" stroke="{MUTED}"/><text x="{across}" y="{middle + 4}" text-anchor="middle" '
        f'font-size="12" fill="{INK}">{count}</text></g>'
    )


def drawing() -> str:
    order = rooms()
    place = {room: number for number, room in enumerate(order)}
    counted = sorted(imports().items(), key=lambda item: (place[item[0][0]], -place[item[0][1]]))
    # The farthest first, so that the nearer counts stand on its line.
    arrows = [
        arrow(place[above], place[below], count=count, ends=f"{above}-to-{below}") for (above, below), count in counted
    ]
    body = "\n  ".join([*arrows, *(box(room, place=place[room]) for room in order)])
    wide, high = corner(len(order))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide + 10} {high}" role="img" '
        f'font-family="Arial, sans-serif">\n  <title>{TITLE}</title>\n'
        f'  <defs><marker id="head" viewBox="0 0 8 8" refX="4" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        f'<path d="M0 0 8 4 0 8z" fill="{MUTED}"/></marker></defs>\n'
        f'  <rect width="{wide + 10}" height="{high}" fill="{PAPER}"/>\n'
        f'  <text x="20" y="28" font-size="18" font-weight="bold" fill="{INK}">{TITLE}</text>\n  {body}\n</svg>\n'
    )


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "house.svg").write_text(drawing(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES_FOLDER)
