"""Millions of random histories against the rules of the design; see `__main__` for the command.

options   what a history's world is like: directions, policies, switches, a service's habits
odoo      Odoo's side: meetings, links, and what people's edits mark
store     the engine's `Store` over that side, in the rules of the addon's `local/`
provider  the in-memory provider with everything that goes wrong on a line
world     both sides and the passes between them, by the real engine
material  the meetings and edits there are; `steps` what may happen, by name
ledger    what people said, and whether it still stands
laws      the invariants, one function each
history   a history as text, drawn from a seed, and played
running   many histories on many processors; `shrinking` a failing one; `scope` all small ones
planted   known bugs, to show that the laws catch them
"""

from tests.environment import namespace

namespace.register()
