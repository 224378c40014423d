"""What docs/house.md says is so: rooms, tables, places, names, tests; and every page of the docs names real paths."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLResolver, get_resolver

from challenges.publishing.domain.checks import general
from cms.editor import snippets
from scripts import draw_house
from tests.support.endpoints import TREES

ROOT = Path(settings.BASE_DIR)
PAGE = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "deploy" / "README.md", *(ROOT / "docs").glob("*.md")]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())
FOLDERS = ("portal", "cms", "bids", "challenges", "templates", "tests", "scripts", "docs", "benchmarks", "deploy")
PLACE = re.compile(rf"(?<![\w/.:-])((?:{'|'.join(FOLDERS)})/[\w/.*-]*)")
NAME_IN_PLACE = re.compile(r"`([\w/.-]+)`: `(\w+)`")


def rows_under(heading: str) -> list[list[str]]:
    """The cells of the table in one section of the page."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def folders_of_rooms() -> Iterable[Path]:
    for house in ("bids", "challenges"):
        yield from sorted(path.parent for path in (ROOT / house).glob("*/__init__.py"))


def dotted(folder: Path) -> str:
    return folder.relative_to(ROOT).as_posix().replace("/", ".")


def test_table_has_each_room_with_its_label_and_its_tables():
    rooms = [
        (f"`{config.name}`", f"`{config.label}`", ", ".join(m.__name__ for m in config.get_models()) or "none")
        for config in (apps.get_app_config(room.rpartition(".")[2]) for room in draw_house.rooms())
    ]

    assert [(room, label, tables) for room, _holds, label, tables in rows_under("Rooms")] == rooms


def test_table_of_floors_has_those_of_the_contract():
    floors = [re.findall(r"`(\w+)`", floor) for floor, _does in rows_under("Floors inside a room")]

    # `admin` is allowed, and no room has one.
    layers = [re.findall(r"\w+", layer) for layer in draw_house.contract_named("Floors inside a room")]
    assert [set(floor) for floor in floors if floor] == [set(layer) - {"admin"} for layer in layers]


def test_picture_has_the_rooms_and_the_arrows_of_today():
    kept = (draw_house.PICTURES_FOLDER / "house.svg").read_text(encoding="utf-8")

    shown, today = (set(re.findall(r'<g id="([\w.-]+)"', picture)) for picture in (kept, draw_house.drawing()))

    assert shown == today


def test_no_arrow_leads_upwards():
    order = draw_house.rooms()

    assert [ends for ends in draw_house.imports() if order.index(ends[0]) > order.index(ends[1])] == []


def test_every_room_is_an_app_under_every_contract():
    rooms = {dotted(folder) for folder in folders_of_rooms()}
    contracts = {contract["name"]: contract for contract in CONTRACTS["tool"]["importlinter"]["contracts"]}
    calculating = {dotted(folder) for house in ("bids", "challenges") for folder in (ROOT / house).glob("*/domain")}

    assert {name for name in settings.INSTALLED_APPS if name.startswith(("bids.", "challenges."))} == rooms
    assert {room for room in draw_house.rooms() if room.startswith(("bids.", "challenges."))} == rooms
    assert set(contracts["Floors inside a room"]["containers"]) == rooms
    assert {path.replace("/", ".") for path in CONTRACTS["tool"]["mypy"]["files"]} >= calculating


def test_addresses_of_every_room_are_led_to_and_tried():
    included = [tree.urlconf_name for tree in get_resolver().url_patterns if isinstance(tree, URLResolver)]
    led_to = {getattr(module, "__name__", "") for module in included}
    having = {f"{dotted(folder)}.urls" for folder in folders_of_rooms() if (folder / "urls.py").exists()}

    assert having <= led_to
    assert having <= set(TREES)


def test_folders_of_tests_mirror_the_source():
    tests = ROOT / "tests"
    mirrored = {file.parent for house in draw_house.HOUSES for file in (tests / house).rglob("test_*.py")}
    calculating = {folder.name for folder in folders_of_rooms() if (folder / "domain").is_dir()}

    assert [folder for folder in mirrored if not (ROOT / folder.relative_to(tests)).is_dir()] == []
    assert {file.parent.name for file in (tests / "domain").glob("*/test_*.py")} <= calculating


def test_every_table_of_languages_has_the_same():
    languages = list(dict(settings.LANGUAGES))

    assert (list(general.LANGUAGES), list(snippets.LANGUAGES)) == (languages, languages)


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.name)
def test_paths_in_the_docs_exist(document):
    named = {place.rstrip(".") for place in PLACE.findall(document.read_text(encoding="utf-8"))}

    # A template is named as it is loaded.
    missing = [place for place in sorted(named) if not (any(ROOT.glob(place)) or any(ROOT.glob(f"templates/{place}")))]
    assert missing == []


def test_names_beside_paths_stand_in_those_files():
    named = NAME_IN_PLACE.findall(PAGE)

    assert len(named) > 20
    assert [(path, name) for path, name in named if not re.search(rf"\b{name}\b", (ROOT / path).read_text())] == []


def test_tests_named_on_the_page_exist():
    told = set(re.findall(r"`(test_\w+)`", PAGE))

    sources = [path.read_text() for path in (ROOT / "tests").rglob("test_*.py")]
    written = {name for source in sources for name in re.findall(r"^def (test_\w+)", source, re.MULTILINE)}

    assert told - written == set()
