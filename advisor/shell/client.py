"""Talks to the assistant's web channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, List, Protocol

import requests

#: Answers take milliseconds; a server that is still loading may take longer.
TIMEOUT_SECONDS = 30


class Unreachable(Exception):
    """The server did not answer; the message says what to do."""


@dataclass(frozen=True)
class Button:
    """A question that is offered."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """One item of a reply: markdown, and the questions offered, which are numbered from ``first_number``."""

    text: str
    buttons: List[Button] = field(default_factory=list)
    first_number: int = 1


class Backend(Protocol):
    """Whatever answers messages."""

    def send(self, message: str) -> List[Reply]:
        """Returns the replies to a message; raises :class:`Unreachable`."""


class HttpBackend:
    """The assistant at a URL, as one conversation."""

    def __init__(self, url: str, sender: str) -> None:
        self._url = url.rstrip("/")
        self._sender = sender
        self._session = requests.Session()

    def send(self, message: str) -> List[Reply]:
        try:
            answer = self._session.post(
                f"{self._url}/webhooks/rest/webhook",
                json={"sender": self._sender, "message": message},
                timeout=TIMEOUT_SECONDS,
            )
        except requests.RequestException as error:
            raise Unreachable(f"The assistant at {self._url} does not answer. Is it still running?") from error
        try:
            body = answer.json()
            return _replies(body) if answer.status_code == 200 else [Reply(str(body["error"]["message"]))]
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            message = f"What answers at {self._url} is not Career Advisor (HTTP {answer.status_code})."
            raise Unreachable(message) from error


def _replies(body: Any) -> List[Reply]:
    """Reads the body of a reply.

    Raises:
        TypeError, LookupError, AttributeError: it is not of Career Advisor's shape.
    """
    if not isinstance(body, list):
        raise TypeError("a list of items is expected")
    return [
        Reply(item["text"], [Button(button["title"], button["payload"]) for button in item.get("buttons") or []])
        for item in body
    ]


def is_advisor(url: str) -> bool:
    """Whether Career Advisor answers at a URL."""
    try:
        return requests.get(f"{url.rstrip('/')}/version", timeout=1).json().get("name") == "career-advisor"
    except (requests.RequestException, ValueError, AttributeError):
        return False
