"""How the property tests run: the same examples every time, without a time limit for one."""

from hypothesis import settings

settings.register_profile("core", deadline=None, database=None, derandomize=True, max_examples=60)
settings.load_profile("core")
