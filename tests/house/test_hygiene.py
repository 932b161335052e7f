"""Is it still the same house? No clock below the doors, no floats in the trade, no long file, no drawer for the rest."""

import ast
import re

from tests.house.source import CODE, ROOT, modules, of_each, paths

PATHS = paths()
LONGEST = 400
# Modules that may look at the time, and why.
CLOCKS = {
    "clauses/config.py": "the one clock",
    "clauses/jobs/scheduler.py": "it counts seconds between two beats and never knows the day",
}
# Doors may ask `clock`; what stands below them is told the day.
DOORS = ("clauses/web/", "clauses/jobs/", "clauses/cli/", "clauses/app.py", "clauses/config.py")


def test_nobody_looks_at_the_time_but_the_clock():
    wrong = []
    for path, (_, tree) in modules().items():
        if path in CLOCKS:
            continue
        for node in ast.walk(tree):
            match node:
                case ast.Attribute(
                    value=ast.Name(id="date" | "datetime" | "dt"), attr="today" | "now" | "utcnow"
                ):
                    wrong.append(f"{path}:{node.lineno}")
                case ast.Attribute(
                    value=ast.Name(id="time"), attr="time" | "time_ns" | "localtime" | "gmtime"
                ):
                    wrong.append(f"{path}:{node.lineno}")
    assert not wrong, f"take `on` or `now` as an argument; doors ask clauses.config.clock: {wrong}"


def test_a_civil_day_is_read_in_paris_and_never_off_an_instant_in_utc():
    """From midnight in Paris, the date of an instant in UTC is still the day before: one hour in winter, two in summer."""
    instant = re.compile(r"(.*[._])?(now|real|sent|instant|moment|at)(\(.*\))?")
    wrong = []
    for path in [*CODE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "date"
            ):
                told = ast.unparse(node.func.value)
                if instant.fullmatch(told) and "PARIS" not in told:
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}: {told}.date()")
    assert not wrong, f"take the day from the clock, or .astimezone(PARIS).date(): {wrong}"


@of_each([p for p in PATHS if not p.startswith(DOORS)])
def test_below_the_doors_nobody_asks_the_clock(path: str):
    for node in ast.walk(modules()[path][1]):
        if isinstance(node, ast.ImportFrom) and node.module == "clauses.config":
            assert "clock" not in {alias.name for alias in node.names}, (
                f"{path}: take `on` or `now` as an argument"
            )


@of_each(PATHS)
def test_a_file_is_read_in_one_sitting(path: str):
    length = modules()[path][0].count("\n")
    assert length <= LONGEST, f"{path} has {length} lines: split it by meaning"


@of_each(PATHS)
def test_a_module_opens_with_the_question_it_answers(path: str):
    text = ast.get_docstring(modules()[path][1])
    assert text, f"{path}: open the module with one sentence, the question it answers"


@of_each([p for p in PATHS if p.startswith(("clauses/domain/", "clauses/models/"))])
def test_the_trade_counts_in_integers(path: str):
    for node in ast.walk(modules()[path][1]):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            raise AssertionError(
                f"{path}:{node.lineno}: {node.value} is a float; use hundredths, cents or basis points"
            )
        if isinstance(node, ast.Name) and node.id == "float":
            raise AssertionError(f"{path}:{node.lineno}: float loses cents; use an integer or a Fraction")


def test_there_is_no_drawer_for_the_rest():
    names = {path.stem for path in CODE.rglob("*")}
    drawers = names & {"utils", "util", "helpers", "helper", "common", "misc", "tools", "stuff", "lib"}
    assert not drawers, f"name {drawers} after the question it answers"


@of_each(PATHS)
def test_code_speaks_of_the_product_alone(path: str):
    text = modules()[path][0]
    for pattern, advice in {
        r"\b(TODO|FIXME|HACK)\b": "finish it or write it down outside the code",
        r"/(work|home|root)/[a-z]": "no path of a machine",
        r"(?<!\w)#\d{2,}\b(?![0-9a-fA-F])": "no number of a ticket: say what it is about",
        r"\bprint\(": "log, or return the words to the door"
        if not path.startswith("clauses/jobs/supervisor")
        else "",
    }.items():
        if advice:
            assert not re.search(pattern, text), f"{path}: {advice}"


@of_each(PATHS)
def test_no_door_is_left_open_to_code(path: str):
    """What turns text into code or into a command of the shell has no place here."""
    for node in ast.walk(modules()[path][1]):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id="eval" | "exec" | "compile" | "__import__"):
                    raise AssertionError(f"{path}:{node.lineno}: {node.func.id} runs text as code")
                case ast.Attribute(value=ast.Name(id="os"), attr="system" | "popen"):
                    raise AssertionError(f"{path}:{node.lineno}: use subprocess with a list of arguments")
            if any(k.arg == "shell" and getattr(k.value, "value", None) is True for k in node.keywords):
                raise AssertionError(f"{path}:{node.lineno}: a shell reads what people typed as commands")
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert not {"pickle", "marshal", "shelve", "dill"} & set(names), (
            f"{path}: unpickling runs code; use JSON"
        )
