"""How do the tests of the house read the source? Each file once, as text and as a tree."""

import ast
import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import cache, wraps
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "clauses"
TEMPLATES = ROOT / "templates"
T = TypeVar("T")


def paths() -> list[str]:
    """The path of every module from the root; asked before the tests begin, by each process, and nothing is read for it."""
    return sorted(path.relative_to(ROOT).as_posix() for path in CODE.rglob("*.py"))


@cache
def modules() -> dict[str, tuple[str, ast.Module]]:
    """Every module of the product by its path from the root: its text and its tree."""
    found = {}
    for path in paths():
        text = (ROOT / path).read_text("utf-8")
        found[path] = (text, ast.parse(text))
    return found


@cache
def templates() -> dict[str, str]:
    """Every template by its name."""
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8")
        for path in sorted(TEMPLATES.rglob("*.html"))
    }


def of_each(things: Iterable[T]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A test that asks its first argument of each thing and names all those that fail: one test, not a thousand."""

    def decorate(ask: Callable[..., None]) -> Callable[..., None]:
        @wraps(ask)
        def of_all(**fixtures: Any) -> None:
            asked, wrong = list(things), []
            assert asked, "nothing is asked"
            for thing in asked:
                try:
                    ask(thing, **fixtures)
                except Exception as fault:
                    wrong.append(f"{thing}: {fault}")
            assert not wrong, "\n".join(wrong)

        first, *others = inspect.signature(ask).parameters.values()
        of_all.__signature__ = inspect.Signature(others)  # type: ignore[attr-defined]
        return of_all

    return decorate


def docstrings(tree: ast.Module) -> set[int]:
    """The identities of the constants that are docstrings."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, text) of every string literal, docstrings aside."""
    told = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """(last name of what is called, call)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    yield name, node


def constant(call: ast.Call, position: int) -> str | None:
    """The literal text of an argument, None when it is computed or absent."""
    if len(call.args) <= position:
        return None
    given = call.args[position]
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else None
