"""The house keeps its order: who may import whom, who may write, who may ask for the time."""

import ast
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

from challenges.ground.domain.refused import Refused

ROOT = Path(__file__).resolve().parent.parent
HOUSES = ("portal", "cms", "bids", "challenges")
ENTRY_POINTS = re.compile(
    r"(challenges|bids)/\w+/(views|api|admin|management|tasks)(/|\.py)"
    r"|cms/.*"
    r"|portal/(\w+/)?(views|api|admin|management|tasks)(/|\.py)"
    r"|portal/(middleware|accounts|task_backend|mail|demonstration)(/|\.py)"
)
VIEWS = re.compile(r"/(\w*views|middleware)(/|\.py)")
#: Views that catch more than a refusal, and why.
CATCH_MORE = {"health.py": "whatever a part answers with, the page says which part it is and no more"}
#: Errors above the domain that are no refusals, and why no person meets them.
OTHER_ERRORS = {
    "NothingPublished": "a page of a challenge that has no version is not found before it is asked for",
    "NothingSent": "a page of a bid that was never sent is not found before it is asked for",
    "PartUnreadable": "the opening counts the part among those that could not be opened",
}
#: Where the kind of a challenge is a rule of the field and not a word.
KIND_IS_A_RULE = {
    "challenges/ground/wording/kinds.py": "chooses the word, for everybody else",
    "challenges/publishing/domain/words.py": "of a grant or prize it may be told how many take part",
    "challenges/publishing/domain/checks/criteria.py": "a specification needs outcomes, a prize does not",
    "challenges/publishing/domain/checks/general.py": "what a prize must say",
    "challenges/publishing/domain/checks/terms.py": "a specification needs terms, a prize does not",
    "challenges/publishing/domain/ocds/tender.py": "a prize is no price, and has a field of its own",
    "bids/bidding/domain/asked.py": "what is asked of whoever takes part",
    "bids/evaluation/views/rehearsal.py": "a prize that pays nothing by result needs no trial of terms",
    "bids/awards/services/recommendation.py": "a prize is awarded with an amount",
    "cms/importing/pages.py": "a prize has a page of its own",
}
KINDS = {"OUTCOME_SPECIFICATION", "CHALLENGE_PRIZE", "outcome_specification", "challenge_prize"}
#: Selectors that still say something or name a page, and what.
SPEAKING_SELECTORS = {
    "bids/evaluation/selectors/conflicts_assessment.py": "the lines of a table to download",
    "bids/evaluation/selectors/decision.py": "a refusal",
    "bids/evaluation/selectors/opened_parts.py": "a refusal",
    "challenges/publishing/selectors/formula_words.py": "a formula in words, for page, PDF and preview",
    "challenges/publishing/selectors/ocds.py": "addresses are part of a release",
    "challenges/publishing/selectors/presentation.py": "a specification in words, for page, PDF and preview",
    "portal/public/selectors/feeds.py": "addresses are part of a feed",
    "portal/public/selectors/ocds.py": "addresses are part of a release",
    "portal/public/selectors/opportunity_page.py": "what taking part takes",
    "portal/public/selectors/tables.py": "the lines of a table to download",
}
SPEAKING = re.compile(r"django\.(urls|utils\.translation)|.*\.wording(\.|$)")
SERVICES = re.compile(r"/services/|cms/editor/services\.py|portal/(doors|factor_resets)\.py")
#: What nobody who acts, and nobody a service is about, is called: `by` acts, `person_id` is who it is about.
OTHER_NAMES_FOR_PEOPLE = {"person", "user", "user_id", "actor", "approver_id", "invited_by", "author", "author_id"}
#: Services that take more than one thing by its place, and why.
BY_PLACE = {
    "install_after_migrate": "Django calls it, as it calls every receiver",
    "words_of": "a template and its context, as Django's own rendering takes them",
}
#: Services that an entry point hands a row, and why; every other one is handed ids.
ROWS_FROM_OUTSIDE = {
    "write_to": "letters go to the people whom a selector of recipients has found",
    "tell": "as `write_to`, about the challenge whose recipients were found",
    "finish_row": "the row a worker holds: how often it was tried is its lease",
    "fail_row": "the row a worker holds: how often it was tried is its lease",
    "message_of": "reads what the worker sends next, and writes nothing",
    "refuse_unless_open": "reads the invitation that is on the page, and writes nothing",
    "prize_fund": "reads the ranking that is on the page, and writes nothing",
    "people_vouched_for_by": "reads for the authority that is on the page, and writes nothing",
}
#: Services that write and are told no moment, and why.
WITHOUT_A_MOMENT = {
    "change_role": "a role is kept as it is now",
    "remove_member": "a membership is kept while it lasts",
    "unfollow_challenge": "following is kept while it lasts",
    "create_authority": "an authority bears no date",
    "record_of": "a record bears the dates of its entries",
    "authority_of_buyer": "an authority bears no date",
    "write_items": "parts bear the date of their version",
    "copy_documents": "documents bear the date of their version",
    "write_part": "a part bears the date of its opening",
    "close_draft": "inside the sending or withdrawing that bears the date",
    "lock_submitted_assessments": "inside the act that bears the date",
}
WRITES = {"create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "save", "delete", "atomic"}
MOST_LINES = 40
#: Functions over forty lines, and why they are not cut.
LONG = {
    "prevention": "a specification written out",
    "recovery": "a specification written out",
    "employment": "a specification written out",
    "ecotox": "a specification written out",
}
# Options that name an index, addresses in a lock, and the hosts such addresses begin with.
INDEX = re.compile(r"index[-_]url|find[-_]links|" r'"resolved":\s*"http' r"|https?://(registry|files|py.i)\.")


def sources(*houses):
    for house in houses:
        for path in sorted((ROOT / house).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def places(nodes_of, *houses):
    return [f"{path}:{node.lineno}" for path, tree in sources(*houses) for node in nodes_of(path, tree)]


def assigned_attributes(tree):
    for node in ast.walk(tree):
        targets = getattr(node, "targets", [getattr(node, "target", None)])
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            yield from (target for target in targets if isinstance(target, ast.Attribute))


def called_names(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, getattr(node.func, "id", getattr(node.func, "attr", ""))


def services():
    """The path, tree and node of every public function of a service."""
    for path, tree in sources(*HOUSES):
        if SERVICES.search(path):
            functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
            yield from ((path, node) for node in functions if not node.name.startswith("_"))


def by_place(node):
    return [*node.args.posonlyargs, *node.args.args]


def parameters(node):
    return [*by_place(node), *node.args.kwonlyargs]


def names_in(annotation):
    return {part.id for part in ast.walk(annotation) if isinstance(part, ast.Name)}


def test_import_contracts_are_kept():
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert run.returncode == 0, run.stdout


def test_state_is_assigned_by_the_state_service_only():
    def strays(path, tree):
        if not path.endswith("/services/states.py"):
            yield from (target for target in assigned_attributes(tree) if target.attr == "state")

    assert places(strays, *HOUSES) == []


def test_what_a_step_settles_is_named_and_typed():
    """A field settled by a name in a text, or by whatever a caller passes on, is missed by whoever reads the step."""

    def strays(path, tree):
        if path.endswith("/services/states.py"):
            yield from (node for node, name in called_names(tree) if name == "setattr")
            yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.args.kwarg)

    assert places(strays, *HOUSES) == []


def test_state_is_updated_in_bulk_by_the_state_service_only():
    def strays(path, tree):
        if not path.endswith("/services/states.py"):
            updates = (node for node, name in called_names(tree) if name == "update")
            yield from (node for node in updates if any(given.arg == "state" for given in node.keywords))

    assert places(strays, *HOUSES) == []


# Columns that hold ciphertext, or a key that opens it.
SEALED = {"ciphertext", "sealed_details", "wrapped_key", "key_for_bidder", "key_for_opening"}
# What is sealed in memory, as it arrives and before a row holds it.
AS_IT_ARRIVES = {"bids/bidding/services/scanning.py", "portal/uploads.py"}
SEALING = {"bids.bidding.domain.sealing", "bids.bidding.domain.segments", "bids.bidding.domain.keyring"}


def test_ciphertext_is_read_and_written_in_the_vault_only():
    def strays(path, tree):
        if path.startswith(("bids/bidding/vault/", "bids/bidding/domain/")) or path in AS_IT_ARRIVES:
            return
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in SEALED:
                yield node
            if isinstance(node, ast.ImportFrom) and node.module in SEALING:
                yield node

    assert places(strays, *HOUSES) == []


# Who declared a conflict: read by its rule, written by its service.
CONFLICTS = "bids/evaluation/selectors/conflicts.py"
DECLARING = "bids/evaluation/services/conflicts.py"
ALONG_A_DECLARATION = re.compile(r"(^|__)declarations(_about)?($|__)")


def names_declarations(node):
    """Whether a node leads to the declarations, by the model, a relation, or a lookup along one."""
    if isinstance(node, ast.ImportFrom):
        return any(alias.name == "ConflictDeclaration" for alias in node.names)
    if isinstance(node, ast.Attribute):
        return node.attr in {"declarations", "declarations_about"} and ast.unparse(node.value) != "self"
    if isinstance(node, ast.keyword):
        return node.arg != "declarations" and bool(ALONG_A_DECLARATION.search(node.arg or ""))
    return isinstance(node, ast.Constant) and bool(ALONG_A_DECLARATION.search(str(node.value)))


def test_declared_conflicts_are_read_by_their_rule_only():
    def strays(path, tree):
        if path == CONFLICTS or path.startswith("bids/evaluation/models/"):
            return
        for node in ast.walk(tree):
            if path == DECLARING and isinstance(node, ast.Attribute):
                if ast.unparse(node.value) == "ConflictDeclaration.objects" and node.attr != "create":
                    yield node
            elif path != DECLARING and names_declarations(node):
                yield node

    assert places(strays, *HOUSES) == []


def test_selectors_start_from_a_scope():
    def strays(path, tree):
        # The scopes of bids rest on the rule of conflicts, which therefore lies below them.
        if "/selectors/" in path and not path.endswith("/scopes.py") and path != CONFLICTS:
            yield from (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "objects")

    assert places(strays, "challenges", "bids") == []


def test_kind_is_compared_where_it_is_a_rule_only():
    """Where a prize only reads otherwise, its words stand in `challenges.ground.wording`."""

    def strays(path, tree):
        for node in ast.walk(tree):
            named = {getattr(part, "attr", getattr(part, "value", None)) for part in ast.walk(node)}
            if isinstance(node, ast.Compare | ast.MatchValue) and any(kind in named for kind in KINDS):
                yield node

    assert {place.rpartition(":")[0] for place in places(strays, *HOUSES)} == set(KIND_IS_A_RULE)


def test_selectors_return_facts_and_neither_words_nor_addresses():
    def strays(path, tree):
        if "/selectors/" in path or path == "cms/editor/desk.py":
            yield from (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and speaks(node))

    def speaks(node):
        return SPEAKING.match(node.module) and {name.name for name in node.names} != {"get_language"}

    assert {place.rpartition(":")[0] for place in places(strays, *HOUSES)} == set(SPEAKING_SELECTORS)


def test_clock_is_read_by_entry_points_only():
    def strays(path, tree):
        if not ENTRY_POINTS.match(path):
            yield from (node for node, name in called_names(tree) if name == "database_now")

    assert places(strays, *HOUSES) == []


def test_readers_language_is_asked_in_one_place():
    def strays(path, tree):
        if path != "challenges/ground/selectors/reader.py":
            yield from (node for node, name in called_names(tree) if name == "get_language")

    assert places(strays, *HOUSES) == []


def test_what_a_task_writes_is_translated_for_each_reader():
    """A task has no reader of its own: what it translates at once would be in one language for everybody."""

    def strays(path, tree):
        if re.search(r"/tasks(/|\.py)", path):
            names = [alias for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names]
            yield from (alias for alias in names if alias.name in {"gettext", "ngettext"})

    assert places(strays, *HOUSES) == []


def test_a_service_takes_everything_but_its_first_thing_by_name():
    strays = {node.name for _path, node in services() if len(by_place(node)) > 1}

    assert strays == set(BY_PLACE)


def test_whoever_acts_is_called_by():
    named = [(node.name, one) for _path, node in services() for one in parameters(node)]
    strays = [(service, one.arg) for service, one in named if one.arg in OTHER_NAMES_FOR_PEOPLE]
    acting = {ast.unparse(one.annotation) for _service, one in named if one.arg == "by"}

    assert (strays, acting) == ([], {"UUID"})


def services_called_from_outside():
    """By module and name, whether the function was imported or its module was."""
    called = set()
    for path, tree in sources(*HOUSES):
        if SERVICES.search(path):
            continue
        imported = [
            (node.module, one) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for one in node.names
        ]
        modules = {one.asname or one.name: f"{module}.{one.name}" for module, one in imported}
        called |= {(module, one.name) for module, one in imported}
        called |= {
            (modules[node.value.id], node.attr)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules
        }
    return called


def test_rows_go_between_services_only():
    """An entry point hands ids; a row that came with a page would be older than the lock."""
    called = services_called_from_outside()
    strays = {
        node.name
        for path, node in services()
        for one in parameters(node)
        if one.annotation and is_row(path, one.annotation)
        if (path.removesuffix(".py").replace("/", "."), node.name) in called
    }

    assert strays == set(ROWS_FROM_OUTSIDE)


def is_row(path, annotation):
    """Whether an annotation names a model, not a dataclass of the same name."""
    module = module_at(path)
    named = [getattr(module, name, None) for name in names_in(annotation)]
    return any(inspect.isclass(one) and hasattr(one, "_meta") for one in named)


def writes(node):
    for call, name in called_names(node):
        if isinstance(call.func, ast.Attribute) and (name in WRITES or (name == "update" and call.keywords)):
            yield call


def test_a_service_that_writes_is_told_the_moment():
    strays = {
        node.name
        for _path, node in services()
        if any(writes(node)) and "at" not in {one.arg for one in parameters(node)}
    }

    assert strays == set(WITHOUT_A_MOMENT)


def test_no_function_is_over_forty_lines():
    functions = [
        node
        for _path, tree in sources(*HOUSES)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    strays = {node.name for node in functions if node.end_lineno - node.lineno + 1 > MOST_LINES}

    assert strays == set(LONG)


def module_at(path):
    return importlib.import_module(path.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))


def handlers(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]


def is_refusal(node, module):
    """Whether what a handler names is a refusal, or several of them written out."""
    if isinstance(node, ast.Tuple):
        return all(is_refusal(part, module) for part in node.elts)
    named = getattr(module, node.id, None) if isinstance(node, ast.Name) else None
    return inspect.isclass(named) and issubclass(named, Refused)


def test_views_catch_refusals_and_nothing_wider():
    """A `ValueError` in a view is a bug: its words are for developers."""

    def strays(path, tree):
        if VIEWS.search(path) and Path(path).name not in CATCH_MORE and handlers(tree):
            module = module_at(path)
            yield from (handler for handler in handlers(tree) if not is_refusal(handler.type, module))

    assert places(strays, *HOUSES) == []


def test_views_show_a_refusal_by_its_words_only():
    """`words_of_refusal` is the one way from an error to a page."""

    def strays(path, tree):
        caught = {handler.name for handler in handlers(tree)} - {None}
        if VIEWS.search(path) or "/forms/" in path:
            for node, name in called_names(tree):
                first = node.args[0] if node.args else None
                if name in {"str", "repr", "format"} and isinstance(first, ast.Name) and first.id in caught:
                    yield node
            for node in ast.walk(tree):
                if isinstance(node, ast.FormattedValue) and getattr(node.value, "id", None) in caught:
                    yield node

    assert places(strays, *HOUSES) == []


def is_a_guard_out_of_place(node):
    """A guard imported from elsewhere, defined here, or a permission asked for and refused by hand."""
    if isinstance(node, ast.ImportFrom):
        guards = [one.name for one in node.names if one.name.endswith("_or_404") or one.name == "require"]
        return bool(guards) and not node.module.startswith("django.") and not node.module.endswith(".guards")
    if isinstance(node, ast.FunctionDef):
        return re.search(r"^[a-z]\w*_or_404$|^_?require$", node.name) is not None
    if isinstance(node, ast.If) and isinstance(node.body[0], ast.Raise):
        return re.match(r"not [\w.]+\.has_perm\(", ast.unparse(node.test)) is not None
    return False


def test_views_take_their_guards_from_a_guards_module():
    """What a page asks first (`…_or_404`, a permission) is written once a room, where other pages find it."""

    def strays(path, tree):
        if VIEWS.search(path):
            yield from (node for node in ast.walk(tree) if is_a_guard_out_of_place(node))

    assert places(strays, *HOUSES) == []


def test_every_error_above_the_domain_is_a_refusal_or_has_its_reason():
    modules = [
        module_at(path)
        for path, _tree in sources(*HOUSES)
        if "/domain/" not in path and not path.endswith(("settings.py", "wsgi.py"))
    ]
    others = {
        name
        for module in modules
        for name, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Exception) and kind.__module__ == module.__name__ and not issubclass(kind, Refused)
    }

    assert others == set(OTHER_ERRORS)


def test_calculations_import_no_framework():
    modules = [
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        for folder in (*ROOT.glob("challenges/*/domain"), *ROOT.glob("bids/*/domain"))
        for path in sorted(folder.rglob("*.py"))
    ]
    program = f"import importlib, sys; [importlib.import_module(name) for name in {modules!r}]; "
    program += "print(sorted({'django', 'wagtail', 'rules'} & set(sys.modules)))"

    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)

    assert len(modules) > 100
    assert (run.stdout.strip(), run.stderr.splitlines()[-1:]) == ("[]", [])


