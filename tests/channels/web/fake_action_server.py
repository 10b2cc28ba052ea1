"""An action server that fails as it is told to."""

from __future__ import annotations

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Optional

ANSWER = {"events": [], "responses": [{"text": "From the action server."}]}
#: Longer than any test.
WAIT_SECONDS = 60


class FakeActionServer:
    """``answer`` is what it says to an action call: JSON values, or bytes to send as they are.

    While ``gate`` is closed, calls wait; ``arrived`` counts them.
    """

    def __init__(self) -> None:
        self.gate = threading.Event()
        self._arrivals = threading.Semaphore(0)
        self._server: Optional[_Server] = None
        self._port = 0
        self.mend()
        self.address = f"http://127.0.0.1:{self._port}"

    def mend(self) -> None:
        """Answers as it should from now on."""
        if self._server is None:
            self._server = _Server(("127.0.0.1", self._port), _handler(self))
            self._port = self._server.server_address[1]
            threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.answer: Any = ANSWER
        self.status = 200
        self.hangs_up = False
        self.gate.set()

    def hold(self) -> None:
        """Lets calls wait until the gate is opened; those before don't count."""
        self.gate.clear()
        while self._arrivals.acquire(blocking=False):
            pass

    def wait_for_call(self) -> None:
        assert self._arrivals.acquire(timeout=WAIT_SECONDS), "no action was called"

    def took(self) -> None:
        self._arrivals.release()

    def stop(self) -> None:
        """Is down until it is mended."""
        self.gate.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A server that gave up waiting is what some tests are about."""


def _handler(fake: FakeActionServer) -> type:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            fake.took()
            fake.gate.wait(WAIT_SECONDS)
            if fake.hangs_up:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self._send(fake.answer)

        def do_GET(self) -> None:
            self._send({"status": "ok"})

        def _send(self, answer: Any) -> None:
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(fake.status)
            self.send_header("Content-Type", "text/html" if isinstance(answer, bytes) else "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            pass

    return Handler
