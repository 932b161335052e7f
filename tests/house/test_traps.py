"""Is each trap of the hours held by a test that names it, in the words of the trade?

The traps are those of the domain rules: 19 to 52 are about people, hours and their control. A test that holds one says
« Trap 43 » in its docstring.
"""

import ast
import functools
import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
OF_THE_HOURS = range(19, 53)
SAID = re.compile(r"\bTraps? ((?:\d+(?:, | and )?)+)")


@functools.cache
def held() -> dict[int, list[str]]:
    """Trap -> the tests that say they hold it."""
    found: dict[int, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for numbers in SAID.findall(ast.get_docstring(node) or ""):
                    for number in re.findall(r"\d+", numbers):
                        found.setdefault(int(number), []).append(f"{path.name}::{node.name}")
    return found


def test_every_trap_of_the_hours_has_its_test():
    missing = [number for number in OF_THE_HOURS if number not in held()]
    assert not missing, f"write a test whose docstring says « Trap {missing[0]} »: none holds {missing}"


def test_a_test_that_holds_a_trap_speaks_the_trade():
    for number, tests in held().items():
        for test in tests:
            name = test.partition("::test_")[2]
            assert len(name.split("_")) >= 5 and "trap" not in name, f"trap {number}: say what {test} holds"
