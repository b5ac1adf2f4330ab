"""Teams meetings: the link, and the block that carries it in the body.

https://learn.microsoft.com/graph/outlook-calendar-online-meetings
A body that loses the block is no online meeting any more:
https://learn.microsoft.com/graph/api/event-update#notes-for-updating-specific-properties
"""

from __future__ import annotations

import hashlib
import html

from .model import Account, Fields

LINE = "_" * 80


def providers(owner: Account) -> list[str]:
    """Whose meetings a mailbox offers; a personal one has no Teams for business.

    https://learn.microsoft.com/graph/outlook-calendar-online-meetings#calendars-and-online-meeting-providers
    """
    return [] if owner.personal else ["teamsForBusiness"]


def offered(body: Fields, owner: Account) -> Fields:
    """A body without the wish for a meeting that the mailbox does not offer."""
    wishes = () if providers(owner) else ("isOnlineMeeting", "onlineMeetingProvider")
    return {name: value for name, value in body.items() if name not in wishes}


def start(fields: Fields, key: str) -> Fields:
    """A new event; one that is to be an online meeting gets a link made from its key."""
    if fields["onlineMeetingProvider"] != "unknown" and not fields["isOnlineMeeting"]:
        fields["isOnlineMeeting"] = True
    return _with_link(fields, key) if fields["isOnlineMeeting"] else fields


def change(before: Fields, fields: Fields, key: str) -> Fields:
    """After a PATCH: a link once made stays as long as its block is in the body."""
    link = (before.get("onlineMeeting") or {}).get("joinUrl")
    if not before.get("isOnlineMeeting"):
        return start(fields, key)
    fields["isOnlineMeeting"] = True
    fields["onlineMeetingProvider"] = before["onlineMeetingProvider"]
    content = html.unescape(fields["body"]["content"])
    if link and link not in content:
        fields |= {"isOnlineMeeting": False, "onlineMeeting": None}
        fields["onlineMeetingProvider"] = "unknown"
    return fields


def _with_link(fields: Fields, key: str) -> Fields:
    digest = hashlib.sha256(f"meeting {key}".encode()).hexdigest()
    link = (
        f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{digest[:40]}%40thread.v2/0"
        f"?context=%7b%22Tid%22%3a%22{digest[:8]}%22%7d"
    )
    fields["onlineMeeting"] = {"joinUrl": link, "conferenceId": str(int(digest[:8], 16))}
    if fields["onlineMeetingProvider"] == "unknown":
        fields["onlineMeetingProvider"] = "teamsForBusiness"
    fields["body"] = with_block(fields["body"], link)
    return fields


def with_block(body: Fields, link: str) -> Fields:
    """A body with the block at its end, which is inside of what is a whole document."""
    if body["contentType"] == "html":
        block = (
            f'<br>\r\n<div class="me-email-text">{LINE}<br>\r\nMicrosoft Teams meeting<br>\r\n'
            f'<a href="{html.escape(link)}">Join the meeting now</a><br>\r\n{LINE}</div>'
        )
    else:
        block = f"\r\n{LINE}\r\nMicrosoft Teams meeting\r\nJoin: {link}\r\n{LINE}\r\n"
    inside, end, rest = body["content"].rpartition("</body>")
    content = f"{inside}{block}{end}{rest}" if end else rest + block
    return {**body, "content": content}
