"""What does a page say, and is it a page as it should be? Parsed strictly, read as text."""

import re
from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from lxml import etree
from lxml.html import HTMLParser
from werkzeug.test import TestResponse

GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
IDS = etree.XPath("//@id")
UNSAFE = etree.XPath("//*[@style or @*[starts-with(name(), 'on')] or (self::script and not(@src))]")

TAG = re.compile(r"<(?:!--.*?--|[^>]*)>", re.S)
VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
# What the standard minds however deep it stands: a link in a link, a block in a paragraph, a form in a form.
MINDED = frozenset(
    [
        "p",
        "a",
        "form",
        "button",
        "select",
        "option",
        "table",
        "svg",
        "math",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ]
)
Nesting = tuple[str, tuple[str, ...], str]  # the parent, what is minded above it, the tag without its values
_well_formed: set[Nesting] = set()


def malformed(text: str, whole: bool) -> list[str]:
    """The faults of the markup by the parser of the standard, which is slow: a page where each tag is closed by its own
    and stands where pages already read have one is not read again."""
    nestings = _nestings(text)
    if nestings is not None and nestings <= _well_formed:
        return []
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    (parser.parse if whole else parser.parseFragment)(text)
    faults = [code for _, code, _ in parser.errors if code != "expected-doctype-but-got-start-tag"]
    if not faults:
        _well_formed.update(nestings or ())
    return faults


def _nestings(text: str) -> set[Nesting] | None:
    """Where each tag, and each text, stands; None when a tag is not closed by its own, as our templates do."""
    found: set[Nesting] = set()
    opened: list[tuple[str, tuple[str, ...]]] = [("", ())]
    end = 0
    for tag in TAG.finditer(text):
        told, (parent, minded) = tag.group(), opened[-1]
        if tag.start() > end and not text[end : tag.start()].isspace():
            found.add((parent, minded, "words"))
        end = tag.end()
        name = told.strip("</> ").split(None, 1)[0].lower()
        if told.startswith("</"):
            if opened.pop()[0] != name or not opened:
                return None
            continue
        found.add((parent, minded, told[:4] if told.startswith("<!") else VALUE.sub("", told)))
        if name not in VOID and not told.startswith("<!") and not told.endswith("/>"):
            opened.append((name, tuple(sorted({*minded, name})) if name in MINDED else minded))
    return None if opened[1:] else found


