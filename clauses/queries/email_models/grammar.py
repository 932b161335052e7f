"""What may the words of one kind of message print, ask and repeat? What its original does, and nothing else.

The list is read from the original itself: each value it prints with the form it prints it in, each question it asks,
each list it goes through. Whoever writes the words moves these and the French around them; a name that the original
does not print can be printed by nobody.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache

from jinja2 import TemplateSyntaxError, nodes

from clauses.domain.errors import Refused
from clauses.queries.email_models.originals import SUBJECT_LENGTH, TEXT_LENGTH, Words, environment, original

FIELDS = {"subject": "model_subject", "text": "model_text"}
ADDRESS = re.compile(r"https?:|www\.", re.IGNORECASE)
SHOWN = 80  # characters of what is quoted in a refusal


@dataclass(slots=True)
class Found:
    """What a text prints, asks, goes through, sets and ends with: by the key that compares it, how it is typed."""

    prints: dict[str, str] = field(default_factory=dict)
    asks: dict[str, str] = field(default_factory=dict)
    loops: dict[str, str] = field(default_factory=dict)
    sets: dict[str, str] = field(default_factory=dict)
    endings: dict[str, str] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    repeated: dict[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # what is gone through -> the names it gives

    def beyond(self, allowed: "Found") -> list[str]:
        """What is here and not in `allowed`, as it is typed."""
        found = list(self.strange)
        for mine, theirs in (
            (self.prints, allowed.prints), (self.asks, allowed.asks), (self.loops, allowed.loops), (self.sets, allowed.sets),
            (self.endings, allowed.endings),
        ):  # fmt: skip
            found += [typed for key, typed in mine.items() if key not in theirs]
        return found


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where a name stands: inside which lists, after which names were set."""

    loops: tuple[tuple[str, frozenset[str]], ...] = ()
    given: frozenset[str] = frozenset()


class _Reader:
    def __init__(self, source: str) -> None:
        self.found = Found()
        self._all(environment().parse(source).body, _Scope())

    def _all(self, body: Iterable[nodes.Node], scope: _Scope) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for one in node.nodes:
                    self._print(one, scope)
            elif isinstance(node, nodes.If):
                self._ask(node.test, scope)
                for part in (node.body, node.elif_, node.else_):
                    self._all(part, scope)
            elif isinstance(node, nodes.For):
                self._loop(node, scope)
            elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
                self.found.sets[_key(node.node, scope, node.target.name)] = (
                    f"{{% set {node.target.name} = {written(node.node)} %}}"
                )
                scope = replace(scope, given=scope.given | {node.target.name})
            elif (
                isinstance(node, nodes.Include)
                and isinstance(node.template, nodes.Const)
                and node.with_context
            ):
                name = str(node.template.value)
                self.found.endings[name] = f'{{% include "{name}" %}}'
            else:
                self.found.strange.append(type(node).__name__.lower())

    def _loop(self, node: nodes.For, scope: _Scope) -> None:
        names = [one.name for one in node.target.find_all(nodes.Name)] or [getattr(node.target, "name", "")]
        typed = f"{{% for {', '.join(names)} in {written(node.iter)} %}}"
        if node.test is not None or node.recursive or scope.loops:
            self.found.strange.append(typed)  # lists of lists grow without bounds
            return
        key = _key(node.iter, scope, *names)
        self.found.loops[key] = typed
        self.found.repeated[written(node.iter)] = tuple(names)
        inside = replace(scope, loops=((key, frozenset({*names, "loop"})),))
        self._all(node.body, inside)
        self._all(node.else_, scope)

    def _print(self, node: nodes.Node, scope: _Scope) -> None:
        if isinstance(node, nodes.TemplateData) or (
            isinstance(node, nodes.Const) and isinstance(node.value, str)
        ):
            return  # words
        if isinstance(node, nodes.CondExpr):
            self._ask(node.test, scope)
            for one in (node.expr1, node.expr2):
                if one is not None:
                    self._print(one, scope)
        elif isinstance(node, nodes.Concat):
            for one in node.nodes:
                self._print(one, scope)
        elif isinstance(node, nodes.Or):
            self._print(node.left, scope)
            self._print(node.right, scope)
        else:
            self.found.prints[_key(node, scope)] = f"{{{{ {written(node)} }}}}"

    def _ask(self, node: nodes.Node, scope: _Scope) -> None:
        if isinstance(node, nodes.And | nodes.Or):
            self._ask(node.left, scope)
            self._ask(node.right, scope)
        elif isinstance(node, nodes.Not):
            self._ask(node.node, scope)
        else:
            self.found.asks[_key(node, scope)] = f"{{% if {written(node)} %}}"


def _key(node: nodes.Node, scope: _Scope, *names: str) -> str:
    """What makes two expressions the same: the nodes themselves, and where the names they use come from.

    Words given to a filter (« lot », « lots ») or chosen among others are French, and free.
    """
    used = {one.name for one in node.find_all(nodes.Name)} | (
        {node.name} if isinstance(node, nodes.Name) else set()
    )
    within = [key for key, given in scope.loops if given & used]
    return f"{names} {_bare(node)} {within} {sorted(scope.given & used)}"


