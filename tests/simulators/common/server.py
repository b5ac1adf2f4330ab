"""A threaded HTTP/1.1 server on loopback: keep-alive, gzip, and deliberate failures."""

from __future__ import annotations

import contextlib
import gzip
import os
import socket
import struct
import sys
import threading
import time
import traceback
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .http import Request, Response

Handle = Callable[[Request], Response]
GZIP_FROM = 200  # bytes


class HttpServer:
    """Serves one function until stopped; port 0 means any free port."""

    def __init__(self, handle: Handle, host: str = "127.0.0.1", port: int = 0) -> None:
        """Remember where to listen; ``start`` does it."""
        self._handle = handle
        self._address = (host, port)
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen and serve in threads of their own."""
        self._server = _Server(self._address, self._handle)
        self._address = self._server.server_address[:2]
        self._thread = threading.Thread(target=self._server.serve, daemon=True, name="simulator")
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and close the kept-alive connections too."""
        if self._server is None or self._thread is None:
            return
        self._server.stopping.set()
        socket.create_connection(self._address, timeout=5).close()  # wakes the one who listens
        self._thread.join(5)
        self._server.close_connections()
        self._server.server_close()
        self._server = self._thread = None

    @property
    def port(self) -> int:
        """The port listened on."""
        return int(self._address[1])

    @property
    def url(self) -> str:
        """The origin, without a slash at the end."""
        return f"http://{self._address[0]}:{self.port}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], handle: Handle) -> None:
        self.handle_call = handle
        self.stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        super().__init__(address, _Handler)

    def serve(self) -> None:
        """Take calls until it stops; unlike ``serve_forever`` it never polls."""
        while not self.stopping.is_set():
            self.handle_request()

    def remember(self, connection: socket.socket) -> None:
        with self._open_lock:
            self._open.add(connection)

    def forget(self, connection: socket.socket) -> None:
        with self._open_lock:
            self._open.discard(connection)

    def close_connections(self) -> None:
        with self._open_lock:
            connections = list(self._open)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Broken connections are part of the game; everything else is shown."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.remember(self.connection)

    def finish(self) -> None:
        self.server.forget(self.connection)
        with contextlib.suppress(OSError):
            super().finish()

    def log_message(self, format: str, *args: Any) -> None:
        """Silence: the journal tells more."""

    def _serve(self) -> None:
        response = self._answer()
        transport = response.transport
        if transport.latency:
            self.server.stopping.wait(transport.latency)
        if transport.reset:
            self._reset()
            return
        self._send(response)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_HEAD = _serve

    def _answer(self) -> Response:
        """A mistake of the simulator itself is shown as such, and is not a hanging client."""
        try:
            return self.server.handle_call(self._request())
        except Exception:
            text = traceback.format_exc()
            print(text, file=sys.stderr, flush=True)
            return Response(500, f"The simulator has a defect.\n{text}".encode())

    def _request(self) -> Request:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        return Request(
            self.command,
            parts.path,
            tuple(parse_qsl(parts.query, keep_blank_values=True)),
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(length) if length else b"",
        )

    def _send(self, response: Response) -> None:
        body = self._encoded(response)
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        cut = len(body) // 2 if response.transport.truncate else len(body)
        if self.command != "HEAD" and response.status not in (204, 304):
            self.wfile.write(body[:cut])
        self.wfile.flush()
        if response.transport.truncate:
            self._close()

    def _encoded(self, response: Response) -> bytes:
        """Compressed when asked as Google wants it: the agent has to say gzip as well.

        https://developers.google.com/workspace/calendar/api/guides/performance
        """
        accepted = "gzip" in self.headers.get("Accept-Encoding", "")
        agent = "gzip" in self.headers.get("User-Agent", "")
        if not (accepted and agent and len(response.body) >= GZIP_FROM):
            return response.body
        response.headers["Content-Encoding"] = "gzip"
        return gzip.compress(response.body, 1)

    def _reset(self) -> None:
        """Close with a TCP reset, as a broken network does."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True
        self.server.forget(self.connection)
        os.close(self.connection.detach())

    def _close(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)


def wait_until(condition: Callable[[], bool], timeout: float = 5.0, pause: float = 0.005) -> bool:
    """Poll until something is true; for tests of things that happen in another thread."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(pause)
    return condition()
