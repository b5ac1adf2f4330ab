"""What happens when a provider's addon leaves."""


def leave(env, code):
    """Withdraw all grants and forget the tokens; meetings stay as they are on both sides."""
    env["calendar.sync.account"].search([("provider", "=", code)])._disconnect()