def plain(text: str) -> str:
    """Text as it is read: every kind of space is one space."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).strip()


class Page:
    """A response, with its words, its forms and its faults."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.is_html = response.mimetype == "text/html" and bool(response.data)
        self.is_whole = self.is_html and b"<html" in response.data[:600].lower()
        self.tree: Element | None = None
        if self.is_html:
            self.tree = etree.fromstring(response.data, HTMLParser(encoding="utf-8", remove_comments=True))

    @property
    def text(self) -> str:
        if self.tree is None:
            return self.response.text if self.response.mimetype != "application/octet-stream" else ""
        parts: list[str] = []
        self._words(self.tree, parts)
        return plain("".join(parts))

    def _words(self, node: Element, parts: list[str]) -> None:
        if node.tag in ("script", "style", "head", "title") or not isinstance(node.tag, str):
            parts.append(node.tail or "")
            return
        block = node.tag in ("p", "div", "li", "td", "th", "tr", "h1", "h2", "h3", "dt", "dd", "label", "option", "a",
                             "button", "legend", "summary", "section", "text", "output", "caption", "strong", "span")  # fmt: skip
        block = block and node.get("class") != "ref"  # a reference in a sentence, kept whole
        parts.append((" " if block else "") + (node.text or ""))
        for child in node:
            self._words(child, parts)
        parts.append((" " if block else "") + (node.tail or ""))

    @property
    def problems(self) -> list[str]:
        """The sentences of the error summary, if the page has one."""
        if self.tree is None:
            return []
        summary = self.find_all(lambda e: e.get("role") == "alert")
        return [plain("".join(item.itertext())) for s in summary for item in s.iter("li")]

    def __contains__(self, words: str) -> bool:
        return plain(words) in self.text

    def find_all(self, wanted: Any) -> list[Element]:
        assert self.tree is not None
        return [e for e in self.tree.iter() if isinstance(e.tag, str) and wanted(e)]

    def by_id(self, id: str) -> Element:
        found = self.find_all(lambda e: e.get("id") == id)
        assert found, f"no element #{id}"
        return found[0]

    def links(self) -> list[str]:
        assert self.tree is not None
        return [e.get("href", "") for e in self.tree.iter("a")]

    def posted(self) -> list[Element]:
        """The forms that change something."""
        assert self.tree is not None
        return [form for form in self.tree.iter("form") if form.get("method", "").lower() == "post"]

    def form(self, wanted: str | None = None, press: str | None = None) -> tuple[str, dict[str, Any]]:
        """(address, values) of a POST form of the page, as a browser would send it untouched."""
        forms = [f for f in self.posted() if "/deconnexion" not in f.get("action", "")]
        if wanted is not None:
            forms = [f for f in forms if wanted in (f.get("action") or "") or wanted == f.get("id")]
        assert forms, f"no form {wanted or ''} in {self.response.request.path}: {self.text[:400]}"
        form = forms[0]
        action, values = form.get("action") or self.response.request.full_path.rstrip("?"), {}

        def add(name: str | None, value: str) -> None:
            if not name:
                return
            if name in values:
                kept = values[name] if isinstance(values[name], list) else [values[name]]
                values[name] = [*kept, value]
            else:
                values[name] = value

        for e in form.iter():
            if e.get("disabled") is not None:
                continue
            kind = e.get("type", "text")
            if e.tag == "input" and kind in ("checkbox", "radio"):
                if e.get("checked") is not None:
                    add(e.get("name"), e.get("value", "on"))
            elif e.tag == "input" and kind not in ("submit", "button", "image", "file"):
                add(e.get("name"), e.get("value", ""))
            elif e.tag == "textarea":
                add(e.get("name"), (e.text or "").removeprefix("\n"))  # as a browser reads it
            elif e.tag == "select":
                options = list(e.iter("option"))
                chosen = [o for o in options if o.get("selected") is not None] or options[:1]
                for option in chosen:
                    add(e.get("name"), option.get("value", "".join(option.itertext())))
            elif e.tag in ("button", "input") and press and press in (e.get("name"), e.get("value"), plain("".join(e.itertext()))):  # noqa: E501  # fmt: skip
                add(e.get("name"), e.get("value", ""))
                action = e.get("formaction") or action
        return action, values

    def check(self) -> None:
        """Fail on anything that should be on no page."""
        headers = self.response.headers
        where = f"{self.response.request.method} {self.response.request.path}"
        for name, value in GUARDS.items():
            assert headers.get(name) == value, f"{where}: header {name} is missing"
        assert "default-src 'none'" in headers["Content-Security-Policy"], where
        if self.tree is None:
            return
        if self.response.location is None:  # what stands behind a redirect is not ours, and nobody reads it
            faults = malformed(self.response.text, self.is_whole)
            assert not faults, f"{where}: this is not valid HTML: {faults[:5]}"
        twice = [id for id, times in Counter(IDS(self.tree)).items() if times > 1]
        assert not twice, f"{where}: ids {twice} stand twice"
        unsafe = [f"<{e.tag} {dict(e.attrib)}>" for e in UNSAFE(self.tree)]
        assert not unsafe, f"{where}: inline style, handler or script: {unsafe}"
        labelled = {e.get("for") for e in self.tree.iter("label")}
        for e in self.tree.iter("input", "select", "textarea"):
            if e.get("type") in UNLABELLED or e.get("aria-label") or e.get("aria-labelledby"):
                continue
            assert e.get("id") in labelled, f"{where}: the field {e.get('name')} has no label"
        for form in self.posted():
            names = {i.get("name") for i in form.iter("input")}
            assert {"csrf_token", "idem_key"} <= names, f"{where}: a form has no csrf_field()"
        if self.is_whole:
            titles = list(self.tree.iter("h1"))
            assert len(titles) == 1, f"{where}: {len(titles)} h1"
