"""``make promises``: list the promises with their tests, and bring the page up to date."""

from tests.environment.console import say

from .page import PAGE, listing, page

if __name__ == "__main__":
    say(listing())
    PAGE.write_text(page(), encoding="utf-8")
