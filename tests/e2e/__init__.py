"""Real Odoo, real PostgreSQL, real HTTP: what a person does on one side is seen on the other."""
