"""How does a market go from a draft to its award? The verbs of the room, one file by moment of its life."""

from clauses.actions.markets.awards import AwardFields, award_lot, complete_target
from clauses.actions.markets.changes import record_change
from clauses.actions.markets.comments import comment_opinion
from clauses.actions.markets.consortium import MOST_MEMBERS, GroupFields, MemberFields
from clauses.actions.markets.consultation import answer_question, ask_question, draft_answer
from clauses.actions.markets.defaults import DefaultFields, declare_default
from clauses.actions.markets.documents import DocumentFields, put_document, withdraw_document
from clauses.actions.markets.essential import EssentialFields, save_essential_data
from clauses.actions.markets.filing import (
    MOST_LOTS,
    LotFields,
    MarketFields,
    create_market,
    edit_market,
    save_lots,
)
from clauses.actions.markets.kick_offs import MeetingFields, MinutesFields, hold_kick_off, plan_kick_off
from clauses.actions.markets.messages import mark_read, send_message
from clauses.actions.markets.operators import Named
from clauses.actions.markets.opinions import OpinionFields, give_opinions, publish, request_opinion
from clauses.actions.markets.rectifying import (
    RectificationFields,
    abandon_market,
    rectifiable,
    rectify,
)
from clauses.actions.markets.references import record_reference
from clauses.actions.markets.sizing import ClauseFields, save_clauses, sized
from clauses.actions.markets.subcontracts import (
    SubcontractFields,
    decide_subcontract,
    declare_subcontract,
    end_subcontract,
)
from clauses.actions.markets.texts import keep_text
from clauses.queries.markets.changes import ChangeFields

__all__ = [
    "DocumentFields",
    "put_document",
    "withdraw_document",
    "MOST_LOTS",
    "MOST_MEMBERS",
    "AwardFields",
    "ChangeFields",
    "ClauseFields",
    "EssentialFields",
    "GroupFields",
    "LotFields",
    "MarketFields",
    "MeetingFields",
    "MemberFields",
    "MinutesFields",
    "Named",
    "OpinionFields",
    "RectificationFields",
    "SubcontractFields",
    "abandon_market",
    "answer_question",
    "ask_question",
    "award_lot",
    "comment_opinion",
    "complete_target",
    "create_market",
    "DefaultFields",
    "declare_default",
    "decide_subcontract",
    "declare_subcontract",
    "draft_answer",
    "edit_market",
    "end_subcontract",
    "give_opinions",
    "hold_kick_off",
    "keep_text",
    "mark_read",
    "plan_kick_off",
    "publish",
    "record_change",
    "record_reference",
    "rectifiable",
    "rectify",
    "request_opinion",
    "save_clauses",
    "save_essential_data",
    "save_lots",
    "send_message",
    "sized",
]
