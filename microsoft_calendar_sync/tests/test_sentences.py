"""Microsoft's refusals in people's words."""

import re
from pathlib import Path

from odoo.tests import TransactionCase

from odoo.addons.calendar_sync_base.core.http import Answer
from odoo.addons.calendar_sync_base.models.provider_addon import NOT_REVOKED

from ..core import errors, sentences, signin
from ..models.messages import SENTENCES

ADDON = Path(__file__).parents[1]
LITERAL = re.compile(r"""(?:reason=|_refused\()["'](\w+)["']""")
PAUSE = re.compile(r"[.?!]$")


class TestSentences(TransactionCase):
    """Every refusal has a sentence to translate."""

    def said(self):
        """Return the sentences in English."""
        return {reason: self.env._(text) for reason, text in SENTENCES.items()}

    def test_translatable(self):
        """What can be translated is what the core says, all of it, word for word."""
        said = self.said()
        self.assertTrue(said.pop(NOT_REVOKED))
        self.assertEqual(said, sentences.SENTENCES)

    def test_every_reason_has_a_sentence(self):
        """Every reason that the core or the engine can give has a sentence."""
        tables = [*errors.BY_CODE.values(), *signin.BY_NUMBER.values()]
        reasons = {reason for _leaf, reason in tables}
        reasons |= {errors.error_of(Answer(one, {}, {})).reason for one in range(300, 600)}
        for part in ("core", "engine"):
            for file in (ADDON / part).glob("*.py"):
                reasons |= set(LITERAL.findall(file.read_text(encoding="utf-8")))
        self.assertGreater(len(reasons), 40)
        self.assertFalse(reasons - set(SENTENCES) - {""})

    def test_sentences(self):
        """Each is a sentence, with nothing of Microsoft's numbers in it."""
        for text in self.said().values():
            self.assertRegex(text, PAUSE)
            self.assertNotIn("AADSTS", text)

    def test_accounts_say_it(self):
        """An account shows the sentence of its error's reason, not the general one."""
        account = self.env["calendar.sync.account"].new({"provider": "microsoft"})
        said = account._sentence("NeedsAdministrator", "expired_secret")
        self.assertIn("has expired", said)
        self.assertNotEqual(said, account._sentence("NeedsAdministrator", ""))
