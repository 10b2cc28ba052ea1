"""Short ways to ask the shared server, and servers of one's own that can be broken."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Optional

import pytest
import requests

from advisor.knowledge.store import PROJECT_FOLDER
from advisor.serving.__main__ import main
from fake_action_server import FakeActionServer
from tests.conftest import MODEL, Conversation, Server, free_port, start_server

#: What makes a server follow the files in a folder of faults: see faults/sitecustomize.py.
FAULTS = Path(__file__).parent / "faults"


@dataclass
class Breakable:
    """A server of one test module that tests may kill; whoever asks for it next gets it running again."""

    folder: Path
    environment: Dict[str, str]
    port: int = field(default_factory=free_port)
    server: Optional[Server] = None

    @property
    def database(self) -> Path:
        return self.folder / "conversations.db"

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self) -> "Breakable":
        if self.server is None or self.server.process.poll() is not None:
            self.server = start_server(self.folder, self.environment, self.port)
        return self

    def conversation(self) -> Conversation:
        return self.server.conversation()

    def get(self, path: str) -> requests.Response:
        return requests.get(f"{self.url}{path}", timeout=30)

    def problems(self) -> List[str]:
        return self.get("/ready").json()["problems"]

    def texts(self, sender: str) -> List[str]:
        """What a person said, by the database."""
        with sqlite3.connect(self.database) as connection:
            query = "SELECT data FROM events WHERE sender_id = ? AND type_name = 'user' ORDER BY id"
            return [json.loads(data)["text"] for (data,) in connection.execute(query, (sender,))]

    def is_answered(self, sender: str) -> bool:
        """Whether the database holds an answer."""
        with sqlite3.connect(self.database) as connection:
            query = "SELECT 1 FROM events WHERE sender_id = ? AND type_name = 'bot'"
            return connection.execute(query, (sender,)).fetchone() is not None

    def stop(self) -> None:
        if self.server is not None:
            self.server.stop()


@pytest.fixture(scope="session")
def breakable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Breakable]]:
    """Makes servers that end with the tests."""
    made: List[Breakable] = []

    def make(**environment: str) -> Breakable:
        made.append(Breakable(tmp_path_factory.mktemp("breakable"), environment))
        return made[-1]

    yield make
    # All are asked at once, so that none waits for another.
    for breakable in made:
        if breakable.server is not None:
            breakable.server.process.terminate()
    for breakable in made:
        breakable.stop()


@pytest.fixture(scope="session")
def site(breakable: Callable[..., Breakable]) -> Breakable:
    """A server with other settings than the default: other sites may call, and /metrics is off."""
    return breakable(
        ADVISOR_ALLOWED_ORIGINS="https://careers.example/ , https://Other.example:443",
        ADVISOR_PUBLIC_URL="https://bot.example",
        ADVISOR_METRICS="no",
    ).run()


@pytest.fixture(scope="session")
def action_server() -> Iterator[FakeActionServer]:
    fake = FakeActionServer()
    yield fake
    fake.stop()


@pytest.fixture
def start_fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> Callable[..., str]:
    """Starts a server that something stands in the way of, and returns what it says."""

    def start(*arguments: str, **environment: str) -> str:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert main(["--quiet", "--port", str(free_port()), *arguments]) == 1
        return capsys.readouterr().err.strip()

    return start


@pytest.fixture
def process_fails() -> Callable[..., str]:
    """The same in a process of its own, for what is found out late, or keeps what it has read."""

    def start(*arguments: str, **environment: str) -> str:
        ended = subprocess.run(
            [sys.executable, "-m", "advisor.serving", "--quiet", "--port", str(free_port()), *arguments],
            cwd=PROJECT_FOLDER,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert ended.returncode == 1, ended.stderr
        assert "Traceback" not in ended.stderr
        return ended.stderr.strip()

    return start


@pytest.fixture(scope="session")
def model() -> Path:
    return MODEL


def post(server: Server, path: str = "/webhooks/rest/webhook", **kwargs: Any) -> requests.Response:
    return requests.post(f"{server.url}{path}", timeout=30, **kwargs)


def error_code(response: requests.Response) -> str:
    """The code of an error, whose form is checked."""
    body = response.json()
    assert set(body) == {"error"} and set(body["error"]) == {"code", "message"}
    assert body["error"]["message"].strip()
    return body["error"]["code"]
