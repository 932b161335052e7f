"""May this workbook be opened? Its archive is counted first; macros and links to other files are refused."""

from clauses.domain.errors import Refused
from clauses.queries import archives

MOST_BYTES = 10_000_000
_TYPES = "[Content_Types].xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def check(content: bytes, field: str) -> None:
    """Let a workbook pass, or say in one sentence why not (`Refused` on `field`). Inflates at most 50 MB."""
    try:
        archive = archives.opened(content)
        names = [name.replace("\\", "/").casefold() for name in archive.names]
        if any("vbaproject" in name or "/macrosheets/" in name for name in names):
            raise Refused("sheet_macros", field=field)
        if any("externallink" in name for name in names):
            raise Refused("sheet_links", field=field)
        types = archive.xml(_TYPES)
    except archives.Unsafe as unsafe:
        raise Refused(f"sheet_{unsafe.reason}", field=field) from None
    declared = [one.get("ContentType", "") for one in types] if types is not None else []
    if any("macroEnabled" in one for one in declared):
        raise Refused("sheet_macros", field=field)
    if declared.count(_WORKBOOK) != 1:
        raise Refused("sheet_kind", field=field)
