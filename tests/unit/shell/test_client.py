"""The HTTP backend, against a tiny server in this process."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from advisor.shell.client import Button, HttpBackend, Reply, Unreachable, is_advisor


class Fake:
    """A server that keeps the last body and answers what it is told to."""

    def __init__(self) -> None:
        self.body, self.status, self.received, self.path = b"[]", 200, None, None
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                fake.path = self.path
                fake.received = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self.answer()

            def do_GET(self):
                self.answer()

            def answer(self):
                self.send_response(fake.status)
                self.send_header("Content-Length", str(len(fake.body)))
                self.end_headers()
                self.wfile.write(fake.body)

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def says(self, body, status=200):
        self.body, self.status = json.dumps(body).encode(), status


@pytest.fixture
def fake():
    server = Fake()
    yield server
    server.server.shutdown()
    server.server.server_close()


def test_a_message_is_posted_with_its_sender(fake):
    HttpBackend(fake.url + "/", "me").send("hi")
    assert (fake.path, fake.received) == ("/webhooks/rest/webhook", {"sender": "me", "message": "hi"})


def test_items_become_replies_with_buttons(fake):
    fake.says([{"text": "a", "buttons": [{"title": "Pay", "payload": "/ask_salary"}]}, {"text": "b", "buttons": None}])
    assert HttpBackend(fake.url, "me").send("hi") == [Reply("a", [Button("Pay", "/ask_salary")]), Reply("b", [])]


def test_a_refused_message_shows_why(fake):
    fake.says({"error": {"code": "message_too_long", "message": "Too long."}}, 413)
    assert HttpBackend(fake.url, "me").send("hi") == [Reply("Too long.")]


def test_a_server_that_is_no_advisor_is_unreachable(fake):
    fake.body = b"<html>"
    with pytest.raises(Unreachable, match="not Career Advisor"):
        HttpBackend(fake.url, "me").send("hi")


@pytest.mark.parametrize("body", [{"hello": "world"}, "text", [1], {"error": "text"}])
@pytest.mark.parametrize("status", [200, 500])
def test_json_of_another_server_is_unreachable_or_a_reply_and_never_a_crash(fake, body, status):
    fake.says(body, status)
    try:
        HttpBackend(fake.url, "me").send("hi")
    except Unreachable:
        pass


def test_no_server_at_all_is_unreachable(fake):
    fake.server.shutdown()
    fake.server.server_close()
    with pytest.raises(Unreachable, match="Is it still running"):
        HttpBackend(fake.url, "me").send("hi")


def test_the_advisor_is_known_by_its_version(fake):
    fake.says({"name": "career-advisor"})
    assert is_advisor(fake.url)


@pytest.mark.parametrize("body", [{"name": "other"}, ["list"], "text"])
def test_another_server_is_not_taken_for_the_advisor(fake, body):
    fake.says(body)
    assert not is_advisor(fake.url)
