"""The Odoo side of a pass: read meetings as neutral values, carry out local actions.

`reader` and `series_reader` observe, `writer` and `series_writer` act, `store` ties them to links.
"""
