"""Sends to Slack: waits where it is rate limited, tries again where Slack fails, and knows what it has sent."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from typing import Any, Awaitable, Callable, Dict, Mapping, Optional

from aiohttp import ClientError, ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from advisor.channels.slack.redaction import library_logger, slack_logger
from advisor.channels.slack.responses import field_of, reason_of, status_of
from advisor.channels.slack.settings import SlackSettings
from advisor.channels.slack.tasks import Place
from advisor.rendering.slack import SlackMessage

logger = slack_logger(__name__)

#: Tries before the rest is left for later.
MOST_ATTEMPTS = 5
REQUEST_SECONDS = 10
#: A longer wait than this is left for later, too.
LONGEST_WAIT_SECONDS = 60.0
LATER_SECONDS = 60.0
#: How many messages of a conversation are looked through for one that may have been sent.
RECENT_MESSAGES = 30
#: Names the metadata by which a message of ours is known again.
REPLY_EVENT = "career_advisor_reply"

_RATE_LIMITED = ("ratelimited", "rate_limited", "message_limit_exceeded")
_FAILURES = ("internal_error", "fatal_error", "service_unavailable", "request_timeout")
#: Whoever runs the server can mend these; until then the answer waits.
_NOT_ALLOWED = ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope")
_TABLE_ERRORS = ("invalid_blocks", "invalid_blocks_format", "invalid_attachments", "only_one_table_allowed")


class SlackRefused(Exception):
    """Slack doesn't take a request and never will; ``error`` is its word for why."""

    def __init__(self, method: str, error: str) -> None:
        super().__init__(f"Slack refused {method}: {error}")
        self.error = error


class SlackUnavailable(Exception):
    """Slack can't take a request for now; try again after ``seconds``."""

    def __init__(self, message: str, seconds: float = LATER_SECONDS) -> None:
        super().__init__(message)
        self.seconds = seconds


@dataclass(frozen=True)
class Failure:
    """Why a try failed. ``wait``: seconds that Slack asks for. ``unclear``: it may have been done all the same."""

    reason: str
    wait: Optional[float] = None
    unclear: bool = False


