"""Does every code that the product utters have its French sentence, and is French kept where it belongs?"""

import ast
import re
import string

from clauses.access.policy import Permission, Reach
from clauses.queries import service
from clauses.wording import rights, sentences
from clauses.wording import service as service_words
from tests.house.source import calls, constant, literals, modules

REFUSING = {"Refused", "Told", "IllegalMove", "NotUnderstood", "refusal", "refuse"}
ACCENTED = re.compile(r"[àâäçéèêëîïôöùûüœÀÂÇÉÈÊËÎÏÔŒ«»]")

# Where French may be written in Python, and why.
FRENCH = {
    "clauses/wording/": "the words of the product",
    "clauses/cli/": "what a command prints in a terminal",
    "clauses/web/health.py": "the keys of an answer read by a supervision",
    "clauses/web/nav.py": "the labels of the menu, beside their addresses",
    "clauses/reference/": "names of trades and places, as data",
    "clauses/actions/demonstration.py": "names of the demonstration",
    "clauses/actions/synthetic.py": "names of invented data",
    "clauses/wording/typography.py": "the punctuation that it looks for",
}


def keywords(call: ast.Call) -> set[str] | None:
    """The facts given by name; None when some are given in bulk."""
    if any(k.arg is None for k in call.keywords):
        return None
    return {k.arg for k in call.keywords if k.arg}


def asked(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_refusal_has_its_sentence_and_its_facts():
    found = 0
    for path, (_, tree) in modules().items():
        for name, call in calls(tree):
            code = constant(call, 0)
            if name not in REFUSING or code is None or (name == "refuse" and "/actions/" not in path):
                continue
            found += 1
            assert code in sentences.REFUSALS, (
                f"{path}:{call.lineno}: write the sentence of « {code} » in wording"
            )
            given = keywords(call)
            if name != "NotUnderstood" and given is not None:
                missing = asked(sentences.REFUSALS[code]) - given
                assert not missing, f"{path}:{call.lineno}: « {code} » needs {missing}"
    assert found > 40


def test_every_success_has_its_sentence_and_its_facts():
    for path, (_, tree) in modules().items():
        for name, call in calls(tree):
            code = constant(call, 1) if name == "done" else constant(call, 0) if name == "success" else None
            if code is None:
                continue
            assert code in sentences.SUCCESSES, (
                f"{path}:{call.lineno}: write the sentence of « {code} » in wording"
            )
            facts = next((k.value for k in call.keywords if k.arg == "facts"), None)
            if name == "done" and (facts is None or isinstance(facts, ast.Dict)):
                given = {k.value for k in facts.keys if isinstance(k, ast.Constant)} if facts else set()
                missing = asked(sentences.SUCCESSES[code]) - given
                assert not missing, f"{path}:{call.lineno}: « {code} » needs {missing}"


def test_no_code_has_two_sentences():
    """Rooms write their words apart: the same code in two of them would silently take the words of the last."""
    seen: dict[tuple[str, str], str] = {}
    for path, (_, tree) in modules().items():
        if not re.match(r"clauses/wording/(refusals|successes)", path):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Dict):
                for key in node.keys:
                    if isinstance(key, ast.Constant):
                        code = (path.split("/")[2][:8], str(key.value))
                        assert code not in seen, (
                            f"« {key.value} » is worded in {seen[code]} and in {path}: rename one"
                        )
                        seen[code] = path


def test_no_sentence_is_left_without_a_voice():
    """A sentence that no code can utter is dead: remove it, or raise it. `f"line_{state}"` utters all « line_… »."""
    spoken, begun = set(), set()
    for path, (_, tree) in modules().items():
        if path.startswith("clauses/wording/") and not path.endswith(("parsing.py", "sentences.py")):
            continue
        spoken |= {text for _, text in literals(tree)}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                begun.add(str(node.values[0].value))
    codes = set(sentences.REFUSALS) | set(sentences.SUCCESSES)
    begun = {start for start in begun if re.fullmatch(r"[a-z]+_", start)}
    dead = {c for c in codes - spoken if not any(c.startswith(start) for start in begun)}
    assert not dead, f"no code utters {sorted(dead)}"


def test_sentences_write_their_facts_in_known_ways():
    for code, sentence in {**sentences.REFUSALS, **sentences.SUCCESSES}.items():
        for _, name, spec, _ in string.Formatter().parse(sentence):
            if name and spec:
                assert spec in sentences._WRITERS, f"{code}: « {spec} » is no way of writing a fact"


def test_sentences_are_sentences():
    for code, sentence in {**sentences.REFUSALS, **sentences.SUCCESSES}.items():
        assert sentence.strip()[-1] in ".?!»}", f"{code}: end the sentence"
        for avoided in ("invalide", "bénéficiaire", "erreur", "inapte", "veuillez"):
            assert avoided not in sentence.lower(), f"{code}: say it without « {avoided} »"


def test_every_permission_and_every_reach_is_said_in_french():
    assert set(rights.PERMISSIONS) == {p.value for p in Permission}, "clauses/wording/rights.py: PERMISSIONS"
    assert set(rights.REACHES) == {r.value for r in Reach}, "clauses/wording/rights.py: REACHES"
    shown = [p for _, group in rights.GROUPS for p in group]
    assert sorted(shown) == sorted(rights.PERMISSIONS), "clauses/wording/rights.py: each right once in GROUPS"


def test_every_check_of_the_service_is_said_in_french():
    assert set(service_words.CHECKS) == set(service_words.ANSWERS)
    text, tree = modules()["clauses/web/health.py"]
    returned = {name for _, name in literals(tree)}
    assert set(service_words.CHECKS) <= returned
    assert set(service_words.COUNTS) == set(service_words.COUNT_NOTES)
    counted = {name for _, name in literals(modules()[service.__name__.replace(".", "/") + ".py"][1])}
    assert set(service_words.COUNTS) <= counted


def test_french_is_written_where_it_belongs():
    strays = []
    for path, (_, tree) in modules().items():
        if any(path.startswith(place) for place in FRENCH) or re.search(r"/forms[a-z_]*\.py$", path):
            continue
        strays += [f"{path}:{line}: {text[:60]!r}" for line, text in literals(tree) if ACCENTED.search(text)]
    assert not strays, "move these words to clauses/wording, a template or a form:\n" + "\n".join(strays)
