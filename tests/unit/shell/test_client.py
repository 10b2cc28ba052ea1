"""The HTTP backend, against a tiny server in this process."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from advisor.shell.client import Button, HttpBackend, Reply, Unreachable, Vocabulary, is_advisor, is_this_machine


class Fake:
    """A server that keeps the last body and answers what it is told to."""

    def __init__(self) -> None:
        self.body, self.status, self.received, self.path = b"[]", 200, None, None
        self.refuses_to_explain, self.all_received = False, []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                fake.path = self.path
                fake.received = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                fake.all_received.append(fake.received)
                self.answer()

            def do_GET(self):
                fake.path = self.path
                self.answer()

            def do_DELETE(self):
                fake.path = self.path
                self.answer()

            def answer(self):
                refused = fake.refuses_to_explain and self.command == "POST" and "explain" in fake.received
                self.send_response(403 if refused else fake.status)
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


def test_answers_and_their_explanation_come_with_the_reply(fake):
    fake.says([{"text": "a", "buttons": [], "custom": {"answers": [{"id": "1"}], "explain": {"intent": 1}}}])
    assert HttpBackend(fake.url, "me", explain=True).send("hi") == [
        Reply("a", [], answers=[{"id": "1"}], explain={"intent": 1})
    ]
    assert fake.received == {"sender": "me", "message": "hi", "explain": True}


def test_a_server_that_does_not_explain_is_asked_without_from_then_on(fake):
    fake.refuses_to_explain = True
    fake.says([{"text": "a", "buttons": []}])
    backend = HttpBackend(fake.url, "me", explain=True)
    assert backend.send("hi") == backend.send("again") == [Reply("a")]
    assert ["explain" in body for body in fake.all_received] == [True, False, False]


def test_a_conversation_is_deleted_by_its_name(fake):
    fake.body, fake.status = b"", 204
    HttpBackend(fake.url, "a/b").forget()
    assert fake.path == "/conversations/a%2Fb"


def test_a_conversation_that_could_not_be_deleted_is_said(fake):
    fake.says({"error": {"code": "busy", "message": "Too many."}}, 429)
    with pytest.raises(Unreachable, match="could not be deleted: Too many."):
        HttpBackend(fake.url, "me").forget()


def test_questions_to_start_with_are_buttons(fake):
    fake.says({"greeting": "Hi", "questions": [{"title": "Pay?", "question": "Pay?", "payload": "/p"}]})
    assert HttpBackend(fake.url, "me").first_questions() == [Button("Pay?", "/p", "Pay?")]
    assert fake.path == "/suggestions"


def test_names_to_complete_come_from_the_server(fake):
    fake.says({"roles": ["tester"], "places": ["Germany"]})
    assert HttpBackend(fake.url, "me").vocabulary() == Vocabulary(["tester"], ["Germany"])
    assert fake.path == "/vocabulary"


@pytest.mark.parametrize("status, body", [(404, {"error": {}}), (200, []), (200, {"roles": 5}), (500, "x")])
def test_without_helpers_one_can_chat_all_the_same(fake, status, body):
    fake.says(body, status)
    backend = HttpBackend(fake.url, "me")
    assert (backend.first_questions(), backend.vocabulary()) == ([], Vocabulary())


@pytest.mark.parametrize(
    "url, here",
    [
        ("http://127.0.0.1:5005", True),
        ("http://localhost", True),
        ("http://[::1]:1", True),
        ("https://bot.example", False),
        ("http://[", False),
    ],
)
def test_only_the_own_machine_is_asked_to_explain(url, here):
    assert is_this_machine(url) is here
