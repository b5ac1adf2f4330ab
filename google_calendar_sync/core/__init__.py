"""Google's events and the neutral meeting, both ways, as pure functions.

`event` holds the table of fields, `series` puts masters and exceptions together, `patch` makes the
bodies of writes, `calls` the requests, `batch` packs them, `errors` says what a refusal means.
"""