def imported_names(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calculations_without_a_screen():
    """Modules of `domain` with a function that nothing outside `domain` leads to."""
    modules = {path.removesuffix(".py").replace("/", "."): tree for path, tree in sources(*HOUSES)}
    calculations = {name for name in modules if ".domain." in name and not name.endswith("__init__")}
    called, reached = set(), set(modules) - calculations
    while reached:
        called |= reached
        reached = {name for found in reached for name in imported_names(modules[found])} & calculations - called
    waiting = {name: modules[name] for name in calculations - called}
    return {name: tree for name, tree in waiting.items() if any(isinstance(n, ast.FunctionDef) for n in tree.body)}


def test_a_calculation_that_no_screen_calls_says_what_it_waits_for():
    waiting = calculations_without_a_screen()
    saying = {
        path.removesuffix(".py").replace("/", ".")
        for path, tree in sources(*HOUSES)
        if "No screen calls it" in (ast.get_docstring(tree) or "")
    }

    assert sorted(saying) == sorted(waiting)


def tracked_files():
    run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if run.returncode:
        pytest.skip("not a git checkout, so there is no list of the project's own files")
    return [ROOT / name for name in run.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_package_index():
    """The lock holds hashes; where packages come from is the machine's own setting."""
    naming = [path.name for path in tracked_files() if INDEX.search(path.read_text(errors="ignore"))]

    assert naming == []
