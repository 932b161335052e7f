"""Are the templates what the browser's guards allow, and is none forgotten?"""

import re

from flask import Flask
from jinja2 import nodes

from tests.house.source import calls, constant, modules, of_each, templates

# Markup built by hand, and why it is safe.
SAFE = {
    "clauses/web/doorkeeper.py": "the two hidden inputs of a form, formatted with escaping",
    "clauses/web/kept.py": "what Jinja wrote and escaped, kept as it was",
}
# Jinja's own names, and those that the application gives to every template.
DYNAMIC = {"errors/": "one page a status, chosen by clauses/web/errors.py"}


def pages() -> list[tuple[str, str, str]]:
    """(module, template, block) of every page that may be sent by one of its blocks."""
    found = []
    for path, (_, tree) in modules().items():
        for name, call in calls(tree):
            if name == "page" and (template := constant(call, 0)):
                found.append((path, template, constant(call, 1) or ""))
    return found


@of_each(templates())
def test_a_page_holds_nothing_that_its_guards_forbid(name: str):
    text = re.sub(r"\{[{%#].*?[}%#]\}", "", templates()[name], flags=re.S)
    assert not re.search(r"\|\s*safe\b", templates()[name]), (
        f"{name}: let Jinja escape; build Markup in Python"
    )
    for pattern, advice in {
        r"\sstyle\s*=": "write a class: the policy of contents forbids inline style",
        r"\shx-on|data-hx-on|\son[a-z]+\s*=\s*[\"']": "write it in static/js/app.js: inline handlers are forbidden",
        r"<script(?![^>]*\ssrc=)": "write it in static/js: inline scripts are forbidden",
        r"<style\b": "write it in static/css",
        r"data-hx-trigger=\"[^\"]*\[": "htmx evaluates filters as code, which the policy forbids",
        r"(?<!data-)\bhx-(get|post|target|swap|vals|headers)=": "write data-hx-…, so that the page stays valid HTML",
        r"href=\"https?://": "no page calls another site",
        r"\bTODO|FIXME|XXX\b": "finish it or remove it",
    }.items():
        assert not re.search(pattern, text), f"{name}: {advice} ({pattern})"


@of_each([n for n in templates() if not n.startswith("components/")])
def test_macros_are_not_imported_by_pages(name: str):
    """An imported macro does not exist in a block rendered alone: macros are globals (ui, field, chart, lines)."""
    assert not re.search(r"\{%-?\s*(import|from)\b", templates()[name]), (
        f"{name}: use the global ui, field or chart"
    )


@of_each(templates())
def test_every_template_is_used(name: str, house_app: Flask):
    if any(name.startswith(folder) for folder in DYNAMIC):
        return
    others = "\n".join(text for other, text in templates().items() if other != name)
    python = "\n".join(text for text, _ in modules().values())
    quoted = f'"{name}"' in others or f"'{name}'" in others or f'"{name}"' in python
    if name.startswith("components/"):
        quoted = f'"{name.split("/")[1].removesuffix(".html")}"' in python
    assert quoted, f"nothing renders, extends or includes {name}: remove it"


def test_every_template_that_python_names_exists():
    missing = {(path, template) for path, template, _ in pages() if template not in templates()}
    assert not missing, f"write these templates: {missing}"


@of_each(templates())
def test_every_template_compiles(name: str, house_app: Flask):
    house_app.jinja_env.get_template(name)


def test_a_block_sent_alone_needs_nothing_from_its_page(house_app: Flask):
    """A name set at the top of the page does not exist when htmx asks for the block alone."""
    for path, template, block in pages():
        if not block or template not in templates():
            continue
        tree = house_app.jinja_env.parse(templates()[template])
        found = [node for node in tree.find_all(nodes.Block) if node.name == block]
        assert found, f"{path} asks for the block « {block} » that {template} has not"
        top = {
            target.name for assign in tree.body if isinstance(assign, nodes.Assign)
            for target in assign.find_all(nodes.Name) if target.ctx == "store"
        }  # fmt: skip
        read = {node.name for node in found[0].find_all(nodes.Name) if node.ctx == "load"}
        own = {node.name for node in found[0].find_all(nodes.Name) if node.ctx == "store"}
        assert not (read - own) & top, (
            f"{template}, block {block}: hand {(read - own) & top} over from the view"
        )


def test_a_block_sent_alone_has_one_root_with_a_stable_id():
    for path, template, block in pages():
        if block in ("", "content") or template not in templates():  # « content » goes into #contenu
            continue
        text = templates()[template]
        body = re.search(r"\{%-?\s*block " + re.escape(block) + r"\s*-?%\}(.*?)\{%-?\s*endblock", text, re.S)
        assert body, f"{path}: {template} has no block « {block} »"
        root = re.search(r"<[a-z]+\b[^>]*>", body[1])
        assert root and re.search(r'\bid="[a-z][a-z0-9-]*"', root[0]), (
            f"{template}: the first element of the block « {block} » needs an id, for htmx replaces it"
        )


def test_markup_is_built_by_hand_in_few_places():
    found = {path for path, (_, tree) in modules().items() for name, _ in calls(tree) if name == "Markup"}
    assert found <= set(SAFE), f"let Jinja escape, or say in SAFE why {found - set(SAFE)} may not"


@of_each(templates())
def test_tables_have_a_caption_and_headings_with_their_scope(name: str):
    text = templates()[name]
    for table in re.findall(r"<table\b.*?</table>", text, re.S):
        assert "<caption" in table, f"{name}: a table has no caption"
    for heading in re.findall(r"<th\b[^>]*>", text):
        assert "scope=" in heading, f"{name}: {heading} has no scope"


@of_each(templates())
def test_every_form_that_changes_something_carries_its_token(name: str):
    for form in re.findall(r"<form\b.*?</form>", templates()[name], re.S):
        if re.search(r'method="post"', form[: form.index(">") + 1], re.I):
            held = "csrf_field()" in form or "field.guard(" in form or "field.csrf(" in form
            assert held, f"{name}: put {{{{ csrf_field() }}}} or {{{{ field.guard(version) }}}} in the form"


@of_each(templates())
def test_on_a_phone_a_reference_keeps_the_words_that_follow_it(name: str):
    """A cell becomes a line of a card, label and value side by side: each piece of the value would be a line of its own."""
    apart = re.findall(r"<td data-label=[^>]*>\{\{ ui\.refs\([^)]*\) \}\}[^<\n]+", templates()[name])
    assert not apart, f"{name}: put the whole value in one <span>: {apart}"
