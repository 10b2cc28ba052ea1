"""Fixtures that all tests share: the real knowledge base, and the real server with the trained model."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional

import jsonschema
import pytest
import requests

from advisor.answers.schema import SCHEMA_FILE
from advisor.knowledge import KnowledgeBase, load_knowledge_base
from advisor.knowledge.store import PROJECT_FOLDER

MODEL = PROJECT_FOLDER / "models" / "career_advisor.tar.gz"
START_SECONDS = 120


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    """The knowledge base of the repository."""
    return load_knowledge_base(PROJECT_FOLDER / "knowledge_base")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Server:
    """A running assistant."""

    url: str
    process: subprocess.Popen
    log: Path

    def post(self, body: Any, **kwargs: Any) -> requests.Response:
        return requests.post(f"{self.url}/webhooks/rest/webhook", json=body, timeout=30, **kwargs)

    def conversation(self) -> "Conversation":
        return Conversation(self)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass
class Conversation:
    """One person talking to a server; every answer that it sees is checked against the schema."""

    server: Server
    sender: str = field(default_factory=lambda: f"test-{secrets.token_hex(8)}")
    items: List[Dict[str, Any]] = field(default_factory=list)

    def say(self, message: str) -> str:
        """Sends a message; returns the text of the reply. ``items`` keeps the reply whole."""
        response = self.server.post({"sender": self.sender, "message": message})
        assert response.status_code == 200, response.text
        self.items = response.json()
        assert self.items, f"no reply to {message!r}"
        for item in self.items:
            assert set(item) == {"recipient_id", "text", "buttons", "image", "custom"}
            jsonschema.validate(item["custom"], ANSWER_SCHEMA)
        return "\n\n".join(item["text"] for item in self.items)

    def press(self, title: str) -> str:
        """Presses the button of a title in the last reply."""
        payloads = {button["title"]: button["payload"] for item in self.items for button in item["buttons"]}
        assert title in payloads, f"no button {title!r} among {list(payloads)}"
        return self.say(payloads[title])

    @property
    def buttons(self) -> List[str]:
        return [button["title"] for item in self.items for button in item["buttons"]]

    @property
    def answers(self) -> List[Dict[str, Any]]:
        return [answer for item in self.items for answer in item["custom"]["answers"]]


ANSWER_SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))


def start_server(folder: Path, environment: Optional[Dict[str, str]] = None, port: Optional[int] = None) -> Server:
    """Starts a server whose database and log are in ``folder`` and waits until it answers."""
    port = port or free_port()
    log = folder / "server.log"
    settings = {
        **os.environ,
        "ADVISOR_DATABASE_URL": f"sqlite:///{folder / 'conversations.db'}",
        **(environment or {}),
    }
    with log.open("a") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "advisor.serving", "--port", str(port)],
            cwd=PROJECT_FOLDER,
            env=settings,
            stdout=output,
            stderr=output,
        )
    server = Server(f"http://127.0.0.1:{port}", process, log)
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            if requests.get(f"{server.url}/version", timeout=1).ok:
                return server
        except requests.RequestException:
            pass
        if process.poll() is not None or time.monotonic() > deadline:
            server.stop()
            raise RuntimeError(f"The server did not start:\n{log.read_text()}")
        time.sleep(0.1)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that don't break it."""
    if not MODEL.is_file():
        pytest.exit("There is no trained model: run 'make test', or 'make train' first.", returncode=1)
    running = start_server(tmp_path_factory.mktemp("server"))
    yield running
    running.stop()


@pytest.fixture
def conversation(server: Server) -> Conversation:
    """A new conversation with the shared server."""
    return server.conversation()
