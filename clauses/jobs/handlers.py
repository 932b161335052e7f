"""What follows from each fact? Messages and work, written in the transaction that drains it.

A handler reads the database as it is when the fact leaves and bears being called twice: a message is written once
for a fact and a person, a piece of work once for its subject.
"""

from collections.abc import Callable

from clauses.domain import events
from clauses.jobs import (
    assistant,
    letters_accounts,
    letters_administration,
    letters_allocation,
    letters_awards,
    letters_changes,
    letters_hours,
    letters_markets,
    letters_partners,
    letters_personal_data,
    letters_pooling,
    letters_reports,
    letters_second_factor,
    letters_territories,
    letters_threads,
)

HANDLERS: dict[type[events.Event], list[Callable[..., None]]] = {
    events.OpinionRequested: [letters_markets.opinion_requested],
    events.OpinionGiven: [letters_markets.opinion_given],
    events.MarketPublished: [letters_partners.market_published],
    events.QuestionAsked: [letters_threads.question_asked],
    events.LotMessageSent: [letters_threads.lot_message_sent],
    events.LotAwarded: [letters_markets.lot_awarded],
    events.KickOffPlanned: [letters_awards.kick_off_planned],
    events.TargetAmended: [letters_changes.target_amended],
    events.PartnerAsked: [letters_partners.partner_asked],
    events.PartnerReminded: [letters_partners.partner_reminded],
    events.PartnerAnswered: [letters_partners.partner_answered],
    events.PartnerRequestSettled: [letters_partners.partner_request_settled],
    events.CommitmentSubmitted: [letters_allocation.commitment_submitted],
    events.PlanProposed: [letters_allocation.plan_proposed],
    events.PlanSettled: [letters_allocation.plan_settled],
    events.PoolProposed: [letters_pooling.pool_proposed],
    events.PoolAnswered: [letters_pooling.pool_answered],
    events.PoolActivated: [letters_pooling.pool_activated],
    events.PoolEnded: [letters_pooling.pool_ended],
    events.ReportReturned: [letters_hours.report_returned],
    events.TargetReached: [letters_hours.target_reached],
    events.RelayAlerted: [letters_hours.relay_alerted],
    events.RelayDue: [letters_hours.relay_due],
    events.TerritoryHandedOver: [letters_territories.handed_over],
    events.ProposalAsked: [assistant.proposal_asked],
    events.ReportRequested: [letters_reports.report_requested],
    events.ReportReady: [letters_reports.report_ready],
    events.ReportFailed: [letters_reports.report_failed],
    events.SecondFactorAdded: [letters_second_factor.changed],
    events.SecondFactorRemoved: [letters_second_factor.changed],
    events.SecondFactorReset: [letters_second_factor.changed],
    events.RecoveryCodesRenewed: [letters_second_factor.changed],
    events.RecoveryCodeUsed: [letters_second_factor.changed],
    events.SecondFactorTried: [letters_second_factor.changed],
    events.DataRequestRecorded: [letters_personal_data.data_request_recorded],
    events.IdentityLinked: [letters_second_factor.identity_changed],
    events.IdentityUnlinked: [letters_second_factor.identity_changed],
    events.PasswordAsked: [letters_accounts.password_asked],
    events.PasswordChanged: [letters_accounts.password_changed],
    events.EmailChangeAsked: [letters_accounts.email_change_asked],
    events.InvitationSent: [letters_accounts.invitation_sent],
    events.SignUpAsked: [letters_accounts.sign_up_asked],
    events.SignUpWaiting: [letters_accounts.sign_up_waiting],
    events.SignUpDecided: [letters_accounts.sign_up_decided],
    events.AuditHeadPublished: [letters_administration.head_published],
}
