"""``make bench``: ours beside Odoo's own calendar addons, on the same Odoo, database and provider.

Each figure comes from an Odoo process of its own on a fresh copy of a database, against a simulated
provider in another process that takes a set time for each answer.
"""
