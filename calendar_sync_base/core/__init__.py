"""The rules of calendar synchronisation as pure functions.

Nothing here knows Odoo, a provider, the clock, randomness, the network or a database: what a rule
needs is handed to it. Read `values`, then `actions`, then `planner`.
"""
