"""How an error is kept with an account, a meeting or a run."""


def told(error):
    """Return the values that keep a `SyncError`; None means that there is none."""
    return {
        "error_code": error.code if error else False,
        "error_reason": (error and error.reason) or False,
        "error_detail": str(error.detail)[:500] if error else False,
    }
