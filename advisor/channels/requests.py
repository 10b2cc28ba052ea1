"""Reads chat requests strictly: whatever is wrong with one is said in a word, never a crash."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, Text

import ujson
from sanic.request import Request

MOST_MESSAGE_CHARACTERS = 1_000
MOST_SENDER_CHARACTERS = 255
MOST_BODY_BYTES = 16 * 1024
_ALLOWED_CONTROLS = "\n\r\t"


class BadRequest(Exception):
    """A request that can't be answered; ``status`` is the HTTP status, ``code`` a fixed word for programs."""

    def __init__(self, code: Text, message: Text, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


@dataclass(frozen=True)
class ChatRequest:
    """One message of one conversation."""

    sender: Text
    message: Text


def read_chat_request(request: Request) -> ChatRequest:
    """Returns the request's sender and message.

    Raises:
        BadRequest: wrong content type, too large, not JSON, a field missing, of the wrong type, empty or too long.
    """
    content_type = (request.headers.get("content-type") or "").split(";")[0].strip().lower()
    if content_type != "application/json":
        raise BadRequest("content_type", "Send JSON, with the header 'Content-Type: application/json'.", 415)
    if len(request.body) > MOST_BODY_BYTES:
        raise BadRequest("too_large", f"The request is larger than {MOST_BODY_BYTES // 1024} KB.", 413)
    try:
        body = ujson.loads(request.body)
    except ValueError:
        raise BadRequest("not_json", "The request's body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise BadRequest("not_an_object", 'The request\'s body must be an object: {"sender": …, "message": …}.')
    return ChatRequest(
        sender=_read_text(body, "sender", MOST_SENDER_CHARACTERS),
        message=_read_text(body, "message", MOST_MESSAGE_CHARACTERS),
    )


def _read_text(body: Any, field: Text, most: int) -> Text:
    value = body.get(field)
    if value is None:
        raise BadRequest(f"no_{field}", f"The field '{field}' is missing.")
    if not isinstance(value, str):
        raise BadRequest(f"{field}_type", f"The field '{field}' must be text.")
    if not value.strip():
        raise BadRequest(f"empty_{field}", f"The field '{field}' is empty.")
    if len(value) > most:
        raise BadRequest(f"{field}_too_long", f"The field '{field}' is longer than {most:,} characters.", 413)
    if any(unicodedata.category(char) in ("Cc", "Cs") and char not in _ALLOWED_CONTROLS for char in value):
        raise BadRequest(f"{field}_characters", f"The field '{field}' holds control characters.")
    return value
