"""Runs the Rasa server with our channels: as ``rasa run`` does, with quiet logs and a line when it is ready."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from functools import partial
from pathlib import Path
from typing import Any, List, Optional

from rasa.core.channels.channel import InputChannel
from rasa.core.run import close_resources, configure_app, create_http_input_channels, load_agent_on_start
from rasa.core.utils import AvailableEndpoints
from sanic import Sanic

from advisor.channels.slack.channel import slack_channel_from_environment
from advisor.knowledge.store import PROJECT_FOLDER
from advisor.logs import quiet_logs
from advisor.serving.preflight import MODEL, StartError
from advisor.serving.rasa_mends import leave_cors_to_the_guard
from advisor.serving.runtime import Runtime

logger = logging.getLogger(__name__)


def serve(host: str, port: int, quiet: bool = False, model: Path = MODEL) -> None:
    """Serves until interrupted; SIGTERM and Ctrl-C let messages under way be answered.

    Raises:
        StartError: the model can't be loaded; Rasa would serve without one.
    """
    os.chdir(PROJECT_FOLDER)
    quiet_logs()
    leave_cors_to_the_guard()
    endpoints = AvailableEndpoints.read_endpoints(str(PROJECT_FOLDER / "endpoints.yml"))
    app = configure_app(input_channels(), enable_api=False, port=port, endpoints=endpoints)
    app.register_listener(partial(_load, model, endpoints), "before_server_start")
    if not quiet:
        app.register_listener(partial(_announce, host, port), "after_server_start")
    app.register_listener(_write_waiting, "after_server_stop")
    app.register_listener(close_resources, "after_server_stop")
    app.run(host=host, port=port, access_log=False)


def input_channels() -> List[InputChannel]:
    """The channels of ``credentials.yml``, and Slack's where its settings are in the environment.

    Slack comes last: it takes up work from before the restart as soon as the server has started.
    """
    channels = create_http_input_channels(None, str(PROJECT_FOLDER / "credentials.yml"))
    slack = slack_channel_from_environment()
    return [*channels, slack] if slack is not None else channels


async def _load(model: Path, endpoints: AvailableEndpoints, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
    agent = await load_agent_on_start(str(model), endpoints, None, app, loop)
    if not agent.is_ready():
        raise StartError(f"The model {model.name} can't be loaded. Remove it and train anew: rm {model} && make train")


async def _write_waiting(app: Sanic, _: Any) -> None:
    """Gives the database a last chance to take what it refused so far."""
    runtime: Optional[Runtime] = getattr(app.ctx, "runtime", None)
    if runtime is not None:
        await runtime.conversations.write_waiting()
        if runtime.conversations.waiting:
            logger.error("Conversations that could not be written and are lost: %d.", runtime.conversations.waiting)


async def _announce(host: str, port: int, app: Sanic, _: Any) -> None:
    print(f"Career Advisor is ready at http://{host}:{port} (Ctrl-C stops it).", file=sys.stderr, flush=True)
