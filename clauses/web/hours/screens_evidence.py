"""Which documents prove the hours of a month, which are missing, and what is said of each? D10."""

from datetime import date

from flask import Response as FileResponse
from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.hours import evidence as actions
from clauses.config import clock
from clauses.domain.files import SUFFIXES
from clauses.domain.kinds_evidence import EvidenceState
from clauses.domain.kinds_files import ScanState
from clauses.domain.values import month_of
from clauses.models.evidence import Evidence
from clauses.queries import hours_evidence as queries
from clauses.queries import people
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form
from clauses.web.hours.door import bp, month_in, written
from clauses.web.hours.forms_evidence import EvidenceForm, TakeBackForm, VerdictForm
from clauses.web.page import done, page
from clauses.web.readings import NAMES, PROOF, traced
from clauses.web.uploads import download, folder, sent
from clauses.wording import evidence as words
from clauses.wording.files import SCANS, weight
from clauses.wording.hours import FOLLOWER_MISSING

P = Permission


@bp.get("/releves/<int:lot_id>/<month>/pieces")
@needs(P.EVIDENCE_VIEW, guarded=True)
@traced(NAMES)
def evidence(lot_id: int, month: str) -> Response:
    return _page(lot_id, month_in(month))


@bp.post("/releves/<int:lot_id>/<month>/pieces")
@needs(P.EVIDENCE_PUT, guarded=True)
def put_evidence(lot_id: int, month: str) -> Response:
    wanted = month_in(month)
    sheet = queries.sheet(g.actor, lot_id, wanted)
    form = EvidenceForm(sent()).offer(sheet.choices)
    put = form.attempt(
        lambda: actions.put_evidence(
            g.actor, lot_id, wanted, form.piece(), form.e_file.checked, files=folder(), now=clock.now()
        )
    )
    if put is None:
        return _page(lot_id, wanted, form=form, status=422)
    said = "evidence_put_waiting" if form.e_file.data.scan is ScanState.WAITING else "evidence_put"
    found = people.follower_of(sheet.lot.territory_id, clock.today())
    facts = {"follower": found.name if found else FOLLOWER_MISSING}
    return done("hours.evidence", said, facts=facts, lot_id=lot_id, month=month)


@bp.get("/pieces/<int:evidence_id>/fichier")
@needs(P.EVIDENCE_VIEW, guarded=True)
@traced(PROOF)
def evidence_file(evidence_id: int) -> FileResponse:
    """The document itself: downloaded, under a name that names nobody."""
    one, stored = queries.evidence_file(g.actor, evidence_id)
    return download(
        stored, f"{one.kind.value.replace('_', '-')}-{one.id}.{SUFFIXES.get(stored.media_type, 'bin')}"
    )


@bp.post("/pieces/<int:evidence_id>/decision")
@needs(P.EVIDENCE_DECIDE, guarded=True)
def decide_evidence(evidence_id: int) -> Response:
    form = VerdictForm(request.form)
    decided = form.attempt(
        lambda: actions.decide_evidence(
            g.actor, evidence_id, form.verdict(), form.e_message.data, version=request.form.get("version", type=int),
            now=clock.now(),
        )
    )  # fmt: skip
    if decided is None:
        return _back(evidence_id, form)
    one, hours = decided
    said = "evidence_accepted_hours" if hours else "evidence_accepted"
    if one.state is not EvidenceState.ACCEPTED:
        said = "evidence_turned_down"
    return _led(one, said, hours)


@bp.post("/pieces/<int:evidence_id>/retrait")
@needs(P.EVIDENCE_WITHDRAW, guarded=True)
def withdraw_evidence(evidence_id: int) -> Response:
    form = TakeBackForm(request.form)
    gone = form.attempt(
        lambda: actions.withdraw_evidence(g.actor, evidence_id, form.withdraw_reason.data, now=clock.now())
    )
    if gone is None:
        return _back(evidence_id, form)
    return _led(gone, "evidence_withdrawn", 0)


def _month_of(one: Evidence) -> date:
    """The page a document is shown on: its month, or for one that lasts the month it was put in the page of."""
    asked = request.form.get("month") or request.args.get("month") or ""
    return month_in(asked) if asked else one.month or month_of(clock.today())


def _led(one: Evidence, said: str, hours: int) -> Response:
    return done(
        "hours.evidence", said, facts={"hours": hours}, lot_id=one.lot_id, month=written(_month_of(one))
    )


def _back(evidence_id: int, form: Form) -> Response:
    one = queries.evidence_of(g.actor, evidence_id)
    return _page(one.lot_id, _month_of(one), at=evidence_id, answer=form, status=422)


def _page(
    lot_id: int, month: date, *, form: EvidenceForm | None = None, at: int | None = None, answer: Form | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    sheet = queries.sheet(g.actor, lot_id, month)
    verdicts = {row.evidence.id: VerdictForm() for row in sheet.pieces if row.may_decide}
    withdrawals = {row.evidence.id: TakeBackForm() for row in sheet.pieces if row.may_withdraw}
    if at is not None and isinstance(answer, VerdictForm):
        verdicts[at] = answer
    if at is not None and isinstance(answer, TakeBackForm):
        withdrawals[at] = answer
    for evidence_id, one in [*verdicts.items(), *withdrawals.items()]:
        for field in one:
            field.id = f"{field.short_name}-{evidence_id}"
    return page(
        "hours/evidence.html", "documents", status=status, sheet=sheet, month=written(month), words=words, at=at,
        form=form or EvidenceForm().offer(sheet.choices), verdicts=verdicts, withdrawals=withdrawals, answer=answer,
        scans=SCANS, weight=weight,
    )  # fmt: skip
