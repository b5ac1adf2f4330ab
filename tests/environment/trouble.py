"""The one way in which the environment says that something is wrong."""


class Trouble(Exception):
    """Something a person has to put right; its text is one line that says what and how."""
