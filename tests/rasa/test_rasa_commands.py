"""Rasa's own commands keep working in the environment, as everyone who knows Rasa expects."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from advisor.knowledge.store import PROJECT_FOLDER
from tests.conftest import MODEL, free_port

RASA = str(Path(sys.executable).with_name("rasa"))
SECONDS = 180


def rasa(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([RASA, *arguments], cwd=PROJECT_FOLDER, capture_output=True, text=True, timeout=SECONDS)


def test_rasa_data_validate_finds_nothing_wrong():
    result = rasa("data", "validate", "--fail-on-warnings", "--max-history", "5")
    assert result.returncode == 0, result.stdout + result.stderr


def test_rasa_test_core_passes_its_stories(tmp_path):
    result = rasa("test", "core", "--model", str(MODEL), "--stories", "tests/rasa/test_stories.yml", "--out", str(tmp_path))
    assert result.returncode == 0, result.stdout + result.stderr
    report = json.loads((tmp_path / "story_report.json").read_text())
    assert report["conversation_accuracy"]["accuracy"] == 1.0


@pytest.fixture
def started():
    processes = []

    def start(*arguments: str, **environment: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [RASA, *arguments],
            cwd=PROJECT_FOLDER,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.wait()


def wait_for(url: str) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            if requests.get(url, timeout=1).ok:
                return
        except requests.RequestException:
            pass
        assert time.monotonic() < deadline, f"nothing answers at {url}"
        time.sleep(0.2)


def test_rasa_run_alone_answers(started, tmp_path):
    port = free_port()
    started("run", "--port", str(port), "-i", "127.0.0.1", ADVISOR_DATABASE_URL=f"sqlite:///{tmp_path / 'c.db'}")
    wait_for(f"http://127.0.0.1:{port}/version")
    reply = requests.post(
        f"http://127.0.0.1:{port}/webhooks/rest/webhook",
        json={"sender": "rasa-run", "message": "What does a data engineer do?"},
        timeout=30,
    ).json()
    assert "data engineers do" in reply[0]["text"]


def test_rasa_run_actions_serves_the_actions(started):
    port = free_port()
    started("run", "actions", "--port", str(port))
    wait_for(f"http://127.0.0.1:{port}/health")
    names = {action["name"] for action in requests.get(f"http://127.0.0.1:{port}/actions", timeout=10).json()}
    assert {"action_answer_salary", "action_follow_up", "action_ask_back"} <= names
