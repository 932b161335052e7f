"""How is a month confirmed from the link of a letter? One page of counts, one act, no session."""

from flask import request
from werkzeug.wrappers import Response

from clauses.actions.hours.by_link import confirm_by_link
from clauses.config import clock
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.kinds_accounts import LinkPurpose
from clauses.queries import hours_links
from clauses.web.doorkeeper import public
from clauses.web.page import page
from clauses.web.people.door import bp
from clauses.web.people.forms_month_link import MonthLinkForm
from clauses.web.people.link_doors import dead, private, subject


@bp.get("/releve-du-mois/<token>")
@public
def month_by_link(token: str) -> Response:
    return _shown(token, MonthLinkForm())


@bp.post("/releve-du-mois/<token>")
@public
def confirm_month(token: str) -> Response:
    form = MonthLinkForm(request.form)
    link_id = subject(LinkPurpose.MONTH, token)
    found = hours_links.month_by_link(link_id, clock.today(), clock.real()) if link_id else None
    if found is None:
        return dead(LinkPurpose.MONTH)
    nil = form.answer.data == "nil"
    try:
        confirm_by_link(token, nil=nil, nil_comment=form.nil_comment.data, honour=nil or bool(form.r_honour.data),
                        now=clock.now(), at=clock.real())  # fmt: skip
    except IllegalMove:
        return dead(LinkPurpose.MONTH)
    except (Refused, Several) as refusal:
        if refusal.code == "link_dead":
            return dead(LinkPurpose.MONTH)
        return _refused(token, form, refusal)
    return private(page("people/month_confirmed.html", found=found, nil=nil))


def _refused(token: str, form: MonthLinkForm, refusal: DomainError) -> Response:
    form.refuse(refusal)
    return _shown(token, form, 422)


def _shown(token: str, form: MonthLinkForm, status: int = 200) -> Response:
    link_id = subject(LinkPurpose.MONTH, token)
    found = hours_links.month_by_link(link_id, clock.today(), clock.real()) if link_id else None
    if found is None:
        return dead(LinkPurpose.MONTH)
    return private(page("people/month_by_link.html", status=status, found=found, form=form, token=token))
