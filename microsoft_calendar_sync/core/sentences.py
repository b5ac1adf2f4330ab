"""What people read about a refusal, by its `reason`: what is wrong, and who does what next."""

from __future__ import annotations

from .recurrence import REFUSALS

SIGN_IN = {
    "redirect_uri": "The redirect address of this server is not registered for the application in "
    "Microsoft Entra. An administrator has to add it there, spelled exactly the same.",
    "other_tenant": "This Microsoft account does not belong to the organization the application "
    "is made for. Connect with an account of that organization.",
    "single_tenant": "The application in Microsoft Entra is for one organization only. An "
    "administrator has to allow other organizations there, or enter the directory (tenant) ID.",
    "sign_in_twice": "Your organization asks for a second proof of who you are. Connect the "
    "account again and follow Microsoft's steps.",
    "revoked": "Your sign-in was withdrawn, by you or by an administrator. Connect the account "
    "again.",
    "conditional_access": "A rule of your organization (conditional access) blocks this "
    "application. Your Microsoft administrator has to allow it.",
    "code_used": "The sign-in was used already. Connect the account again.",
    "consent": "The application has not been allowed to use your calendar. Connect the account "
    "again, or ask your Microsoft administrator to allow it.",
    "declined": "The calendar permission was declined. Connect again to give it.",
    "unused_for_long": "The account was not used for too long. Connect it again.",
    "sign_in_often": "Your organization asks you to sign in from time to time. Connect the account "
    "again.",
    "scope": "The application in Microsoft Entra lacks the calendar permission. An administrator "
    "has to add Calendars.ReadWrite there.",
    "unknown_client": "Microsoft does not know the Client ID in this organization. An "
    "administrator has to check it and the directory (tenant) ID.",
    "wrong_secret": "Microsoft does not accept the Client Secret. An administrator has to enter "
    "the secret's value, not its ID.",
    "expired_secret": "The Client Secret has expired. An administrator has to make a new one in "
    "Microsoft Entra and enter it here.",
    "unknown_tenant": "Microsoft does not know the directory (tenant) ID. An administrator has to "
    "check it.",
    "admin_consent": "Only your Microsoft administrator may allow this application. Ask them for "
    "it, then connect again.",
}

GRAPH = {
    "mailbox": "This account has no mailbox in Exchange Online: it has no licence for one, or it "
    "is on the organization's own server. Nothing was deleted. Ask your Microsoft administrator.",
    "claims": "Microsoft asks you to sign in again. Connect the account again.",
    "access_denied": "You may not change this event in Outlook.",
    "mailbox_full": "Your mailbox is full. Delete something in Outlook; changes are kept and sent "
    "later.",
    "too_large": "This event is too large for Outlook. Shorten its description.",
    "crossing": "Outlook cannot move an occurrence onto or past the day of its neighbour. Choose "
    "another day.",
    "bad_address": "Outlook does not accept the address of a guest. Please check the guests.",
    "too_many_guests": "Outlook takes at most 500 guests. Remove some, or invite a group.",
    "zone": "Outlook does not know the time zone of this event. Choose another one.",
    "pattern": "Outlook does not accept how this event repeats. Choose a simpler rule.",
    "too_long": "This event takes too long for Outlook. Shorten it.",
    "not_organizer": "Only the organizer of this event may change it.",
    "own_meeting": "You organize this event yourself, so there is no invitation to answer.",
    "restored": "Outlook cannot bring a deleted occurrence back. Make a separate event for that "
    "day.",
    "answer_taken_back": "An answer to an invitation cannot be taken back in Outlook. Accept, "
    "decline, or answer with maybe.",
}

SENTENCES = {**SIGN_IN, **GRAPH, **REFUSALS}
"""Every sentence, by the `reason` of the error."""
