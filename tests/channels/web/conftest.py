"""Short ways to ask the shared server, and servers of one's own that can be broken."""

from __future__ import annotations

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
            rows = connection.execute(
                "SELECT json_extract(data, '$.text') FROM events WHERE sender_id = ? AND type_name = 'user' ORDER BY id",
                (sender,),
            )
            return [text for (text,) in rows]

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
    for server in made:
        server.stop()


@pytest.fixture(scope="session")
def action_server() -> Iterator[FakeActionServer]:
    fake = FakeActionServer()
    yield fake
    fake.stop()


@pytest.fixture
def start_fails() -> Callable[..., str]:
    """Starts a server that can't start, and returns what it says."""

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
