"""What does one row say of a structure? Each value is read once, and what has no sense is noted with its column."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from clauses.domain.decp import cells
from clauses.domain.decp.findings import Findings, clean
from clauses.domain.decp.table import Row
from clauses.domain.decp.vocabulary import plain
from clauses.domain.directory.entry import Entry
from clauses.domain.directory.shapes import COLUMNS, DATED, KINDS, OUTSIDE
from clauses.domain.formulas import rearmed
from clauses.domain.kinds_partners import DirectoryShape as Shape
from clauses.domain.kinds_partners import Zone

MILLION = 1_000_000
_LONGEST = {"name": 200, "brand": 200, "address": 300, "city": 100, "website": 300, "source": 40, "source_id": 60,
            "agreement_number": 60, "presentation": 5000, "recruitment_procedure": 5000, "equipment": 5000}  # fmt: skip
_PARAGRAPHS = frozenset({"presentation", "recruitment_procedure", "equipment"})
_POINTS = {"lat": Decimal(90), "lon": Decimal(180)}
_WIDEST_KM = 150
_MOST_IN_A_LIST = 200


def entry_of(findings: Findings, row: Row, shape: Shape, listed_on: date | None) -> Entry | None:
    """The structure of a row, None when the row is refused: the reasons are then in the findings."""
    told = _Told(findings, row, shape)
    if row.problem is not None:
        findings.refuse(row.name("siret"), row.problem[0], row.problem[1])
        return None
    siret = told.siret()
    findings.ref = siret
    kind_text = plain(told.raw("kind"))
    kind = KINDS.get(kind_text)
    if kind is None:
        code = "siae_kind_outside" if kind_text in OUTSIDE else "siae_kind"
        told.refuse("kind", code if kind_text else "decp_missing")
    if told.yes("active") is False:
        told.refuse("active", "siae_inactive")
    name, city = told.text("name"), told.text("city")
    for wanted, value in (("name", name), ("city", city)):
        if value is None:
            told.refuse(wanted, "decp_missing")
    post_code = told.post_code()
    lat, lon = told.degrees("lat"), told.degrees("lon")
    if (lat is None) != (lon is None):
        told.warn("lat" if lat is None else "lon", "siae_point")
        lat = lon = None
    on = told.day("source_date") or DATED.get(shape) or listed_on or findings.today
    services = told.list("services")
    values: dict[str, Any] = {
        **{one: told.text(one) for one in ("brand", "address", "presentation", "recruitment_procedure", "equipment",
                                           "agreement_number", "source_id")},
        **{one: told.list(one) for one in ("sectors", "networks", "zone_codes", "trades")},
        **{one: told.yes(one) for one in ("lends_staff", "takes_works", "joins_groups", "branch", "under_agreement")},
        **{one: told.day(one) for one in ("agreement_start", "agreement_end")},
        "naf": told.naf(), "website": told.website(), "zone": told.zone(), "radius_km": told.radius(),
        "insee": told.insee(), "source": told.text("source") or shape.value,
    }  # fmt: skip
    if services is not None:
        values["lends_staff"] = "DISP" in services
        values["takes_works"] = bool({"PREST", "BUILD"} & set(services))
    if shape is Shape.LE_MARCHE and told.raw("nature"):
        values["branch"] = plain(told.raw("nature")) == "antenna"
    if shape is Shape.HOSMOZ and told.yes("member"):
        values["networks"] = ("hosmoz",)
    if findings.blocked or siret is None or kind is None or name is None or city is None:
        return None
    return Entry(line=row.line, shape=shape, siret=siret, kind=kind, name=name, city=city, post_code=post_code,
                 lat_e6=lat, lon_e6=lon, source_date=on, warnings=findings.warnings(), **values)  # fmt: skip


class _Told:
    """What a row says under the name that the directory gives it."""

    def __init__(self, findings: Findings, row: Row, shape: Shape) -> None:
        self.findings = findings
        self.row = row
        self.columns = COLUMNS[shape]

    def raw(self, what: str) -> Any:
        names = self.columns.get(what, ())
        return self.row.get(*names) if names else None

    def column(self, what: str) -> str:
        names = self.columns.get(what, (what,))
        return self.row.name(*names)

    def refuse(self, what: str, code: str, **facts: Any) -> None:
        self.findings.refuse(self.column(what), code, self.raw(what), **facts)

    def warn(self, what: str, code: str, **facts: Any) -> None:
        self.findings.warn(self.column(what), code, self.raw(what), **facts)

    def text(self, what: str) -> str | None:
        """One line of text, cut where no sheet would hold it; an address is made of its lines."""
        names = self.columns.get(what, ())
        parts = [self.row.values.get(one) for one in names] if what == "address" else [self.raw(what)]
        if any(isinstance(part, (list, dict)) for part in parts):
            self.refuse(what, "decp_text")
            return None
        said = ", ".join(_plain_cell(part) for part in parts if not cells.blank(part))
        if what not in _PARAGRAPHS:
            said = " ".join(said.split())
        if len(said) > _LONGEST[what]:
            self.warn(what, "siae_cut", limit=_LONGEST[what])
        return said[: _LONGEST[what]].rstrip() or None

    def siret(self) -> str | None:
        value = self.raw("siret")
        if cells.blank(value):
            self.refuse("siret", "decp_missing")
            return None
        return cells.siret(self.findings, self.column("siret"), value, blocking=True)

    def yes(self, what: str) -> bool | None:
        value = self.raw(what)
        if cells.blank(value):
            return None
        said = cells.yes(value)
        if said is None:
            self.refuse(what, "siae_yes")
        return said

    def day(self, what: str) -> date | None:
        value = self.raw(what)
        if cells.blank(value):
            return None
        read = cells.read_day(value)
        if read is None or not cells.FIRST_YEAR <= read.year <= cells.LAST_YEAR:
            self.refuse(what, "decp_day")
            return None
        if what == "source_date" and read > self.findings.today:  # tomorrow's list would never be replaced
            self.warn(what, "decp_day_future", day=read)
            return self.findings.today
        return read

    def list(self, what: str) -> tuple[str, ...] | None:
        """The words of a list: slugs separated by spaces or « ; » in a table, texts or objects in JSON."""
        value = self.raw(what)
        if what not in self.columns or value is None or value == "":
            return None
        if isinstance(value, list):
            said = [_item(one) for one in value[:_MOST_IN_A_LIST]]
        else:
            said = re.split(r"[;,|]" if re.search(r"[;,|]", clean(value)) else r"\s+", clean(value))
        return tuple(dict.fromkeys(one.strip() for one in said[:_MOST_IN_A_LIST] if one.strip()))

    def post_code(self) -> str | None:
        value = self.raw("post_code")
        if cells.blank(value):
            return None
        bare = cells.digits(value)
        if re.fullmatch(r"[0-9]{4}", bare):
            bare = bare.zfill(5)  # a spreadsheet has eaten the zero
        if not re.fullmatch(r"[0-9]{5}", bare):
            self.refuse("post_code", "siae_post_code")
            return None
        return bare

    def insee(self) -> str | None:
        value = self.raw("insee")
        if cells.blank(value):
            return None
        code = cells.digits(value).upper()
        code = code.zfill(5) if re.fullmatch(r"[0-9]{4}", code) else code
        if not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", code):
            self.refuse("insee", "decp_place")
            return None
        return code

    def degrees(self, what: str) -> int | None:
        """Millionths of a degree, rounded half to even; what is no point on earth is only a warning."""
        value = self.raw(what)
        if cells.blank(value):
            return None
        exact = cells.number(value)
        if exact is None or abs(exact) > _POINTS[what]:
            self.warn(what, "siae_point")
            return None
        return round(exact * MILLION)

    def naf(self) -> str | None:
        value = self.raw("naf")
        if cells.blank(value):
            return None
        code = clean(value)[:20].replace(".", "").replace(" ", "").upper()
        if not re.fullmatch(r"[0-9]{4}[A-Z]", code):
            self.warn("naf", "siae_naf")
            return None
        return code

    def website(self) -> str | None:
        """An address of the web; any other scheme is let go, a bare name is given the usual one."""
        said = self.text("website") if "website" in self.columns else None
        if said is None:
            return None
        if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,}(/\S*)?", said):
            said = f"https://{said}"
        if (
            not re.fullmatch(r"https?://[^\s\"'<>\\]+", said, re.IGNORECASE)
            or len(said) > _LONGEST["website"]
        ):
            self.warn("website", "siae_website")
            return None
        return said

    def zone(self) -> Zone | None:
        value = self.raw("zone")
        if cells.blank(value):
            return None
        if plain(value) not in set(Zone):
            self.refuse("zone", "siae_zone")
            return None
        return Zone(plain(value))

    def radius(self) -> int | None:
        value = self.raw("radius_km")
        if cells.blank(value):
            return None
        exact = cells.number(value)
        if exact is None or exact != exact.to_integral_value() or not 0 <= exact <= _WIDEST_KM:
            self.refuse("radius_km", "siae_radius", limit=_WIDEST_KM)
            return None
        return int(exact)


def _plain_cell(value: Any) -> str:
    """The text of a cell, its lines kept; the apostrophe by which our exports disarm a formula goes."""
    lines = str(value).splitlines() if isinstance(value, str) else [value]
    return rearmed("\n".join(clean(line) for line in lines).strip())


def _item(value: Any) -> str:
    if isinstance(value, dict):
        value = next((value[key] for key in ("slug", "code", "id", "name", "nom") if value.get(key)), "")
    return "" if isinstance(value, (list, dict)) else clean(value)[:200]
