"""What Graph's own metadata says of the types in use, and whether a value fits one.

The names and types are those of https://graph.microsoft.com/v1.0/$metadata (entity types event,
calendar, subscription, user; the parameters of accept, cancel and snoozeReminder). A type in
brackets is a collection. Every property may be null.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

TYPES_TEXT = """
event:
  id=String categories=[String] changeKey=String createdDateTime=DateTimeOffset
  lastModifiedDateTime=DateTimeOffset allowNewTimeProposals=Boolean attendees=[attendee]
  body=itemBody bodyPreview=String cancelledOccurrences=[String] end=dateTimeTimeZone
  hasAttachments=Boolean hideAttendees=Boolean iCalUId=String importance=importance
  isAllDay=Boolean isCancelled=Boolean isDraft=Boolean isOnlineMeeting=Boolean
  isOrganizer=Boolean isReminderOn=Boolean location=location locations=[location]
  onlineMeeting=onlineMeetingInfo onlineMeetingProvider=onlineMeetingProviderType
  onlineMeetingUrl=String organizer=recipient originalEndTimeZone=String
  originalStart=DateTimeOffset originalStartTimeZone=String recurrence=patternedRecurrence
  reminderMinutesBeforeStart=Int32 responseRequested=Boolean responseStatus=responseStatus
  sensitivity=sensitivity seriesMasterId=String showAs=freeBusyStatus start=dateTimeTimeZone
  subject=String transactionId=String type=eventType webLink=String attachments=[Any]
  calendar=calendar exceptionOccurrences=[event] extensions=[Any] instances=[event]
  multiValueExtendedProperties=[Any]
  singleValueExtendedProperties=[extendedProperty]
calendar:
  id=String allowedOnlineMeetingProviders=[onlineMeetingProviderType] canEdit=Boolean
  canShare=Boolean canViewPrivateItems=Boolean changeKey=String color=calendarColor
  defaultOnlineMeetingProvider=onlineMeetingProviderType hexColor=String
  isDefaultCalendar=Boolean isRemovable=Boolean isTallyingResponses=Boolean name=String
  owner=emailAddress calendarView=[event] events=[event]
  singleValueExtendedProperties=[extendedProperty]
subscription:
  id=String applicationId=String changeType=String clientState=String creatorId=String
  encryptionCertificate=String encryptionCertificateId=String expirationDateTime=DateTimeOffset
  includeResourceData=Boolean latestSupportedTlsVersion=String lifecycleNotificationUrl=String
  notificationQueryOptions=String notificationUrl=String notificationUrlAppId=String
  resource=String
extendedProperty:
  id=String value=String
attendee:
  emailAddress=emailAddress type=attendeeType proposedNewTime=timeSlot status=responseStatus
itemBody:
  content=String contentType=bodyType
dateTimeTimeZone:
  dateTime=String timeZone=String
location:
  address=physicalAddress coordinates=outlookGeoCoordinates displayName=String
  locationEmailAddress=String locationType=locationType locationUri=String uniqueId=String
  uniqueIdType=locationUniqueIdType
onlineMeetingInfo:
  conferenceId=String joinUrl=String phones=[phone] quickDial=String tollFreeNumbers=[String]
  tollNumber=String
recipient:
  emailAddress=emailAddress
patternedRecurrence:
  pattern=recurrencePattern range=recurrenceRange
responseStatus:
  response=responseType time=DateTimeOffset
emailAddress:
  address=String name=String
timeSlot:
  end=dateTimeTimeZone start=dateTimeTimeZone
physicalAddress:
  city=String countryOrRegion=String postalCode=String state=String street=String
outlookGeoCoordinates:
  accuracy=Double altitude=Double altitudeAccuracy=Double latitude=Double longitude=Double
phone:
  language=String number=String region=String type=String
recurrencePattern:
  dayOfMonth=Int32 daysOfWeek=[dayOfWeek] firstDayOfWeek=dayOfWeek index=weekIndex
  interval=Int32 month=Int32 type=recurrencePatternType
