"""Talks to the assistant's web channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import List, Protocol

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
    """One item of a reply: markdown, and the questions offered."""

    text: str
    buttons: List[Button] = field(default_factory=list)


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
        except ValueError as error:
            raise Unreachable(f"What answers at {self._url} is not Career Advisor (HTTP {answer.status_code}).") from error
        if answer.status_code != 200:
            return [Reply(body.get("error", {}).get("message", f"HTTP {answer.status_code}"))]
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