class SlackSender:
    """Slack's Web API and response URLs, with one rule for what is tried again. Made inside the event loop."""

    def __init__(self, settings: SlackSettings, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        # One session keeps connections open; without one, slack_sdk opens a new one for every request.
        self._session = ClientSession(timeout=ClientTimeout(total=REQUEST_SECONDS))
        self._client = AsyncWebClient(
            settings.bot_token,
            session=self._session,
            base_url=settings.api_url,
            timeout=REQUEST_SECONDS,
            # slack_sdk's own handlers read only the first digit of Retry-After, and can't check what was sent.
            retry_handlers=[],
            logger=library_logger("advisor.channels.slack.web_api"),
        )
        self._pause = pause

    async def close(self) -> None:
        """Closes the connections."""
        await self._session.close()

    async def post(self, place: Place, message: SlackMessage, key: str) -> None:
        """Posts a message; ``key`` is how it is known again if it is unclear whether Slack took it.

        Raises:
            SlackRefused, SlackUnavailable
        """
        for version in _versions(message):
            try:
                await self._call(
                    "chat.postMessage",
                    lambda: self._client.chat_postMessage(
                        channel=place.channel,
                        thread_ts=place.thread,
                        text=version.text,
                        blocks=version.blocks or None,
                        metadata={"event_type": REPLY_EVENT, "event_payload": {"key": key}},
                        unfurl_links=False,
                        unfurl_media=False,
                    ),
                    lambda: self.was_posted(place, key),
                )
                return
            except SlackRefused as refused:
                if refused.error not in _TABLE_ERRORS or not version.blocks:
                    raise
                logger.warning("%s; the message is sent in a simpler form.", refused)

    async def update(self, place: Place, ts: str, message: SlackMessage) -> None:
        """Replaces a message of ours.

        Raises:
            SlackRefused, SlackUnavailable
        """
        for version in _versions(message):
            try:
                await self._call(
                    "chat.update",
                    lambda: self._client.chat_update(
                        channel=place.channel, ts=ts, text=version.text, blocks=version.blocks or []
                    ),
                )
                return
            except SlackRefused as refused:
                if refused.error not in _TABLE_ERRORS or not version.blocks:
                    raise

    async def respond(self, response_url: str, message: SlackMessage, replace: bool = False) -> None:
        """Sends a message that only the person sees, by the address that Slack gave for it.

        Raises:
            SlackRefused: among others, because the address is older than 30 minutes or used up.
            SlackUnavailable
        """
        webhook = AsyncWebhookClient(
            response_url,
            timeout=REQUEST_SECONDS,
            session=self._session,
            retry_handlers=[],
            logger=library_logger("advisor.channels.slack.response_url"),
        )
        for version in _versions(message):
            body = {"text": version.text, "response_type": "ephemeral", "replace_original": replace}
            if version.blocks:
                body["blocks"] = list(version.blocks)
            try:
                await self._call("response_url", lambda: _respond(webhook, body))
                return
            except SlackRefused as refused:
                if refused.error not in _TABLE_ERRORS or not version.blocks:
                    raise

    async def upload(self, place: Place, name: str, content: bytes, title: str) -> None:
        """Posts a picture as a file.

        Raises:
            SlackRefused, SlackUnavailable
        """
        await self._call(
            "files.upload",
            lambda: self._client.files_upload_v2(
                channel=place.channel,
                thread_ts=place.thread,
                filename=name,
                content=content,
                title=title,
                alt_txt=title,
            ),
        )

    async def publish_home(self, user: str, view: View) -> None:
        """Shows a person's Home tab.

        Raises:
            SlackRefused, SlackUnavailable
        """
        await self._call("views.publish", lambda: self._client.views_publish(user_id=user, view=view))

    async def open_direct(self, user: str) -> str:
        """Returns the channel of the direct messages with a person.

        Raises:
            SlackRefused, SlackUnavailable
        """
        response = await self._call("conversations.open", lambda: self._client.conversations_open(users=user))
        return response["channel"]["id"]

    async def was_posted(self, place: Place, key: str) -> bool:
        """Whether a message with a key is in its conversation; False where the bot may not read it."""
        try:
            if place.thread:
                response = await self._client.conversations_replies(
                    channel=place.channel, ts=place.thread, limit=RECENT_MESSAGES, include_all_metadata=True
                )
            else:
                response = await self._client.conversations_history(
                    channel=place.channel, limit=RECENT_MESSAGES, include_all_metadata=True
                )
        except (SlackApiError, ClientError, asyncio.TimeoutError, OSError) as error:
            reason = reason_of(error) if isinstance(error, SlackApiError) else type(error).__name__
            logger.warning("It can't be seen whether a message has arrived (%s), so it is sent again.", reason)
            return False
        messages = response.get("messages") or []
        return any((message.get("metadata") or {}).get("event_payload", {}).get("key") == key for message in messages)

    async def _call(
        self,
        method: str,
        request: Callable[[], Awaitable[Any]],
        is_done: Optional[Callable[[], Awaitable[bool]]] = None,
    ) -> Any:
        """Makes a request until it succeeds; where ``is_done`` finds that an unclear one did, returns None."""
        for attempt in range(MOST_ATTEMPTS):
            try:
                return await request()
            except SlackApiError as error:
                failure = _read_failure(method, error)
            except (ClientError, asyncio.TimeoutError, OSError) as error:
                failure = Failure(type(error).__name__, unclear=True)
            if failure.unclear and is_done is not None and await is_done():
                return None
            wait = failure.wait if failure.wait is not None else 2.0**attempt
            logger.warning("%s failed (%s), try %s of %s.", method, failure.reason, attempt + 1, MOST_ATTEMPTS)
            if wait > LONGEST_WAIT_SECONDS:
                raise SlackUnavailable(f"{method}: {failure.reason}", wait)
            await self._pause(wait + random.uniform(0.0, 0.3))
        raise SlackUnavailable(f"{method} failed {MOST_ATTEMPTS} times, last with: {failure.reason}")


def _versions(message: SlackMessage) -> "list[SlackMessage]":
    """A message as it should be, and simpler ones for a Slack that doesn't take it: without tables, text alone."""
    simpler = [message.without_tables] if any(block["type"] == "table" for block in message.blocks) else []
    return [message, *simpler, *([SlackMessage(message.text)] if message.blocks else [])]


async def _respond(webhook: AsyncWebhookClient, body: Dict[str, Any]) -> None:
    response = await webhook.send_dict(body)
    if response.status_code != 200:
        raise SlackApiError(
            response.body or "no reason given", _Response(response.status_code, response.headers, response.body)
        )


@dataclass(frozen=True)
class _Response:
    """What a response URL returned, in the shape of the Web API's responses."""

    status_code: int
    headers: Mapping[str, str]
    body: str

    @property
    def data(self) -> Dict[str, str]:
        return {"error": self.body.strip()} if self.status_code < 500 else {}


def _read_failure(method: str, error: SlackApiError) -> Failure:
    """Returns why a request failed, if it is worth another try.

    Raises:
        SlackRefused, SlackUnavailable: it isn't, ever or for now.
    """
    status, reason = status_of(error), reason_of(error)
    if status == 429 or reason in _RATE_LIMITED:
        return Failure("rate limited", wait=_retry_after(getattr(error.response, "headers", {})))
    if status >= 500 or status == 0 or reason in _FAILURES:
        return Failure(reason, unclear=True)
    if reason in _NOT_ALLOWED:
        needed = field_of(error, "needed")
        raise SlackUnavailable(
            f"Slack does not allow {method}: {reason}{f' ({needed})' if needed else ''}. "
            "Run: python -m advisor.channels.slack doctor"
        )
    raise SlackRefused(method, reason)


def _retry_after(headers: Mapping[str, str]) -> float:
    value = next((value for name, value in headers.items() if name.lower() == "retry-after"), None)
    try:
        return max(float(value or 1), 0.0)
    except (TypeError, ValueError):
        return 1.0
