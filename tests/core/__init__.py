"""The core's promises: unit tests and properties, without Odoo."""
