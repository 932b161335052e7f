"""How does a file come in by a form, and how does it leave? Checked on its way in, never opened in the site on its way out."""

from collections.abc import Collection
from io import BytesIO
from typing import Any

from flask import Response, abort, current_app, request, send_file
from werkzeug.datastructures import CombinedMultiDict, FileStorage
from wtforms import FileField
from wtforms.validators import StopValidation

from clauses.config import PARIS, FilesPlace
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.files import EVERY_KIND, MAX_SIZE, CheckedFile, Upload, listed
from clauses.domain.kinds_files import FileKind, ScanState
from clauses.models.files import StoredFile
from clauses.queries import files
from clauses.queries.files.storage import Gone, content_of
from clauses.sealing import Unsealable
from clauses.wording import sentences


class UploadField(FileField):
    """A file judged by its content; held as a CheckedFile once it is, None when nothing was chosen."""

    data: Any  # an Upload as it came, a CheckedFile after the check

    def __init__(
        self, label: str, *args: Any, accepted: Collection[FileKind] = EVERY_KIND, **kwargs: Any
    ) -> None:
        super().__init__(label, *args, **kwargs)
        self.accepted = frozenset(accepted)

    @property
    def accept(self) -> str:
        """What the browser proposes first; the content decides."""
        ends = [f".{kind.value}" for kind in listed(self.accepted)]
        return ",".join([*ends, *([".jpeg"] if FileKind.JPEG in self.accepted else [])])

    def process_formdata(self, valuelist: list[Any]) -> None:
        found = next((v for v in valuelist if isinstance(v, FileStorage) and v.filename), None)
        self.data = Upload(found.filename or "", found.stream.read(MAX_SIZE + 1)) if found else None
        if found:
            found.close()

    def pre_validate(self, form: Any) -> None:
        if not isinstance(self.data, Upload):  # nothing, or checked already
            return
        try:
            self.data = files.check(
                self.data, field=self.short_name, accepted=self.accepted,
                clamd_url=current_app.config["SETTINGS"].clamd_url,
            )  # fmt: skip
        except Refused as refusal:
            raise StopValidation(sentences.refusal(refusal.code, **refusal.facts)) from None

    @property
    def checked(self) -> CheckedFile | None:
        return self.data if isinstance(self.data, CheckedFile) else None


def sent() -> CombinedMultiDict[str, Any]:
    """What was typed and what was chosen, for a form with a file."""
    return CombinedMultiDict([request.form, request.files])


def folder() -> FilesPlace:
    """Where the files are kept: a folder, or a bucket."""
    kept: FilesPlace = current_app.config["SETTINGS"].files
    return kept


def picture(stored: StoredFile) -> Response:
    """A photo that was drawn again on its way in, shown inside the site; 404 while the antivirus has not cleared it."""
    if stored.held_back or not stored.media_type.startswith("image/"):
        abort(404)
    try:
        content = BytesIO(content_of(folder(), stored.key, stored.sha256))
    except (Gone, Unsealable):
        abort(404)
    response = send_file(content, mimetype=stored.media_type, max_age=3600, etag=stored.sha256)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def download(stored: StoredFile, name: str | None = None) -> Response:
    """The file itself, never shown inside the site; refused while the antivirus has not cleared it (409)."""
    if stored.scan is ScanState.WAITING:
        raise IllegalMove("file_waits")
    if stored.scan is ScanState.INFECTED:
        raise IllegalMove("file_blocked")
    if stored.erased_at is not None:
        raise IllegalMove("file_erased", day=stored.erased_at.astimezone(PARIS).date())
    try:
        content = BytesIO(content_of(folder(), stored.key, stored.sha256))
    except Gone:
        raise IllegalMove("file_gone") from None
    except Unsealable:
        raise IllegalMove("file_sealed") from None
    response = send_file(
        content, mimetype=stored.media_type, as_attachment=True, max_age=0, download_name=name or stored.name
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
