"""The Slack channel: Rasa's connector with its defects mended, over HTTP and over Socket Mode."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from typing import Any, Awaitable, Callable, Dict, List, Mapping, Optional, Text, Union

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.channels.slack import SlackInput
from rasa.shared.exceptions import InvalidConfigException
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.engine import URL

from advisor.answers.answer import Answer
from advisor.channels.slack.desk import Bot, Chart, Desk, DeskIsFull, Drawing, Pace, Rating
from advisor.channels.slack.inbound import read_command, read_event, read_interaction
from advisor.channels.slack.redaction import slack_logger
from advisor.channels.slack.sender import SlackSender
from advisor.channels.slack.settings import (
    APP_TOKEN_VARIABLE,
    BOT_TOKEN_VARIABLE,
    SIGNING_SECRET_VARIABLE,
    SlackSettings,
    settings_from_environment,
)
from advisor.channels.slack.socket_mode import SocketMode
from advisor.channels.slack.store import WorkStore
from advisor.channels.slack.tasks import Incoming
from advisor.rendering.charts import Form, chart_of
from advisor.serving.chart_files import picture
from advisor.serving.conversations import Feedback, Records, conversation_store, forget
from advisor.serving.tracker_store import ConversationStore

logger = slack_logger(__name__)

#: Slack waits three seconds for an acknowledgement.
ACKNOWLEDGE_SECONDS = 2.0
#: A press comes with the whole message that it is in.
MOST_BODY_BYTES = 512 * 1024
#: The longest description that Slack takes of an uploaded picture.
MOST_ALT_CHARACTERS = 1000
BUSY = "Sorry, I have more to answer than I can keep up with. Please try again in a minute."


class Unreadable(Exception):
    """A request that isn't as Slack documents it; the message says what is wrong."""


