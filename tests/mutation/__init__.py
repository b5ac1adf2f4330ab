"""``make mutation`` breaks the pure core on purpose, each time in one place: a test must fail.

A runner of our own. mutmut leaves every decorated function alone (the cached ones are the heart of
the series), names a mutant after its file while the core is imported below ``odoo.addons``, and
lets pytest collect anew for each; cosmic-ray starts Python and pytest anew for each. Here pytest
imports and collects once. Each mutant is a fork of that process in which one function has other
code; it runs the tests that call the function, the quickest first, and stops at the first failure.

Changed is what stands in functions. Tables and defaults of modules and classes are not, nor are
docstrings, annotations, assertions and what exceptions are raised with.

Some mutants are no other program, and stay in the list of survivors: None for False where only the
truth of a value counts; a limit for speed that is one higher; a bound moved to a value that cannot
be (day 0 of a month); a name of an encoding that Python reads alike (`utf-8~`).
"""
