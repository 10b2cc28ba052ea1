"""What answers messages: the interface that the chat knows, and the assistant's web channel behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Protocol
from urllib.parse import quote, urlsplit

import requests

#: Answers take milliseconds; a server that is still loading may take longer.
TIMEOUT_SECONDS = 30
#: What only makes typing easier must not make anyone wait.
HELPER_SECONDS = 2
#: A server that is far away, or busy, may take longer to say who it is.
CHECK_SECONDS = 10
MESSAGES = "/webhooks/rest/webhook"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Unreachable(Exception):
    """The server did not answer; the message says what to do."""


@dataclass(frozen=True)
class Button:
    """A question that is offered: its short title, what is sent, and its whole wording."""

    title: str
    payload: str
    question: str = ""


@dataclass(frozen=True)
class Reply:
    """One item of a reply: markdown, and the questions offered, which are numbered from ``first_number``."""

    text: str
    buttons: List[Button] = field(default_factory=list)
    first_number: int = 1
    #: Answers as JSON values, by ``answer.schema.json``; none where only the markdown is known.
    answers: List[Dict[str, Any]] = field(default_factory=list)
    #: Why the answer is what it is, where that was asked for and allowed.
    explain: Optional[Dict[str, Any]] = None
    #: Whether the message was not taken; the text says why.
    refused: bool = field(default=False, compare=False)
    #: The item as it came.
    item: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Vocabulary:
    """Names that can be completed."""

    roles: List[str] = field(default_factory=list)
    places: List[str] = field(default_factory=list)


class Backend(Protocol):
    """Whatever answers messages, as one conversation."""

    sender: str

    def send(self, message: str) -> List[Reply]:
        """Returns the replies to a message; raises :class:`Unreachable`."""

    def forget(self) -> None:
        """Deletes what is kept of the conversation; raises :class:`Unreachable`."""

    def first_questions(self) -> List[Button]:
        """Returns questions to start with; none where they can't be had."""

    def vocabulary(self) -> Vocabulary:
        """Returns names to complete; none where they can't be had."""


class HttpBackend:
    """The assistant at a URL, as one conversation.

    Args:
        explain: Whether to ask with each message why the answer is what it is. Servers tell that to their own machine
            only; where it is refused, the message is sent without.
        advice: What to do when it no longer answers.
    """

    def __init__(self, url: str, sender: str, explain: bool = False, advice: str = "Is it still running?") -> None:
        self._url = url.rstrip("/")
        self.sender = sender
        self._explain = explain
        self._advice = advice
        self._session = requests.Session()

    def send(self, message: str) -> List[Reply]:
        body: Dict[str, Any] = {"sender": self.sender, "message": message}
        answer = self._request("POST", MESSAGES, json={**body, "explain": True} if self._explain else body)
        if self._explain and answer.status_code == 403:
            self._explain = False
            answer = self._request("POST", MESSAGES, json=body)
        try:
            content = answer.json()
            return read_replies(content) if answer.status_code == 200 else [_refusal(content)]
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise self._stranger(answer) from error

    def forget(self) -> None:
        answer = self._request("DELETE", f"/conversations/{quote(self.sender, safe='')}")
        if answer.status_code == 204:
            return
        try:
            reason = _refusal(answer.json()).text
        except (ValueError, LookupError, TypeError) as error:
            raise self._stranger(answer) from error
        raise Unreachable(f"The conversation could not be deleted: {reason}")

    def first_questions(self) -> List[Button]:
        try:
            return [_button(question) for question in self._helper("/suggestions")["questions"]]
        except (requests.RequestException, ValueError, LookupError, TypeError, AttributeError):
            return []

    def vocabulary(self) -> Vocabulary:
        try:
            names = self._helper("/vocabulary")
            return Vocabulary([str(role) for role in names["roles"]], [str(place) for place in names["places"]])
        except (requests.RequestException, ValueError, LookupError, TypeError, AttributeError):
            return Vocabulary()

    def check(self) -> None:
        """Raises :class:`Unreachable` unless Career Advisor answers."""
        try:
            answer = requests.get(f"{self._url}/version", timeout=CHECK_SECONDS)
        except requests.RequestException as error:
            message = f"Nothing answers at {self._url}. Is the server running, and is the address right?"
            raise Unreachable(message) from error
        try:
            known = answer.json()["name"] == "career-advisor"
        except (ValueError, LookupError, TypeError):
            known = False
        if not known:
            raise self._stranger(answer)

    def _request(self, method: str, path: str, **rest: Any) -> requests.Response:
        try:
            return self._session.request(method, self._url + path, timeout=TIMEOUT_SECONDS, **rest)
        except requests.RequestException as error:
            raise Unreachable(f"The assistant at {self._url} does not answer. {self._advice}") from error

    def _helper(self, path: str) -> Any:
        # A session is for one thread at a time, and these are asked for from another.
        answer = requests.get(self._url + path, timeout=HELPER_SECONDS)
        answer.raise_for_status()
        return answer.json()

    def _stranger(self, answer: requests.Response) -> Unreachable:
        return Unreachable(f"What answers at {self._url} is not Career Advisor (HTTP {answer.status_code}).")


def read_replies(body: Any) -> List[Reply]:
    """Reads the body of a reply.

    Raises:
        TypeError, LookupError, AttributeError: it is not of Career Advisor's shape.
    """
    if not isinstance(body, list):
        raise TypeError("a list of items is expected")
    return [_reply(item) for item in body]


def _reply(item: Mapping[str, Any]) -> Reply:
    custom = item.get("custom") or {}
    return Reply(
        text=item["text"],
        buttons=[_button(button) for button in item.get("buttons") or []],
        answers=list(custom.get("answers") or []),
        explain=custom.get("explain"),
        item=item,
    )


def _button(button: Mapping[str, Any]) -> Button:
    return Button(button["title"], button["payload"], button.get("question") or "")


def _refusal(body: Any) -> Reply:
    return Reply(str(body["error"]["message"]), refused=True, item=body)


def is_advisor(url: str) -> bool:
    """Whether Career Advisor answers at a URL."""
    try:
        return requests.get(f"{url.rstrip('/')}/version", timeout=1).json().get("name") == "career-advisor"
    except (requests.RequestException, ValueError, AttributeError):
        return False


def is_this_machine(url: str) -> bool:
    """Whether a URL names the machine that the chat runs on."""
    try:
        return urlsplit(url).hostname in _LOOPBACK
    except ValueError:
        return False
