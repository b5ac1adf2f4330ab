"""What every provider's address for change notifications promises; each addon runs this."""

from odoo.tests import new_test_user


class NotifyMixin:
    """A calendar with an open channel; `code` says at which provider, `path` where it posts."""

    allow_inherited_tests_method = True  # Odoo runs none of them otherwise

    code = ""
    path = ""

    def setUp(self):
        """Let Dora's account have a calendar with a channel."""
        super().setUp()
        dora = new_test_user(self.env, "sync_dora", groups="base.group_user")
        account = self.env["calendar.sync.account"].create(
            {"user_id": dora.id, "provider": self.code, "email": "d@x.example", "state": "active"}
        )
        self.calendar = self.env["calendar.sync.calendar"].create(
            {"account_id": account.id, "remote_id": "d", "name": "D", "enabled": True}
        )
        self.token = f"{self.calendar.id}.secret-of-the-channel"
        self.calendar.channel_token = self.token

    def noted(self):
        """Return what was noted for the workers."""
        self.calendar.invalidate_recordset()
        return self.calendar.sudo().notice_ids.mapped("kind")

    def test_visited(self):
        """Somebody who opens the address in a browser finds nothing there."""
        self.assertEqual(self.opener.get(self.base_url() + self.path, timeout=10).status_code, 405)

    def test_no_session(self):
        """What posts gets no session, and nothing to read."""
        answer = self.opener.post(self.base_url() + self.path, data=b"", timeout=10)
        self.assertNotIn("session_id", answer.cookies)
        self.assertEqual(answer.text, "")
