"""Whatever is wrong with a request is said in a word, with a 4xx; never a 500, never an empty 200."""

from __future__ import annotations

import json
import re
import socket

import pytest
import requests

from tests.channels.web.conftest import error_code, post

JSON = {"Content-Type": "application/json"}


def send(server, body, headers=JSON, path="/webhooks/rest/webhook"):
    """Sends a body as it is."""
    data = body if isinstance(body, (bytes, str)) else json.dumps(body)
    return post(server, path, data=data, headers=headers)


def chat(**fields):
    return {"sender": "bad-requests", "message": "hello", **fields}


def without(name):
    return {key: value for key, value in chat().items() if key != name}


BAD = {
    "an empty body": (b"", 400, "not_json"),
    "no JSON": (b"sender=me&message=hello", 400, "not_json"),
    "half a JSON": (b'{"sender": "me", "message": "hel', 400, "not_json"),
    "JSON that is no UTF-8": (b'{"sender": "me", "message": "\xff\xfe"}', 400, "not_json"),
    "JSON nested thousands deep": (b'{"sender":' + b"[" * 8_000 + b"]" * 7_999 + b"}", 400, "not_json"),
    "a list": ([chat()], 400, "not_an_object"),
    "a text": ("hello".join('""'), 400, "not_an_object"),
    "null": (b"null", 400, "not_an_object"),
    "no message": (without("message"), 400, "no_message"),
    "a message that is null": (chat(message=None), 400, "no_message"),
    "a message that is a number": (chat(message=42), 400, "message_type"),
    "a message that is a list": (chat(message=["hello"]), 400, "message_type"),
    "a message that is an object": (chat(message={"text": "hello"}), 400, "message_type"),
    "an empty message": (chat(message=""), 400, "empty_message"),
    "a message of white space": (chat(message=" \n\t "), 400, "empty_message"),
    "a message over 1,000 characters": (chat(message="a" * 1_001), 413, "message_too_long"),
    "a message with a null character": (chat(message="a\x00b"), 400, "message_characters"),
    "a message with an escape sequence": (chat(message="\x1b[31mred"), 400, "message_characters"),
    "a message with half a surrogate pair": (b'{"sender": "me", "message": "\\ud800"}', 400, "message_characters"),
    "no sender": (without("sender"), 400, "no_sender"),
    "a sender that is a number": (chat(sender=1), 400, "sender_type"),
    "a sender that is true": (chat(sender=True), 400, "sender_type"),
    "an empty sender": (chat(sender=" "), 400, "empty_sender"),
    "a sender over 255 characters": (chat(sender="a" * 256), 413, "sender_too_long"),
    "a sender with a control character": (chat(sender="a\x07"), 400, "sender_characters"),
    "a sender of Slack's": (chat(sender="slack:T1:C1"), 400, "sender_reserved"),
    "explain that is a text": (chat(explain="yes"), 400, "explain_type"),
    "explain that is null": (chat(explain=None), 400, "explain_type"),
    "a body over 16 KB": (chat(x="a" * 16_384), 413, "too_large"),
    "a body of a megabyte": (chat(x="a" * 1_000_000), 413, "too_large"),
}


@pytest.mark.parametrize("body, status, code", BAD.values(), ids=BAD)
def test_what_is_wrong_is_said(server, conversation, body, status, code):
    response = send(server, body)
    assert (response.status_code, error_code(response)) == (status, code)
    assert conversation.say("hello")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json", "", "json"]
)
def test_another_content_type_is_refused(server, content_type):
    """A page of another site can send these without asking first."""
    response = send(server, chat(), {"Content-Type": content_type})
    assert (response.status_code, error_code(response)) == (415, "content_type")


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON ; a=b"],
)
def test_parameters_of_the_content_type_are_fine(server, content_type):
    assert send(server, chat(), {"Content-Type": content_type}).status_code == 200


@pytest.mark.parametrize(
    "message", ["two\nlines", "a\ttab", "carriage\r\nreturn", "emoji 🙂", "naïve café", "\u202eright to left"]
)
def test_what_people_really_type_is_read(server, message):
    assert send(server, chat(message=message)).status_code == 200


# Payloads


UNSIGNED = [
    "/ask_salary",
    '/ask_salary{"role":["data_engineer"]}',
    ' \n/ask_salary{"role":["data_engineer"]}',
    "/restart",
    "/session_start",
    "/",
    "//",
    "/ask_salary~",
    "/ask_salary~" + "0" * 32,
    "/ask_salary~" + "g" * 32,
]


