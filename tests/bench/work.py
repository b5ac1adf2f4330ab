"""The jobs that are measured, as programs for the inside of Odoo; `side` is who does them.

``begin`` forgets the requests so far; what is measured is told in one line.
"""

PULL = """
begin(settings)
figures = measured(lambda: side.pull(settings["count"]))
found = side.events.search_count([("start", ">=", FIRST)])
assert found == settings["count"], found
tell(**figures)
"""

# Odoo's own addon sends what is saved while it is saved: making the meetings is part of it.
PUSH = """
begin(settings)
tell(**measured(lambda: (make(side.events, settings["count"]), side.push())))
"""

EDIT = """
made = make(side.events, settings["count"])
side.push()
begin(settings)
tell(**measured(lambda: side.edit(made)))
"""

IDLE = """
side.pull(settings["count"])
side.sync()
begin(settings)
tell(**middle([measured(side.sync) for _ in range(5)]), passes=5)
"""

CROWD = """
side.gather(settings["crowd"])
begin(settings)
tell(**measured(side.everybody))
"""

# The milliseconds are measured from outside, see `saving`; this counts the statements of a save.
SAVE = """
def save(number):
    side.events.web_save(values(number), {"name": {}})
    env.cr.commit()

save(0)
begin(settings)
tell(**middle([measured(lambda: save(number)) for number in range(1, 21)]), passes=20)
"""

JOBS = {
    "pull": PULL,
    "push": PUSH,
    "edit": EDIT,
    "idle": IDLE,
    "crowd": CROWD,
    "save": SAVE,
}
