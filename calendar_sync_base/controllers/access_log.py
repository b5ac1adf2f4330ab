"""Keeps what a provider sends back with a browser out of the server's access log.

The code is good once and for seconds, and useless without the verifier and the client secret, which
never leave the server; a line of a log is kept for years, and read by many.
"""

import logging
import re

_BACK = re.compile(r"(/\w+_account/authentication\?)[^\s\"]*")


class WithoutQuery(logging.Filter):
    """Leaves the query out of requests that come back from a consent page."""

    def filter(self, record):
        """Let every record pass, these without their query."""
        record.args = (
            tuple(map(_cut, record.args)) if isinstance(record.args, tuple) else record.args
        )
        record.msg = _cut(record.msg)
        return True


def _cut(part):
    return _BACK.sub(r"\1...", part) if isinstance(part, str) else part


logging.getLogger("werkzeug").addFilter(WithoutQuery())
