"""Runs custom actions inside the server's process: no second server to start, no HTTP between them."""

from __future__ import annotations

import os
from typing import Any, Dict, Optional, Text

import aiohttp
from rasa.core.agent import Agent
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

#: Where custom actions run, if not in this process.
URL_VARIABLE = "ACTION_ENDPOINT_URL"
PACKAGE = "actions"


class InProcessActions(EndpointConfig):
    """An action endpoint that runs the action instead of sending it anywhere."""

    def __init__(self) -> None:
        super().__init__(url="in-process")
        self._executor = ActionExecutor()
        self._executor.register_package(PACKAGE)

    async def request(self, *args: Any, json: Optional[Dict[Text, Any]] = None, **kwargs: Any) -> Any:
        """Runs the action that an action call names and returns its events and responses."""
        return await self._executor.run(json)


class RemoteActions(EndpointConfig):
    """An action server elsewhere. Rasa would wait five minutes for it, and with it the person."""

    def __init__(self, url: Text, seconds: float) -> None:
        super().__init__(url=url)
        self._timeout = aiohttp.ClientTimeout(total=seconds)

    async def request(self, *args: Any, timeout: Any = None, **kwargs: Any) -> Any:
        """Sends an action call; raises ``asyncio.TimeoutError`` where the answer takes too long."""
        return await super().request(*args, timeout=self._timeout, **kwargs)


def connect_actions(agent: Agent, seconds: float) -> EndpointConfig:
    """Gives an agent its actions: in this process, or at the address that the environment names.

    ``seconds`` is how long an action server may take.
    """
    url = os.environ.get(URL_VARIABLE)
    endpoint = RemoteActions(url, seconds) if url else InProcessActions()
    agent.action_endpoint = endpoint
    if agent.processor is not None:
        agent.processor.action_endpoint = endpoint
    return endpoint
