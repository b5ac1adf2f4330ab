"""The jobs that are measured, as programs for the inside of Odoo; `side` is who does them.

``begin`` forgets the requests so far; what is measured is told in one line.
"""

PULL = """
begin(settings)
tell(**measured(lambda: side.pull(settings["count"])))
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
begin(settings)
tell(**measured(side.sync))
"""

SAVE = """
def save(number):
    side.events.web_save(values(number), {"name": {}})
    env.cr.commit()

save(0)
begin(settings)
tell(**measured(lambda: [save(number) for number in range(1, settings["count"] + 1)]))
"""

JOBS = {
    "pull": PULL,
    "push": PUSH,
    "edit": EDIT,
    "idle": IDLE,
    "save": SAVE,
}
