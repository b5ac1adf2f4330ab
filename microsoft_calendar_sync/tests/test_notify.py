"""Where Graph posts."""

from odoo.tests import HttpCase, tagged

from odoo.addons.calendar_sync_base.tests.notify_case import NotifyMixin


@tagged("-at_install", "post_install")
class TestNotify(NotifyMixin, HttpCase):
    """A test of the address, then JSON."""

    code = "microsoft"
    path = "/calendar_sync/microsoft/notify"

    def post(self, *rows, **more):
        """Post notifications as Graph does and return the answer's status."""
        values = {"json": {"value": list(rows)}, **more}
        answer = self.opener.post(self.base_url() + self.path, timeout=10, **values)
        self.assertEqual(answer.text, "")
        return answer.status_code

    def change(self, token, **more):
        """Return a notification."""
        return {"subscriptionId": "s", "clientState": token, "changeType": "updated", **more}

    def test_the_address_is_tested(self):
        """Graph's question comes back as plain text, letter by letter, and never as a page."""
        asked = "Validation: <script>alert(1)</script> + \u00fc"
        answer = self.opener.post(
            self.base_url() + self.path, params={"validationToken": asked}, timeout=10
        )
        self.assertEqual((answer.status_code, answer.text), (200, asked))
        self.assertEqual(answer.headers["Content-Type"], "text/plain; charset=utf-8")
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")

    def test_changes(self):
        """Changes are noted once, however many a post has."""
        self.assertEqual(self.post(*[self.change(self.token)] * 20), 202)
        self.assertEqual(self.noted(), ["changed"])

    def test_lifecycle(self):
        """What Graph says of the subscription is noted for the next pass."""
        for event in ("reauthorizationRequired", "subscriptionRemoved"):
            self.post(self.change(self.token, lifecycleEvent=event))
        self.assertEqual(set(self.noted()), {"ending", "ended"})

    def test_forged(self):
        """Somebody without the secret gets the same answer, and nothing is noted."""
        forged = [self.change(token) for token in ("", "x", f"{self.calendar.id}.guess", None, 7)]
        self.assertEqual(self.post(*forged), 202)
        self.assertEqual(self.noted(), [])

    def test_nonsense(self):
        """What is no post of Graph's is refused."""
        for body in (b"{", b"[]", b"\xff\xfe", b"[" * 5000, b" " * 1_000_001):
            self.assertEqual(self.post(json=None, data=body), 400)
        self.assertEqual(self.noted(), [])