recurrenceRange:
  endDate=Date numberOfOccurrences=Int32 recurrenceTimeZone=String startDate=Date
  type=recurrenceRangeType
user:
  id=String businessPhones=[String] displayName=String givenName=String jobTitle=String
  mail=String mobilePhone=String officeLocation=String preferredLanguage=String surname=String
  userPrincipalName=String
answer:
  comment=String sendResponse=Boolean proposedNewTime=timeSlot
cancellation:
  comment=String
snooze:
  newReminderTime=dateTimeTimeZone
"""
ENUMS_TEXT = """
importance:
  low normal high
onlineMeetingProviderType:
  unknown skypeForBusiness skypeForConsumer teamsForBusiness
sensitivity:
  normal personal private confidential
freeBusyStatus:
  unknown free tentative busy oof workingElsewhere
eventType:
  singleInstance occurrence exception seriesMaster
calendarColor:
  auto lightBlue lightGreen lightOrange lightGray lightYellow lightTeal lightPink lightBrown
  lightRed maxColor
bodyType:
  text html
locationType:
  default conferenceRoom homeAddress businessAddress geoCoordinates streetAddress hotel
  restaurant localBusiness postalAddress
locationUniqueIdType:
  unknown locationStore directory private bing
responseType:
  none organizer tentativelyAccepted accepted declined notResponded
dayOfWeek:
  sunday monday tuesday wednesday thursday friday saturday
weekIndex:
  first second third fourth last
recurrencePatternType:
  daily weekly absoluteMonthly relativeMonthly absoluteYearly relativeYearly
recurrenceRangeType:
  endDate noEnd numbered
attendeeType:
  required optional resource
"""
Pairs = Iterator[tuple[str, str]]


def _sections(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.endswith(":"):
            words = found.setdefault(line[:-1], [])
        elif line:
            words += line.split()
    return found


TYPES = {
    name: dict(word.split("=") for word in words) for name, words in _sections(TYPES_TEXT).items()
}
ENUMS = {name: [one.casefold() for one in words] for name, words in _sections(ENUMS_TEXT).items()}
PYTHON: dict[str, Any] = {"String": str, "Boolean": bool, "Int32": int, "Double": (int, float)}
SHAPES = {
    "Date": r"\d{4}-\d\d-\d\d",
    "DateTimeOffset": r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,12})?)?(Z|[+-]\d\d:\d\d)",
}


def problems(value: Any, kind: str, where: str = "") -> Pairs:
    """Where a value deviates from its type, and how."""
    if value is None or kind == "Any":
        return
    if kind.startswith("["):
        yield from _collection(value, kind[1:-1], where)
    elif kind in TYPES:
        yield from _object(value, kind, where)
    elif problem := _plain_problem(value, kind):
        yield where, problem


def _collection(value: Any, kind: str, where: str) -> Pairs:
    if not isinstance(value, list):
        yield where, f"{value!r} is not a collection"
        return
    for index, one in enumerate(value):
        yield from problems(one, kind, f"{where}[{index}]")


def _object(value: Any, kind: str, where: str) -> Pairs:
    if not isinstance(value, dict):
        yield where, f"{value!r} is not of type {kind}"
        return
    for name, one in value.items():
        path = f"{where}.{name}".lstrip(".")
        if "@" in name:
            continue
        if name in TYPES[kind]:
            yield from problems(one, TYPES[kind][name], path)
        else:
            yield path, f"the type {kind} has no such property"


def _plain_problem(value: Any, kind: str) -> str | None:
    if kind in ENUMS:
        return None if str(value).casefold() in ENUMS[kind] else f"{value!r} is no {kind}"
    if kind in SHAPES:
        shaped = isinstance(value, str) and re.fullmatch(SHAPES[kind], value)
        return None if shaped else f"{value!r} is no {kind}"
    wrong = kind != "Boolean" and isinstance(value, bool)
    fits = isinstance(value, PYTHON[kind]) and not wrong
    return None if fits else f"{value!r} is no {kind}"