@pytest.mark.parametrize("message", UNSIGNED)
def test_a_payload_that_was_not_offered_is_refused(server, conversation, message):
    response = send(server, chat(sender=conversation.sender, message=message))
    assert (response.status_code, error_code(response)) == (400, "payload")
    assert conversation.say("hello")


TAMPERED = {
    "another role": lambda payload: payload.replace("data_engineer", "data_scientist"),
    "another intent": lambda payload: re.sub(r"^/\w+", "/forget_me", payload),
    "another signature": lambda payload: payload[:-1] + ("0" if payload[-1] != "0" else "1"),
    "a longer signature": lambda payload: payload + "0",
    "no signature": lambda payload: payload.rpartition("~")[0],
    "the signature in upper case": lambda payload: payload[:-32] + payload[-32:].upper(),
    "something behind it": lambda payload: payload + " and more",
    "something before it": lambda payload: "/ask_tools" + payload,
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_a_payload_that_was_changed_is_refused(server, conversation, tamper):
    conversation.say("What does a data engineer do?")
    payload = next(button["payload"] for button in conversation.items[0]["buttons"] if button["title"] == "Pay")
    assert tamper(payload) != payload
    response = send(server, chat(sender=conversation.sender, message=tamper(payload)))
    assert (response.status_code, error_code(response)) == (400, "payload")


# The other routes


BAD_FEEDBACK = {
    "no sender": ({"answer_id": "a", "helpful": True}, 400, "no_sender"),
    "a sender of Slack's": ({"sender": "slack:1", "answer_id": "a", "helpful": True}, 400, "sender_reserved"),
    "no answer": ({"sender": "me", "helpful": True}, 400, "no_answer_id"),
    "an answer of 65 characters": ({"sender": "me", "answer_id": "a" * 65, "helpful": True}, 413, "answer_id_too_long"),
    "no verdict": ({"sender": "me", "answer_id": "a"}, 400, "no_helpful"),
    "a verdict that is a text": ({"sender": "me", "answer_id": "a", "helpful": "yes"}, 400, "helpful_type"),
    "a verdict that is a number": ({"sender": "me", "answer_id": "a", "helpful": 1}, 400, "helpful_type"),
    "a comment that is a list": (
        {"sender": "me", "answer_id": "a", "helpful": True, "comment": []},
        400,
        "comment_type",
    ),
    "a comment over 1,000 characters": (
        {"sender": "me", "answer_id": "a", "helpful": True, "comment": "a" * 1_001},
        413,
        "comment_too_long",
    ),
    "no JSON": ("helpful", 400, "not_json"),
}


@pytest.mark.parametrize("body, status, code", BAD_FEEDBACK.values(), ids=BAD_FEEDBACK)
def test_what_is_wrong_with_feedback_is_said(server, body, status, code):
    response = send(server, body, path="/feedback")
    assert (response.status_code, error_code(response)) == (status, code)


@pytest.mark.parametrize(
    "sender, code",
    [
        ("slack:T1:C1", "sender_reserved"),
        ("slack%3AT1", "sender_reserved"),
        ("%20", "empty_sender"),
        ("a%00", "sender_characters"),
        ("a" * 256, "sender_too_long"),
    ],
)
def test_conversations_of_other_channels_and_bad_ids_can_not_be_deleted(server, sender, code):
    response = requests.delete(f"{server.url}/conversations/{sender}", timeout=30)
    assert 400 <= response.status_code < 500 and error_code(response) == code


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/webhooks/slack/webhook", "/conversations", "/conversations/", "/model/parse", "/domain", "/status"],
)
def test_there_is_nothing_else_and_rasas_own_api_is_off(server, path):
    response = requests.get(f"{server.url}{path}", timeout=30)
    assert response.status_code in (404, 405)
    assert error_code(response) in ("not_found", "method")


@pytest.mark.parametrize(
    "method, path",
    [("GET", "/webhooks/rest/webhook"), ("POST", "/health"), ("PUT", "/feedback"), ("GET", "/conversations/me")],
)
def test_a_wrong_method_is_told_which_are_right(server, method, path):
    response = requests.request(method, f"{server.url}{path}", timeout=30)
    assert (response.status_code, error_code(response)) == (405, "method")
    assert response.headers["Allow"]


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        b"POST /feedback HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        b"POST /feedback HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"POST /feedback HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n\r\n",
        b"GET /health HTTP/1.1\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        b"\x16\x03\x01\x00\r\n\r\n",
    ],
    ids=lambda sent: sent[:60].decode("latin-1"),
)
def test_what_is_no_http_is_refused_and_the_server_goes_on(server, conversation, sent):
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.makefile("rb").read()
    assert not answer or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.1 505"))
    assert conversation.say("hello")
