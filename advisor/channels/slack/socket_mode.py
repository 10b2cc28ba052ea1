"""Socket Mode: Slack's requests by a WebSocket that we open, so that no public address is needed."""

from __future__ import annotations

import asyncio
from typing import Any, Awaitable, Callable, Dict, Optional

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from advisor.channels.slack.redaction import library_logger, slack_logger
from advisor.channels.slack.responses import reason_of
from advisor.channels.slack.settings import SlackSettings

logger = slack_logger(__name__)

RETRY_SECONDS = 15.0
#: Takes an envelope's type and payload; returns what goes back with the acknowledgement, or None to give none,
#: so that Slack sends the envelope again.
Receive = Callable[[str, Dict[str, Any]], Awaitable[Optional[Dict[str, Any]]]]


class SocketMode:
    """Keeps a connection to Slack and hands on what comes in."""

    def __init__(self, settings: SlackSettings, receive: Receive, retry_seconds: float = RETRY_SECONDS) -> None:
        self._settings = settings
        self._receive = receive
        self._retry_seconds = retry_seconds
        self._client: Optional[SocketModeClient] = None
        self._connecting: Optional["asyncio.Task[None]"] = None

    async def start(self) -> None:
        """Connects in the background, and again whenever the connection breaks."""
        web_client = AsyncWebClient(
            base_url=self._settings.api_url, logger=library_logger("advisor.channels.slack.web_api"), retry_handlers=[]
        )
        self._client = SocketModeClient(
            self._settings.app_token, library_logger("advisor.channels.slack.websocket"), web_client
        )
        self._client.socket_mode_request_listeners.append(self._on_request)
        self._connecting = asyncio.create_task(self._connect(self._client))

    async def stop(self) -> None:
        """Closes the connection."""
        if self._connecting is not None:
            self._connecting.cancel()
        client = self._client
        if client is not None:
            await client.close()
            for task in (client.message_processor, client.message_receiver, client.current_session_monitor):
                if task is not None:
                    task.cancel()
            await client.aiohttp_client_session.close()

    async def _connect(self, client: SocketModeClient) -> None:
        while True:
            try:
                response = await client.web_client.apps_connections_open(app_token=self._settings.app_token)
                client.wss_uri = response["url"]
                await client.connect()
                return
            except SlackApiError as error:
                logger.error(
                    "Socket Mode can't connect: %s. Run: python -m advisor.channels.slack doctor", reason_of(error)
                )
            except (ClientError, asyncio.TimeoutError, OSError) as error:
                logger.warning(
                    "Socket Mode can't reach Slack (%s); the next try is in %.0f s.", error, self._retry_seconds
                )
            await asyncio.sleep(self._retry_seconds)

    async def _on_request(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        payload = await self._receive(request.type, request.payload)
        if payload is not None:
            await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload or None))
