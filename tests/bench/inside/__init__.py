"""What runs inside Odoo's process: its files are handed to ``odoo shell`` one after the other."""
