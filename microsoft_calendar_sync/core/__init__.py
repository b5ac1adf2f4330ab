"""Outlook's events and the neutral meeting, both ways, as pure functions.

`event` holds the table of fields, `series` puts masters and exceptions together, `recurrence` and
`pattern` translate rules, `patch` makes the bodies of writes, `calls` the requests, `batch` packs
them, `errors` and `signin` say what a refusal means, `sentences` how to say it to people.
"""
