"""Lets the cookie `color_scheme` choose dark pages, as Odoo Enterprise does.

Loaded server-wide by servers whose pages are looked at. Odoo Community brings the dark styles and
the question which ones to send; its own answer is always `light`.
"""

from odoo.http import request

from odoo.addons.web.models.ir_http import IrHttp


def color_scheme(_http):
    """Return what the browser asks for."""
    return request.cookies.get("color_scheme", "light")


IrHttp.color_scheme = color_scheme
