"""May this office document (xlsx, docx, odt) be kept? Nothing in it may run, hide or reach outside.

Refused: macros, a password, ActiveX controls, incorporated objects (OLE, programs, other documents), templates,
images or values taken from elsewhere, fields that start a program (DDE). Every part is counted by
`clauses.queries.archives`; types and relations are parsed, names and the marks of fields are searched.
"""

import re

from clauses.domain.kinds_files import FileKind
from clauses.queries.archives import Archive, Unsafe

MOST_ENTRIES = 1_000  # a document with its pictures
_MAIN = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": FileKind.XLSX,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": FileKind.DOCX,
}
_ODT = b"application/vnd.oasis.opendocument.text"
_TYPES, _MIMETYPE, _MANIFEST = "[Content_Types].xml", "mimetype", "META-INF/manifest.xml"
_MACROS = re.compile(r"vbaproject|vbadata|/macrosheets/|/dialogsheets/|^basic/|^scripts/|^customui")
_OBJECTS = re.compile(
    r"/embeddings/|oleobject|/activex/|/ctrlprops/"
    r"|\.(exe|dll|com|scr|bat|cmd|ps1|js|jse|vbs|vbe|wsf|hta|jar|msi|lnk|reg|swf|html?|mht)$"
)
_OUTSIDE = re.compile(r"externallink|/connections\.xml$|/querytables/")
_HARMFUL_LINK = re.compile(r"\s*(javascript|vbscript|data|shell|search-ms|ms-[a-z-]+):", re.I)
_RUNS = re.compile(
    rb"\bDDEAUTO\b|<w:instrText[^>]*>\s*DDE\b|ddeService=|vnd\.sun\.star\.script:|\"macro:|<script:event-listener"
    rb"|<office:dde-source|<text:dde-",
    re.I,
)
_OLE = re.compile(rb"<draw:object-ole|<o:OLEObject|<draw:plugin|<draw:applet", re.I)
_FETCHED = re.compile(
    rb"<(draw:image|draw:object|text:section-source|table:table-source|draw:fill-image)\b[^>]*xlink:href=\"([a-z]+:|//|\.\./)",
    re.I,
)


def kind_of(archive: Archive) -> FileKind | None:
    """Which document the archive is; None for any other archive. Raises Unsafe with the reason of a refusal."""
    names = [name.replace("\\", "/").casefold() for name in archive.names]
    if archive.names and archive.names[0] == _MIMETYPE:
        return _odt(archive, names)
    types = archive.xml(_TYPES)
    if types is None:
        return None
    declared = [one.get("ContentType", "") for one in types]
    if any("macroenabled" in one.casefold() or "vbaproject" in one.casefold() for one in declared):
        raise Unsafe("macros")
    if any(mark in one.casefold() for one in declared for mark in ("activex", "oleobject")):
        raise Unsafe("objects")
    _refuse(names)
    mains = [_MAIN[one] for one in declared if one in _MAIN]
    if len(mains) != 1:
        return None
    for name in archive.names:
        if name.casefold().endswith(".rels"):
            _relations(archive, name)
    _search(archive)
    return mains[0]


def _odt(archive: Archive, names: list[str]) -> FileKind | None:
    if archive.read(_MIMETYPE) != _ODT:
        return None
    _refuse(names)
    manifest = archive.xml(_MANIFEST)
    if manifest is None or "content.xml" not in archive.names:
        return None
    for entry in manifest.iter():
        if entry.tag.endswith("}encryption-data"):
            raise Unsafe("locked")
        for key, value in entry.attrib.items():
            if key.endswith("}media-type") and "oleobject" in value:
                raise Unsafe("objects")
    _search(archive)
    return FileKind.ODT


def _refuse(names: list[str]) -> None:
    if any(_MACROS.search(name) for name in names):
        raise Unsafe("macros")
    if any(_OBJECTS.search(name) for name in names):
        raise Unsafe("objects")
    if any(_OUTSIDE.search(name) for name in names):
        raise Unsafe("links")


def _relations(archive: Archive, name: str) -> None:
    """A link that somebody clicks may lead outside; nothing else may, for it would be fetched on opening."""
    root = archive.xml(name)
    for one in root if root is not None else ():
        if one.get("TargetMode", "").casefold() != "external":
            continue
        link = one.get("Type", "").rpartition("/")[2] == "hyperlink"
        if not link or _HARMFUL_LINK.match(one.get("Target", "")):
            raise Unsafe("links")


def _search(archive: Archive) -> None:
    """Read every part that is XML, which must be written in plain letters: hidden in others, a mark would not be seen."""
    for name in archive.names:
        if not name.casefold().endswith((".xml", ".rels", ".rdf", ".vml")):
            continue
        part = archive.read(name)
        if part and not part.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or b"\0" in part[:64]:
            raise Unsafe("damaged")
        if _RUNS.search(part):
            raise Unsafe("macros")
        if _OLE.search(part):
            raise Unsafe("objects")
        if _FETCHED.search(part):
            raise Unsafe("links")