class SlackChannel(SlackInput):
    """Receives from Slack, acknowledges at once, and answers in the background."""

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> InputChannel:
        """Takes its settings from the environment, whatever stands in the credentials file.

        Raises:
            InvalidConfigException: they aren't set.
        """
        return cls(settings_from_environment())

    def __init__(self, settings: SlackSettings, draw: Optional[Drawing] = None, pace: Pace = Pace()) -> None:
        """``draw`` makes a chart of an answer's figures, to be uploaded where a message has no picture's address."""
        self.settings = settings
        super().__init__(settings.bot_token, slack_signing_secret=settings.signing_secret)
        self._draw = draw
        self._pace = pace
        self._desk: Optional[Desk] = None
        self._socket_mode: Optional[SocketMode] = None

    def _validate_credentials(self) -> None:
        if not self.settings.is_complete:
            raise InvalidConfigException(
                f"The Slack channel needs {BOT_TOKEN_VARIABLE}, and {APP_TOKEN_VARIABLE} (Socket Mode) or "
                f"{SIGNING_SECRET_VARIABLE} (HTTP), in the environment; docs/slack.md says where they come from."
            )

    def get_output_channel(self, channel: Optional[Text] = None, thread_id: Optional[Text] = None) -> None:
        """The bot only speaks when spoken to, so there is no channel to speak into otherwise."""

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        blueprint = Blueprint("slack_channel")

        @blueprint.listener("after_server_start")
        async def start(app: Sanic, _: Any) -> None:
            store = conversation_store(app.ctx.agent)
            bot = Bot(on_new_message, partial(forget, app.ctx.agent), _rating(store), self._draw)
            await self.start(bot, store.engine.url)

        @blueprint.listener("before_server_stop")
        async def stop(app: Sanic, _: Any) -> None:
            await self.stop()

        @blueprint.get("/")
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @blueprint.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            return await self._receive_http(request)

        return blueprint

    async def start(self, bot: Bot, database: Union[Text, URL]) -> None:
        """Opens the channel; its tables go to the database of the conversations."""
        store = WorkStore(database, self._pace.lease)
        self._desk = Desk(bot, SlackSender(self.settings, self._pace.pause), store, self._pace.heartbeat)
        await self._desk.start()
        if self.settings.app_token:
            self._socket_mode = SocketMode(self.settings, self._receive_envelope)
            await self._socket_mode.start()

    async def stop(self) -> None:
        """Takes nothing in any more, and lets what is under way end."""
        if self._socket_mode is not None:
            await self._socket_mode.stop()
        desk, self._desk = self._desk, None
        if desk is not None:
            await desk.stop()

    async def _receive_http(self, request: Request) -> HTTPResponse:
        if len(request.body) > MOST_BODY_BYTES:
            return _error("too_large", f"The request is larger than {MOST_BODY_BYTES // 1024} KB.", 413)
        if not self.slack_signing_secret or not self.is_request_from_slack_authentic(request):
            return _error("signature", "The request isn't signed by Slack, or more than five minutes old.", 401)
        try:
            kind, payload = _read_body(request)
            if payload.get("type") == "url_verification":
                return response.json({"challenge": payload.get("challenge")})
            incoming = _read(kind, payload)
        except Unreadable as error:
            logger.warning("A request signed by Slack could not be read: %s", error)
            return _error("unreadable", str(error), 400)
        if incoming is None or await self._take(incoming):
            return response.empty(200)
        if kind == "slash_commands":
            return response.json({"response_type": "ephemeral", "text": BUSY})
        # Slack sends events again for everything but a success.
        return _error("busy", BUSY, 503)

    async def _receive_envelope(self, kind: str, payload: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        try:
            incoming = _read(kind, payload)
        except Unreadable as error:
            logger.warning("An envelope of Socket Mode could not be read: %s", error)
            return {}
        if incoming is None or await self._take(incoming):
            return {}
        return {"response_type": "ephemeral", "text": BUSY} if kind == "slash_commands" else None

    async def _take(self, incoming: Incoming) -> bool:
        """Whether a task is taken in while Slack waits; one that takes longer is not lost, only sent again."""
        if self._desk is None:
            return False
        taking = asyncio.ensure_future(self._desk.take(incoming))
        self._background_tasks.add(taking)
        taking.add_done_callback(self._background_tasks.discard)
        done, _ = await asyncio.wait({taking}, timeout=ACKNOWLEDGE_SECONDS)
        if not done:
            return False
        error = taking.exception()
        if isinstance(error, DeskIsFull):
            logger.warning("The Slack channel has too much to do; a request was turned away.")
        elif error is not None:
            logger.error("A request of Slack could not be kept: %s", error, exc_info=error)
        return error is None


def slack_channel_from_environment() -> Optional[InputChannel]:
    """Returns the channel, or None if its settings aren't in the environment."""
    settings = settings_from_environment()
    if settings.is_complete:
        return SlackChannel(settings, _draw)
    if settings.bot_token or settings.signing_secret or settings.app_token:
        logger.warning(
            "The Slack channel is not opened: it needs %s, and %s or %s.",
            BOT_TOKEN_VARIABLE,
            APP_TOKEN_VARIABLE,
            SIGNING_SECRET_VARIABLE,
        )
    return None


async def _draw(answer: Answer) -> Optional[Chart]:
    chart = chart_of(answer)
    return None if chart is None else Chart(await picture(chart, Form.PNG), chart.alt[:MOST_ALT_CHARACTERS])


def _rating(store: ConversationStore) -> Rating:
    records = Records(store.engine)

    async def rate(sender: Text, answer_id: Text, helpful: bool) -> None:
        records.add_feedback(Feedback(sender, answer_id, helpful))

    return rate


def _read_body(request: Request) -> "tuple[str, Mapping[str, Any]]":
    """Returns what kind of request it is, in the words of Socket Mode, and its payload."""
    media_type = (request.headers.get("content-type") or "").partition(";")[0].strip().lower()
    try:
        if media_type == "application/json":
            payload = json.loads(request.body)
            kind = "events_api"
        elif media_type == "application/x-www-form-urlencoded":
            form: Mapping[str, List[str]] = request.form
            fields = {name: values[0] for name, values in form.items()}
            if "payload" in fields:
                payload, kind = json.loads(fields["payload"]), "interactive"
            else:
                payload, kind = fields, "slash_commands"
        else:
            raise Unreadable(f"The content type '{media_type}' is neither JSON nor a form.")
    except (ValueError, RecursionError):
        raise Unreadable("The body is not valid JSON.") from None
    if not isinstance(payload, dict):
        raise Unreadable("The payload is not an object.")
    return kind, payload


def _read(kind: str, payload: Mapping[str, Any]) -> Optional[Incoming]:
    """Returns what a request asks for; None for what is only to be acknowledged."""
    try:
        if kind == "slash_commands":
            return None if payload.get("ssl_check") else read_command(payload)
        if kind == "interactive":
            return read_interaction(payload)
        if payload.get("type") == "app_rate_limited":
            logger.warning("Slack holds events back: more than 30,000 in an hour.")
        return read_event(payload) if payload.get("type") == "event_callback" else None
    except (KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise Unreadable(f"A field is missing or not of its type: {error!r}") from error


def _error(code: str, message: str, status: int) -> HTTPResponse:
    return response.json({"error": {"code": code, "message": message}}, status)
