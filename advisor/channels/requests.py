"""Reads chat requests strictly: whatever is wrong with one is said in a word, never a crash."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from typing import Any, Dict, Optional, Text

from sanic.request import Request

MOST_MESSAGE_CHARACTERS = 1_000
MOST_SENDER_CHARACTERS = 255
#: Conversations of other channels, whose ids can be known, are not to be read or deleted through this one.
RESERVED_SENDERS = ("slack:",)
MOST_ID_CHARACTERS = 64
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
    """One message of one conversation.

    ``explain`` asks why the answer is what it is; ``message_id`` is the same when a client sends a message again because
    it got no reply; ``role`` is the career that the page is about.
    """

    sender: Text
    message: Text
    explain: bool = False
    message_id: Optional[Text] = None
    role: Optional[Text] = None


@dataclass(frozen=True)
class FeedbackRequest:
    """Whether an answer helped."""

    sender: Text
    answer_id: Text
    helpful: bool
    comment: Optional[Text]


def read_chat_request(request: Request) -> ChatRequest:
    """Returns the request's sender and message.

    Raises:
        BadRequest: wrong content type, too large, not JSON, a field missing, of the wrong type, empty or too long.
    """
    body = _read_body(request)
    return ChatRequest(
        sender=read_sender(body.get("sender")),
        message=_check_text(body.get("message"), "message", MOST_MESSAGE_CHARACTERS),
        explain=_check_flag(body.get("explain", False), "explain"),
        message_id=_check_optional(body.get("message_id"), "message_id"),
        role=_check_optional(body.get("role"), "role"),
    )


def read_feedback_request(request: Request) -> FeedbackRequest:
    """Returns the request's feedback.

    Raises:
        BadRequest: as :func:`read_chat_request`.
    """
    body = _read_body(request)
    comment = body.get("comment")
    if body.get("helpful") is None:
        raise BadRequest("no_helpful", "The field 'helpful' is missing.")
    return FeedbackRequest(
        sender=read_sender(body.get("sender")),
        answer_id=_check_text(body.get("answer_id"), "answer_id", MOST_ID_CHARACTERS),
        helpful=_check_flag(body.get("helpful"), "helpful"),
        comment=None if comment in (None, "") else _check_text(comment, "comment", MOST_MESSAGE_CHARACTERS),
    )


def read_sender(value: Any) -> Text:
    """Returns the id of a conversation; raises :class:`BadRequest`."""
    sender = _check_text(value, "sender", MOST_SENDER_CHARACTERS)
    if sender.startswith(RESERVED_SENDERS):
        raise BadRequest("sender_reserved", "Senders that start like this belong to another channel.")
    return sender


def _read_body(request: Request) -> Dict[Text, Any]:
    content_type = (request.headers.get("content-type") or "").split(";")[0].strip().lower()
    if content_type != "application/json":
        raise BadRequest("content_type", "Send JSON, with the header 'Content-Type: application/json'.", 415)
    if len(request.body) > MOST_BODY_BYTES:
        raise BadRequest("too_large", f"The request is larger than {MOST_BODY_BYTES // 1024} KB.", 413)
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadRequest("not_json", "The request's body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise BadRequest("not_an_object", "The request's body must be an object with the field 'sender'.")
    return body


def _check_optional(value: Any, field: Text) -> Optional[Text]:
    return None if value in (None, "") else _check_text(value, field, MOST_ID_CHARACTERS)


def _check_flag(value: Any, field: Text) -> bool:
    if not isinstance(value, bool):
        raise BadRequest(f"{field}_type", f"The field '{field}' must be true or false.")
    return value


def _check_text(value: Any, field: Text, most: int) -> Text:
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
