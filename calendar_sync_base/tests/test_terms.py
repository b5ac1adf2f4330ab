"""The templates for translators hold what the addons say."""

import io
from pathlib import Path

from babel.messages.pofile import read_po

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path
from odoo.tools.translate import trans_export

BASE = "calendar_sync_base"


@tagged("post_install", "-at_install")
class TestTerms(TransactionCase):
    """Each installed addon of ours and its template."""

    def test_templates_are_up_to_date(self):
        """No sentence was added or changed without its translators being told."""
        depending = [("dependencies_id.name", "=", BASE), ("state", "=", "installed")]
        names = self.env["ir.module.module"].search(depending).mapped("name")
        for name in [BASE, *names]:
            with self.subTest(name):
                self.assertEqual(self.said(name), self.told(name))

    def said(self, name):
        """Return the terms of an addon as it is."""
        exported = io.BytesIO()
        trans_export(False, [name], exported, "po", self.env)
        exported.seek(0)
        return ids(exported)

    @staticmethod
    def told(name):
        """Return the terms in its template."""
        template = Path(file_path(f"{name}/i18n/{name}.pot"))
        return ids(io.BytesIO(template.read_bytes()))


def ids(file):
    """Return the English terms of an open catalogue."""
    return {message.id for message in read_po(file) if message.id}
