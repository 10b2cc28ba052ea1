"""A server of the chat's own, on a free port of this machine, that ends with the chat."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from typing import Iterator

from advisor.shell.client import is_advisor

START_SECONDS = 120
STOP_SECONDS = 10


class ServerFailed(Exception):
    """The server did not start; the message is what it said."""


@contextmanager
def own_server() -> Iterator[str]:
    """Starts the assistant and yields its URL; nothing is left running afterwards.

    Raises:
        ServerFailed: it did not start; with what it said.
    """
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile(mode="w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "advisor.serving", "--port", str(port), "--quiet"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C in the chat is for the chat
        )
        try:
            _wait_until_ready(process, url, log)
            yield url
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_ready(process: subprocess.Popen, url: str, log: "tempfile._TemporaryFileWrapper") -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_advisor(url):
        if process.poll() is not None or time.monotonic() > deadline:
            log.seek(0)
            said = log.read().strip()
            raise ServerFailed(said or "The assistant did not start in time.")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
