"""The control interface: what tests and the demo do to a simulator itself, as JSON.

Everything is under ``/_control/``; nothing of it exists at the real service. See
``control.Control``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .errors import ServiceError
from .http import Request, Response
from .mischief import Mischief
from .weather import Weather

if TYPE_CHECKING:
    from .simulator import Simulator

PREFIX = "/_control/"
Values = dict[str, Any]
Run = Callable[[Values], Any]


class ControlApi:
    """Answers the requests below ``/_control/``; a service adds to ``table``."""

    def __init__(self, simulator: Simulator) -> None:
        """Control one simulator."""
        sim, world = simulator, simulator.world
        self.sim: Any = simulator
        self.world = world
        self.table: dict[tuple[str, str], Run] = {
            ("GET", "state"): lambda q: self.state(),
            ("POST", "clients"): lambda q: asdict(sim.add_client(**q)),
            ("POST", "shares"): self._share,
            ("POST", "invitations"): sim.deliver,
            ("GET", "peer"): lambda q: sim.outbox.dump(),
            ("POST", "peer"): self._connect,
            ("GET", "journal"): lambda q: sim.journal.dump(int(q.get("since", 0))),
            ("DELETE", "journal"): lambda q: sim.journal.clear(),
            ("GET", "mails"): lambda q: world.mails.dump(),
            ("DELETE", "mails"): lambda q: world.mails.clear(),
            ("GET", "faults"): lambda q: sim.faults.dump(),
            ("POST", "faults"): lambda q: asdict(sim.faults.add(**q)),
            ("DELETE", "faults"): self._drop_fault,
            ("POST", "weather"): lambda q: setattr(sim.faults, "weather", Weather(**q)),
            ("POST", "mischief"): lambda q: setattr(sim.push, "mischief", Mischief(**q)),
            ("GET", "mischief"): lambda q: dict(sim.push.mischief.counts),
            ("GET", "clock"): lambda q: self._clock(),
            ("POST", "clock"): self._set_clock,
            ("GET", "settings"): lambda q: world.settings.dump(),
            ("POST", "settings"): self._settings,
            ("GET", "channels"): lambda q: self._channels(),
            ("POST", "flush"): lambda q: sim.flush(),
            ("POST", "reset"): lambda q: sim.reset(q.get("defaults", True)),
        }

    def handle(self, request: Request) -> Response:
        """An answer: the result as JSON, or ``{"error": …}`` with 400."""
        name = request.path.removeprefix(PREFIX)
        run = self.table.get((request.method, name))
        if run is None:
            return Response.of_json({"error": "no such control"}, 404)
        # A flush waits for other threads, and these may need the lock.
        lock = contextlib.nullcontext() if name == "flush" else self.world.lock
        try:
            values = request.json if request.method == "POST" else dict(request.query)
            with lock:
                result = run(values or {})
                self.sim.changed()
            return Response.of_json({"ok": True} if result is None else result)
        except ServiceError as error:
            return error.answer()
        except (ValueError, TypeError, KeyError) as error:
            return Response.of_json({"error": f"{type(error).__name__}: {error}"}, 400)

    def state(self) -> Values:
        """What there is; a service adds its accounts and calendars."""
        return {
            "clients": [asdict(one) for one in self.sim.oauth.clients.values()],
            "now": self.world.clock.now().isoformat(),
            "tick": self.world.tick,
            "mails": len(self.world.mails),
            "journal": len(self.sim.journal),
            "requests": self.sim.journal.made,
        }

    def _share(self, values: Values) -> None:
        self.world.share(values["calendar_id"], values["email"], values.get("role"))

    def _connect(self, values: Values) -> Values:
        self.sim.outbox.connect(values["url"])
        return self.sim.outbox.dump()

    def _drop_fault(self, query: Values) -> None:
        if "id" in query:
            self.sim.faults.remove(int(query["id"]))
        else:
            self.sim.faults.clear()

    def _clock(self) -> Values:
        clock = self.world.clock
        return {"now": clock.now().isoformat(), "frozen": clock.frozen}

    def _set_clock(self, values: Values) -> Values:
        clock = self.world.clock
        if values.get("freeze") is True:
            clock.freeze()
        if "set" in values:
            clock.set(datetime.fromisoformat(values["set"]))
        clock.advance(values.get("advance", 0))
        if values.get("freeze") is False:
            clock.resume()
        return self._clock()

    def _settings(self, values: Values) -> Values:
        self.world.settings.update(values)
        return self.world.settings.dump()

    def _channels(self) -> Values:
        push = self.sim.push
        return {"channels": push.dump(), "deliveries": [asdict(one) for one in push.deliveries]}
