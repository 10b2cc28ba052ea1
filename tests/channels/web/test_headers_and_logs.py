"""Security headers on everything that the server sends; nothing in its log that people wrote, and no secret."""

from __future__ import annotations

import sqlite3

import pytest
import requests

from tests.channels.web.conftest import post

PATHS = [
    ("GET", "/"),
    ("GET", "/health"),
    ("GET", "/ready"),
    ("GET", "/version"),
    ("GET", "/metrics"),
    ("GET", "/suggestions"),
    ("GET", "/demo/demo.css"),
    ("GET", "/widget.js"),
    ("GET", "/nothing"),
    ("GET", "/webhooks/rest/webhook"),
    ("POST", "/webhooks/rest/webhook"),
    ("POST", "/feedback"),
    ("DELETE", "/conversations/nobody"),
    ("OPTIONS", "/feedback"),
]
WORD = "xylophonist"


@pytest.mark.parametrize("method, path", PATHS)
def test_every_response_carries_the_security_headers(server, method, path):
    headers = requests.request(method, f"{server.url}{path}", timeout=30).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "body",
    [b"a" * 1_000_000, b"{broken", b'{"sender": "me", "message": "hello"}'],
    ids=["too large", "no JSON", "a message"],
)
def test_answers_and_errors_with_a_body_carry_them_too(server, body):
    response = post(server, data=body, headers={"Content-Type": "application/json"})
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("method, path", PATHS)
def test_no_response_names_the_software_below(server, method, path):
    response = requests.request(method, f"{server.url}{path}", timeout=30)
    assert "Server" not in response.headers and "X-Powered-By" not in response.headers
    assert "sanic" not in response.text.lower()


def test_conversations_are_kept_in_no_cache(server):
    response = post(server, json={"sender": "cached", "message": "hello"})
    assert response.headers["Cache-Control"] == "no-store"


def test_nothing_that_people_write_is_in_the_log(server, conversation):
    for message in (
        f"What does a {WORD} do?",
        f"/{WORD}",
        f"I hate you, {WORD}, and I want to die",
        f"{WORD} " * 100,
        f"[{WORD}](role) {{'{WORD}'}}",
    ):
        post(server, json={"sender": conversation.sender, "message": message, "explain": True})
    post(server, json={"sender": WORD * 30, "message": "hello"})
    post(server, data=WORD, headers={"Content-Type": "application/json"})
    post(server, "/feedback", json={"sender": WORD, "answer_id": "a", "helpful": True, "comment": WORD})
    requests.get(f"{server.url}/{WORD}?{WORD}", timeout=30)
    requests.delete(f"{server.url}/conversations/{WORD}", timeout=30)
    assert WORD not in server.log.read_text()


def test_no_secret_and_no_conversations_id_is_in_the_log(server, conversation):
    conversation.say("What does a data engineer do?")
    conversation.press("Pay")
    with sqlite3.connect(server.log.parent / "conversations.db") as connection:
        secrets = [value for (value,) in connection.execute("SELECT value FROM secrets")]
    assert secrets
    for secret in [*secrets, conversation.sender]:
        assert secret not in server.log.read_text()


def test_a_working_server_logs_nothing_but_that_it_is_there(server, conversation):
    conversation.say("How much does a data engineer earn in Canada?")
    lines = server.log.read_text().splitlines()
    assert lines[0] == "Starting the assistant (a few seconds) …"
    assert lines[1].startswith("Career Advisor is ready at http://127.0.0.1:")
    assert lines[2:] == []