def _bare(node: nodes.Node) -> str:
    if isinstance(node, nodes.Filter) and not (node.kwargs or node.dyn_args or node.dyn_kwargs):
        args = [_word(one) for one in node.args]
        return f"{_bare(node.node) if node.node else None}|{node.name}({args})"
    if isinstance(node, nodes.Dict):
        return "{" + ", ".join(f"{one.key!r}: {_word(one.value)}" for one in node.items) + "}"
    if isinstance(node, nodes.Getitem):
        return f"{_bare(node.node)}[{node.arg!r}]"
    return repr(node)


def _word(node: nodes.Node) -> str:
    return "word" if isinstance(node, nodes.Const) and isinstance(node.value, str) else repr(node)


def written(node: nodes.Node | None) -> str:
    """An expression as it is typed."""
    if node is None:
        return ""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            return f"{written(node.node)}.{node.attr}"
        case nodes.Filter():
            args = ", ".join(written(one) for one in node.args)
            return f"{written(node.node)}|{node.name}" + (f"({args})" if args else "")
        case nodes.Const():
            return f'"{node.value}"' if isinstance(node.value, str) else str(node.value)
        case nodes.Getitem():
            return f"{written(node.node)}[{written(node.arg)}]"
        case nodes.Slice():
            return f"{written(node.start)}:{written(node.stop)}"
        case nodes.Compare():
            return written(node.expr) + "".join(f" {_SIGNS[one.op]} {written(one.expr)}" for one in node.ops)
        case nodes.Test():
            return f"{written(node.node)} is {node.name}"
        case nodes.Sub():
            return f"({written(node.left)} - {written(node.right)})"
        case nodes.Tuple() | nodes.List():
            return f"({', '.join(written(one) for one in node.items)})"
        case nodes.Dict():
            return "{" + ", ".join(f"{written(one.key)}: {written(one.value)}" for one in node.items) + "}"
        case nodes.Call():
            return f"{written(node.node)}(…)"
    return type(node).__name__.lower()


_SIGNS = {
    "eq": "==",
    "ne": "!=",
    "gt": ">",
    "gteq": ">=",
    "lt": "<",
    "lteq": "<=",
    "in": "in",
    "notin": "not in",
}


def found_in(source: str) -> Found:
    """What a text of the language does; raises TemplateSyntaxError where it does not read."""
    return _Reader(source).found


@cache
def of_subject(kind: str) -> Found:
    """What the subject of a kind may do: a subject is read by whoever sees a screen, and names nobody more than it did."""
    return found_in(original(kind).subject)


@cache
def of_text(kind: str) -> Found:
    """What the text of a kind may do: all that its original does, subject included."""
    found, subject = found_in(original(kind).text), of_subject(kind)
    for mine, theirs in (
        (found.prints, subject.prints),
        (found.asks, subject.asks),
        (found.loops, subject.loops),
    ):
        mine.update({key: typed for key, typed in theirs.items() if key not in mine})
    return found


@cache
def names(kind: str) -> frozenset[str]:
    """The names that the original of a kind reads, and its ending."""
    words = original(kind)
    sources = [words.subject, words.text, *(_ending_source(name) for name in of_text(kind).endings)]
    return frozenset(
        one.name
        for source in sources
        for one in environment().parse(source).find_all(nodes.Name)
        if one.ctx == "load"
    )


def _ending_source(name: str) -> str:
    env = environment()
    assert env.loader is not None
    return env.loader.get_source(env, name)[0]


def refusals(kind: str, words: Words) -> list[Refused]:
    """Why these words may not be those of this kind, before anything is made of them."""
    found: list[Refused] = []
    for part, source, most, allowed in (
        ("subject", words.subject, SUBJECT_LENGTH, of_subject(kind)),
        ("text", words.text, TEXT_LENGTH, of_text(kind)),
    ):
        where = FIELDS[part]
        if len(source) > most:
            found.append(Refused("model_too_long", field=where, most=most))
            continue
        if part == "subject" and "\n" in source:
            found.append(Refused("model_one_line", field=where))
            continue
        if ADDRESS.search(source):
            found.append(Refused("model_address", field=where))
        try:
            mine = found_in(source)
        except TemplateSyntaxError as wrong:
            found.append(Refused("model_unreadable", field=where, line=wrong.lineno))
            continue
        except RecursionError:
            found.append(Refused("model_too_deep", field=where))
            continue
        for typed in mine.beyond(allowed)[:3]:
            code = (
                "model_not_in_subject"
                if part == "subject" and typed in set(of_text(kind).prints.values())
                else "model_unknown"
            )
            found.append(Refused(code, field=where, typed=typed[:SHOWN]))
    return found
