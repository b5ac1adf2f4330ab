"""What people read about Microsoft's refusals, in their language, by the reason of the error.

The English originals are in `core.sentences`; a test keeps the two the same.
"""

from odoo.tools.translate import LazyTranslate

from odoo.addons.calendar_sync_base.models.provider_addon import NOT_REVOKED

_lt = LazyTranslate(__name__)

REMOVING = _lt(
    "Disconnected. Microsoft lets only you withdraw the permission: please remove it at "
    "https://myapps.microsoft.com for a work or school account, or at "
    "https://account.live.com/consent/Manage for a personal one."
)

SENTENCES = {
    NOT_REVOKED: REMOVING,
    "redirect_uri": _lt(
        "The redirect address of this server is not registered for the application in Microsoft "
        "Entra. An administrator has to add it there, spelled exactly the same."
    ),
    "other_tenant": _lt(
        "This Microsoft account does not belong to the organization the application is made for. "
        "Connect with an account of that organization."
    ),
    "single_tenant": _lt(
        "The application in Microsoft Entra is for one organization only. An administrator has to"
        " allow other organizations there, or enter the directory (tenant) ID."
    ),
    "sign_in_twice": _lt(
        "Your organization asks for a second proof of who you are. Connect the account again and "
        "follow Microsoft's steps."
    ),
    "revoked": _lt(
        "Your sign-in was withdrawn, by you or by an administrator. Connect the account again."
    ),
    "conditional_access": _lt(
        "A rule of your organization (conditional access) blocks this application. Your Microsoft"
        " administrator has to allow it."
    ),
    "code_used": _lt("The sign-in was used already. Connect the account again."),
    "consent": _lt(
        "The application has not been allowed to use your calendar. Connect the account again, or"
        " ask your Microsoft administrator to allow it."
    ),
    "declined": _lt("The calendar permission was declined. Connect again to give it."),
    "unused_for_long": _lt("The account was not used for too long. Connect it again."),
    "sign_in_often": _lt(
        "Your organization asks you to sign in from time to time. Connect the account again."
    ),
    "scope": _lt(
        "The application in Microsoft Entra lacks the calendar permission. An administrator has "
        "to add Calendars.ReadWrite there."
    ),
    "unknown_client": _lt(
        "Microsoft does not know the Client ID in this organization. An administrator has to "
        "check it and the directory (tenant) ID."
    ),
    "wrong_secret": _lt(
        "Microsoft does not accept the Client Secret. An administrator has to enter the secret's "
        "value, not its ID."
    ),
    "expired_secret": _lt(
        "The Client Secret has expired. An administrator has to make a new one in Microsoft Entra"
        " and enter it here."
    ),
    "unknown_tenant": _lt(
        "Microsoft does not know the directory (tenant) ID. An administrator has to check it."
    ),
    "admin_consent": _lt(
        "Only your Microsoft administrator may allow this application. Ask them for it, then "
        "connect again."
    ),
    "mailbox": _lt(
        "This account has no mailbox in Exchange Online: it has no licence for one, or it is on "
        "the organization's own server. Nothing was deleted. Ask your Microsoft administrator."
    ),
    "claims": _lt("Microsoft asks you to sign in again. Connect the account again."),
    "access_denied": _lt("You may not change this event in Outlook."),
    "mailbox_full": _lt(
        "Your mailbox is full. Delete something in Outlook; changes are kept and sent later."
    ),
    "too_large": _lt("This event is too large for Outlook. Shorten its description."),
    "crossing": _lt(
        "Outlook cannot move an occurrence onto or past the day of its neighbour. Choose another "
        "day."
    ),
    "bad_address": _lt("Outlook does not accept the address of a guest. Please check the guests."),
    "too_many_guests": _lt("Outlook takes at most 500 guests. Remove some, or invite a group."),
    "zone": _lt("Outlook does not know the time zone of this event. Choose another one."),
    "pattern": _lt("Outlook does not accept how this event repeats. Choose a simpler rule."),
    "too_long": _lt("This event takes too long for Outlook. Shorten it."),
    "not_organizer": _lt("Only the organizer of this event may change it."),
    "own_meeting": _lt("You organize this event yourself, so there is no invitation to answer."),
    "restored": _lt(
        "Outlook cannot bring a deleted occurrence back. Make a separate event for that day."
    ),
    "answer_taken_back": _lt(
        "An answer to an invitation cannot be taken back in Outlook. Accept, decline, or answer "
        "with maybe."
    ),
    "rule_within_a_day": _lt(
        "Outlook cannot repeat an event several times a day. Make a series for each time of the "
        "day."
    ),
    "rule_several": _lt("Outlook knows only one rule for a series. Make a series for each rule."),
    "rule_extra_dates": _lt(
        "Outlook cannot add single dates to a series. Make separate events for these dates."
    ),
    "rule_excluding": _lt(
        "Outlook cannot leave out dates by a rule. Delete the single occurrences instead."
    ),
    "rule_week_numbers": _lt(
        "Outlook cannot repeat an event by the number of the week. Choose the day and the month "
        "instead."
    ),
    "rule_day_of_year": _lt(
        "Outlook cannot repeat an event by the day of the year. Choose the day and the month "
        "instead."
    ),
    "rule_weekday_of_year": _lt(
        "Outlook cannot count weekdays through the whole year. Choose a month as well."
    ),
    "rule_some_months": _lt(
        "Outlook cannot repeat an event in some months only. Make a yearly series for each of "
        "these months."
    ),
    "rule_daily_on_some_days": _lt(
        "Outlook cannot leave days out of an event that repeats every few days. Repeat it every "
        "week on chosen weekdays instead."
    ),
    "rule_several_dates": _lt(
        "Outlook knows only one day of the month for a series. Make a series for each day."
    ),
    "rule_from_the_end": _lt(
        "Outlook cannot count days from the end of the month, but for the last one. Choose a "
        "fixed day or the last day."
    ),
    "rule_missing_days": _lt(
        "Not every month has this day. Outlook would use the last day of shorter months, while "
        "here they are left out. Choose a day up to the 28th or the last day."
    ),
    "rule_leap_day": _lt(
        "Only leap years have a 29 February. Outlook would use the 28th in other years, while "
        "here they are left out. Choose another day or the last day of February."
    ),
    "rule_several_weekdays": _lt(
        "Outlook knows only one weekday of the month for a series. Make a series for each weekday."
    ),
    "rule_fifth_week": _lt(
        "Not every month has a weekday for the fifth time. Choose the last one of the month "
        "instead."
    ),
    "rule_weekday_and_date": _lt(
        "Outlook cannot repeat an event when a day of the month falls on a certain weekday."
    ),
    "rule_position": _lt(
        "Outlook can choose the first, second, third, fourth or last day of the month, working "
        "day, weekend day or weekday, and nothing else."
    ),
    "rule_too_long": _lt("Outlook repeats an event at most 999 times. Choose an end date instead."),
    "rule_no_occurrence": _lt("This event repeats on no day at all. Please check how it repeats."),
}
